"""What goes wrong under a condition is no instruction; advice against it does not hold under that condition."""

from __future__ import annotations

import re

import pytest

from pipeline.options import GuideOptions
from pipeline.speech.harms import MOST_CHARACTERS, harm_in
from tests.conftest import FIXTURES
from tests.unit.extractive_guides import actions, make, transcript

AROUND = {
    "en": ("Open the side door.", "Press the green button on the panel.", "Put the drawer on the table."),
    "de": ("Öffnet die Seitentür.", "Drückt die grüne Taste.", "Stellt die Schublade auf den Tisch."),
    "fr": ("Ouvrez la porte.", "Appuyez sur le bouton vert.", "Posez le tiroir sur la table."),
    "es": ("Abra la puerta.", "Pulse el botón verde.", "Ponga el cajón sobre la mesa."),
}
QUOTED = ("“", "„", "«")


def _read(name: str) -> list[tuple[str, str, str]]:
    lines = (FIXTURES / "harm" / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(language, words, said) for language, words, said in rows]


HARMS = _read("consequences.txt")
KEPT = _read("conditions_kept.txt")


def _guide(language: str, *said: str) -> tuple[list[str], list[str]]:
    """The commands and the cautions of a guide in which something is said among instructions."""
    before, then, after = AROUND[language]
    lines = (before, then, *said, after)
    if said[0][0].islower():
        lines = tuple(line[0].lower() + line[1:].rstrip(".") for line in lines)
    steps, _, drafts = make(transcript(*lines, language=language), GuideOptions(anyway=True))
    titles = [step.title for step in steps]
    commands = [line for line in [*titles, *actions(drafts)] if not line.startswith(QUOTED)]
    return commands, [caution.text for draft in drafts for caution in draft.cautions]


@pytest.mark.parametrize(("language", "words", "said"), HARMS, ids=lambda text: text[:40])
def test_no_command_tells_what_goes_wrong(language: str, words: str, said: str) -> None:
    commands, _ = _guide(language, said)
    assert [line for line in commands if re.search(words, line, re.IGNORECASE)] == []


@pytest.mark.parametrize(("language", "words", "said"), KEPT, ids=lambda text: text[:40])
def test_what_is_done_under_a_condition_is_told(language: str, words: str, said: str) -> None:
    commands, _ = _guide(language, said)
    assert [line for line in commands if re.search(words, line, re.IGNORECASE)]


def test_there_are_enough_of_them() -> None:
    assert len(HARMS) >= 60
    assert sum(said[0].islower() for _, _, said in HARMS) >= 20


def test_what_keeps_from_a_harm_is_told_and_warned_of() -> None:
    said = "Let the kettle stand for a minute, otherwise you scald yourself."
    commands, cautions = _guide("en", said)
    assert "Let the kettle stand for a minute." in commands
    assert cautions == [said]


def test_advice_does_not_hold_under_the_harmful_condition() -> None:
    commands, cautions = _guide("en", "If you touch the rim you spoil the sample, so hold the tube at the bottom.")
    assert "Hold the tube at the bottom." in commands
    assert cautions == ["If you touch the rim you spoil the sample."]


def test_advice_that_means_something_in_the_harm_is_quoted_with_it() -> None:
    said = "If you tighten the nut too much you crack the basin, so tighten it by hand."
    *_, drafts = make(transcript("Open the door.", said), GuideOptions(anyway=True))
    assert f"“{said}”" in actions(drafts)


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("If you mix up the poles you ruin the charger.", "Close the flap."),
        ("If you press the left key you delete the song.", "Instead, press the right key."),
        ("If you pull the red cord you stop the whole train.", "Then pull the blue cord."),
    ],
)
def test_the_next_sentence_has_no_harmful_condition(said: str, then: str) -> None:
    commands, _ = _guide("en", said, then)
    assert not any("If you" in line for line in commands)


def test_no_harm_is_looked_for_in_a_text_that_is_too_long() -> None:
    said = "If you pull too hard you break it"
    assert harm_in(said.ljust(MOST_CHARACTERS), "en") is not None
    assert harm_in(said.ljust(MOST_CHARACTERS + 1), "en") is None


@pytest.mark.parametrize("text", ["If you lose it, what do you do?", "Si perdi la chiave", ""])
def test_nothing_else_is_a_harm(text: str) -> None:
    assert harm_in(text, "en") is None
    assert harm_in(text, "it") is None


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        (
            "en",
            "bath",
            ("In the old version you had to empty the bath by hand.", "You don't have to do that any more."),
        ),
        ("en", "form", ("We always had to print the form twice.", "That's no longer necessary.")),
        ("en", "code", ("With the old app you entered the code by hand, but you don't need to do that anymore.",)),
        ("en", "each", ("in the old system you had to sign each page you don't have to do that any more",)),
        (
            "de",
            "leeren",
            ("In der alten Version musste man den Ordner leeren.", "Das muss man jetzt nicht mehr machen."),
        ),
        ("fr", "dossier", ("Dans l'ancienne version, il fallait vider le dossier.", "Ce n'est plus nécessaire.")),
        ("es", "formulario", ("Antes tenías que imprimir el formulario.", "Eso ya no es necesario.")),
    ],
)
def test_what_was_to_be_done_once_is_in_no_line(language: str, words: str, said: tuple[str, ...]) -> None:
    before, then, after = AROUND[language]
    *_, drafts = make(transcript(before, then, *said, after, language=language), GuideOptions(anyway=True))
    assert [line for line in actions(drafts) if words in line] == []


def test_what_goes_on_behind_a_bygone_way_is_told() -> None:
    commands, _ = _guide(
        "en", "You used to have to sign it, but you don't need to do that any more, now stamp the page."
    )
    assert "Stamp the page." in commands
