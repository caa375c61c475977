"""What is taken back isn't done, and an exception isn't turned into its opposite."""

from __future__ import annotations

import pytest

from pipeline.speech.instructions import find_instructions
from pipeline.transcript import Transcript, Utterance

WORK = {
    "en": ("Open the side door.", "Pull the drawer out.", "Put the form into the tray."),
    "de": ("Öffnen Sie die Klappe.", "Ziehen Sie das Fach heraus.", "Legen Sie das Formular ein."),
    "es": ("Abra la puerta.", "Saque el cajón.", "Ponga el formulario en la bandeja."),
    "fr": ("Ouvrez la porte.", "Sortez le tiroir.", "Mettez le formulaire dans le bac."),
}


def told(language: str, *said: str) -> list[str]:
    utterances = tuple(Utterance(n, text) for n, text in enumerate((*WORK[language], *said), 1))
    read = find_instructions(Transcript("x", utterances, language=language))
    return [told.text for one in read.sentences[len(WORK[language]) :] for told in one.instructions]


@pytest.mark.parametrize(
    ("language", "deed", "retracted"),
    [
        ("en", "Print the label.", "Actually, skip that, the label comes by itself."),
        ("en", "Print the label.", "Sorry, forget that."),
        ("de", "Drucken Sie das Etikett.", "Nein, vergessen Sie das, es kommt von selbst."),
        ("es", "Imprima la etiqueta.", "No, olvide eso, sale sola."),
        ("fr", "Imprimez l'étiquette.", "Non, oubliez ça, elle sort toute seule."),
    ],
)
def test_what_is_taken_back_is_not_done(language: str, deed: str, retracted: str) -> None:
    assert told(language, deed) != []
    assert told(language, deed, retracted) == []


@pytest.mark.parametrize("said", ["Skip this page.", "Then ignore that message.", "Forget the old code."])
def test_what_is_to_be_skipped_takes_nothing_back(said: str) -> None:
    assert "Print the label." in told("en", "Print the label.", said)


@pytest.mark.parametrize(
    ("before", "excepted"),
    [
        ("You don't need to call the guard.", "Unless it's the north gate, then ring the front desk."),
        ("The fan stops by itself.", "Unless the lamp is red, in which case pull the plug."),
        ("You don't have to sign it.", "Unless it's over fifty euros, you need to sign the second page."),
    ],
)
def test_an_exception_is_quoted_with_what_it_is_an_exception_to(before: str, excepted: str) -> None:
    lines = told("en", before, excepted)
    assert lines == [f"{before} {excepted}"]


def test_another_unless_is_a_condition() -> None:
    assert told("en", "Unless it's the north gate, close the barrier.") == [
        "Unless it's the north gate, close the barrier."
    ]
