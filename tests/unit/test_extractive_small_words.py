"""Small words that mean something where they stand: a unit, a button's name, "to make" behind "make sure"."""

from __future__ import annotations

import pytest

from pipeline.speech.languages import rules_for


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Drill a hole 8 mm deep.", "Drill a hole 8 mm deep."),
        ("Cut the strip to 15 mm.", "Cut the strip to 15 mm."),
        ("Mm, cut the strip, mm, in half.", "Cut the strip in half."),
        ("Mark the spot twenty mm from the edge.", "Mark the spot twenty mm from the edge."),
        ("Choose the printer and press okay.", "Choose the printer and press okay."),
        ("Tap next.", "Tap next."),
        ("Then click yes.", "Click yes."),
        ("Press done when the bar is full.", "Press done when the bar is full."),
        ("Make sure to make a backup before the update.", "Make sure to make a backup before the update."),
    ],
)
def test_small_words_stay_where_they_mean_something(said: str, told: str) -> None:
    assert [one.text for one in rules_for("en").read(said).instructions] == [told]


@pytest.mark.parametrize(
    "said",
    [
        "In the next video, we'll use the lathe to turn the handle.",
        "Next time we'll varnish the table.",
    ],
)
def test_what_another_recording_shows_is_no_instruction(said: str) -> None:
    assert rules_for("en").read(said).instructions == ()


@pytest.mark.parametrize(
    "said",
    [
        "Press enter when you are done.",
        "Press start if the lamp is off.",
        "Mix until the salt is dissolved.",
        "Press start as soon as the door is shut.",
        "Record what the gauge is showing.",
    ],
)
def test_a_verb_that_is_a_noun_too_commands_before_a_condition(said: str) -> None:
    assert [one.text for one in rules_for("en").read(said).instructions] == [said]


@pytest.mark.parametrize("said", ["Start is what we call it.", "Record is a strong word when it is used alone."])
def test_a_noun_that_is_a_verb_too_is_a_subject(said: str) -> None:
    assert rules_for("en").read(said).instructions == ()
