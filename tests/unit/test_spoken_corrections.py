"""Corrections that name an earlier value, conditions to stop, and times to wait, in guides without a model."""

from __future__ import annotations

import pytest

from pipeline.speech.corrections import with_value_corrected
from pipeline.speech.instructions import find_instructions
from pipeline.transcript import Transcript, Utterance


def _lines(*said: str) -> list[str]:
    read = find_instructions(
        Transcript("test", tuple(Utterance(n, text) for n, text in enumerate(said, 1)), language="en")
    )
    return [line.text for one in read.sentences for line in one.instructions]


@pytest.mark.parametrize(
    ("said", "correction", "right"),
    [
        ("Set the oven to 220 degrees", "Sorry, I said 220, it is 180 degrees.", "Set the oven to 180 degrees"),
        ("Tighten it to 80 newtons", "Wait, I told you 80, that was wrong, it's 110.", "Tighten it to 110 newtons"),
        ("Stell es auf 600", "Entschuldigung, ich habe 600 gesagt, es sind 300.", "Stell es auf 300"),
        ("Pon 30 gramos", "Perdón, dije 30, son 13.", "Pon 13 gramos"),
        ("Mettez 30 grammes", "Pardon, j'ai dit 30, c'est 13.", "Mettez 13 grammes"),
    ],
)
def test_correction_repeats_the_wrong_value(said: str, correction: str, right: str) -> None:
    assert with_value_corrected(said, correction) == right


def test_correction_reaches_past_other_sentences() -> None:
    lines = _lines("Pour 50 grams of lime in.", "Add two litres of water.", "Sorry, I said 50, it is 15.")
    assert lines[0] == "Pour 15 grams of lime in."


def test_condition_to_stop_is_kept() -> None:
    assert "If the lamp is yellow, stop." in _lines("Turn the key.", "If the lamp is yellow, stop.", "Pull the lever.")


def test_insisting_is_no_second_instruction() -> None:
    assert _lines("Switch off the lights.", "Switch off the lights, always.") == ["Switch off the lights."]


def test_forgotten_instruction_is_kept() -> None:
    assert _lines("I forgot: before you press Save, check the cost centre.") == [
        "Before you press Save, check the cost centre."
    ]


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        ("If you tip the tray too far the ink runs out and stains.", "Wipe the roller."),
        (
            "If the bell rings twice and you don't see a light.",
            "If the bell rings twice and you don't see a light, wipe",
        ),
    ],
)
def test_what_is_added_isnt_done_under_the_condition_before_it(condition: str, written: str) -> None:
    added = "And wipe the roller." if written.startswith("Wipe") else "Wipe the roller."
    assert any(line.startswith(written) for line in _lines("Open the lid.", condition, added, "Close the lid."))
