"""What is told of, warned of, asked or forbidden never becomes an instruction."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from pipeline.outline.placed_instructions import LEAST_WEIGHT
from pipeline.speech.english import English
from pipeline.speech.harms import harm_in
from pipeline.speech.instructions import find_instructions
from tests.conftest import FIXTURES
from tests.unit.extractive_guides import actions, make, transcript

ENGLISH = English()
SENTENCES = [
    line.split("\t")
    for line in (FIXTURES / "harm" / "english.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
AROUND = (
    "Today I'll show you how to service the machine.",
    "First, open the side door of the machine.",
    "Then press the green button on the panel.",
    "Now pull the drawer out and place it on the table.",
)


@pytest.mark.parametrize(("kind", "said"), SENTENCES, ids=lambda text: text[:40])
def test_it_is_no_instruction(kind: str, said: str) -> None:
    assert [i.text for i in ENGLISH.read(said).instructions if i.weight >= LEAST_WEIGHT] == []


@pytest.mark.parametrize(("kind", "said"), SENTENCES, ids=lambda text: text[:40])
def test_it_is_none_among_instructions_either(kind: str, said: str) -> None:
    _, end, drafts = make(transcript(*AROUND[:3], said, AROUND[3]))
    assert end.no_procedure is None
    assert actions(drafts) == [
        "Open the side door of the machine.",
        "Press the green button on the panel.",
        "Pull the drawer out.",
        "Place it on the table.",
    ]


def test_there_are_enough_of_them() -> None:
    assert len(SENTENCES) >= 60


@pytest.mark.parametrize(
    "said",
    [
        "If you lift the lid and you turn the key, the alarm goes off.",
        "If the lamp is red and you turn the key, the alarm goes off.",
        "If you go to the shelf and on the shelf you open the box, it isn't counted.",
    ],
)
def test_a_premise_of_two_halves_is_no_instruction(said: str) -> None:
    assert ENGLISH.read(said).instructions == ()


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        (
            "en",
            "If you see a certificate warning, do not click Continue. Call the helpdesk at extension 4711 instead.",
            "If you see a certificate warning, call the helpdesk at extension 4711 instead.",
        ),
        (
            "en",
            "Do not click Continue if you see a warning. That's not safe. Instead, call the helpdesk.",
            "If you see a warning, call the helpdesk.",
        ),
        (
            "de",
            "Wenn eine Warnung erscheint, klickt nicht auf Weiter. Ruft stattdessen den Helpdesk an.",
            "Wenn eine Warnung erscheint, stattdessen den Helpdesk anrufen.",
        ),
        (
            "es",
            "Si aparece una advertencia, no haga clic en Continuar. Llame al soporte en su lugar.",
            "Si aparece una advertencia, llame al soporte en su lugar.",
        ),
        (
            "fr",
            "Si vous voyez un avertissement, ne cliquez pas sur Continuer. Appelez le support à la place.",
            "Si vous voyez un avertissement, appelez le support à la place.",
        ),
        (
            "en",
            "And if the light blinks, don't press the key. Call the helpdesk instead.",
            "If the light blinks, call the helpdesk instead.",
        ),
    ],
)
def test_a_condition_holds_for_what_goes_on_from_it(language: str, said: str, expected: str) -> None:
    before = {"en": "Open the lid.", "de": "Öffnet den Deckel.", "es": "Abra la tapa.", "fr": "Ouvrez le capot."}
    steps, _, drafts = make(transcript(before[language], said, language=language), GuideOptions(anyway=True))
    assert actions(drafts)[1:] == [expected]
    bare = expected.split(", ", 1)[1].rstrip(".").lower()
    assert not any(step.title.lower().startswith(bare[:12]) for step in steps)


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        (
            "en",
            "If the light blinks orange, wait two minutes. Then press the green button.",
            ["If the light blinks orange, wait two minutes.", "Then press the green button."],
        ),
        (
            "de",
            "Wenn das Licht orange blinkt, wartet zwei Minuten. Dann drückt den grünen Knopf.",
            ["Wenn das Licht orange blinkt, zwei Minuten warten.", "Dann den grünen Knopf drücken."],
        ),
        (
            "es",
            "Si la luz parpadea, pulse el botón rojo. Luego pulse el botón verde.",
            ["Si la luz parpadea, pulse el botón rojo.", "Luego pulse el botón verde."],
        ),
    ],
)
def test_what_is_done_then_is_told_as_it_was_said(language: str, said: str, expected: list[str]) -> None:
    before = {"en": "Open the lid.", "de": "Öffnet den Deckel.", "es": "Abra la tapa."}
    _, _, drafts = make(transcript(before[language], said, language=language), GuideOptions(anyway=True))
    assert actions(drafts)[1:] == expected


def test_a_time_is_no_condition() -> None:
    said = ("Open the lid.", "When it's open, press the red button. Then press the green button.")
    _, _, drafts = make(transcript(*said), GuideOptions(anyway=True))
    assert actions(drafts)[-1] == "Press the green button."


def test_a_condition_that_is_not_met_holds_for_nothing() -> None:
    said = ("Open the lid.", "If we were using the old key, it would break. Instead, press the green button.")
    _, _, drafts = make(transcript(*said), GuideOptions(anyway=True))
    assert actions(drafts)[-1] == "Instead, press the green button."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "If there is any excess, pleat it, and then take another strip of tape and wrap it around the bag.",
            [
                "If there is any excess, pleat it.",
                "Take another strip of tape.",
                "Wrap it around the bag.",
            ],
        ),
        (
            "If the bag is wet, wipe it, and then take it to the shelf.",
            ["If the bag is wet, wipe it.", "If the bag is wet, take it to the shelf."],
        ),
        (
            "If the light is red, press the button, and then put the lid on it.",
            ["If the light is red, press the button.", "If the light is red, put the lid on it."],
        ),
        (
            "If the light is red, hold the button, and then open the lid.",
            ["If the light is red, hold the button.", "If the light is red, open the lid."],
        ),
    ],
)
def test_a_condition_ends_where_another_thing_is_fetched(said: str, expected: list[str]) -> None:
    assert [instruction.text for instruction in ENGLISH.read(said).instructions] == expected
    _, _, drafts = make(transcript("Open the door.", said, "Close the window."))
    once = [f"{expected[0][:-1]} and {expected[1].partition(', ')[2]}"]  # of what one condition leads
    assert actions(drafts)[1:-1] == (expected if len(expected) > 2 else once)


def test_a_short_condition_stays_whole() -> None:
    said = ("If so, drain the tank.", "If so you can drain the tank.", "If not, close the tap.")
    assert [ENGLISH.read(one).instructions[0].text for one in said] == [
        "If so, drain the tank.",
        "If so, drain the tank.",
        "If not, close the tap.",
    ]


def test_what_is_not_done_stays_beside_what_is() -> None:
    said = "If the alarm rings, you don't open the door, you call the guard."
    assert [one.text for one in ENGLISH.read(said).instructions] == [said]


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("es", "Si suena la alarma, no abras la puerta. Luego barre el pasillo.", "Luego barra el pasillo."),
        ("fr", "Si l'alarme sonne, n'ouvrez pas la porte. Ensuite balayez le couloir.", "Puis balayez le couloir."),
        ("en", "If the alarm rings, don't open the door. Then sweep the hall.", "Then sweep the hall."),
    ],
)
def test_what_comes_after_a_prohibition_is_done_in_any_case(language: str, said: str, expected: str) -> None:
    told = [
        i.text for one in find_instructions(transcript(said, language=language)).sentences for i in one.instructions
    ]
    assert told[-1:] == [expected]


def test_another_way_is_no_harm() -> None:
    assert harm_in("Otherwise we reset it and we put it back.", "en") is None
    assert harm_in("Don't touch it, otherwise you reset it.", "en") is not None
