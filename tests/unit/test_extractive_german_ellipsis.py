"""What "die neue" means in German, where the noun is left out."""

from __future__ import annotations

import pytest

from pipeline.speech.languages import rules_for


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (
            "Dann zieht ihr die rote Leitung ab und steckt die blaue in die Buchse.",
            ["Die rote Leitung abziehen.", "Die blaue Leitung in die Buchse stecken."],
        ),
        (
            "Zuerst nehmt ihr den kaputten Schlauch ab und setzt den neuen ein.",
            ["Den kaputten Schlauch abnehmen.", "Den neuen Schlauch einsetzen."],
        ),
        (
            "Jetzt ziehen Sie das alte Kabel ab und stecken das neue in die Dose.",
            ["Das alte Kabel abziehen.", "Das neue Kabel in die Dose stecken."],
        ),
        (
            "Ihr müsst die leere Batterie herausnehmen und die volle einlegen.",
            ["Die leere Batterie herausnehmen.", "Die volle Batterie einlegen."],
        ),
    ],
)
def test_an_adjective_alone_has_the_noun_that_it_means(said: str, written: list[str]) -> None:
    assert [one.text for one in rules_for("de").read(said).instructions] == written


@pytest.mark.parametrize(
    ("said", "last"),
    [
        # One of several and another one: the noun would have another form.
        ("Löst die rostigen Schrauben und setzt die neue ein.", "Die neue einsetzen."),
        ("Nehmt die Kisten und stellt die zwei großen unten hin.", "Die zwei großen unten hinstellen."),
        (
            "Nehmt die Schüssel und stellt die beiden anderen auf den Tisch.",
            "Die beiden anderen auf den Tisch stellen.",
        ),
        # Two things that it can mean.
        (
            "Öffnet die linke Klappe und hebt die rote Platte aus der Wanne, dann setzt ihr die neue ein.",
            "Die neue einsetzen.",
        ),
        ("Zieht die alte Folie ab und klebt die neue ganz sachte auf.", "Die neue Folie ganz sachte aufkleben."),
    ],
)
def test_it_stays_alone_where_its_noun_is_uncertain(said: str, last: str) -> None:
    assert rules_for("de").read(said).instructions[-1].text == last


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("Hängt den leeren Sack ab und hängt den vollen Sack an den Haken.", "Den vollen Sack an den Haken hängen."),
        (
            "Nehmt die schmutzige Tasse weg und stellt die frisch gespülte Tasse hin.",
            "Die frisch gespülte Tasse hinstellen.",
        ),
        ("Öffnet das Fach und drückt das rot markierte Feld.", "Das rot markierte Feld drücken."),
        ("Löst die Schrauben und legt die 4 Schrauben in die Schale.", "Die 4 Schrauben in die Schale legen."),
    ],
)
def test_an_article_with_its_noun_is_no_pronoun(said: str, last: str) -> None:
    assert rules_for("de").read(said).instructions[-1].text == last


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("Schraubt die Düse ab und legt die vorsichtig in die Schale.", "Die Düse vorsichtig in die Schale legen."),
        ("Nehmt die Platte ab und legt die heute in die Kiste.", "Die Platte heute in die Kiste legen."),
        ("Schraubt den Deckel ab und wascht den gründlich aus.", "Den Deckel gründlich auswaschen."),
        ("Öffnet das Fach und lasst das offen stehen.", "Das Fach offen stehen lassen."),
    ],
)
def test_a_pronoun_still_has_its_noun(said: str, last: str) -> None:
    assert rules_for("de").read(said).instructions[-1].text == last


@pytest.mark.parametrize(
    "said",
    [
        "Dann ziehen Sie das alte Kabel ab und stecken das neue in die Buchse.",
        "Wir schrauben den Deckel ab und legen den in die Schale.",
    ],
)
def test_an_order_never_has_two_deeds_in_one(said: str) -> None:
    assert not [one.text for one in rules_for("de").orders(said) if " ab und " in one.text]
