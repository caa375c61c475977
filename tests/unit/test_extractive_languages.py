"""Spanish and French speech as instructions, and languages without rules, given back as said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import CautionKind
from pipeline.speech.languages import rules_for


def actions(language: str, said: str) -> list[str]:
    return [instruction.text for instruction in rules_for(language).read(said).instructions]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Haga clic en el botón Guardar.", ["Haga clic en el botón Guardar."]),
        ("Debe elegir una licencia para su conjunto de datos.", ["Elija una licencia para su conjunto de datos."]),
        ("Ahora vamos a cargar los archivos.", ["Cargue los archivos."]),
        ("Para este curso, cargaremos archivos.", ["Para este curso, cargue archivos."]),
        (
            "Si tiene un proyecto, también deberá agregar su identificador.",
            ["Si tiene un proyecto, agregue su identificador."],
        ),
        ("No debe borrar los datos.", []),
        ("¿Puede abrir el menú?", []),
        ("El recurso es público.", []),
    ],
)
def test_spanish_takes_the_formal_imperative(said: str, written: list[str]) -> None:
    assert actions("es", said) == written


def test_spanish_prohibitions_are_warnings() -> None:
    warning = rules_for("es").read("Al crear un recurso, no intente agregar un archivo.").aside
    assert warning is not None
    assert warning.kind is CautionKind.WARNING


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("it", "Poi cliccate sul pulsante Salva."),
        ("ja", "次に、保存ボタンをクリックしてください。"),
        ("ru", "Затем нажмите на кнопку и выберите файл."),
    ],
)
def test_other_languages_are_given_back_as_said(language: str, said: str) -> None:
    assert actions(language, said) == [said]


def test_what_doesnt_instruct_in_another_language_is_left_out() -> None:
    assert actions("it", "Il tempo era bellissimo quel giorno.") == []
    assert actions("it", "Cliccate spesso su questo pulsante?") == []


def test_a_title_without_blanks_is_short() -> None:
    assert len(rules_for("ja").title("次に保存ボタンをクリックしてから新しいウィンドウを開いてください。")) <= 21


@given(st.sampled_from(["de", "es", "fr", "ja", "ar", "xx"]), st.text(max_size=200))
def test_nothing_breaks_the_rules(language: str, text: str) -> None:
    rules = rules_for(language)
    for instruction in rules.read(text).instructions:
        assert instruction.text
        assert 0 < instruction.weight <= 1
    assert rules.content_words(text) is not None
    assert len(rules.title(text).split()) <= 9


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("La tercera sección del recurso es donde agregará sus metadatos.",
         ["En la tercera sección del recurso, agregue sus metadatos."]),
        ("La última sección le permite agregar otros usuarios.", ["En la última sección, agregue otros usuarios."]),
        ("En la parte inferior hay una sección para crear un nuevo recurso.",
         ["En la parte inferior, cree un nuevo recurso."]),
        ("Una vez completadas las secciones, se puede publicar el recurso.",
         ["Una vez completadas las secciones, publique el recurso."]),
        ("Tiene la oportunidad de editar la información.", ["Edite la información."]),
        ("Aquí es donde cargará sus archivos o realizará conexiones.", ["Cargue sus archivos o realice conexiones."]),
        ("Muchas no los tienen; si ese es el caso, investigue las opciones.",
         ["Si ese es el caso, investigue las opciones."]),
    ],
)  # fmt: skip
def test_spanish_instructions_are_found_however_they_are_put(said: str, written: list[str]) -> None:
    assert actions("es", said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Barniza la mesa y deja secar el barniz.", ["Barnice la mesa.", "Deje secar el barniz."]),
        ("Engrasa los ejes, monta la rueda y aprieta las tuercas.",
         ["Engrase los ejes.", "Monte la rueda.", "Apriete las tuercas."]),
        ("Hierve la leche y viértela en el cuenco.", ["Hierva la leche.", "Viértala en el cuenco."]),
        ("Si tienes una factura, escanea tu factura.", ["Si tiene una factura, escanee su factura."]),
        ("Ahora cerramos la tapa y pulsamos Inicio.", ["Cierre la tapa.", "Pulse Inicio."]),
        ("Giren la manivela y suelten el freno.", ["Gire la manivela.", "Suelte el freno."]),
        ("Hay que enroscarla bien en el soporte.", ["Enrósquela bien en el soporte."]),
        ("Dale clic a la pestaña Informes.", ["Haga clic a la pestaña Informes."]),
        ("Asegúrate de que el cable está suelto.", ["Asegúrese de que el cable está suelto."]),
        ("La biblioteca abre a las diez y cierra a las ocho.", []),
        ("Lleva una pila pequeña y emite un pitido.", []),
        ("El programa copia los ficheros y borra la carpeta.", []),
        ("Válvula de seguridad.", []),
    ],
)  # fmt: skip
def test_spanish_imperatives_of_any_verb_are_read(said: str, written: list[str]) -> None:
    assert actions("es", said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("No levante la tapa mientras gira el tambor.", []),
        ("Si huele a gas, no enciendas la luz, sal de la casa.", []),
        ("Antes de pintar, no frote la pared.", []),
        ("Nunca tiren del cable.", []),
        ("Enjuaga el filtro y no lo escurras.", ["Enjuague el filtro."]),
    ],
)
def test_a_spanish_prohibition_keeps_its_negation_wherever_it_stands(said: str, written: list[str]) -> None:
    reading = rules_for("es").read(said)

    assert reading.aside is not None
    assert (reading.aside.kind, reading.aside.text) == (CautionKind.WARNING, said)
    assert [instruction.text for instruction in reading.instructions] == written


def test_a_spanish_prohibition_addresses_the_reader_as_the_rest_does() -> None:
    aside = rules_for("es").read("Antes de pintar, no frotes la pared.").aside
    assert aside is not None
    assert aside.text == "Antes de pintar, no frote la pared."


@pytest.mark.parametrize("said", ["Si no arranca, cambie la bujía.", "Si la bomba no gira, cambia la correa."])
def test_a_spanish_condition_with_a_negation_is_no_prohibition(said: str) -> None:
    reading = rules_for("es").read(said)

    assert reading.aside is None
    assert reading.instructions[0].text.startswith(said.split(",")[0])


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Épluchez les carottes et coupez-les en rondelles.", ["Épluchez les carottes.", "Coupez-les en rondelles."]),
        ("Puis, rangez l'échelle dans l'abri.", ["Rangez l'échelle dans l'abri."]),
        ("Il faut dégonfler le pneu et démonter la valve.", ["Dégonflez le pneu.", "Démontez la valve."]),
        ("Vous devez réduire la flamme.", ["Réduisez la flamme."]),
        ("On va peindre le volet.", ["Peignez le volet."]),
        ("On achète un joint et on met la bague.", ["Achetez un joint.", "Mettez la bague."]),
        ("Essuie ta lampe, pèse la farine et complète la liste.",
         ["Essuyez votre lampe.", "Pesez la farine.", "Complétez la liste."]),
        ("Si le moteur chauffe, coupez le contact.", ["Si le moteur chauffe, coupez le contact."]),
        ("Quand tu as fini, plie la bâche.", ["Quand vous avez fini, pliez la bâche."]),
        ("Il faut la graisser une fois par an.", ["Il faut la graisser une fois par an."]),
        ("Vous pouvez teinter le bois.", ["Teintez le bois."]),
        ("Inscrivez-vous à la newsletter « Jardin ».", ["Inscrivez-vous à la newsletter « Jardin »."]),
        ("Vous passez la ponceuse sur le bois.", ["Passez la ponceuse sur le bois."]),
        ("Tu tournes la clé, puis tu lèves le loquet.", ["Tournez la clé.", "Levez le loquet."]),
        ("Vous avez un jardin.", []),
        ("La machine chauffe et libère la vapeur.", []),
        ("Hier, nous avons visité l'atelier.", []),
        ("Vous savez que le bois travaille.", []),
        ("Avez-vous coupé le contact ?", []),
        ("Chez le voisin, la haie est haute.", []),
    ],
)  # fmt: skip
def test_french_takes_the_imperative_with_vous(said: str, written: list[str]) -> None:
    assert actions("fr", said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Ne coupez jamais le courant pendant la mise à jour.", []),
        ("Si la vis résiste, n'insistez pas, mettez de l'huile.", []),
        ("Il ne faut pas secouer la bouteille.", []),
        ("Ne pas incliner l'appareil.", []),
        ("Évitez de rayer le vernis.", []),
        ("Rincez la cuve, mais ne frottez pas le fond.", ["Rincez la cuve."]),
    ],
)
def test_what_french_forbids_is_a_warning_wherever_its_negation_stands(said: str, written: list[str]) -> None:
    reading = rules_for("fr").read(said)

    assert reading.aside is not None
    assert (reading.aside.kind, reading.aside.text) == (CautionKind.WARNING, said)
    assert [instruction.text for instruction in reading.instructions] == written


def test_french_needs_results_notes_and_topics() -> None:
    french = rules_for("fr")

    assert french.read("Vous aurez besoin d’une clé de huit.").prerequisite == "Vous aurez besoin d'une clé de huit."
    assert french.read("Le voyant bleu s'affiche.").expected == "Le voyant bleu s'affiche."
    assert french.read("Dans cette vidéo, on va voir comment tailler un rosier.").topic == "tailler un rosier"
    note = french.read("N'oubliez pas de vider le bac.").aside
    assert note is not None
    assert (note.kind, note.text) == (CautionKind.NOTE, "N'oubliez pas de vider le bac.")
    assert french.title("Si le moteur chauffe, coupez le contact de la tondeuse et attendez une heure.") == (
        "Coupez le contact de la tondeuse"
    )


def test_no_title_ends_within_a_quotation() -> None:
    said = 'Haga clic en "Conectar a la base de datos" sin elegir ningún archivo.'
    assert rules_for("es").title(said) == 'Haga clic en "Conectar a la base de datos"'
    assert rules_for("en").title('Rename the layer to "the white" in the open panel.').count('"') == 2
