"""Full stops that end no sentence, for the readers and for the rules of speech alike."""

from __future__ import annotations

import pytest

from pipeline.prompts.answers import tidy_title
from pipeline.readers.cue import Cue, Source
from pipeline.readers.utterances import utterances_of
from pipeline.speech.english.english import English
from pipeline.speech.german import German
from pipeline.speech.sentences import sentences_of
from tests.unit.extractive_guides import transcript


@pytest.mark.parametrize(
    "said",
    [
        "Fill in Jan. 5 as the deadline and click OK.|Then close the window.",
        "Choose St. Gallen as the site and then click OK.",
        "Set the reminder to Mon. 9 a.m. and click Done.",
        "Enter the invoice date, e.g. Dec. 24, and click Save.",
        "Send the form back before Sept. 30 at the latest.",
        "Set the start to 3 p.m. Berlin time and the end to 4 p.m.|Then click Save there.",
        "We meet online at 3 p.m. CET on the fifth floor.",
        "Set the start to 3 p.m.|Click Save to keep it.",
        "Invite approx. 10 people to the meeting.|Wait for 5 min.|Then close the door.",
        "Send it to Dr. Meyer vs. Berlin and the whole team.",
        "Read fig. 3 in vol. 2 on the shelf.|Open the U.S. Army page there.",
        "Add the names, dates, etc.|Then click Save there.",
        "Are there more?|No.|Click on Save there.",
        "Drive down to Main St.|Then turn left there.",
        "Seleccione la sala 3.º B.|No olvidéis añadir a los asistentes.",
        "Ask John F. Miller for the key of room 5.",
        "Open plan B.|Click on the first tab.",
        "Wählt im 2. Schritt z. B. Jahresurlaub aus.|Danach klickt ihr auf Weiter.",
        "Gebt als Beginn den 3. März ein und klickt auf Weiter.",
        "Wählt den 24. Dezember 2026 im Kalender aus.|Geht in den 3. Stock hinauf.",
        "Der Antrag muss bis zum 15. Juni.|Schickt ihn danach an die 4. Etage.",
        "Tragt den 24. 12. 2026 als Datum ein.|Das gilt am 1. und 15. jedes Monats.",
        "Insgesamt sind es 3.|Dann klickt ihr auf Weiter.",
        "Stellen Sie den Regler auf Stufe 3.|Drücken Sie dann Start.",
        "Wählen Sie dort die 3.|Klicken Sie dann auf Weiter.",
        "Die Datei darf max. Größe A4 haben, d. h. Breite und Höhe.|Dann klickt ihr auf Weiter.",
        "Wohnt in der Hauptstr. 5 in Ulm, ggf. Hinterhaus.",
        "Pulse p. ej. Guardar con el Sr. López en EE. UU. y siga.|Luego cierre la ventana.",
        "Choisissez p. ex. Paris et env. 10 personnes.|Ensuite cliquez sur OK.",
    ],
)
def test_readers_and_speech_find_the_same_ends_of_sentences(said: str) -> None:
    text, expected = said.replace("|", " "), said.split("|")

    assert [s.text for s in sentences_of(transcript(text))] == expected
    assert " ".join(u.text for u in utterances_of(Source("test", (Cue(text),), turns=True))) == text
    if all(len(one.split()) > 3 for one in expected):  # the readers join short sentences to the next one
        assert [u.text for u in utterances_of(Source("test", (Cue(text),), turns=True))] == expected


def test_a_caption_that_ends_in_an_abbreviation_goes_on_in_the_next() -> None:
    said = transcript("Fill in Jan.", "5 as the deadline.")

    assert [s.text for s in sentences_of(said)] == ["Fill in Jan. 5 as the deadline."]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Add 200 grams of flour and a pinch of salt.", "Add 200 grams of flour"),
        ("Set the start to 3 p.m. and the end to 4 p.m.", "Set the start to 3 p.m."),
    ],
)
def test_a_title_ends_with_a_phrase(said: str, title: str) -> None:
    assert English().title(said) == title


def test_a_button_can_be_named_with_a_word_that_says_little() -> None:
    read = English().read("Set the reminder to Mon. 9 a.m. and click Done.")

    assert [one.text for one in read.instructions] == ["Set the reminder to Mon. 9 a.m.", "Click Done."]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Man klickt jetzt noch auf Absenden, und das war's.", ["Auf Absenden klicken."]),
        ("Man wählt noch den Drucker aus.", ["Den Drucker auswählen."]),
        ("Jetzt gibt man den Namen ein.", ["Den Namen eingeben."]),
        ("Man nennt das einen Kern.", []),
        ("Man sieht jetzt noch die Datei.", []),
    ],
)
def test_what_man_does_next_is_an_instruction(said: str, told: list[str]) -> None:
    assert [one.text for one in German().read(said).instructions] == told


def test_two_deeds_with_one_modal_verb_are_two_lines() -> None:
    said = "Sie müssen zuerst das Formular ausfüllen und dann den Betrag von 1.250,50 € eingeben."

    assert [one.text for one in German().read(said).instructions] == [
        "Zuerst das Formular ausfüllen.",
        "Den Betrag von 1.250,50 € eingeben.",
    ]
    whole = "Zuerst das Formular ausfüllen und den Betrag von 1.250,50 € eingeben."
    assert German().title(whole) == "Das Formular ausfüllen"


def test_a_time_at_the_end_of_a_planned_title_keeps_its_full_stop() -> None:
    assert tidy_title("## Set the start to 3 p.m.") == "Set the start to 3 p.m."
    assert tidy_title("Save the file.") == "Save the file"
