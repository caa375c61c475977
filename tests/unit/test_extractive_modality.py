"""Conditions, negations and what is left to the reader stay what they are; titles are whole."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.options import GuideOptions
from pipeline.speech.english import English
from pipeline.speech.english.step_titles import is_whole, title_from
from tests.unit.extractive_guides import actions, make, transcript
from tests.unit.test_extractive_instructions import BEFORE

ENGLISH = English()


def written(said: str) -> list[str]:
    return [instruction.text for instruction in ENGLISH.read(said).instructions]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "If the dough sticks, dust the board, wait a moment and roll it out again.",
            [
                "If the dough sticks, dust the board.",
                "If the dough sticks, wait a moment.",
                "If the dough sticks, roll it out again.",
            ],
        ),
        ("Lift the cover and, when it clicks, push it back.", ["Lift the cover.", "When it clicks, push it back."]),
        ("Turn the handle slowly and do not pull it.", ["Turn the handle slowly and don't pull it."]),
        ("Fill the tank, but don't overfill it.", ["Fill the tank and don't overfill it."]),
        (
            "If the parcel is damaged, don't sign the slip, call the driver back.",
            ["If the parcel is damaged, don't sign the slip, call the driver back."],
        ),
        ("Don't pull the cable, pull the plug instead.", ["Don't pull the cable, pull the plug instead."]),
        ("Don't worry, just close the window.", ["Close the window."]),
        ("Only open the hatch when the fan stands still.", ["Only open the hatch when the fan stands still."]),
        ("You only need to open the hatch.", ["Open the hatch."]),
        ("Tap Keep, not OK.", ["Tap Keep, not OK."]),
        ("Leave the pot alone unless it boils over.", ["Leave the pot alone unless it boils over."]),
        ("Rather than erasing the board, flip it.", ["Rather than erasing the board, flip it."]),
        (
            "Wipe the cover at the back of the big box unless it's hot.",
            ["Wipe the cover at the back of the big box unless it's hot."],
        ),
        (
            "Take the tray out of the oven in the corner before it's dark.",
            ["Take the tray out of the oven in the corner before it's dark."],
        ),
        (
            "Put the bread back into the oven for ten minutes in case it's pale.",
            ["Put the bread back into the oven for ten minutes in case it's pale."],
        ),
        (
            "Make sure to not close the big lid while it's running.",
            ["Make sure to not close the big lid while it's running."],
        ),
        (
            "Enter the code of the small card in the field it's the one with six digits.",
            ["Enter the code of the small card in the field."],
        ),
        ("Normally you would run the mill, but here we use the crank.", ["Use the crank."]),
        ("Normally you would run the mill.", []),
        ("If you have run the mill, please remove the belt.", ["If you have run the mill, remove the belt."]),
        ("If you have already run the mill, remove the belt.", ["If you have already run the mill, remove the belt."]),
        (
            "Then you need to unplug the mill first, otherwise it doesn't stop.",
            ["Unplug the mill first, otherwise it doesn't stop."],
        ),
        ("It's not like you need to rinse the jar every time", []),
        ("If we would have written it into the form, we would get the same page.", []),
        ("If you would run the mill, for example, the one from before, it just stopped there.", []),
        ("If you would like to stop, press Cancel.", ["If you would like to stop, press Cancel."]),
        ("I have broken my mill by removing the guard because I was careless.", []),
        ("You mistype the code and you lock yourself out.", []),
        ("If you mistype the code, press Back.", ["If you mistype the code, press Back."]),
        ("So you can quickly run into quota issues.", []),
        ("Suddenly you start the mill, you try to do something, stuff breaks.", []),
        ("Let's say you would use a cart to move the crates and you push it.", []),
        ("You're seeing what's over there and whatever you do to the files.", []),
        ("I'll quickly mention that you have to rinse the jar first.", ["Rinse the jar first."]),
        ("But this time I will run the mill.", ["Run the mill."]),
        ("What I would suggest is you rinse the jar.", ["Rinse the jar."]),
        (
            "If you want to see what crates we had moved, you can use the list.",
            ["If you want to see what crates we had moved, use the list."],
        ),
        ("I don't think you need to rinse the jar.", []),
        ("If it's not tight you need to replace the seal.", ["If it's not tight, replace the seal."]),
        ("You want to only tap it once.", ["Only tap it once."]),
        ("I'll try to only touch the rim with my left hand.", ["Only touch the rim with your left hand."]),
        ("And don't, like, you know, panic or pull the plug.", []),
        ("You're going to put way too much pressure on the hinge.", []),
        ("In the last class I said, oh, I'll just use a cheap brush for the rim.", []),
        ("Then slowly lower the crate.", ["Slowly lower the crate."]),
        ("You tap the bell at the top right here.", ["Tap the bell at the top right."]),
        ("Slide the bar all the way to the right.", ["Slide the bar all the way to the right."]),
        ("Tap this tile right.", ["Tap this tile."]),
        ("Swing the arm right.", ["Swing the arm right."]),
        ("Peel off the blue film first.", ["Peel off the blue film first."]),
        ("You can no longer leave the page by pressing Escape.", []),
        ("so I'll press the pedal I'll lower the arm", ["Press the pedal.", "Lower the arm."]),
        ("we keep the tool you'll need to open the case", ["Keep the tool you'll need to open the case."]),
        ("You basically close the window.", ["Close the window."]),
    ],
)
def test_nothing_that_limits_an_instruction_is_lost(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "You may want to label the jars.",
        "You might also like to label the jars.",
        "If you have many of them, you may want to label the jars.",
        "You could well choose to label the jars.",
    ],
)
def test_what_is_left_to_the_reader_is_a_tip(said: str) -> None:
    reading = ENGLISH.read(said)
    assert reading.instructions == ()
    assert reading.aside is not None
    assert (reading.aside.kind, reading.aside.text) == (CautionKind.TIP, said)


def test_what_one_does_not_want_is_a_warning() -> None:
    reading = ENGLISH.read("You don't want to open the hatch yet.")
    assert reading.aside is not None
    assert reading.aside.kind is CautionKind.WARNING


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('Now we\'re going to "Print all labels."', ['Choose "Print all labels."']),
        ('I\'ll call this "Shelf: left".', ['Call this "Shelf: left".']),
        ("Now we're going to `make labels`.", ["Run make labels."]),
    ],
)
def test_a_quoted_label_is_no_command_to_run(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    ("phrase", "title"),
    [
        ('Call this "Shelf: left"', 'Call this "Shelf: left"'),
        ("Open the folder D:\\labels\\new", "Open the folder D:\\labels\\new"),
        ("Pack the parcel without losing anything that belongs to it", "Pack the parcel"),
    ],
)
def test_a_title_ends_in_no_label_and_no_path(phrase: str, title: str) -> None:
    assert title_from(phrase) == title


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("Label the jars", True),
        ("When the parcel arrives", False),
        ("Checkout we're", False),
        ("Open the box so that the lid", False),
        ("Note the number that will", False),
        ('Call this "Shelf', False),
        ('Choose "If empty, I\'m off"', True),
    ],
)
def test_a_cut_clause_is_no_title(title: str, whole: bool) -> None:
    assert is_whole(title) is whole


def test_a_step_without_a_title_of_its_own_has_its_number() -> None:
    again = ("Press the Load button.", "Moving on to the next part.", "Press the Load button again.")
    steps, _, drafts = make(transcript(*BEFORE, *again))
    titles = [step.title for step in steps]
    assert len(set(titles)) == len(titles)
    assert not any(title.endswith("(2)") for title in titles)
    assert "Press the Load button." in actions(drafts)


def test_the_title_of_what_is_done_when_something_happens() -> None:
    said = (
        "First, when we receive the signed offer, we send them a letter with the first day on it.",
        "Then we order a badge at the front office.",
        "We print the contract in the archive room.",
    )
    steps, _, _ = make(transcript(*said), GuideOptions(anyway=True))
    assert steps[0].title == "Send them a letter with the first day"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("To begin open the hatch and take the filter out.", ["Open the hatch.", "Take the filter out."]),
        ("Looks like you're going to have to sand the edge slightly.", ["Sand the edge slightly."]),
        ("And I know we need to rinse the tray.", ["Rinse the tray."]),
        (
            "One last thing you can do is, in the lower drawer, select the spare key.",
            ["In the lower drawer, select the spare key."],
        ),
        ("You'll want to, once it's dry, sand the edge.", ["Once it's dry, sand the edge."]),
        ("So copy/paste the address.", ["Copy and paste the address."]),
        ("Could you please open the second drawer?", ["Open the second drawer."]),
        ("Pack everything up.", ["Pack everything up."]),
        (
            "Put it on that one hook that everyone can get to because this will be one of the great things that all"
            " of us here have.",
            ["Put it on that one hook that everyone can get to."],
        ),
        (
            "You can cut the foam with the small jig, which we'll link to in the video description.",
            ["Cut the foam with the small jig."],
        ),
        ("I'm going to have some links in the description below to these brushes.", []),
        ("Can you tell me the next step?", []),
        ("Can you scroll down a bit?", []),
    ],
)
def test_what_stands_before_the_verb_hides_no_instruction(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Personally, as a baker, I don't recommend it, although you can use it.",
        "I personally wouldn't open the hatch with a knife.",
        "I would recommend that you don't open it at home.",
        "I'd advise against using the old ladder.",
        "You can use the old ladder, but we don't recommend it.",
        "You might want to do that, but we recommend not doing it.",
        "The first thing that you shouldn't do is open the hatch.",
        "The worst thing you can do is open the hatch.",
        "What you shouldn't do is open it with a knife.",
        "Nobody should open the hatch at home.",
        "It's better not to open the hatch, because it jams.",
        "Never ever open the hatch with a knife.",
    ],
)
def test_advice_against_something_is_a_warning(said: str) -> None:
    reading = ENGLISH.read(said)
    assert reading.instructions == ()
    assert reading.aside is not None
    assert (reading.aside.kind, reading.aside.text) == (CautionKind.WARNING, said)


def test_advice_against_something_leaves_what_is_commanded() -> None:
    assert written("We don't recommend it, so press Cancel.") == ["Press Cancel."]
