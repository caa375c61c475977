"""Sounds, markup and marks of tools are left out, and what was said stays."""

from __future__ import annotations

import pytest

from pipeline.readers.non_speech import is_sound, spoken, without_markup
from tests.unit.readers.spoken import texts

SOUNDS = (
    "[Music]", "[Musik]", "[Musique]", "[Música]", "[Musica]", "[Muzyka]", "[Müzik]", "[Hudba]",
    "[Zene]", "[Muzică]", "[Âm nhạc]", "[Nhạc]", "[Muziek]", "[Muzik]", "[संगीत]", "[เพลง]", "[موسیقی]",
    "[موسيقى]", "[Музыка]", "[Музика]", "[音楽]", "[音乐]", "[음악]", "[Applaus]", "[Aplausos]", "[Alkış]",
    "[Taps]", "[Potlesk]", "[Aplauze]", "[Oklaski]", "[Tepuk tangan]", "[Vỗ tay]", "[تشویق]", "[拍手]",
    "[Gelächter]", "[Rires]", "[Risos]", "[Śmiech]", "[Gülme]", "[Nevetés]", "[Smích]", "[Râsete]",
    "[Tawa]", "[Tertawa]", "[Cười]", "[خنده]", "[笑い]", "[Tastaturklappern]", "[Bruit de clavier]",
    "[bright musical tones with gentle swoosh]", "[gentle swoosh]", "[soft bell chimes]",
    "[Tippgeräusche]", "[klavye sesi]", "[suara ketikan]", "[เสียงหัวเราะ]",
)  # fmt: skip


@pytest.mark.parametrize("sound", SOUNDS)
def test_sounds_in_the_languages_of_captions_are_not_said(sound: str):
    assert spoken(f"{sound} now press Save") == "now press Save"
    assert spoken(f"now press {sound} Save") == "now press Save"
    assert is_sound(sound)


@pytest.mark.parametrize(
    "mark", ["[inaudible]", "[unverständlich]", "[inaudível]", "[ininteligible]", "[聞き取れない]"]
)
def test_a_caption_of_which_nothing_was_understood_is_left_out_and_a_gap_in_a_sentence_is_not(mark: str):
    assert is_sound(mark)
    assert spoken(f"press the {mark} button") == f"press the {mark} button"


@pytest.mark.parametrize("text", ["(soon) press Save", "[3] is the answer", "the (latest) version", "a [file] name"])
def test_other_words_in_brackets_stay(text: str):
    assert spoken(text) == text


MARKUP = {
    "<i>Open</i> the <b>settings</b>": "Open the settings",
    "<i> Open the settings </i>": " Open the settings ",
    '<font color="#ffff00">Open</font> it': "Open it",
    "<c.yellow>Open</c><00:00:01.000><c> it</c>": "Open it",
    "<div>Open the settings</div>": "Open the settings",
    '<p style="x">Open</p>': "Open",
    "{\\an8}Open it": "Open it",
    "Open<br>it": "Open it",
    "<ruby>設定<rt>せってい</rt></ruby>を<ruby>開<rp>(</rp><rt>ひら</rt><rp>)</rp></ruby>く": "設定を開く",
    "&lt;i&gt;Open the settings&lt;/i&gt;": "Open the settings",
}
SAID = {
    "Use the <div> tag and close it with </div>.": "Use the <div> tag and close it with </div>.",
    "Write <b> before and </b> after it.": "Write <b> before and </b> after it.",
    "The <br> tag breaks, (<p> doesn't).": "The <br> tag breaks, (<p> doesn't).",
    "Type &lt;b&gt;bold&lt;/b&gt; as it is.": "Type <b>bold</b> as it is.",
    "Type &amp;lt; for it": "Type &lt; for it",
    "Declare a List<String> and run <branch>": "Declare a List<String> and run <branch>",
    "if a < b and c > d": "if a < b and c > d",
}


@pytest.mark.parametrize("text", [*MARKUP, *SAID])
def test_markup_is_removed_and_tags_that_are_spoken_of_stay(text: str):
    assert without_markup(text) == {**MARKUP, **SAID}[text]


async def test_line_breaks_that_come_back_are_markup_however_they_stand():
    source = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nOpen number {n} <br> and look." for n in range(1, 5))

    assert await texts(source) == [f"Open number {n} and look." for n in range(1, 5)]


@pytest.mark.parametrize(
    "mark",
    [
        "(Transcribed by TurboScribe. Go Unlimited to remove this message.)",
        "[Auto-generated transcript. Edits may have been applied for clarity.]",
    ],
)
async def test_what_tools_write_into_the_text_is_left_out(mark: str):
    source = f"1\n00:00:01,000 --> 00:00:04,000\n{mark} Open the settings page.\n"

    assert await texts(source) == ["Open the settings page."]
