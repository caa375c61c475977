"""What is told in Spanish and French behind a place, with no one named, or with a pronoun; and what only sounds so."""

from __future__ import annotations

import pytest

from pipeline.speech.french.french import French
from pipeline.speech.languages import rules_for
from pipeline.speech.spanish.spanish import Spanish
from tests.unit.extractive_guides import actions, make, transcript

RULES = {"es": Spanish(), "fr": French()}
AROUND = {
    "es": ("Abre la tapa.", "Saca el cartucho viejo.", "Cierra la tapa."),
    "fr": ("Ouvrez le capot.", "Retirez la vieille cartouche.", "Refermez le capot."),
}


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("es", "En la esquina ponemos un clavo pequeño.", ["En la esquina, ponga un clavo pequeño."]),
        ("es", "Antes de pintar la puerta hay que lijar el marco.", ["Antes de pintar la puerta, lije el marco."]),
        ("es", "Entre capa y capa espere seis horas.", ["Entre capa y capa, espere seis horas."]),
        ("es", "Si hace viento, recogedlas con una cuerda.", ["Si hace viento, recójalas con una cuerda."]),
        ("es", "Cierra la caja y ponla en el armario.", ["Cierre la caja.", "Póngala en el armario."]),
        ("es", "Cuenta las cajas del palé.", ["Cuente las cajas del palé."]),
        ("fr", "Au lieu de gratter, trempe la pièce.", ["Au lieu de gratter, trempez la pièce."]),
        ("fr", "Laisse sécher la colle.", ["Laissez sécher la colle."]),
    ],
)
def test_what_is_told_is_an_instruction(language: str, said: str, written: list[str]) -> None:
    assert [one.text for one in RULES[language].read(said).instructions] == written


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Las ruedas se inflan a tres bares."),
        ("es", "Encima va una tela fina."),
        ("es", "A la planta se le echa agua cada tres días."),
        ("es", "Primero la sal sobre la masa, nunca al revés."),
        ("es", "Después aprietas las tuercas en cruz."),
        ("fr", "Le tuyau se visse sur le robinet."),
        ("fr", "Le joint doit être graissé tous les ans."),
        ("fr", "Les sacs lourds vont au fond."),
    ],
)
def test_what_is_told_without_anyone_who_does_it_is_quoted(language: str, said: str) -> None:
    *before, last = AROUND[language]
    _, _, drafts = make(transcript(*before, said, last, language=language))

    assert [line for line in actions(drafts) if said in line]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "La puerta se abre a partir de las nueve."),
        ("es", "Cuando salta el relé, arranca la turbina."),
        ("es", "En el próximo vídeo veremos cómo se cambia la correa."),
        ("es", "Mucha gente piensa que la masa hay que congelarla."),
        ("fr", "La vanne s'ouvre à partir de trois bars."),
        ("fr", "Je suis vraiment fier de la table."),
        ("fr", "Conduire de nuit est fatigant."),
        ("fr", "Le moteur s'arrête par moments."),
    ],
)
def test_what_happens_or_is_so_is_none(language: str, said: str) -> None:
    assert not RULES[language].read(said).instructions
    assert not RULES[language].tells_deed(said)


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("fr", "Remettre la goupille.", ["Remettez la goupille."]),
        (
            "fr",
            "Rincer la cuve à l'eau claire et la laisser égoutter.",
            ["Rincez la cuve à l'eau claire.", "Laissez-la égoutter."],
        ),
        ("fr", "Les pinceaux, vous les trempez dans le white-spirit.", ["Trempez les pinceaux dans le white-spirit."]),
        ("fr", "On vient glisser la lame sous le joint.", ["Glissez la lame sous le joint."]),
        ("fr", "Faut gratter la rouille.", ["Grattez la rouille."]),
        ("fr", "Tu sors la selle et tu la brosses.", ["Sortez la selle.", "Brossez-la."]),
        ("fr", "Le chien, on l'aime bien.", []),
        ("fr", "Faut dire que la place manque.", []),
        ("es", "La cuerda la enrollas en el carrete.", ["Enrolle la cuerda en el carrete."]),
        ("es", "El corcho hay que sacarlo despacio.", ["Saque el corcho despacio."]),
        ("es", "Lo que hacemos es doblar la lona en cuatro.", ["Doble la lona en cuatro."]),
        ("es", "Solo queda cortar el hilo.", ["Corte el hilo."]),
        ("es", "Tienes que soltar la correa y limpiarla con un trapo.", ["Suelte la correa y límpiela con un trapo."]),
        ("es", "Lo que hacemos es vender pan desde hace años.", []),
        ("es", "Hay que ver cómo crece el niño.", []),
    ],
)
def test_what_the_listener_does_is_an_order_in_whatever_order_it_is_said(
    language: str, said: str, written: list[str]
) -> None:
    assert [one.text for one in rules_for(language).read(said).instructions] == written


def test_prohibitions_and_joined_orders_address_the_reader_as_the_rest_does() -> None:
    reading = rules_for("es").read("Si se calienta, no abras la tapa y llama al técnico.")
    assert reading.aside
    assert reading.aside.text == "Si se calienta, no abra la tapa y llame al técnico."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Le damos clic en Archivar.", ["Haga clic en Archivar."]),
        ("Vamos a darle clic en Archivar.", ["Haga clic en Archivar."]),
        ("Haces clic en Archivar.", ["Haga clic en Archivar."]),
        ("Aquí le damos a Archivar.", ["Pulse Archivar."]),
        ("Le das al botón rojo.", ["Pulse el botón rojo."]),
        ("Hay que darle a guardar.", ["Pulse guardar."]),
        ("Le damos al cliente una copia.", []),
        ("El usuario da clic en el enlace.", []),
    ],
)
def test_a_click_is_given_in_spanish(said: str, told: list[str]) -> None:
    assert [one.text for one in rules_for("es").read(said).instructions] == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Vous allez venir sélectionner le dossier.", ["Sélectionnez le dossier."]),
        ("Tu n'as plus qu'à fermer la trappe.", ["Fermez la trappe."]),
        ("Là, je vais taper mon code.", ["Tapez votre code."]),
    ],
)
def test_what_is_done_next_in_french(said: str, told: list[str]) -> None:
    assert [one.text for one in rules_for("fr").read(said).instructions] == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Tienen que firmar la última hoja.", ["Firme la última hoja."]),
        ("Ustedes van a copiar el código.", ["Copie el código."]),
        ("Lo primero que hay que hacer es cerrar la llave.", ["Cierre la llave."]),
        ("Nos vamos a ir al panel de control.", ["Vaya al panel de control."]),
        ("Te vas a la carpeta de facturas.", ["Vaya a la carpeta de facturas."]),
        ("Ahora sí, le damos en exportar.", ["Pulse exportar."]),
        ("Las ventas van a bajar en invierno.", []),
        ("Van a aparecer dos ventanas.", []),
    ],
)
def test_several_listeners_are_told_in_spanish(said: str, told: list[str]) -> None:
    assert [one.text for one in rules_for("es").read(said).instructions] == told


def test_an_exception_stays_with_its_instruction_in_french() -> None:
    said = "Sauf si la lampe est rouge, ouvrez la vanne."
    assert [one.text for one in rules_for("fr").read(said).instructions] == [said]
