"""Captions as XML: times on any element, words in spans, names of agents, and what tools get wrong."""

from __future__ import annotations

import pytest

from pipeline.errors import BrokenTranscript
from pipeline.readers import Verdict, sniff
from tests.unit.readers.spoken import said, texts

HEAD = '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="en">'


def ttml(body: str, head: str = "") -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?>{HEAD}<head>{head}</head><body>{body}</body></tt>"


def words(text: str, start: float, between: str) -> str:
    """The words in spans with times, as Apple Podcasts writes them."""
    return between.join(
        f'<span begin="{start + n / 5:.3f}" end="{start + n / 5 + 0.2:.3f}" podcasts:unit="word">{word}</span>'
        for n, word in enumerate(text.split())
    )


@pytest.mark.parametrize("between", ["", " ", "\n        "])
async def test_words_in_spans_are_set_apart(between: str):
    first, second, third = "Open the settings page.", "Then press Save.", "Where is it?"
    source = ttml(
        '<div begin="0.000" end="9.000"><p begin="0.000" end="9.000" ttm:agent="SPEAKER_1">'
        f'<span podcasts:unit="sentence">{words(first, 0, between)}</span>{between}'
        f'<span podcasts:unit="sentence">{words(second, 5, between)}</span></p></div>'
        f'<div begin="9.000" end="12.000"><p begin="9.000" end="12.000" ttm:agent="SPEAKER_2">'
        f'<span podcasts:unit="sentence">{words(third, 9, between)}</span></p></div>'
    )
    assert await said(source) == [
        (0.0, "Speaker 1", first),
        (5.0, "Speaker 1", second),
        (9.0, "Speaker 2", third),
    ]


async def test_syllables_in_spans_are_joined_where_words_have_blanks():
    source = ttml(
        '<div><p begin="1" end="4"><span begin="1">Set</span><span begin="1.2">tings</span> <span begin="2">are</span> '
        '<span begin="2.5">here</span> <span begin="3">now.</span></p></div>'
    )
    assert await said(source) == [(1.0, None, "Settings are here now.")]


async def test_words_of_scripts_without_blanks_get_none():
    source = ttml('<div><p begin="1"><span begin="1">設定を</span><span begin="2">開きます。</span></p></div>')

    assert await texts(source) == ["設定を開きます。"]


TIMES = {
    "plain seconds": ('<div><p begin="12.5" end="14">{}</p></div>', 12.5),
    "from the beginning of a div": ('<div begin="10s"><p begin="2.5s" end="4s">{}</p></div>', 12.5),
    "from the beginning of the body's div": (
        '<div begin="5s"><div begin="5s"><p begin="2.5s">{}</p></div></div>',
        12.5,
    ),
    "from the beginning of the recording": ('<div begin="10" end="15"><p begin="12.5" end="15">{}</p></div>', 12.5),
    "only on a span": ('<div><p><span begin="12.5s" end="14s">{}</span></p></div>', 12.5),
    "on a span, from the beginning of its caption": (
        '<div><p begin="10s" end="14s"><span begin="0s">Well.</span> <span begin="2.5s">{}</span></p></div>',
        12.5,
    ),
    "after ten hours, at which programmes begin": ('<div><p begin="10:00:12.500">{}</p></div>', 12.5),
}


@pytest.mark.parametrize("kind", TIMES)
async def test_times_wherever_they_stand(kind: str):
    body, start = TIMES[kind]

    assert (await said(ttml(body.format("Open the settings."))))[-1] == (start, None, "Open the settings.")


NAMES = {
    "declared": ('<ttm:agent xml:id="a1" type="person"><ttm:name>Jane Doe</ttm:name></ttm:agent>', "a1", "Jane Doe"),
    "declared without a name": ('<ttm:agent xml:id="v1" type="person"/>', "v1", "Speaker 1"),
    "not declared": ("", "SPEAKER_03", "Speaker 3"),
    "a name for an identifier": ("", "Jane", "Jane"),
}


@pytest.mark.parametrize("kind", NAMES)
async def test_agents_are_speakers(kind: str):
    head, agent, name = NAMES[kind]
    source = ttml(f'<div><p begin="1s" ttm:agent="{agent}">Open the settings.</p></div>', head)

    assert await said(source) == [(1.0, name, "Open the settings.")]


async def test_names_in_the_text_are_speakers_if_no_element_names_any():
    source = ttml(
        "<div>"
        + "".join(
            f'<p begin="{n}s" end="{n + 1}s">{name}: {text}</p>'
            for n, (name, text) in enumerate(
                (("JANE", "Open it."), ("JOHN", "Where?"), ("JANE", "Here."), ("JOHN", "Ah."))
            )
        )
        + "</div>"
    )
    assert [(speaker, text) for _, speaker, text in await said(source)] == [
        ("JANE", "Open it."),
        ("JOHN", "Where?"),
        ("JANE", "Here."),
        ("JOHN", "Ah."),
    ]


MISTAKES = {
    "an ampersand": ("Open Terms & conditions.", "Open Terms & conditions."),
    "an ampersand and a semicolon": ("Use R&D; then save.", "Use R&D; then save."),
    "an ampersand in CDATA": ("<![CDATA[Open Terms & conditions.]]>", "Open Terms & conditions."),
    "entities of HTML": ("Open&nbsp;the caf&eacute; page&hellip;", "Open the café page…"),
    "a sign for less": ("It is < 5 then.", "It is < 5 then."),
    "a break that isn't closed": ("Open the<br>settings.", "Open the settings."),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("place", range(3))
async def test_mistakes_that_tools_make_lose_nothing(mistake: str, place: int):
    written, wanted = MISTAKES[mistake]
    lines = ["Press Save.", "Close the page.", "Wait a moment."]
    body = "".join(f'<p begin="{n}s" end="{n + 1}s">{written if n == place else lines[n]}</p>' for n in range(3))
    source = ttml(f"<div>{body}</div>")
    lines[place] = wanted

    assert " ".join(await texts(source)) == " ".join(lines)
    assert sniff(source.encode(), "talk.ttml").verdict is Verdict.YES


async def test_captions_after_a_broken_one_are_read():
    source = ttml(
        '<div><p begin="0s">Open the page.</p><p begin="1s">Press <b>Save.</p><p begin="2s">Now close it.</p></div>'
        '<div><p begin="3s">Wait a moment.</p></div>'
    )
    assert " ".join(await texts(source)) == "Open the page. Press Save. Now close it. Wait a moment."


@pytest.mark.parametrize("declared", ['<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
async def test_entities_that_a_file_declares_are_refused(declared: str):
    source = f'<!DOCTYPE tt [{declared}]>{HEAD}<body><p begin="1s">Open &a; &nbsp; it.</p></body></tt>'

    with pytest.raises(BrokenTranscript):
        await texts(source)
