"""What a reader sees first of a guide without a model: no line that is none, and no quotation of mere talk."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.speech.english import English
from pipeline.speech.english.step_titles import is_whole, title_from
from pipeline.speech.run_ons import first_sentence
from tests.unit.extractive_guides import actions, make, transcript
from tests.unit.test_extractive_instructions import BEFORE

ENGLISH = English()
AROUND = (
    "Today I'll show you how to change the filter of the pump.",
    "First, close the valve on the left.",
    "Then loosen the four screws of the lid.",
    "Take the lid off and put it on the bench.",
    "{}",
    "Now push the new filter into the housing.",
    "Then tighten the screws again and open the valve.",
)


def instructions(said: str) -> list[str]:
    return [each.text for each in ENGLISH.read(said).instructions]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Keys that are pressed together, whatever verb is said.
        ("So do Control-X to exit the editor.", ["Press Control-X to exit the editor."]),
        ("Then do a Ctrl+C in the terminal.", ["Press Ctrl+C in the terminal."]),
        ("You just do command shift P.", ["Press command shift P."]),
        ("And then you do git push.", ["Run git push."]),
        ("You can do minor cleanups here.", []),
        # A preposition, a condition or a beginning with nothing behind it.
        ("Download the tape drive from.", ["Download the tape drive."]),
        ("Open the folder you copied it from.", ["Open the folder you copied it from."]),
        ("Cut the boards two feet long, but if it can be longer.", ["Cut the boards two feet long."]),
        ("Cut the dough up, the big one, so that every.", ["Cut the dough up, the big one."]),
        ("Go whatever way you want in terms of, if you like.", []),
        ("Copying, drop the file into the tray.", ["Drop the file into the tray."]),
        ("Holding the shift key, drag the corner.", ["Holding the shift key, drag the corner."]),
        # What isn't a deed.
        ("We can go some of them slowly.", []),
        ("You go 40, 40.", []),
        ("We can run 20 times as fast with this.", []),
        ("When you build different, type of walls.", []),
        ("Paint it cannot be done on wet walls.", []),
        ("Sand it won't help.", []),
        ("Check it can open.", ["Check it can open."]),
        ("Maybe you want to replay the tape from the start, or you want to begin in the middle.", []),
        # A sentence that is begun anew.
        ("You can try, you can shake the bottle.", ["Shake the bottle."]),
    ],
)
def test_each_line_is_an_instruction(said: str, expected: list[str]) -> None:
    assert instructions(said) == expected


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("Note that the lid stays open.", "The lid stays open."),
        ("Notice that the lamp is green.", "The lamp is green."),
        ("Please note, the lid must stay shut.", "The lid must stay shut."),
        (
            "Like, if you paint a lot, you might want to buy a roll.",
            "If you paint a lot, you might want to buy a roll.",
        ),
        ("You don't need to switch the pump off.", "You don't need to switch the pump off."),
        ("You don't have a second pump there.", None),
        ("It was crazy to paint, you can only imagine.", None),
    ],
)
def test_a_note_says_what_it_notes(said: str, note: str | None) -> None:
    aside = ENGLISH.read(said).aside
    assert (aside.text if aside else None) == note


@pytest.mark.parametrize(
    ("said", "expected"),
    [("You'll see.", None), ("You will notice.", None), ("You'll see a green lamp.", "You'll see a green lamp.")],
)
def test_a_result_says_what_is_seen(said: str, expected: str | None) -> None:
    assert ENGLISH.read(said).expected == expected


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Stop the leak by taking out the seal opening the valve again will flush it",
            "Stop the leak by taking out the seal",
        ),
        ("Open the box holding the key that will fit", "Open the box holding the key that will fit"),
    ],
)
def test_a_line_ends_where_another_sentence_begins(said: str, kept: str) -> None:
    assert first_sentence(said) == kept


@pytest.mark.parametrize("title", ["Zoom in a couple", "Make changes based", "Do the same"])
def test_a_title_that_lacks_its_end_is_none(title: str) -> None:
    assert not is_whole(title)


def test_a_title_has_no_for_example() -> None:
    assert title_from("Use warm water for example.") == "Use warm water"


@pytest.mark.parametrize(
    "said",
    [
        "Maybe here we're just going to do the ring with the cloth.",
        "Otherwise here we're just going to do the ring with the cloth.",
        "Suppose here we're just going to do the ring with the cloth.",
        "Here we're just going to do the ring with the cloth and then...",
        "So then we don't have to do the same thing with that one.",
    ],
)
def test_what_is_only_considered_or_broken_off_is_not_quoted(said: str) -> None:
    _, _, drafts = make(transcript(*(line.format(said) for line in AROUND)))
    assert not any("“" in line for line in actions(drafts))
    assert not any("“" in note.text for draft in drafts for note in draft.cautions)


def test_a_quotation_begins_after_the_words_that_only_speech_needs() -> None:
    said = "Basically, here we're just going to do the ring with the cloth."
    _, _, drafts = make(transcript(*(line.format(said) for line in AROUND)))
    assert "“here we're just going to do the ring with the cloth.”" in actions(drafts)


def test_shown_code_is_not_quoted_beside_the_line_that_has_it() -> None:
    said = ("Then you can set breakpoints on a name.", "`breakpoint set -n foo`", "`breakpoint set -n foo`")
    _, _, drafts = make(transcript(*AROUND[:4], *said, *AROUND[5:]))
    assert not any("“`" in line for line in actions(drafts))


@pytest.mark.parametrize(
    ("lines", "follows"),
    [
        (
            ("Click Create password.", "Paste it into the vault.", "Be careful, it is shown only once."),
            "Paste it into the vault.",
        ),
        (
            ("Rinse the beaker.", "Careful when you uncap the jar, the fumes are strong.", "Uncap the jar of ether."),
            "Uncap the jar of ether.",
        ),
        (
            ("Tick the old tape in the list.", "Press Wipe.", "Caution, this cannot be undone.", "Enter a new label."),
            "Press Wipe.",
        ),
    ],
)
def test_a_warning_comes_before_what_it_speaks_of(lines: tuple[str, ...], follows: str) -> None:
    _, _, drafts = make(transcript(*BEFORE, *lines))
    placed = [(one, caution) for one in drafts for caution in one.cautions]
    (found,) = placed
    draft, caution = found
    assert caution.kind is CautionKind.WARNING
    assert draft.actions[(caution.before or 1) - 1].instruction == follows


def test_what_a_warning_is_given_for_is_an_instruction() -> None:
    reading = ENGLISH.read("The code is only shown once, so write the digits on the card.")
    assert [one.text for one in reading.instructions] == ["Write the digits on the card."]
    assert reading.aside is not None
    assert reading.aside.text == "The code is only shown once."
