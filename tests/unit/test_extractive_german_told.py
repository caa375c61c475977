"""What Germans tell with "man", in the passive or as an order with any verb, and what only sounds like it."""

from __future__ import annotations

import pytest

from pipeline.speech.german.german import German
from pipeline.speech.languages import rules_for
from tests.unit.extractive_guides import actions, make, transcript

RULES = German()


def read(said: str) -> list[str]:
    return [one.text for one in RULES.read(said).instructions]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Zuerst dreht man das Wasser ab.", ["Das Wasser abdrehen."]),
        ("Dann steckt man den Schlauch wieder auf.", ["Den Schlauch wieder aufstecken."]),
        ("Man hebt den Kasten an und zieht ihn nach vorne.", ["Den Kasten anheben.", "Den Kasten nach vorne ziehen."]),
        (
            "Dann drückt man den Hebel und hält ihn fünf Sekunden, bis es klickt.",
            ["Den Hebel drücken.", "Den Hebel fünf Sekunden halten, bis es klickt."],
        ),
        (
            "Jetzt löst man die Mutter und wartet zehn Sekunden dann setzt man den Ring wieder ein",
            ["Die Mutter lösen.", "Zehn Sekunden warten.", "Den Ring wieder einsetzen."],
        ),
        ("Rutscht der Ring heraus, drückt man ihn zurück.", ["Wenn der Ring herausrutscht, ihn zurückdrücken."]),
        ("Leuchtet die Lampe rot, zieht ihr den Stecker.", ["Wenn die Lampe rot leuchtet, den Stecker ziehen."]),
        ("Hängen Sie den Kasten wieder ein.", ["Den Kasten wieder einhängen."]),
        ("Schmiert die Kette ein.", ["Die Kette einschmieren."]),
        ("Das Gewinde umwickelt ihr mit Hanf.", ["Das Gewinde mit Hanf umwickeln."]),
        ("Könntet ihr bitte das Licht ausschalten?", ["Das Licht ausschalten."]),
        ("Legt ihn noch mal neu auf.", ["Ihn noch mal neu auflegen."]),
        ("Das Brett sägt ihr auf sechzig mal dreißig zu.", ["Das Brett auf sechzig mal dreißig zusägen."]),
        ("Häng den Rahmen gerade.", ["Den Rahmen gerade hängen."]),
    ],
)
def test_what_is_told_is_an_instruction(said: str, written: list[str]) -> None:
    assert read(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "Die Schläuche werden einmal im Monat gespült.",
        "Vorher sollte der Tank entleert werden.",
        "Den Filter alle zwei Wochen ausklopfen.",
        "Obendrauf kommt eine Lage Papier.",
        "Die schweren Kisten gehören nach hinten.",
        "Das Etikett muss noch ab.",
        "Erst die Schrauben, dann die Muttern.",
    ],
)
def test_what_is_told_without_anyone_who_does_it_is_quoted(said: str) -> None:
    _, _, drafts = make(
        transcript("Öffnet die Klappe.", "Nehmt den Filter heraus.", said, "Schließt die Klappe.", language="de")
    )

    assert f"„{said}“" in actions(drafts)


@pytest.mark.parametrize(
    "said",
    [
        "Da bricht man sich schnell einen Nagel ab.",
        "Sonst reißt man das Kabel ab.",
        "Dann zerkratzt man den Lack.",
        "So nennt man das Gelenk.",
        "Dann merkt man, dass es klemmt.",
        "Da macht man leicht einen Fehler.",
        "Damit spart man Zeit.",
        "Da kommt man schlecht ran.",
        "Sitzt die Naht, freut sich der Schneider.",
        "Klickt ihr auf das Kreuz, öffnet sich ein Fenster.",
        "Wenn man zu fest dreht, reißt man das Gewinde ab.",
        "Die Lampe wird von der Steuerung eingeschaltet.",
        "Mit dem Lack bin ich wirklich zufrieden.",
        "Kiefer wäre auch gegangen.",
    ],
)
def test_what_happens_or_is_so_is_none(said: str) -> None:
    assert read(said) == []
    assert not RULES.tells_deed(said)


def test_an_amount_that_comes_to_the_rest_is_added_and_people_are_not() -> None:
    def told(said: str) -> list[str]:
        return [one.text for one in rules_for("de").read(said).instructions]

    assert told("Danach kommen zwei Löffel Honig dazu.") == ["Zwei Löffel Honig dazugeben."]
    assert told("Dann kommen 200 Milliliter kalte Milch dazu, höchstens zehn Grad warm.") == [
        "200 Milliliter kalte Milch dazugeben, höchstens zehn Grad warm."
    ]
    assert told("Dann kommen zwei Gäste dazu.") == []


def test_a_title_ends_behind_the_first_of_two_deeds_and_never_has_two_verbs() -> None:
    title = rules_for("de").title("Am Abend die Hälfte davon wegnehmen und wieder in den Keller tragen.")
    assert title == "Am Abend die Hälfte davon wegnehmen"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Ich klick hier auf Archiv.", ["Auf Archiv klicken."]),
        ("Dann drück ich auf die Taste.", ["Auf die Taste drücken."]),
        ("Ich nehm jetzt den Deckel ab.", ["Den Deckel abnehmen."]),
        ("Dann tust du das Salz dazu.", ["Das Salz dazutun."]),
        ("Ich hab das schon.", []),
        ("Ich find das gut.", []),
    ],
)
def test_the_e_that_speakers_leave_out_is_no_obstacle(said: str, told: list[str]) -> None:
    assert [one.text for one in rules_for("de").read(said).instructions] == told
