"""What the model is asked, and how it sees what was said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import prompts
from pipeline.knowledge.passages import Passage
from pipeline.options import GuideOptions, Tone
from pipeline.outline.outline_answer import SCHEMA
from pipeline.transcript import Transcript, Utterance
from pipeline.writing.draft_answer import schema
from tests.loopback.model_answers import OWN, SHOWN

anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


def talk(*said: str, language: str | None = "en") -> Transcript:
    return Transcript("t", tuple(Utterance(n, text) for n, text in enumerate(said, 1)), language=language)


@pytest.mark.parametrize("name", ["outline", "step", "repair"])
def test_a_prompt_has_a_version_that_changes_with_its_text(name: str) -> None:
    prompt = prompts.load(name)

    kind, number, digest = prompt.version.split("-")
    assert (kind, number.isdigit(), len(digest)) == (name, True, 8)
    assert not prompt.text.startswith("version")


@pytest.mark.parametrize(
    ("name", "form", "most"), [("outline", SCHEMA, 9_200), ("step", schema(translated=True), 9_300)]
)
def test_a_call_costs_about_two_thousand_tokens_beside_what_was_said(name: str, form: object, most: int) -> None:
    """In characters, of which a token has four to five. All steps of a guide begin with the same text, which servers
    keep after the first one."""
    assert len(prompts.load(name).text) + len(json.dumps(form, separators=(",", ":"))) < most


@given(said=st.lists(anything, min_size=1, max_size=6))
def test_each_utterance_is_one_line_whatever_was_said(said: list[str]) -> None:
    transcript = talk(*said)

    lines = prompts.quoted(transcript, range(1, len(said) + 1)).split("\n")

    assert len(lines) == len(said)
    assert [int(n) for n, _ in OWN.findall("\n".join(lines))] == list(range(1, len(said) + 1))
    assert all(len(line.splitlines()) == 1 for line in lines)


@given(heading=anything, text=anything)
def test_nothing_on_a_page_stands_outside_its_bars(heading: str, text: str) -> None:
    quoted = prompts.quoted_passages([Passage("p1", "r1", heading, text)])

    first, *rest = quoted.splitlines()
    assert first.startswith("p1")
    assert all(line.startswith("| ") for line in rest)
    assert not SHOWN.findall(quoted)


def test_speakers_stand_where_they_change_and_gaps_are_marked() -> None:
    said = [Utterance(1, "Hi.", "Anna"), Utterance(2, "Open it.", "Anna"), Utterance(3, "Ok.", "Bo")]
    transcript = Transcript("t", (*said, Utterance(4, "Hm.", "Bo"), Utterance(5, "Save it.", "Anna")))

    quoted = prompts.quoted(transcript, [1, 2, 3, 5], context=frozenset({1, 3}))

    assert quoted == "(1) Anna: Hi.\n[2] Open it.\n(3) Bo: Ok.\n…\n[5] Anna: Save it."


def test_context_is_the_nearest_first_up_to_so_many_words() -> None:
    transcript = talk(*["one two three four five six seven eight nine ten"] * 40)

    assert prompts.around(transcript, range(11, 21), 140) == {9, 10, 21, 22}
    assert prompts.around(transcript, [1], 30) == {2, 3}
    assert prompts.around(transcript, [1], 10_000) == set(range(2, 41))


def test_a_long_step_has_a_little_context_if_there_is_no_room() -> None:
    transcript = talk(*["one two three four five six seven eight nine ten"] * 40)

    assert prompts.around(transcript, range(11, 21), 20) == {10, 21}


def test_a_recordings_title_is_shown_and_what_it_comes_from() -> None:
    said = (Utterance(1, "Hi."),)

    assert prompts.named(Transcript("t", said, title="Use\nNebius")) == ["The recording's title: Use Nebius"]
    assert prompts.named(Transcript("t", said, title="Use it", titled_by_name=True)) == ["The file's name: Use it"]
    assert prompts.named(Transcript("t", said)) == []


def test_all_that_is_wished_for_is_said() -> None:
    options = GuideOptions(language="de", tone=Tone.FORMAL, audience="new colleagues", glossary=("kubectl",))

    wishes = prompts.wishes(talk("Hello."), options)

    for part in ("German (de)", "English (en)", "formal", "new colleagues", "kubectl"):
        assert part in wishes


@pytest.mark.parametrize(
    ("spoken", "wanted", "translated"),
    [("en", None, False), ("en", "en", False), ("en", "en-GB", False), ("en", "de", True), (None, "de", True)],
)
def test_a_guide_is_a_translation_where_the_language_is_another(
    spoken: str | None, wanted: str | None, translated: bool
) -> None:
    assert prompts.translated(talk("Hi.", language=spoken), GuideOptions(language=wanted)) is translated


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert prompts.filled("{a} {b}", {"{a}": "{b}", "{b}": "x"}) == "{b} x"


@pytest.mark.parametrize(
    ("said_in", "wanted", "address"), [("de", None, "Sie"), ("en", "fr", "vous"), ("en", None, None)]
)
def test_the_reader_is_addressed_as_the_documents_own_words_do(
    said_in: str, wanted: str | None, address: str | None
) -> None:
    told = prompts.wishes(talk("Hallo.", language=said_in), GuideOptions(language=wanted))

    assert (f"Form of address: {address}" in told) is (address is not None)
    assert ("Titles are in the infinitive" in told) is (address is not None)
