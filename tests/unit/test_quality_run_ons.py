"""Lines that are two sentences, and lines that only look so."""

from __future__ import annotations

import pytest

from tests.quality.run_ons import run_ons, second_sentence
from tests.unit.test_quality_faults import GUIDE, with_action, with_step


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("Go we have the frame.", "we have"),
        ("Sand it down you can feel the edge.", "you can"),
        ("Press the dough flat this is the bottom layer.", "this is"),
        ("Move it further up so let's open the valve.", "let's open"),
        ("Tighten both nuts there's a gap left.", "there's a"),
        ("Hang it up they're heavier than they look.", "they're heavier"),
        ("Click OK we go back to the list.", "we go"),
    ],
)
def test_a_second_sentence_that_nothing_joins(line: str, begins: str) -> None:
    assert second_sentence(line) == begins


@pytest.mark.parametrize(
    "line",
    [
        "Open the drawer you have labelled.",
        "Make sure it is dry.",
        "If it is wet, wipe it.",
        "Wait until you can touch it.",
        "Give it a name.",
        "Press the lever, and you will hear a click.",
        "Choose what you want.",
        "Take the part we printed yesterday.",
        "To finish the seam, let's fold it.",
        "Pick whichever of these you like.",
    ],
)
def test_one_sentence(line: str) -> None:
    assert second_sentence(line) is None


def test_actions_and_titles_are_counted() -> None:
    assert run_ons(GUIDE).rows()[0].hits == 0  # type: ignore[union-attr]
    for guide in (with_action(2, 3, instruction="Save it you can close it."), with_step(1, title="Save it you can go")):
        assert run_ons(guide).rows()[0].hits == 1  # type: ignore[union-attr]
