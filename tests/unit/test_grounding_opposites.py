"""A word whose opposite was said is found, in the languages that have pairs, and what was said is not."""

from __future__ import annotations

import pytest

from pipeline.grounding.opposites import opposites


@pytest.mark.parametrize(
    ("line", "said", "language", "found"),
    [
        ("Enable the firewall.", "Now we disable the firewall.", "en", [("enable", "disable")]),
        ("Turn off the pump.", "You turn on the pump here.", "en", [("turn off", "turn on")]),
        ("Opening the valve comes next.", "Then close the valve.", "en", [("opening", "close")]),
        ("Click the left button.", "Click the right button.", "en", [("left", "right")]),
        ("Öffnen Sie das Ventil.", "Jetzt das Ventil schließen.", "de", [("offnen", "schliessen")]),
        ("Cierre la tapa.", "Abra la tapa.", "es", [("cierre", "abra")]),
        ("Fermez la vanne.", "Ouvrez la vanne.", "fr", [("fermez", "ouvrez")]),
        ("Chiudere la valvola.", "Aprire la valvola.", "it", [("chiudere", "aprire")]),
        # what was said itself, both sides, and words that only look alike
        ("Enable the firewall.", "We enable it and disable it later.", "en", []),
        ("Open it, then close it.", "Open it.", "en", []),
        ("Take the opener.", "Close the lid.", "en", []),
        ("Open the bag.", "Cut the bag close to the seal.", "en", []),
        ("Click the left arrow.", "Right now you click the arrow.", "en", []),
        ("Enable it.", "Disable it.", "xx", []),
    ],
)
def test_opposites(line: str, said: str, language: str, found: list[tuple[str, str]]):
    assert list(opposites(line, said, language)) == found
