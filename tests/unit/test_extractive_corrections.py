"""An instruction that the next sentence corrects is kept: with the right value, or quoted with its correction."""

from __future__ import annotations

import pytest

from pipeline.speech.corrections import with_value_corrected
from tests.unit.extractive_guides import actions, make, transcript
from tests.unit.test_extractive_prohibitions import AROUND


def lines(language: str, *said: str) -> list[str]:
    around = AROUND[language]
    _, _, drafts = make(transcript(*around[:2], *said, *around[3:], language=language))
    return actions(drafts)


@pytest.mark.parametrize(
    ("language", "said", "correction", "expected"),
    [
        (
            "en",
            "Click Reset and hold it for four seconds until it buzzes.",
            "No wait, sorry, it's seven seconds, not four.",
            ["Click Reset.", "Hold it for seven seconds until it buzzes."],
        ),
        (
            "en",
            "Turn the dial to 4 and press Rinse.",
            "Actually it's 6, not 4.",
            ["Turn the dial to 6.", "Press Rinse."],
        ),
        ("en", "Unplug the grey cable.", "No wait, the black one, not the grey one.", ["Unplug the black cable."]),
        (
            "en",
            "Hold the switch for 3 seconds.",
            "Wait, no, it's five, not three.",
            ["Hold the switch for five seconds."],
        ),
        (
            "de",
            "Halten Sie den Knopf drei Sekunden gedrückt.",
            "Nein, Moment, es sind acht Sekunden, nicht drei.",
            ["Den Knopf acht Sekunden gedrückt halten."],
        ),
        (
            "fr",
            "Maintenez le bouton pendant trois secondes.",
            "Non, pardon, c'est huit secondes, pas trois.",
            ["Maintenez le bouton pendant huit secondes."],
        ),
        (
            "es",
            "Pulse el botón durante tres segundos.",
            "No, perdón, son ocho segundos, no tres.",
            ["Pulse el botón durante ocho segundos."],
        ),
    ],
)
def test_the_right_value_stands_in_the_place_of_the_wrong_one(
    language: str, said: str, correction: str, expected: list[str]
) -> None:
    written = lines(language, said, correction)
    assert [line for line in written if line in expected] == expected
    assert not any(correction in line for line in written)


@pytest.mark.parametrize(
    ("said", "correction"),
    [
        ("Set the oven to 180 degrees.", "No wait, sorry, it's 200, not 150."),
        ("Set the belt to 3 and the fan to 3.", "No wait, sorry, it's 5, not 3."),
        ("Press the green knob until it clicks.", "No wait, sorry, that's on the other model."),
    ],
)
def test_otherwise_both_are_quoted(said: str, correction: str) -> None:
    assert f"“{said} {correction}”" in lines("en", said, correction)


def test_a_contrast_is_no_correction() -> None:
    assert "Click the red icon." in lines("en", "Click the red icon.", "Actually it's a plug-in, not a program.")


def test_a_value_that_was_denied_already_stays() -> None:
    assert with_value_corrected("Set it to 5, not 3", "Sorry, it's 5, not 3.") is None
    assert with_value_corrected("Never use three clamps", "Sorry, four clamps, not three.") == "Never use four clamps"
