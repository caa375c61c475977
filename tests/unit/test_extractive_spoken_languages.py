"""German, Spanish and French as people speak while they show something, with and without full stops."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from pipeline.speech.languages import rules_for
from pipeline.speech.sentences import sentences_of
from pipeline.speech.spanish.verbs import imperative
from tests.unit.extractive_guides import actions, make, transcript

ES = (
    "Abra la tapa de la impresora.",
    "Saque el cartucho viejo.",
    "{}",
    "Cierre la tapa.",
    "Imprima una página de prueba.",
)
FR = ("Ouvrez le capot.", "Retirez le vieux filtre.", "{}", "Fermez le capot.", "Rincez la cuve.")
DE = (
    "Öffnen Sie die Klappe.",
    "Nehmen Sie den Filter heraus.",
    "{}",
    "Spülen Sie den Filter.",
    "Drücken Sie auf Start.",
)


@pytest.mark.parametrize(
    ("language", "around", "said"),
    [
        ("es", ES, "Lo que hay que hacer ahora es limpiar los contactos con un paño."),
        ("es", ES, "Y por el otro lado se coloca la pieza nueva."),
        ("es", ES, "En la segunda ranura yo metería un cartucho negro."),
        ("fr", FR, "Alors en dessous il y a une vis que je desserre un peu."),
        ("fr", FR, "Le joint, on le nettoie avec un chiffon."),
        ("de", DE, "Deckel wieder drauf, bis es einrastet."),
        ("de", DE, "Nach einer Stunde will sie Wasser, also Tank ausspülen und auffüllen."),
    ],
)
def test_a_deed_that_no_rule_words_is_kept(language: str, around: tuple[str, ...], said: str) -> None:
    _, end, drafts = make(transcript(*(line.format(said) for line in around), language=language))
    assert end.no_procedure is None
    told = " ".join(actions(drafts)).lower()
    assert len(actions(drafts)) == len(around)
    assert said.split()[-1].rstrip(".").lower() in told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "No se toca el tambor."),
        ("es", "Si lo dejas abierto, entra polvo."),
        ("es", "Mi abuela tenía una máquina muy vieja."),
        ("fr", "On ne démonte pas le moteur."),
        ("fr", "Si vous serrez trop, ça casse."),
        ("fr", "La vieille pompe était dans la cave."),
        ("fr", "Alors nous allons passer au nettoyage de la cuve."),
        ("de", "Deckel nicht zu."),
        ("de", "Der Filter ist schon wieder zu."),
        ("de", "Die Maschine läuft seit Jahren."),
    ],
)
def test_what_is_forbidden_depends_or_describes_tells_no_deed(language: str, said: str) -> None:
    assert not rules_for(language).tells_deed(said)


@pytest.mark.parametrize("said", ["Passons maintenant au nettoyage.", "Maintenant, on va passer à la cuve."])
def test_what_only_announces_the_next_subject_is_no_deed(said: str) -> None:
    assert rules_for("fr").read(said).instructions == ()


@pytest.mark.parametrize(
    ("language", "said", "parts"),
    [
        (
            "de",
            "du machst zuerst den deckel von der dose ab dann nimmst du den kleinen löffel in die hand",
            ("du machst zuerst den deckel von der dose ab", "dann nimmst du den kleinen löffel in die hand"),
        ),
        (
            "fr",
            "vous ouvrez la porte du placard doucement ensuite vous prenez la boîte qui est en haut",
            ("vous ouvrez la porte du placard doucement", "ensuite vous prenez la boîte qui est en haut"),
        ),
        (
            "es",
            "abrimos la puerta del armario con cuidado luego cogemos la caja que está arriba",
            ("abrimos la puerta del armario con cuidado", "luego cogemos la caja que está arriba"),
        ),
    ],
)
def test_speech_without_full_stops_is_cut_before_what_comes_next(
    language: str, said: str, parts: tuple[str, ...]
) -> None:
    sentences = [one.text for one in sentences_of(transcript(*[said] * 4, language=language))]
    assert tuple(sentences) == parts * 4


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Vierte el caldo y sírvelo frío.", ["Vierta el caldo.", "Sírvalo frío."]),
        ("Cuando suene el timbre, dale la vuelta.", ["Cuando suene el timbre, dele la vuelta."]),
        ("Afloja la tuerca y dale otra vuelta.", ["Afloje la tuerca.", "Dele otra vuelta."]),
        ("Dales la vuelta con las pinzas.", ["Deles la vuelta con las pinzas."]),
        ("Cubre la olla y mantenla a fuego bajo.", ["Cubra la olla.", "Manténgala a fuego bajo."]),
        ("Frena la rueda y detenla con la mano.", ["Frene la rueda.", "Deténgala con la mano."]),
        ("Ponte las gafas.", ["Póngase las gafas."]),
        ("Vete al menú principal.", ["Váyase al menú principal."]),
        ("Dime el número de serie.", ["Dígame el número de serie."]),
        ("Dile el número al técnico.", ["Dígale el número al técnico."]),
        ("Abre el grifo y avísame.", ["Abra el grifo y avíseme."]),
        ("Si ves la luz verde, suelta el botón.", ["Si ve la luz verde, suelte el botón."]),
        ("Coge la caja que tienes detrás.", ["Coja la caja que tiene detrás."]),
        ("Guarda las cajas que antes vaciaste.", ["Guarde las cajas que antes vaciaste."]),
        ("Suelta el cable y pónmelo aquí.", ["Suelte el cable.", "Póngamelo aquí."]),
    ],
)
def test_spanish_orders_with_pronouns_are_told_formally(said: str, told: list[str]):
    _, _, drafts = make(transcript("Abra la puerta.", said, language="es"), GuideOptions(anyway=True))
    assert actions(drafts)[1:] == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Ten cuidado, que corta.", "Tenga cuidado, que corta."),
        ("Ten mucho cuidado con el filo.", "Tenga mucho cuidado con el filo."),
    ],
)
def test_spanish_warnings_are_told_formally(said: str, told: str):
    aside = rules_for("es").read(said).aside
    assert aside is not None
    assert aside.text == told


@pytest.mark.parametrize("word", ["intente", "patente", "contente", "valiente", "lente", "da", "corte", "puente"])
def test_no_spanish_word_is_cut_into_an_order_and_pronouns(word: str):
    one = imperative(word)
    assert one is None or one.formal == word
