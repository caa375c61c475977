"""What a sentence forbids behind "and" or "but" is in the guide, in all four languages."""

from __future__ import annotations

import pytest

from tests.unit.extractive_guides import actions, make, transcript

AROUND = {
    "en": ("Open the hood.", "Take the tray out.", "{}", "Close the hood.", "Press Start."),
    "de": (
        "Öffnen Sie die Klappe.",
        "Nehmen Sie den Filter heraus.",
        "{}",
        "Spülen Sie den Filter.",
        "Drücken Sie Start.",
    ),
    "es": ("Abra la tapa.", "Saque el cartucho viejo.", "{}", "Cierre la tapa.", "Imprima una página."),
    "fr": ("Ouvrez le capot.", "Retirez le filtre.", "{}", "Fermez le capot.", "Rincez la cuve."),
}


def guide(language: str, said: str) -> tuple[list[str], list[str]]:
    """(the instructions, the cautions) of a guide with this sentence in the middle."""
    _, _, drafts = make(transcript(*(line.format(said) for line in AROUND[language]), language=language))
    return actions(drafts), [caution.text for draft in drafts for caution in draft.cautions]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            "You want to grease the rail up to the stop, and don't use cooking oil.",
            "Grease the rail up to the stop, and don't use cooking oil.",
        ),
        (
            "You're going to plug in the sensor, but never bend the pins.",
            "Plug in the sensor, but never bend the pins.",
        ),
        (
            "Go ahead and wipe the drum, but you should never press on it.",
            "Wipe the drum, but you should never press on it.",
        ),
        (
            "You want to enter the code, and don't share it with anyone, and then press Enter.",
            "Enter the code, and don't share it with anyone.",
        ),
    ],
)
def test_what_is_forbidden_joins_the_deed_before_it(said: str, line: str) -> None:
    assert line in guide("en", said)[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The nut should be tight, but don't overtighten it."),
        ("en", "Remember not to lift the arm."),
        ("fr", "Versez la résine et n'inclinez pas le moule."),
        ("fr", "Il faut visser le bouchon mais il ne faut pas forcer le ressort."),
        ("es", "Pulsen Guardar y no desconecten el disco."),
        ("es", "Vierta la pintura, pero nunca agite el bote."),
        ("de", "Drücken Sie auf Kopieren und ziehen Sie den Stick nicht ab."),
    ],
)
def test_it_is_a_warning_otherwise(language: str, said: str) -> None:
    assert said in guide(language, said)[1]


@pytest.mark.parametrize(
    ("language", "said", "quoted"),
    [
        ("en", "I click on Publish and I don't close this tab.", "“I click on Publish and I don't close this tab.”"),
        (
            "de",
            "Dann setzt ihr den Deckel auf und drückt ihn nicht fest.",
            "„Dann setzt ihr den Deckel auf und drückt ihn nicht fest.“",
        ),
        (
            "de",
            "Wir drehen die Schraube rein und ziehen sie nicht an.",
            "„Wir drehen die Schraube rein und ziehen sie nicht an.“",
        ),
    ],
)
def test_what_the_speaker_leaves_is_quoted_with_what_is_done(language: str, said: str, quoted: str) -> None:
    assert quoted in guide(language, said)[0]


@pytest.mark.parametrize(
    ("language", "said", "line"),
    [
        ("en", "You want to fill in the form, but don't worry if it's empty.", "Fill in the form."),
        ("fr", "Il faut visser le bouchon mais il ne faut pas forcer le ressort.", "Vissez le bouchon."),
        ("es", "Pulsen Guardar y, por favor, no desconecten el disco.", "Pulse Guardar."),
        ("de", "Klicken Sie auf Kopieren, und das ist nicht schwer.", "Auf Kopieren klicken."),
    ],
)
def test_the_deed_stays_an_order(language: str, said: str, line: str) -> None:
    assert line in guide(language, said)[0]


@pytest.mark.parametrize(
    "said",
    [
        "As I said, we don't go into the details, and never did.",
        "They run out of time and don't complete the round.",
        '"And don\'t use bad language", or whatever rule you have.',
    ],
)
def test_what_others_leave_is_no_warning(said: str) -> None:
    assert not guide("en", said)[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ihr drückt den Knopf nicht."),
        ("de", "Den Deckel öffnet ihr bitte nicht."),
        ("de", "Du öffnest den Deckel nie."),
        ("de", "Den Deckel nicht öffnen."),
        ("de", "Ich würde den Deckel nicht öffnen."),
        ("de", "Es ist besser, den Deckel nicht zu öffnen."),
        ("de", "Man öffnet den Deckel hier nicht."),
        ("es", "Pulsas Guardar y no cierras la ventana."),
        ("es", "Pulsas el botón y no lo sueltas hasta que pite."),
        ("es", "Se pulsa Guardar y no se cierra la ventana."),
        ("es", "Es mejor no abrir la tapa."),
        ("es", "Tampoco cierras la ventana."),
    ],
)
def test_what_the_listener_leaves_undone_is_a_warning(language: str, said: str) -> None:
    told, cautions = guide(language, said)
    assert said in cautions
    assert len(told) == 4


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ihr seht den Knopf hier nicht."),
        ("de", "Die Leute können den Deckel nicht öffnen."),
        ("de", "Das macht man nicht jeden Tag."),
        ("de", "Ihr müsst den Deckel nicht öffnen."),
        ("es", "Abres la tapa y no ves nada."),
        ("es", "Miras la pantalla y no encuentras el botón."),
    ],
)
def test_what_is_not_so_is_no_warning(language: str, said: str) -> None:
    assert not guide(language, said)[1]
