"""What is told in open speech, of any trade, and what a guide makes of it. No sentence is from a recording."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.speech.english import English

ENGLISH = English()


def actions(said: str) -> list[str]:
    return [instruction.text for instruction in ENGLISH.read(said).instructions]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Next thing you do is unhook the spring.", ["Unhook the spring."]),
        ("First thing you do after you park the van is pull the handbrake.", ["Pull the handbrake."]),
        ("The first step for setting up the kiln is to open the vent.", ["Open the vent."]),
        ("The last thing before you leave is to quickly check the meter.", ["Check the meter."]),
        ("See if the pilot flame is blue.", ["Check if the pilot flame is blue."]),
        ("You'd then want to rinse the brush in clean water.", ["Rinse the brush in clean water."]),
    ],
)
def test_what_is_announced_is_told(said: str, written: list[str]) -> None:
    assert actions(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("To start open the valve and drain the tank.", ["Open the valve.", "Drain the tank."]),
        ("Once unlocked pull the drawer out.", ["Once unlocked, pull the drawer out."]),
        (
            "To get the cover off the motor loosen the four nuts.",
            ["To get the cover off the motor, loosen the four nuts."],
        ),
        ("In the Tools menu choose the export option.", ["In the Tools menu, choose the export option."]),
        ("Or, pick the colour from the list.", ["Alternatively, pick the colour from the list."]),
    ],
)
def test_no_comma_is_needed_behind_an_aim_a_place_or_a_state(said: str, written: list[str]) -> None:
    assert actions(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "In the log the entries open the door to attacks.",
        "To keep the shop running the owner needs a licence.",
        "On the left is the pump, in addition to that the hose.",
    ],
)
def test_a_statement_behind_a_place_stays_one(said: str) -> None:
    assert actions(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Have the patient raise both arms and count to ten.",
        "Have the client sit down with both feet on the floor.",
        "Make sure nobody is standing behind the gate before you lower it.",
    ],
)
def test_whoever_is_made_to_do_it_is_kept(said: str) -> None:
    (instruction,) = ENGLISH.read(said).instructions
    assert (instruction.text, instruction.vague) == (said, False)


def test_both_halves_of_a_choice_keep_their_condition() -> None:
    said = "Either take the lift or, if it's out of order, use the back stairs."
    assert actions(said) == ["Take the lift or, if it's out of order, use the back stairs."]


@pytest.mark.parametrize(
    "said",
    [
        "The red tag goes on the left-hand valve.",
        "Two cups of flour, then the eggs one at a time.",
        "Anything over fifty euros has to be signed by the manager.",
    ],
)
def test_what_a_statement_tells_stays_a_statement(said: str) -> None:
    assert actions(said) == [said]


@pytest.mark.parametrize(
    "said",
    [
        "The next chapter goes into more detail.",
        "Two cups of coffee are enough for me.",
        "The law was signed by the president.",
        "Is it two cups of flour?",
    ],
)
def test_other_statements_tell_nobody_to_do_anything(said: str) -> None:
    assert actions(said) == []


def test_what_a_presenter_can_do_with_the_mouse_is_surer_than_a_possibility() -> None:
    (click,) = ENGLISH.read("I can drag the slider to the left.").instructions
    (think,) = ENGLISH.read("I can write a longer report.").instructions
    assert click.weight == 0.6 > think.weight


def test_forbidden_things_are_warned_of() -> None:
    aside = ENGLISH.read("Never open the hatch while the drum is spinning.").aside
    assert aside is not None
    assert (aside.kind, aside.text) == (CautionKind.WARNING, "Never open the hatch while the drum is spinning.")
