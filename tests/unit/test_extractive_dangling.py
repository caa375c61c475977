""" "If not" and "only if" never stand without what they are about."""

from __future__ import annotations

import pytest

from tests.unit.extractive_guides import actions, make, transcript

AROUND = {
    "en": ("First, open the front door of the oven.", "Then press the red switch.", "Now pull the tray out."),
    "de": (
        "Zuerst öffnet ihr die Ofentür.",
        "Dann drückt ihr den roten Schalter.",
        "Jetzt zieht ihr das Blech heraus.",
    ),
    "es": ("Primero, abra la puerta del horno.", "Luego pulse el botón rojo.", "Ahora saque la bandeja."),
    "fr": ("D'abord, ouvrez le four.", "Ensuite appuyez sur le bouton rouge.", "Maintenant retirez la plaque."),
}


def told(language: str, *said: str) -> list[str]:
    """The lines about these sentences, between those about others."""
    first, second, last = AROUND[language]
    lines = actions(make(transcript(first, second, *said, last, language=language))[2])
    return lines[2:-1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Wenn der Ofen brummt, ist alles in Ordnung. Wenn nicht, ruft die Werkstatt an."),
        ("de", "Die Lampe sollte jetzt grün sein. Falls nicht, dreht ihr den Regler höher."),
        ("de", "Ist die Kruste braun, ist alles gut. Andernfalls schiebt ihr das Blech wieder hinein."),
        ("en", "If the crust is brown, you're good. If not, push the tray back in."),
        ("en", "The fan should be running now. If it isn't, press the red switch again."),
        ("en", "If the sum is right, that's fine. Otherwise, count the coupons again."),
        ("es", "Si la masa está firme, todo está bien. Si no, llame al panadero."),
        ("es", "¿Está caliente el horno? Si no, pulse el botón verde."),
        ("fr", "Si la croûte est brune, c'est bon. Si ce n'est pas le cas, appuyez sur le bouton vert."),
    ],
)
def test_if_not_is_quoted_with_what_it_denies(language: str, said: str) -> None:
    (line,) = told(language, *said.replace(". ", ".|").replace("? ", "?|").split("|"))
    assert line[1:-1].strip() == said


def test_a_remark_between_them_is_quoted_too() -> None:
    assert told("en", "Is the crust brown?", "Great.", "If not, push the tray back in.") == [
        "“Is the crust brown? Great. If not, push the tray back in.”"
    ]


def test_what_no_line_says_of_the_sentence_before_is_quoted() -> None:
    """ "If not" is about the fan, and not about the lid."""
    assert told("en", "Close the lid, and the fan should start.", "If not, check the plug.") == [
        "“Close the lid, and the fan should start. If not, check the plug.”"
    ]


@pytest.mark.parametrize(
    ("language", "said", "lines"),
    [
        (
            "en",
            ("If the dough is sticky, add some flour.", "If not, close the lid."),
            ["If the dough is sticky, add some flour.", "If not, close the lid."],
        ),
        (
            "de",
            ("Wenn der Teig klebt, gebt Mehl dazu.", "Wenn nicht, schließt den Deckel."),
            ["Wenn der Teig klebt, Mehl dazugeben.", "Wenn nicht, den Deckel schließen."],
        ),
        (
            "es",
            ("Compruebe si la luz está encendida.", "Si no, cambie el fusible."),
            ["Compruebe si la luz está encendida.", "Si no, cambie el fusible."],
        ),
    ],
)
def test_if_not_stays_a_line_behind_the_line_that_says_what_it_denies(
    language: str, said: tuple[str, ...], lines: list[str]
) -> None:
    assert told(language, *said) == lines


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Stimmt die Farbe, passt alles, wenn nicht, dann drückt ihr auf Reset."),
        ("es", "Si la masa está firme, todo está bien; si no, llame al panadero."),
    ],
)
def test_a_sentence_with_if_not_inside_is_quoted(language: str, said: str) -> None:
    (line,) = told(language, said)
    assert line[1:-1] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("Nur wenn das Tuch nass ist.", "Dann legt ihr ein neues Tuch auf das Blech.")),
        ("de", ("Nur bei dickem Teig.", "Dann stellt ihr den Regler auf Stufe drei.")),
        ("en", ("Only if the tray is bent.", "Then take a new one from the shelf.")),
        ("es", ("Solo si la bandeja está rota.", "Entonces coja una nueva del estante.")),
        ("fr", ("Seulement si la plaque est tordue.", "Dans ce cas, prenez une plaque neuve.")),
    ],
)
def test_what_is_done_then_is_quoted_with_its_only_if(language: str, said: tuple[str, ...]) -> None:
    question = {"de": "Muss das immer sein?", "es": "¿Siempre?", "fr": "Toujours ?", "en": "Is that always so?"}
    (line,) = told(language, question[language], *said)
    assert line[1:-1].strip() == " ".join(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("Tauscht den Filter aus.", "Nur wenn er verfärbt ist.")),
        ("en", ("Replace the filter.", "Only if it's stained.")),
        # It may limit the one or the other.
        ("en", ("Replace the filter.", "Only if it's stained.", "Then close the lid.")),
    ],
)
def test_an_only_if_behind_an_instruction_is_quoted_with_it(language: str, said: tuple[str, ...]) -> None:
    (line,) = told(language, *said)
    assert line[1:-1].strip() == " ".join(said)


def test_another_speakers_only_if_limits_nothing() -> None:
    first, second, last = AROUND["en"]
    lines = [("Ana", first), ("Ana", second), ("Bob", "Only if it's stained."), ("Ana", last)]
    assert actions(make(transcript(*lines))[2])[1] == "Press the red switch."


def test_a_lamp_is_told_nothing_in_german() -> None:
    """ "Leuchtet die Lampe, …" is a condition, and no order."""
    assert told("de", "Leuchtet die Lampe, passt alles.") == []
