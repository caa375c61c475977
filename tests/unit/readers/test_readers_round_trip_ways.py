"""The same talks, saved and edited as people and systems do it: read back as if nothing had happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.readers.test_readers_round_trip import (
    BRACKETED,
    EXAMPLES,
    TIMED,
    UNTIMED,
    Turn,
    expected,
    printed,
    read_back,
    talks,
)

TITLE = "Weekly demo\n13 May 2026\nRoom 4\nRecorded by the front desk\nAll rights reserved\n\n{}"
WAYS: dict[str, Callable[[str], str]] = {
    "a byte order mark": "\ufeff{}".format,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old Macs": lambda text: text.replace("\n", "\r"),
    "blanks behind each line": lambda text: text.replace("\n", "  \n"),
    "blanks before each line": lambda text: "".join(f"    {line}\n" if line else "\n" for line in text.split("\n")),
    "a tab before each line": lambda text: "".join(f"\t{line}\n" if line else "\n" for line in text.split("\n")),
    "protected blanks": lambda text: text.replace("   ", "\xa0\xa0 ").replace("  ", " \xa0"),
    "an empty line at the beginning": "\n\n{}".format,
    "many empty lines between": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "a title of five lines": TITLE.format,
    "a note at the end": "{}\n\n[End of transcript]\n".format,
    "a mark at the end of the file": "{}\x1a".format,
    "zero-width characters": lambda text: text.replace(" ", " \u200b"),
}
SHAPES = ("[time] name: text", "Otter", "Teams", "Fireflies", "Zoom", "Rev", "Sonix", "units")


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=EXAMPLES)
@given(talk=talks(), shape=st.sampled_from(SHAPES))
def test_a_talk_with_times_is_read_back_however_it_was_saved(way: str, talk: list[Turn], shape: str):
    if shape in BRACKETED:
        talk = [turn._replace(speaker=turn.speaker.partition(" (")[0]) for turn in talk]

    assert read_back(WAYS[way](printed(talk, TIMED[shape]))) == expected(talk, timed=True)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=EXAMPLES)
@given(talk=talks(), shape=st.sampled_from(("name: text", "name: text, apart", "name on its own line")))
def test_a_talk_without_times_is_read_back_however_it_was_saved(way: str, talk: list[Turn], shape: str):
    assert read_back(WAYS[way](printed(talk, UNTIMED[shape]))) == expected(talk, timed=False)


PEOPLE = ("jane.doe@example.com", "4711 Doe", "Room 12", "user_0042", "Doe, Jane (2)", "B. 2", "Jane-2", "3M Guest")


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=EXAMPLES)
@given(talk=talks())
def test_names_with_digits_and_addresses_are_read_back(shape: str, talk: list[Turn]):
    called = dict(
        zip(dict.fromkeys(turn.speaker for turn in talk), PEOPLE[:4] if shape == "Zoom" else PEOPLE, strict=False)
    )
    talk = [turn._replace(speaker=called[turn.speaker]) for turn in talk]

    assert read_back(printed(talk, TIMED[shape])) == expected(talk, timed=True)


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=EXAMPLES)
@given(talk=talks())
def test_a_recording_of_more_than_a_day_is_read_back(shape: str, talk: list[Turn]):
    """Its times begin at zero, and go beyond 24 hours."""
    longer = [turn._replace(start=turn.start + (90_000 if number else 0)) for number, turn in enumerate(talk)]

    if shape in BRACKETED:
        longer = [turn._replace(speaker=turn.speaker.partition(" (")[0]) for turn in longer]
    assert read_back(printed(longer, TIMED[shape])) == expected(longer, timed=True)
