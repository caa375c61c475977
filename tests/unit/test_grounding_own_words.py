"""A line that no model wrote, and that says less than what it cites, gives way to the speaker's own sentence."""

from __future__ import annotations

import pytest

from pipeline.grounding import ground_in_full
from pipeline.grounding.own_words import (
    SAYS_LESS,
    cites_condition_alone,
    is_forbidden,
    is_quotation,
    says_less,
    turns_round,
)
from pipeline.guide import CautionKind, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.writing import Draft, DraftAction, DraftCaution, StepRequest
from pipeline.writing.extractive_writer import ExtractiveWriter
from tests.unit.extractive_guides import transcript


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Lift the grid too.", "if the tray is hot we leave it alone and we also lift the grid too"),
        ("Call the porter.", "I should say that unless you have a key, and most of you don't, you call the porter."),
        ("Drain the tank.", "in case the hose is full drain the tank"),
        ("Keep the old gasket.", "keep the old gasket if you need it for a later repair"),
        ("Wash the filter.", "whatever you do never wash the filter"),
        ("Take six don't want seven.", "let's take six don't want seven of these"),
        ("Stir it until.", "stir it until, well, you know"),
        ("Choose not to wash it.", "choose one not to wash it"),
        ("Wait till it drains and read the dial.", "if you go to the hall, wait till it drains and read the dial"),
        ("Pull the plug.", "if the lamp… pull the plug"),
        ("Don't do that, use a spoon.", "normally you'd take a fork, but please don't do that, use a spoon"),
        ("Turn the wheel, no.", "I turn the wheel, no I don't"),
        ("Run it without the filter.", "if the filter is new run it without the filter"),
        ("Press it once.", "if the lamp is red press it once"),
    ],
)
def test_a_line_that_lost_what_limits_it_says_less(line: str, said: str) -> None:
    assert says_less(line, [said], "en")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("If the tray is hot, lift the grid.", "if the tray is hot we lift the grid"),
        ("Never wash the filter.", "never wash the filter"),
        ("Lift the grid.", "If the tray is hot, wait. Lift the grid."),
        ("Lift the grid.", "if it's hot we wait but now lift the grid"),
        ("Check if the lamp is on.", "check if the lamp is on"),
        ("Turn the wheel.", "if we turn the wheel you see the light change"),
        ("Use a spoon.", "instead of a fork you use a spoon"),
        ("If you don't have a key, call the porter.", "if you don't have a key, you can call the porter"),
        ("Close the lid.", "I don't know why, close the lid"),
    ],
)
def test_a_line_that_says_what_was_said_stays(line: str, said: str) -> None:
    assert not says_less(line, [said], "en")


@pytest.mark.parametrize(
    ("line", "own", "turned"),
    [
        ("If you have a key, call the porter.", "if you don't have a key call the porter", True),
        ("Make sure the lid is on.", "make sure the lid isn't on", True),
        ("If you don't have a key, call the porter.", "if you don't have a key, call the porter", False),
        ("Close the lid.", "don't wait, close the lid", False),  # nothing hangs on it
    ],
)
def test_a_condition_is_not_turned_round(line: str, own: str, turned: bool) -> None:
    assert turns_round(line, own, "en") is turned
    assert not turns_round(line, own, "de")


def test_a_title_does_not_name_what_was_forbidden() -> None:
    assert is_forbidden("Wash the filter", ["whatever you do, never wash the filter"], "en")
    assert not is_forbidden("Wash the filter", ["never wash the filter with soap, but do wash the filter"], "en")
    assert not is_forbidden("Wash the filter", ["if it's dirty wash the filter"], "en")


def test_an_utterance_cited_only_for_its_condition_has_to_be_told() -> None:
    said = ["if the lamp is red", "pull the lever"]
    assert cites_condition_alone("Pull the lever.", said, "en")
    assert not cites_condition_alone("If the lamp is red, pull the lever.", said, "en")
    assert not cites_condition_alone("Pull the lever.", said[::-1], "en")


