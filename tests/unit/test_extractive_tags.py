"""A presenter who asks whether all follow tells what is done; who asks what to do doesn't."""

from __future__ import annotations

import pytest

from pipeline.speech.languages import rules_for


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("en", "So I'm going to lift the latch, right?", ["Lift the latch."]),
        ("en", "We'll press the pedal, okay?", ["Press the pedal."]),
        ("de", "Dann drücken wir auf Start, ja?", ["Auf Start drücken."]),
        ("de", "Ich öffne jetzt die Klappe, okay?", ["Die Klappe öffnen."]),
        ("es", "Abrimos la tapa, ¿vale?", ["Abra la tapa."]),
        ("fr", "On clique sur Enregistrer, d'accord ?", ["Cliquez sur Enregistrer."]),
    ],
)
def test_a_tag_makes_no_question(language: str, said: str, told: list[str]) -> None:
    assert [one.text for one in rules_for(language).read(said).instructions] == told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Should we lift the latch, right?"),
        ("en", "You lift the latch, right?"),
        ("en", "We should lift the latch, right?"),
        ("de", "Sollen wir die Klappe öffnen, ja?"),
        ("de", "Wir sollten die Klappe öffnen, oder?"),
        ("es", "¿Abrimos la tapa?"),
        ("fr", "Est-ce qu'on ouvre le capot, oui ?"),
    ],
)
def test_a_question_stays_one(language: str, said: str) -> None:
    assert rules_for(language).read(said).instructions == ()
