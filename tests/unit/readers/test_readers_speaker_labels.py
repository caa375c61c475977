"""Which beginnings of lines say who speaks: those that come back."""

from __future__ import annotations

import pytest

from pipeline.readers import speaker_labels
from tests.unit.readers.spoken import said

ODD_NAMES = (
    "Speaker A",
    "Participant A",
    "jo bloggs",
    "Jo Bloggs (they/them)",
    "Jo Bloggs / ACME",
    "Bloggs, Jo (EXT - Foo GmbH & Co. KG)",
    "van der Meer, Jo",
    "jo's iPhone",
    "+49 171 5550199",
    "Will Jones",
    "So Young Lee",
    "You",
    "You (Jo)",
    "Quan To",
    "María del Carmen de la Torre y Pérez Gómez",
    "Jo Bloggs - Foo, Inc.",
    "Security",
    "Info",
)
TALK = (
    "Hello and welcome to this demo.",
    "Can you make it larger?",
    "Yes. Now open the settings page.",
    "Here the time is 10:30, as you see.",
    "And where do I save it?",
    "Press the button below.",
)


def turns(name: str) -> list[tuple[str, str]]:
    return [("Mo Smith" if number in (1, 4) else name, text) for number, text in enumerate(TALK)]


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("shape", ["{1}: {2}\n", "{1}: {2}\n\n", "[{0}] {1}: {2}\n", "{0} {1}: {2}\n"])
async def test_a_name_that_comes_back_is_a_label_whatever_it_looks_like(name: str, shape: str):
    source = "".join(
        shape.format(f"00:00:{number:02}", speaker, text) for number, (speaker, text) in enumerate(turns(name))
    )

    assert [(speaker, text) for _, speaker, text in await said(source)] == turns(name)


@pytest.mark.parametrize("shape", ["<{}> {}", "({}) {}", "[{}] {}", "{} - {}", "{}：{}"])
def test_labels_may_be_set_apart_in_other_ways(shape: str):
    labels = speaker_labels.find(shape.format(*turn) for turn in turns("Jo Bloggs"))

    label = labels.of(shape.format("Jo Bloggs", "Hi there."))
    assert label is not None
    assert (label.name, shape.format("Jo Bloggs", "Hi there.")[label.end :]) == ("Jo Bloggs", "Hi there.")


@pytest.mark.parametrize(
    "texts",
    [
        ["[Music] Hello there.", "[Music] Open the page.", "[Applause] Thank you.", "[Music] Bye.", "[Applause] Bye."],
        ["<b> makes it bold.", "<i> makes it slanted.", "<b> again.", "<i> again.", "<br> breaks the line."],
        ["(1:02) Hello there.", "(1:05) Open the page.", "(1:02) Thanks.", "(1:05) And bye."],
    ],
)
def test_sounds_markup_and_times_are_no_labels(texts: list[str]):
    assert not speaker_labels.find(texts)


def test_words_that_documents_write_before_a_colon_are_no_labels_where_few_lines_have_one():
    texts = ["We open the settings page.", "Note: it takes a while.", "Then we press the button."] * 4

    assert not speaker_labels.find(texts)


def test_a_label_seen_once_where_all_lines_have_one_is_no_one_before():
    texts = [f"{speaker}: {text}" for speaker, text in turns("Jo Bloggs")]
    labels = speaker_labels.find([*texts, "Will Jones: I have a question.", "Note: The call ends here."])

    assert labels.every
    assert labels.of("Will Jones: I have a question.") is not None
    assert labels.of("Note: The call ends here.") is None
    assert labels.stranger("Note: The call ends here.")
    assert not labels.stranger("Nobody is named here.")


def test_captions_name_a_speaker_only_when_the_speaker_changes():
    texts = [f"{'Jo Bloggs: ' if number % 5 == 0 else ''}and so we go on to page {number}" for number in range(40)]
    texts[7] = "Remember: save it."

    assert speaker_labels.find(texts, captions=True).names == {"Jo Bloggs"}