def test_other_languages_are_left_to_the_comparison_of_clauses() -> None:
    assert not says_less("Den Deckel anheben.", ["wenn es heiß ist, den Deckel anheben"], "de")


@pytest.mark.parametrize(("line", "quoted"), [("“Lift it.”", True), ("Click “Save”.", False), ("„So.“", True)])
def test_what_a_quotation_is(line: str, quoted: bool) -> None:
    assert is_quotation(line) is quoted


async def _grounded(said: str, action: DraftAction, title: str = "Lift the grid"):
    step = PlannedStep(1, title, (1, 2))
    request = StepRequest(step, (step,), transcript(said, "Then wipe the table."), GuideOptions())
    second = DraftAction("Wipe the table.", (2,), said="“wipe the table”")
    return (await ground_in_full(request, Draft(title, (action, second)), ExtractiveWriter())).step


async def test_the_speakers_sentence_stands_in_place_of_what_differs() -> None:
    said = "if the tray is hot we also lift the grid"
    step = await _grounded(said, DraftAction("Lift the grid.", (1,), said=f"“{said}”"))
    assert step.writer is WriterKind.EXTRACTIVE
    assert [action.instruction for action in step.actions] == [f"“{said}”", "Wipe the table."]
    assert not any(action.findings for action in step.actions)
    assert step.title == "Wipe the table"  # no title is made of what was withdrawn


async def test_a_number_that_was_not_said_gives_way_too() -> None:
    step = await _grounded(
        "lift the grid by a hand", DraftAction("Lift the grid by 12.", (1,), said="“lift it by a hand”")
    )
    assert step.actions[0].instruction == "“lift it by a hand”"


async def test_of_a_line_of_which_nothing_was_said_the_sentence_stays_and_nothing_counts_as_removed() -> None:
    said = "we got it out of there again"
    step = await _grounded(said, DraftAction("Remove the cartridge.", (1,), said=f"“{said}”"))
    assert step.actions[0].instruction == f"“{said}”"
    assert "removed" not in step.confidence.reason


async def test_without_the_sentence_the_line_is_marked() -> None:
    step = await _grounded("if the tray is hot we also lift the grid", DraftAction("Lift the grid.", (1,)))
    assert step.actions[0].instruction == "Lift the grid."
    assert step.actions[0].findings == (SAYS_LESS,)


async def test_a_sentence_that_is_quoted_is_told_by_no_other_line() -> None:
    said = "wipe the table and if the tray is hot we also lift the grid and the light goes off"
    actions = (
        DraftAction("Open the door.", (2,), said="“open the door”"),
        DraftAction("Wipe the table.", (1,), said=f"“{said}”"),
        DraftAction("Lift the grid.", (1,), expected="The light goes off.", said=f"“{said}”"),
        DraftAction("Close the door.", (2,), said="“close the door”"),
    )
    cautions = tuple(
        DraftCaution(CautionKind.NOTE, text, (2,), before=number)
        for text, number in (("Open the door slowly.", 4), ("Then close the door.", 5))
    )
    step = PlannedStep(1, "Open the door", (1, 2))
    of = transcript(said, "Open the door slowly. Then close the door.")

    draft = Draft(step.title, actions, cautions=cautions)
    made = (await ground_in_full(StepRequest(step, (step,), of, GuideOptions()), draft, ExtractiveWriter())).step

    assert [action.instruction for action in made.actions] == ["Open the door.", f"“{said}”", "Close the door."]
    assert made.actions[1].expected == "The light goes off."
    assert [caution.before for caution in made.cautions] == [3, 4]


def test_a_line_that_ends_with_the_beginning_of_the_next_clause_says_less() -> None:
    line = "Give the glue two short presses once."

    assert says_less(line, ["give the glue two short presses once you see that nothing moves lift it"], "en")
    assert not says_less(line, ["give the glue two short presses once and lift it"], "en")
