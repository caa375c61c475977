"""An instruction that the next sentence corrects is kept: with the right value, or quoted with its correction."""

from __future__ import annotations

import pytest

from pipeline.speech.corrections import with_value_corrected
from tests.unit.extractive_guides import actions, make, transcript
from tests.unit.test_extractive_prohibitions import AROUND


def lines(language: str, *said: str) -> list[str]:
    around = AROUND[language]
    _, _, drafts = make(transcript(*around[:2], *said, *around[3:], language=language))
    return actions(drafts)


@pytest.mark.parametrize(
    ("language", "said", "correction", "expected"),
    [
        (
            "en",
            "Click Reset and hold it for four seconds until it buzzes.",
            "No wait, sorry, it's seven seconds, not four.",
            ["Click Reset.", "Hold it for seven seconds until it buzzes."],
        ),
        (
            "en",
            "Turn the dial to 4 and press Rinse.",
            "Actually it's 6, not 4.",
            ["Turn the dial to 6.", "Press Rinse."],
        ),
        ("en", "Unplug the grey cable.", "No wait, the black one, not the grey one.", ["Unplug the black cable."]),
        (
            "en",
            "Hold the switch for 3 seconds.",
            "Wait, no, it's five, not three.",
            ["Hold the switch for five seconds."],
        ),
        (
            "de",
            "Halten Sie den Knopf drei Sekunden gedrückt.",
            "Nein, Moment, es sind acht Sekunden, nicht drei.",
            ["Den Knopf acht Sekunden gedrückt halten."],
        ),
        (
            "fr",
            "Maintenez le bouton pendant trois secondes.",
            "Non, pardon, c'est huit secondes, pas trois.",
            ["Maintenez le bouton pendant huit secondes."],
        ),
        (
            "es",
            "Pulse el botón durante tres segundos.",
            "No, perdón, son ocho segundos, no tres.",
            ["Pulse el botón durante ocho segundos."],
        ),
    ],
)
def test_the_right_value_stands_in_the_place_of_the_wrong_one(
    language: str, said: str, correction: str, expected: list[str]
) -> None:
    written = lines(language, said, correction)
    assert [line for line in written if line in expected] == expected
    assert not any(correction in line for line in written)


@pytest.mark.parametrize(
    ("language", "said", "correction", "told"),
    [
        ("en", "Soak it in four pints of brine.", "Sorry, not four, it's six pints.", "Soak it in six pints of brine."),
        ("en", "Rinse it with four pints of water.", "No, not four, nine pints since we moved.",
         "Rinse it with nine pints of water."),
        ("en", "Bake it for thirty minutes.", "Not thirty, forty-five.", "Bake it for forty-five minutes."),
        ("en", "Bake it for 30 minutes.", "Not 30 minutes, 45.", "Bake it for 45 minutes."),
        ("en", "Bake it for thirty minutes.", "Forty, not thirty.", "Bake it for forty minutes."),
        ("en", "Bake it for thirty minutes.", "Make that forty.", "Bake it for forty minutes."),
        ("en", "Bake it for thirty minutes.", "Forty minutes, sorry.", "Bake it for forty minutes."),
        ("en", "Bake it for thirty minutes.", "I meant forty.", "Bake it for forty minutes."),
        ("en", "Bake it for one minute.", "Not one, two minutes.", "Bake it for two minutes."),
        ("en", "Turn the grey knob.", "Oops, not the grey one, the white one.", "Turn the white knob."),
        ("en", "Turn the grey knob.", "No, the white one.", "Turn the white one."),
        ("en", "We type seventy here.", "That was wrong, it should be ninety.", "Type ninety."),
        ("en", "Enter 70 in the first field.", "That's not right, we need 90.", "Enter 90 in the first field."),
        ("de", "Füllen Sie die Wanne mit drei Litern Lauge.", "Entschuldigung, nicht drei, es sind sechs Liter.",
         "Die Wanne mit sechs Litern Lauge füllen."),
        ("de", "Stellen Sie den Regler auf vier.", "Nicht vier, sondern sieben.", "Den Regler auf sieben stellen."),
        ("es", "Llene la cubeta con tres litros de agua.", "Perdón, no tres, son seis litros.",
         "Llene la cubeta con seis litros de agua."),
        ("es", "Espere ocho minutos.", "No ocho, doce.", "Espere doce minutos."),
        ("es", "Gire el mando a 30 grados.", "No, espera, a 50.", "Gire el mando a 50 grados."),
        ("de", "Lassen Sie es acht Minuten stehen.", "Nee, nicht acht, zwölf.", "Es zwölf Minuten stehen lassen."),
        ("de", "Drehen Sie den Regler auf 30 Grad.", "Ach nein, auf 50 Grad.", "Den Regler auf 50 Grad drehen."),
        ("fr", "Attendez huit minutes.", "Pas huit, douze.", "Attendez douze minutes."),
    ],
)  # fmt: skip
def test_what_was_wrong_may_come_first_and_no_word_need_say_that_it_was(
    language: str, said: str, correction: str, told: str
) -> None:
    written = lines(language, said, correction)
    assert told in written
    assert not any(correction.rstrip(".").lower() in line.lower() for line in written)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("Soak it in four pints of brine … sorry, not four, it's six pints.",), ["Soak it in six pints of brine."]),
        (("Bake it for thirty minutes, not thirty, forty.",), ["Bake it for forty minutes."]),
        (("Set the oven to 180, sorry, not 180, it's 200, and shut the door.",),
         ["Set the oven to 200.", "Shut the door."]),
        (("Bake it for thirty minutes.", "Not thirty.", "Forty."), ["Bake it for forty minutes."]),
        (("Bake it for thirty minutes.", "Did I say thirty?", "It's forty."), ["Bake it for forty minutes."]),
        (("Bake it for thirty minutes, not forty.",), ["Bake it for thirty minutes, not forty."]),
        (("Turn it to thirty, sorry, forty degrees.",), ["Turn it to forty degrees."]),
    ],
)  # fmt: skip
def test_the_right_value_may_come_in_the_same_sentence_or_in_one_more(said: tuple[str, ...], told: list[str]) -> None:
    written = lines("en", *said)
    assert [line for line in written if line in told] == told
    assert not any("sorry" in line or "not thirty" in line.lower() for line in written)


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("Bake it for thirty minutes.", "Sorry, one second."),
        ("Bake it for thirty minutes.", "Wait, two things."),
        ("Bake it for thirty minutes.", "Not bad, right?"),
        ("Bake it for thirty minutes, not forty.", "Not forty, thirty."),
    ],
)
def test_a_remark_with_a_number_replaces_none(said: str, remark: str) -> None:
    assert said in lines("en", said, remark)


