"""German orders to wait or to check that go on from another order."""

from __future__ import annotations

import pytest

from pipeline.speech.languages import rules_for


def told(said: str) -> list[str]:
    return [instruction.text for instruction in rules_for("de").read(said).instructions]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Wählt 'Ordner teilen' aus und wartet, bis der Ordner in der Übersicht steht.",
            ["'Ordner teilen' auswählen.", "Warten, bis der Ordner in der Übersicht steht."],
        ),
        (
            "Steckt den Akku ein und wartet noch kurz, bis die Lampe grün ist.",
            ["Den Akku einstecken.", "Noch kurz warten, bis die Lampe grün ist."],
        ),
        (
            "Klick auf Senden und warte, bis der Balken weg ist.",
            ["Auf Senden klicken.", "Warten, bis der Balken weg ist."],
        ),
        (
            "Klicken Sie auf Senden und warten Sie, bis der Balken weg ist.",
            ["Auf Senden klicken.", "Warten, bis der Balken weg ist."],
        ),
        (
            "Ruft die Karte auf und prüft, ob der Punkt blau ist.",
            ["Die Karte aufrufen.", "Prüfen, ob der Punkt blau ist."],
        ),
        (
            "Schaltet die Pumpe ein und achtet darauf, dass der Schlauch fest sitzt.",
            ["Die Pumpe einschalten.", "Darauf achten, dass der Schlauch fest sitzt."],
        ),
        ("Klickt auf Senden und wartet.", ["Auf Senden klicken.", "Warten."]),
        ("Wählt 'Kopieren' aus und klickt dann auf Fertig.", ["'Kopieren' auswählen.", "Auf Fertig klicken."]),
    ],
)
def test_the_second_order_is_kept(said: str, expected: list[str]) -> None:
    assert told(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Der Kollege klickt auf Senden und wartet, bis der Balken weg ist.",
        "Das Programm prüft die Datei und wartet, bis sie frei ist.",
        "Sie ist fertig und wartet, bis ihr kommt.",
    ],
)
def test_what_others_wait_for_is_no_order(said: str) -> None:
    assert told(said) == []


def test_how_long_to_wait_is_an_order() -> None:
    assert [one.text for one in rules_for("de").orders("Warten Sie zehn Minuten.")] == ["Zehn Minuten warten."]
