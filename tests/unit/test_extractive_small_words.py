"""The small words of an instruction stay: "now" of a button, "hold it" of a key, where a thing is, what "that" is."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.speech.instructions import find_instructions
from pipeline.transcript import Transcript, Utterance

AROUND = {
    "en": ("Open the lid of the scanner.", "Close the lid and plug in the cable."),
    "de": ("Öffnen Sie den Deckel.", "Schließen Sie den Deckel."),
    "es": ("Abra la tapa.", "Cierre la tapa."),
}


def told(language: str, *said: str) -> list[str]:
    first, last = AROUND[language]
    utterances = tuple(Utterance(n, text) for n, text in enumerate((first, *said, last), 1))
    read = find_instructions(Transcript("x", utterances, language=language))
    return [told.text for one in read.sentences[1:-1] for told in one.instructions]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Then tap Sync up now.", ["Tap Sync up now."]),
        ("Press Ask me later and close the window.", ["Press Ask me later.", "Close the window."]),
        ("Click Only once, then click Try again.", ["Click Only once.", "Click Try again."]),
        ("Tap the tray and hold it.", ["Tap the tray.", "Hold it down."]),
        ("Push the green key and hold it for nine seconds.", ["Push the green key.", "Hold it for nine seconds."]),
        ("Turn it up to 7.", ["Turn it up to 7."]),
        ("Set that to three.", ["Set that to three."]),
        ("Dial 471 and wait for the tone.", ["Dial 471.", "Wait for the tone."]),
        ("Take the grey tray, it's behind the door.", ["Take the grey tray, it's behind the door."]),
        ("Hold on, before you lift the lid, unplug the scanner.", ["Before you lift the lid, unplug the scanner."]),
        ("Loosen the knob, so you can slide the tray out.", ["Loosen the knob so you can slide the tray out."]),
        ("Tighten the belt so it sits snug and you can still turn it.", ["Tighten the belt so it sits snug."]),
        ("For a thick book you remove the feeder.", ["For a thick book, remove the feeder."]),
        ("Turn the knob too far and the belt snaps.", []),
        ("Press it too hard and you'll scratch the glass, so push it with two fingers.", ["Push it with two fingers."]),
        ("One last thing: wipe the glass.", ["Wipe the glass."]),
    ],
)
def test_in_english(said: str, expected: list[str]) -> None:
    assert told("en", said) == expected


def test_what_is_seen_is_what_is_clicked() -> None:
    lines = told("en", "At the bottom you'll see Scan Settings.", "Click that, and then choose Duplex.")
    assert lines == ["Click Scan Settings, and then choose Duplex."]


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("de", "Den Projektnamen gebt ihr ein: archiv.example.de.", ["Den Projektnamen archiv.example.de eingeben."]),
        ("de", "Zum Schluss bestätigen.", ["Bestätigen."]),
        ("de", "Sie sollten jetzt den grünen Haken sehen.", []),
        ("es", "Ahora entren al panel y busquen la impresora.", ["Entre al panel.", "Busque la impresora."]),
        ("es", "Envíen el parte a su jefe.", ["Envíe el parte a su jefe."]),
        ("es", "Luego envíenlo al jefe.", ["Envíelo al jefe."]),
        ("es", "En el campo Exporte pongan 90 euros.", ["En el campo Exporte, ponga 90 euros."]),
        ("es", "Copien el enlace y péguenlo en el correo.", ["Copie el enlace.", "Péguelo en el correo."]),
    ],
)
def test_in_other_languages(language: str, said: str, expected: list[str]) -> None:
    assert told(language, said) == expected


@pytest.mark.parametrize(
    "said", ["Turn the knob too far and the belt snaps.", "Feed it too quickly and the pages will crumple."]
)
def test_what_comes_of_too_much_is_a_warning(said: str) -> None:
    utterances = tuple(Utterance(n, text) for n, text in enumerate((*AROUND["en"], said), 1))
    read = find_instructions(Transcript("x", utterances, language="en"))
    aside = read.sentences[-1].reading.aside
    assert aside is not None
    assert (aside.kind, aside.text) == (CautionKind.WARNING, said)


def test_what_a_control_says_is_what_is_clicked() -> None:
    said = "Down at the bottom there's a red button that says Eject disc, so go ahead and click that."
    assert told("en", said) == ["Click Eject disc."]


def test_an_answer_that_only_points_is_quoted_with_its_question() -> None:
    turns = [("A", AROUND["en"][0]), ("B", "What about the second tray?"), ("A", "You can leave that empty.")]
    utterances = tuple(Utterance(n, text, who) for n, (who, text) in enumerate([*turns, ("A", AROUND["en"][1])], 1))
    read = find_instructions(Transcript("x", utterances, language="en"))
    lines = [told.text for one in read.sentences[1:-1] for told in one.instructions]
    assert lines == ["What about the second tray? You can leave that empty."]


def test_of_two_things_french_does_not_say_which_is_meant() -> None:
    said = "Vous prenez la cassette neuve, vous retirez le ruban bleu et vous l'insérez."
    utterances = (Utterance(1, "Ouvrez le capot."), Utterance(2, said), Utterance(3, "Fermez le capot."))
    read = find_instructions(Transcript("x", utterances, language="fr"))
    assert [told.text for told in read.sentences[1].instructions][-1] == "vous l'insérez"


def test_what_is_never_done_is_kept_behind_a_list() -> None:
    said = "It's tray A for letters and tray B for photos, never use tray C."
    utterances = tuple(Utterance(n, text) for n, text in enumerate((*AROUND["en"], said), 1))
    aside = find_instructions(Transcript("x", utterances, language="en")).sentences[-1].reading.aside
    assert aside is not None
    assert (aside.kind, aside.text) == (CautionKind.WARNING, said)
