"""What "it" and "they" mean stays what the speaker meant, where a line before it isn't told."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from tests.unit.extractive_guides import actions, make, transcript


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Have a look at the hinges, and if they're loose, tighten the screws.",
            ["Have a look at the hinges.", "If they're loose, tighten the screws."],
        ),
        (
            "Then have a good look at the belt, and if it's worn, put on the spare one.",
            ["Have a good look at the belt.", "If it's worn, put on the spare one."],
        ),
        (
            "Check the gasket, and if it's torn, replace it.",
            ["Check the gasket.", "If it's torn, replace it."],
        ),
        (
            "The washers get thin, and if they're broken, put in two new ones.",
            ["“The washers get thin, and if they're broken, put in two new ones.”"],
        ),
        (
            "There's a lamp on the side. If it's orange, press the reset button.",
            ["“There's a lamp on the side. If it's orange, press the reset button.”"],
        ),
        (
            "The seals wear out quickly. If they're torn, replace them.",
            ["“The seals wear out quickly. If they're torn, replace them.”"],
        ),
        ("If it sticks, push the tray with both hands.", ["If it sticks, push the tray with both hands."]),
    ],
)
def test_a_pronoun_keeps_its_thing(said: str, expected: list[str]) -> None:
    _, _, drafts = make(transcript("Open the door.", "Pull out the tray.", said, "Close the door."))
    assert actions(drafts)[2:-1] == expected


@pytest.mark.parametrize(
    ("language", "before", "said"),
    [
        ("es", "Abra la tapa.", "Eche un vistazo a las pinzas, y si están dobladas, ponga las nuevas."),
        ("fr", "Ouvrez le capot.", "Regardez les pinces, et si elles sont tordues, mettez les neuves."),
    ],
)
def test_a_condition_is_not_cut_from_its_deed(language: str, before: str, said: str) -> None:
    _, _, drafts = make(transcript(before, said, language=language), GuideOptions(anyway=True))
    assert actions(drafts)[1][1:-1].strip("\xa0 ") == said
