"""Where sentences begin in typed captions that have capitals, and no full stops."""

from __future__ import annotations

import pytest

from pipeline.speech.capital_starts import capitals_of
from pipeline.speech.instructions import find_instructions
from pipeline.speech.sentences import sentences_of
from tests.unit.extractive_guides import transcript

TYPED = (
    "Welcome back to the workshop",
    "Today we look at the chain of a bicycle",
    "First shift to the smallest cog and",
    "take the wheel out of the frame",
    "Then wrap an old rag around the chain",
    "and turn the pedals backwards",
    "Leave it there for about",
    "ten minutes Now spray a little oil on each link",
    "Wipe off what drips from it",
    "In the end put the wheel back",
)


def test_typed_captions_end_where_a_capital_begins() -> None:
    assert [s.text for s in sentences_of(transcript(*TYPED))] == [
        "Welcome back to the workshop",
        "Today we look at the chain of a bicycle",
        "First shift to the smallest cog and take the wheel out of the frame",
        "Then wrap an old rag around the chain and turn the pedals backwards",
        "Leave it there for about ten minutes",
        "Now spray a little oil on each link",
        "Wipe off what drips from it",
        "In the end put the wheel back",
    ]


def test_all_that_typed_captions_say_is_read() -> None:
    read = find_instructions(transcript(*TYPED))
    told = [i.text for one in read.sentences for i in one.instructions]
    assert told[-4:] == [
        "Leave it there for about ten minutes.",
        "Spray a little oil on each link.",
        "Wipe off what drips from it.",
        "In the end, put the wheel back.",
    ]


def test_german_nouns_dont_begin_sentences() -> None:
    said = transcript(
        "Heute zeige ich euch wie man einen Schlauch wechselt",
        "Zuerst nimmst du das Rad aus dem Rahmen und",
        "legst es auf den Boden Dann ziehst du den Mantel",
        "mit zwei Hebeln von der Felge Jetzt pumpst du",
        "den neuen Schlauch ein wenig auf und legst ihn ein",
        "Danach drückst du den Mantel wieder hinein",
        "und pumpst den Reifen auf Wenn er hart ist schraubst du",
        "die Kappe wieder auf das Ventil",
        language="de",
    )
    assert [s.text.split()[0] for s in sentences_of(said)] == ["Heute", "Zuerst", "Dann", "Jetzt", "Danach", "Wenn"]


@pytest.mark.parametrize(
    "said",
    [
        "now go to Settings and click Save then open the Reports page in Google Sheets and choose This Month",
        "so here in Visual Studio you click Run and Then you know what I mean that is what some call a Solution",
    ],
)
def test_names_of_automatic_captions_dont_begin_sentences(said: str) -> None:
    assert capitals_of(transcript(*[said.lower(), said, said.lower()])) is None


def test_captions_that_all_begin_with_a_capital_say_nothing_there() -> None:
    lines = ["Click the button that", "Opens the list of the", "Files that you have and", "Choose the one for"] * 4
    capitals = capitals_of(transcript(*lines))
    assert capitals is None


def test_labels_behind_their_verb_stay_with_it() -> None:
    capitals = capitals_of(transcript(*TYPED, "now wipe the chain and save the oil for later"))
    assert capitals is not None
    words = ["You", "open", "the", "menu", "and", "click", "Save", "the", "file", "is", "there"]
    assert list(capitals.starts(words, [None] * len(words))) == []
