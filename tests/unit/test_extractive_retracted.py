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
    ("language", "before", "excepted"),
    [
        ("en", "You don't need to call the guard.", "Unless it's the north gate, then ring the front desk."),
        ("en", "You don't need to call the guard.", "Unless it's the north gate, then 4 4 7."),
        ("en", "The fan stops by itself.", "Unless the lamp is red, in which case pull the plug."),
        ("en", "You don't have to sign it.", "Unless it's over fifty euros, you need to sign the second page."),
        ("de", "Sie müssen den Filter nicht wechseln.", "Es sei denn, er ist grau, dann nehmen Sie einen neuen."),
        ("de", "Ihr braucht keinen Stempel.", "Außer es ist ein Einschreiben, dann holt einen am Schalter."),
        ("es", "No hace falta firmar la hoja.", "A menos que pase de cien euros, entonces firme la segunda."),
        ("es", "No tiene que llamar al guardia.", "Salvo que sea la puerta norte, en ese caso llame."),
        ("fr", "Vous n'avez pas besoin de signer.", "Sauf si c'est un recommandé, alors signez la fiche."),
        ("fr", "Pas besoin d'appeler.", "À moins que ce soit la porte nord, dans ce cas appelez l'accueil."),
    ],
)
def test_an_exception_is_quoted_with_what_it_is_an_exception_to(language: str, before: str, excepted: str) -> None:
    lines = told(language, before, excepted)
    assert lines == [f"{before} {excepted}"]


@pytest.mark.parametrize(
    ("language", "first", "then", "expected"),
    [
        ("es", "Elige la bandeja gris.", "No, espera, elige la azul.", ["Elija la azul."]),
        ("fr", "Prenez le bac gris.", "Non, attendez, prenez le bleu.", ["Prenez le bleu."]),
        ("de", "Nehmen Sie die graue Mappe.", "Nein, warte, nehmen Sie die blaue.", ["Die blaue nehmen."]),
    ],
)
def test_what_is_told_otherwise_at_once_is_told_once(language: str, first: str, then: str, expected: list[str]) -> None:
    assert told(language, first, then) == expected


def test_what_only_comes_first_takes_nothing_back() -> None:
    lines = told("es", "Abra el cajón.", "No, espere, primero abra la tapa.")
    assert "Abra el cajón." in lines


@pytest.mark.parametrize(
    ("language", "deeds", "forgotten", "stay"),
    [
        (
            "en",
            ("Fold the receipt.", "Weigh the parcel."),
            "Forget what I said about the receipt.",
            ["Weigh the parcel."],
        ),
        ("de", ("Falten Sie den Beleg.",), "Vergessen Sie, was ich über den Beleg gesagt habe.", []),
        ("es", ("Guarde el recibo.",), "Olviden lo que dije sobre el recibo.", []),
        ("fr", ("Pliez le reçu.",), "Oubliez ce que j'ai dit sur le reçu.", []),
    ],
)
def test_what_was_said_about_a_thing_can_be_taken_back(
    language: str, deeds: tuple[str, ...], forgotten: str, stay: list[str]
) -> None:
    assert len(told(language, *deeds)) == len(deeds)
    assert told(language, *deeds, forgotten) == stay


def test_which_of_several_is_taken_back_is_for_the_reader_to_tell() -> None:
    said = ("Weigh the parcel.", "Seal the parcel.", "Ignore what I said about the parcel.")
    assert told("en", *said) == list(said)


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("en", ("Dial 4471.", "Sorry, that's the old number.", "It's 5522 now."), ["Dial 5522."]),
        ("en", ("Dial 4471.", "Sorry, that's the old number."), ["Dial 4471. Sorry, that's the old number."]),
        ("es", ("Marque 4471.", "Perdón, ese es el antiguo.", "Ahora es 5522."), ["Marque 5522."]),
        ("fr", ("Composez le 4471.", "Pardon, c'est l'ancien.", "Maintenant c'est 5522."), ["Composez le 5522."]),
    ],
)
def test_a_value_that_is_the_old_one_gives_way(language: str, said: tuple[str, ...], expected: list[str]) -> None:
    assert told(language, *said) == expected


def test_another_unless_is_a_condition() -> None:
    assert told("en", "Unless it's the north gate, close the barrier.") == [
        "Unless it's the north gate, close the barrier."
    ]
