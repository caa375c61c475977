"""What comes in the next recording isn't done in this one."""

import pytest

from pipeline.speech.instructions import find_instructions
from pipeline.transcript import Transcript, Utterance

WORK = {
    "en": ("Open the drawer.", "Take the tray out.", "Fill the tray with paper.", "Close the drawer again."),
    "de": ("Öffnen Sie die Klappe.", "Nehmen Sie das Fach heraus.", "Legen Sie Papier ein.", "Prüfen Sie es."),
    "es": ("Abra el cajón.", "Saque la bandeja.", "Ponga papel en la bandeja.", "Cierre el cajón."),
    "fr": ("Ouvrez le tiroir.", "Sortez le bac.", "Mettez du papier dans le bac.", "Fermez le tiroir."),
}  # fmt: skip


def told(language: str, *said: str) -> list[str]:
    everything = (*WORK[language], *WORK[language], *said)
    utterances = tuple(Utterance(n, text) for n, text in enumerate(everything, 1))
    read = find_instructions(Transcript("x", utterances, language=language))
    return [told.text for one in read.sentences[2 * len(WORK[language]) :] for told in one.instructions]


@pytest.mark.parametrize(
    ("language", "outlook", "further"),
    [
        ("en", "And in the next video we're going to scan a page.", "We're going to press the green button for that."),
        ("de", "Im nächsten Video scannen wir eine Seite.", "Dafür drücken Sie die grüne Taste."),
        ("es", "En el próximo vídeo vamos a escanear una página.", "Pulse el botón verde."),
        ("fr", "Dans la prochaine vidéo, on va scanner une page.", "Appuyez sur le bouton vert."),
    ],
)
def test_nothing_is_told_from_the_outlook_on(language: str, outlook: str, further: str) -> None:
    assert told(language, further) != []
    assert told(language, outlook, further) == []


def test_what_is_named_early_is_no_outlook() -> None:
    said = ["And in the next video we're going to scan a page."] + ["Press the red button on the left."] * 9
    assert told("en", *said) != []
