"""German and Spanish speech put as instructions, and languages without rules given back as said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import CautionKind
from pipeline.writing.speech.languages import speech_for


def actions(language: str, said: str) -> list[str]:
    return [deed.text for deed in speech_for(language).read(said).deeds]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Klicken Sie jetzt auf Speichern.", ["Auf Speichern klicken."]),
        ("Dann müssen Sie die Datei öffnen.", ["Die Datei öffnen."]),
        ("So, und dann gebe ich ein bisschen Öl in die Pfanne.", ["Ein bisschen Öl in die Pfanne geben."]),
        ("Deswegen löschen wir das Ganze ab.", ["Das Ganze ablöschen."]),
        ("Auf den Senf geben wir unsere Gurken.", ["Auf den Senf die Gurken geben."]),
        ("Und jetzt richtig schön eng aufrollen.", ["Richtig schön eng aufrollen."]),
        (
            "Ich stoppe die Anwendung und starte sie neu.",
            ["Die Anwendung stoppen.", "Die Anwendung neu starten."],
        ),
        (
            "Bevor das verbrennt, geben wir da jetzt Tomatenmark dazu.",
            ["Bevor das verbrennt, Tomatenmark dazugeben."],
        ),
        ("Ich bekomme immer noch die gleichen Daten.", []),
        ("Wir müssen das Fenster nicht schließen.", []),
        ("Haben Sie die Datei geöffnet?", []),
    ],
)
def test_german_takes_the_infinitive(said: str, written: list[str]) -> None:
    assert actions("de", said) == written


def test_german_warnings_and_needs() -> None:
    german = speech_for("de")
    warning = german.read("Achtung, nicht verbrennen lassen.").aside
    assert warning is not None
    assert (warning.kind, warning.text) == (CautionKind.WARNING, "Nicht verbrennen lassen.")
    assert german.read("Sie brauchen dafür ein Konto.").need == "Sie brauchen dafür ein Konto."


def test_german_titles() -> None:
    german = speech_for("de")
    assert german.title("Die Soße aus den restlichen Zwiebeln, wenigen Karotten und Rotwein kochen.") == (
        "Die Soße aus den restlichen Zwiebeln kochen"
    )
    assert german.title("Bevor das verbrennt, Tomatenmark dazugeben.") == "Tomatenmark dazugeben"
    topic = german.read("In diesem Video zeige ich euch, wie man einen Token erstellt.").topic
    assert topic == "einen Token erstellen"


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
    warning = speech_for("es").read("Al crear un recurso, no intente agregar un archivo.").aside
    assert warning is not None
    assert warning.kind is CautionKind.WARNING


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Ensuite, cliquez sur le bouton Enregistrer."),
        ("ja", "次に、保存ボタンをクリックしてください。"),
        ("ru", "Затем нажмите на кнопку и выберите файл."),
    ],
)
def test_other_languages_are_given_back_as_said(language: str, said: str) -> None:
    assert actions(language, said) == [said]


def test_what_doesnt_instruct_in_another_language_is_left_out() -> None:
    assert actions("fr", "Le temps était magnifique ce jour-là.") == []
    assert actions("fr", "Est-ce que vous cliquez souvent ?") == []


def test_a_title_without_blanks_is_short() -> None:
    assert len(speech_for("ja").title("次に保存ボタンをクリックしてから新しいウィンドウを開いてください。")) <= 21


@given(st.sampled_from(["de", "es", "fr", "ja", "ar", "xx"]), st.text(max_size=200))
def test_nothing_breaks_the_rules(language: str, text: str) -> None:
    speech = speech_for(language)
    for deed in speech.read(text).deeds:
        assert deed.text
        assert 0 < deed.weight <= 1
    assert speech.content(text) is not None
    assert len(speech.title(text).split()) <= 9
