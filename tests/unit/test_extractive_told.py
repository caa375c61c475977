"""Small recordings of people who say what they do, and what such a recording announces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.options import GuideOptions
from pipeline.speech.instructions import find_instructions
from pipeline.speech.languages import rules_for
from tests.unit.extractive_guides import actions, make
from tests.unit.extractive_guides import transcript as transcript_of

GLUE = (
    "Let me show you how we mend a torn page.",
    "First I slip a sheet of wax paper under the tear.",
    "What I always do then is dab the edges with a dry cloth.",
    "I brush a little paste along the tear, and then I lay a strip of tissue on it.",
    "In the margin you write the date with a pencil.",
    "If the paste has lumps you strain it through a sieve.",
    "The next day you weigh it down with two bricks.",
)
ASK = (
    ("Ines", "So how do I borrow the projector?"),
    ("Paul", "You open the booking page and click Equipment."),
    ("Paul", "Then you pick a day, and under Room you type the number."),
    ("Ines", "Okay."),
    ("Paul", "If it shows a lock, ask the caretaker."),
    ("Paul", "Then you press Reserve, and the row turns green."),
)


def told(*lines: str | tuple[str, str], language: str = "en") -> list[str]:
    read = find_instructions(transcript_of(*lines, language=language))
    return [one.text for sentence in read.sentences for one in sentence.instructions]


def test_what_somebody_does_while_showing_it_is_an_instruction():
    assert told(*GLUE) == [
        "Slip a sheet of wax paper under the tear.",
        "Dab the edges with a dry cloth.",
        "Brush a little paste along the tear.",
        "Lay a strip of tissue on it.",
        "In the margin, write the date with a pencil.",
        "If the paste has lumps, strain it through a sieve.",
        "The next day, weigh it down with two bricks.",
    ]


def test_the_announcement_is_the_title_and_no_instruction():
    assert make(transcript_of(*GLUE))[1].title == "Mend a torn page"


def test_a_question_at_the_beginning_names_what_the_answers_show():
    _, end, drafts = make(transcript_of(*ASK))
    assert end.title == "Borrow the projector"
    assert "If it shows a lock, ask the caretaker." in actions(drafts)


def test_what_is_done_after_asking_somebody_is_for_everybody():
    assert told(*ASK)[-1] == "Press Reserve, and the row turns green."


def test_so_you_goes_on_under_the_condition():
    said = (
        "You open the drawer.",
        "If the tray is stuck, you lift it.",
        "So you peel the label off.",
        "Close the drawer again.",
    )
    assert told(*said) == [
        "Open the drawer.",
        "If the tray is stuck, lift it, then peel the label off.",
        "Close the drawer again.",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "I work at the front desk.",
        "I usually take half an hour.",
        "I live next door and I know the owner.",
        "If you overfill it, you flood the cabinet.",
        "You get a letter in March.",
        "We do want to change that.",
        "What do you do then?",
    ],
)
def test_no_deed(said: str):
    assert rules_for("en").orders(said) == ()


def test_deeds_are_none_where_most_sentences_tell_something_else():
    said = (
        "The town grew quickly in those years.",
        "What I always do is rinse the cups.",
        "The fair was in June.",
        "What I always do is water the ferns.",
        "Horses were cheap.",
        "What I always do is dust the spines.",
        "Nobody had a telephone.",
        "The mill was the largest building.",
        "Rain came through the roof.",
    )
    assert told(*said) == []


def test_turning_off_doesnt_repeat_turning_on():
    said = ("Switch on the pump.", "Wait a minute.", "Switch off the pump.")
    assert told(*said) == ["Switch on the pump.", "Wait a minute.", "Switch off the pump."]


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("How to order a new badge.", "order a new badge"),
        ("Okay class, this is how you mount a slide.", "mount a slide"),
        ("Today we're baking flatbread.", "bake flatbread"),
        ("Waxing the skis", "wax the skis"),
        ("To join the call you first open the invitation.", "join the call"),
        ("So what I'm going to show you is how we close the kitchen.", "close the kitchen"),
    ],
)
def test_what_the_first_sentence_announces(said: str, subject: str):
    found = rules_for("en").subject(said, first=True)
    assert found is not None
    assert found.what == subject


@pytest.mark.parametrize(
    "said", ["Running late is normal here.", "How are you?", "I show up at nine.", "Good morning."]
)
def test_no_announcement(said: str):
    assert rules_for("en").subject(said, first=True) is None


@pytest.mark.parametrize(
    ("name", "title"), [("Vpn2", "Fold a napkin"), ("Folding napkins nicely", "Folding napkins nicely")]
)
def test_a_telling_name_of_the_file_stays(name: str, title: str):

    said = transcript_of(
        "I'll show you how we fold a napkin.",
        "Lay it flat.",
        "Fold it in half.",
        "Tuck the corner in.",
        "Press it down.",
    )
    named = replace(said, title=name, titled_by_name=True)
    assert make(named, GuideOptions(anyway=True))[1].title == title


@pytest.mark.parametrize(
    ("said", "orders"),
    [
        (
            "Häng den Mantel an den Haken und knöpf ihn zu.",
            ["Den Mantel an den Haken hängen und ihn zuknöpfen."],
        ),
        ("Prüf nach, ob das Ventil dicht ist.", ["Nachprüfen, ob das Ventil dicht ist."]),
        (
            "Rollen Sie den Teig aus und bestäuben Sie ihn mit Mehl.",
            ["Den Teig ausrollen.", "Den Teig mit Mehl bestäuben."],
        ),
        ("Dann schraube ich den Deckel ab.", ["Den Deckel abschrauben."]),
        ("Den losen Faden schneidest du ab.", ["Den losen Faden abschneiden."]),
        ("Wenn das Brot klebt, streust du Mehl darauf.", ["Wenn das Brot klebt, Mehl darauf streuen."]),
        ("Die Farbe trocknet langsam.", []),
        ("Greif nie in die Walze.", []),
        ("Ich wohne in der Stadt.", []),
        ("Wie geht das?", []),
    ],
)
def test_german_orders(said: str, orders: list[str]):
    assert [one.text for one in rules_for("de").orders(said)] == orders


@pytest.mark.parametrize(
    ("said", "orders"),
    [
        ("Primero lavo las hojas y las seco con un paño.", ["Lave las hojas.", "Séquelas con un paño."]),
        ("Doblas la tela y la planchas.", ["Doble la tela.", "Plánchela."]),
        ("Luego le das a Guardar.", ["Pulse Guardar."]),
        ("Si te falta harina, añades un poco.", ["Si le falta harina, añada un poco."]),
        ("Vivo en Madrid.", []),
        ("No abro la puerta.", []),
        ("Las hojas son verdes.", []),
    ],
)
def test_spanish_deeds(said: str, orders: list[str]):
    assert [one.text for one in rules_for("es").orders(said)] == orders


@pytest.mark.parametrize(
    ("language", "said", "subject"),
    [
        ("de", "Ich zeige euch, wie man eine Sense schärft.", "eine Sense schärfen"),
        ("de", "So bestellen Sie einen Ausweis.", "einen Ausweis bestellen"),
        ("es", "Hoy vamos a hacer un flan de huevo.", "hacer un flan de huevo"),
        ("es", "Te explico cómo cambiar la contraseña.", "cambiar la contraseña"),
    ],
)
def test_what_is_announced_in_other_languages(language: str, said: str, subject: str):
    found = rules_for(language).subject(said, first=True)
    assert found is not None
    assert found.what == subject


def test_no_step_of_a_small_guide_only_says_its_title_again():
    said = (
        "Open the shed and take the ladder.",
        "Lean it on the wall.",
        "Check the feet.",
        "Climb up and clean the gutter.",
        "Climb down.",
        "Put the ladder back.",
    )
    _, _, drafts = make(transcript_of(*said))
    assert min(len(draft.actions) for draft in drafts) >= 2
