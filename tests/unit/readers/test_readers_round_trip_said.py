"""Talks in which people say what looks like structure are read back: their words stay theirs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import unspaced_scripts
from tests.unit.readers.test_readers_round_trip import EXAMPLES, TIMED, Turn, expected, printed, read_back, talks

BEGINNINGS = (
    *("Note: ", "Remember: ", "The result: ", "Tip: ", "So here's the thing: ", "I asked Jane Doe: ", "First: "),
    *('"Save" and ', "https://example.com:8080/a?b=c and ", "1. ", "3 of them: ", "So - ", "(The one we know) ", "#4 "),
)
"""Each may come back, as speakers do."""
NAMED_AT_TIMES = (
    *("Otter", "Teams", "Fireflies", "Rev", "Riverside", "Sonix", "tl;dv", "Trint", "Krisp", "Happy Scribe", "Fathom"),
    *("words", "of the day", "Markdown headings", "Webex captions", "WebVTT voices"),
)
WITH_BRACKETS = ("[EXT] Jane Doe", "Jo Bloggs [Foo]", "Bob (Foo) Bar", "Zoë Bar")


@st.composite
def unkind(draw: st.DrawFn) -> list[Turn]:
    """A talk of which some turns begin like a label, an item of a list or an address."""
    talk = draw(talks())
    begins = draw(st.lists(st.sampled_from(("", "", *BEGINNINGS)), min_size=len(talk), max_size=len(talk)))
    made: list[Turn] = []
    for turn, begin in zip(talk, begins, strict=True):
        # In scripts without spaces only signs tell where a sentence ends, and few say an English word before one.
        if unspaced_scripts.are_in(turn.text) and any(letter.isalpha() for letter in begin):
            begin = ""
        # A small letter goes on with a sentence that has no end.
        if begin[:1].islower() and not (made and made[-1].text.endswith((".", "!", "?", "。"))):
            begin = ""
        made.append(turn._replace(text=begin + turn.text))
    return made


def plain(talk: list[Turn]) -> list[Turn]:
    """The same with names that no shape can take for something else."""
    people = ["Jane Doe", "O'Neill Foo", "Zoë Bar", "Jo Bloggs"]
    called = dict(zip(dict.fromkeys(turn.speaker for turn in talk), people, strict=False))
    return [turn._replace(speaker=called[turn.speaker]) for turn in talk]


@pytest.mark.parametrize("shape", [*NAMED_AT_TIMES, "[time] name: text", "name: [time] text", "Zoom captions"])
@given(talk=unkind())
@settings(max_examples=EXAMPLES)
def test_what_begins_like_a_label_is_said(shape: str, talk: list[Turn]):
    talk = plain(talk)
    head = "WEBVTT\n\n" if "WebVTT" in shape or "captions" in shape else ""
    wanted = expected(talk, timed=True)
    if shape == "Happy Scribe":
        wanted = [(speaker, (start or 0) + 0.12, said) for speaker, start, said in wanted]
    if "of the day" in shape:
        wanted = [(speaker, (start or 0) - talk[0].start, said) for speaker, start, said in wanted]

    assert read_back(head + printed(talk, TIMED[shape])) == wanted


@pytest.mark.parametrize("shape", ["Fireflies", "tl;dv", "Sonix", "Krisp"])
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_a_time_that_begins_a_sentence_is_said(shape: str, talk: list[Turn]):
    talk = [turn._replace(start=min(turn.start, 9000 + number)) for number, turn in enumerate(plain(talk))]
    said = talk[1]._replace(text=f"7:45:10 is when they begin, and {talk[1].text.lower()}")
    talk = [talk[0], said, *talk[2:]]

    assert read_back(printed(talk, TIMED[shape])) == expected(talk, timed=True)


@pytest.mark.parametrize("shape", ["{name}:\n{text}\n\n", "## {name}\n\n{text}\n\n"])
@given(talk=unkind())
@settings(max_examples=EXAMPLES)
def test_what_is_said_under_a_name_is_not_another_name(shape: str, talk: list[Turn]):
    talk = plain(talk)
    talk += [turn._replace(text=f"{turn.text} {turn.text}") for turn in talk[:2]]

    assert read_back(printed(talk, shape)) == expected(talk, timed=False)


@pytest.mark.parametrize("shape", ["[time] name: text", "Otter", "Rev", "Teams", "Zoom captions"])
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_brackets_in_a_name_are_part_of_it(shape: str, talk: list[Turn]):
    called = dict(zip(dict.fromkeys(turn.speaker for turn in talk), WITH_BRACKETS, strict=False))
    talk = [turn._replace(speaker=called[turn.speaker]) for turn in talk]
    head = "WEBVTT\n\n" if "captions" in shape else ""

    assert read_back(head + printed(talk, TIMED[shape])) == expected(talk, timed=True)


@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_a_time_that_stands_only_before_the_first_name_takes_nothing_away(talk: list[Turn]):
    talk = plain(talk)

    found = read_back("[00:00:00] " + printed(talk, "{name}: {text}\n"))

    assert "".join(said for *_, said in found) == "".join("".join(turn.text.split()) for turn in talk)
    assert found[0][0] == talk[0].speaker


@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_a_dropped_frame_separates_no_columns(talk: list[Turn]):
    assert read_back(printed(plain(talk), "[{clock};12] {name}: {text}\n")) == expected(plain(talk), timed=True)


ENDS = ("\n", "\r\n", "\r", "\x85", "\u2028", "\x0c")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@given(talk=talks(), shape=st.sampled_from(("[time] name: text", "Otter", "Teams", "Rev")), ends=st.sampled_from(ENDS))
@settings(max_examples=EXAMPLES)
def test_a_talk_is_read_back_in_every_width(encoding: str, talk: list[Turn], shape: str, ends: str):
    data = printed(talk, TIMED[shape]).replace("\n", ends).encode(encoding)

    assert read_back(data) == expected(talk, timed=True)