@pytest.mark.parametrize(
    ("said", "correction"),
    [
        ("Bake it for thirty minutes.", "Not thirty, ninety seconds."),
        ("Drill two holes and wait two minutes.", "Not two, three."),
        ("Add two spoons of lime.", "Sorry, two spoons was the old recipe, it's four now."),
        ("Add two spoons of lime.", "Two spoons is too much, one will do."),
        ("Turn the grey knob.", "Not the grey one, the white one."),
        ("Set the oven to 180 degrees.", "No wait, sorry, it's 200, not 150."),
        ("Set the belt to 3 and the fan to 3.", "No wait, sorry, it's 5, not 3."),
        ("Press the green knob until it clicks.", "No wait, sorry, that's on the other model."),
    ],
)
def test_otherwise_both_are_quoted(said: str, correction: str) -> None:
    assert f"“{said} {correction}”" in lines("en", said, correction)


def test_a_contrast_is_no_correction() -> None:
    assert "Click the red icon." in lines("en", "Click the red icon.", "Actually it's a plug-in, not a program.")


def test_a_value_that_was_denied_already_stays() -> None:
    assert with_value_corrected("Set it to 5, not 3", "Sorry, it's 5, not 3.") is None
    assert with_value_corrected("Never use three clamps", "Sorry, four clamps, not three.") == "Never use four clamps"


@pytest.mark.parametrize(
    ("said", "correction", "told"),
    [
        ("Start the mill with the belt.", "Oops, that was wrong, we have to start it with the crank.",
         "Start it with the crank."),
        ("Let's use the small mill.", "Or maybe not, let's use the big one.", "Use the big one."),
        ("We put the jar on the shelf.", "No, we don't put it there, we put it on the table.",
         "You don't put it there, you put it on the table."),
    ],
)  # fmt: skip
def test_the_first_version_gives_way_to_the_same_deed_told_otherwise(said: str, correction: str, told: str) -> None:
    _, _, drafts = make(transcript("Open the hood.", "Take the tray out.", said, correction, "Close the hood."))
    assert actions(drafts) == ["Open the hood.", "Take the tray out.", told, "Close the hood."]


@pytest.mark.parametrize(
    ("said", "correction"),
    [
        ("Set the timer to ten minutes.", "Or actually let's say five minutes."),
        ("Put the jar on the shelf.", "Not the jar, the lid."),
        ("Open the third drawer.", "My mistake, it's the fourth drawer."),
        ("Press Start.", "Hang on, before that we need to fill the tank."),
        ("Press Start.", "Well, not yet."),
        ("Start the mill with the belt.", "Oh sorry, with the crank."),
    ],
)
def test_what_is_taken_back_is_quoted_together_with_how(said: str, correction: str) -> None:
    _, _, drafts = make(transcript("Open the hood.", "Take the tray out.", said, correction, "Close the hood."))
    assert actions(drafts)[2] == f"“{said} {correction}”"


