"""Where one clause of speech ends and the next begins."""

from __future__ import annotations

import pytest

from tests.unit.test_extractive_modality import written


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The colour you get by turning the wheel gives you a match.", []),
        (
            "You print that, close the lid, and carry it to the scale.",
            ["Print that.", "Close the lid.", "Carry it to the scale."],
        ),
        (
            "Then open the report, and in the second column, you see the totals.",
            ["Open the report."],
        ),
        (
            "Turn the wheel to the left, and then on the scale, the needle moves up.",
            ["Turn the wheel to the left."],
        ),
        (
            "I'm going to start by copying the number and then pasting it into the form.",
            ["Copy the number and then paste it into the form."],
        ),
        ("Clean the lens by breathing on it and wiping it.", ["Clean the lens by breathing on it and wiping it."]),
    ],
)
def test_a_statement_is_no_part_of_an_instruction(said: str, expected: list[str]) -> None:
    assert written(said) == expected