@pytest.mark.parametrize(
    "remark", ["Sorry about the noise.", "No problem.", "Actually, that's all.", "No, you don't need to do that."]
)
def test_a_remark_takes_nothing_back(remark: str) -> None:
    _, _, drafts = make(transcript("Open the hood.", "Take the tray out.", "Press Start.", remark, "Close the hood."))
    assert actions(drafts) == ["Open the hood.", "Take the tray out.", "Press Start.", "Close the hood."]


def test_what_is_forbidden_at_once_is_not_told() -> None:
    said = ("Open the hood.", "Take the tray out.", "Press Start.", "No, no, don't press Start.", "Close the hood.")
    _, _, drafts = make(transcript(*said))
    assert actions(drafts) == ["Open the hood.", "Take the tray out.", "Close the hood."]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Abra primero la tapa, si no, se desborda y mancha la pared."),
        ("fr", "Ouvrez d'abord le réservoir, sinon il déborde et tache le mur."),
        ("de", "Öffnen Sie zuerst den Deckel, sonst läuft es über und ruiniert den Lack."),
    ],
)
def test_what_befalls_one_otherwise_is_no_deed(language: str, said: str) -> None:
    consequence = said.split(", ", 1)[1]
    assert sum(consequence in line for line in lines(language, said)) == 1


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("es", ["Deja siempre 80 sacos en el almacén.", "No, perdón, ahora son 120 sacos."], "120 sacos"),
        ("es", ["Pon el temporizador en diez minutos.", "No, perdona, en quince minutos."], "quince minutos"),
        ("es", ["Aprieta el tornillo con la llave del ocho.", "No, miento, del diez."], "del diez"),
        ("es", ["Escribe 4500 en la casilla de importe.", "Digo, 5400."], "5400"),
        ("es", ["Marque la extensión 210.", "Disculpen, es la 220."], "220"),
        ("es", ["Echa 300 gramos de arroz, digo, 400 gramos."], "400 gramos"),
        ("es", ["Deja siempre 80 sacos en el almacén no perdón ahora son 120 sacos."], "120 sacos"),
        ("de", ["Stellt die Platte auf 180 Grad.", "Ach nein, Verzeihung, 160 Grad."], "160 Grad"),
        ("de", ["Schneidet das Brett auf 60 Zentimeter zu.", "Ups, falsch, es sind 65 Zentimeter."], "65 Zentimeter"),
        ("fr", ["Laissez toujours 80 sacs ici.", "Non, pardon, maintenant c'est 120 sacs."], "120 sacs"),
        ("fr", ["Ajoutez cinq gouttes d'huile.", "Euh non, sept gouttes."], "sept gouttes"),
    ],
)
def test_a_value_gives_way_however_people_excuse_themselves(language: str, said: list[str], told: str) -> None:
    made = lines(language, *said)

    assert [line for line in made if told in line]
    assert not [line for line in made if any(wrong in line for wrong in ("80", "diez min", "ocho", "4500", "210"))]
    assert not [line for line in made if any(wrong in line for wrong in ("300", "60 Z", "cinq"))]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["Pulsa el botón rojo.", "No, perdón, el verde."]),
        ("es", ["Guarda el archivo en la carpeta Ventas.", "Mejor dicho, en la carpeta Compras."]),
        ("es", ["Abre el grifo un cuarto de vuelta.", "No, media vuelta."]),
        ("es", ["Pulsa el botón rojo, no, perdón, el verde, y espera a que pite."]),
        ("de", ["Drückt den roten Knopf.", "Nein, Quatsch, den grünen."]),
        ("de", ["Klickt auf Datei, ich meine, auf Bearbeiten."]),
        ("fr", ["Appuyez sur le bouton rouge.", "Non, pardon, le vert."]),
    ],
)
def test_what_is_no_value_is_quoted_together_with_what_takes_its_place(language: str, said: list[str]) -> None:
    assert [line for line in lines(language, *said) if " ".join(said) in line]


@pytest.mark.parametrize("remark", ["No, gracias.", "Perdón, tengo que contestar eso.", "No, en realidad no sé quién."])
def test_what_people_also_begin_with_a_no_or_an_excuse_takes_nothing_back(remark: str) -> None:
    assert "Pulse el botón rojo." in lines("es", "Pulsa el botón rojo.", remark)
