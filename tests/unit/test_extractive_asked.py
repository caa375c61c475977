"""What is done has the condition under which somebody asked for it."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from tests.unit.extractive_guides import actions, make, transcript

FIRST = {
    "en": ("Open the cabinet.", "Check the pressure gauge."),
    "de": ("Zuerst öffne ich den Schrank.", "Dann prüfe ich den Druck."),
    "es": ("Abra el armario.", "Compruebe la presión."),
    "fr": ("Ouvrez l'armoire.", "Vérifiez la pression."),
}
LAST = {
    "en": "Finally, lock the cabinet.",
    "de": "Zum Schluss schließe ich den Schrank ab.",
    "es": "Al final, cierre el armario.",
    "fr": "Enfin, fermez l'armoire.",
}


def told_in_answer(question: str, *answer: str, language: str = "en") -> list[str]:
    """The lines between those of `FIRST` and `LAST`, where Ben asks and Ann answers."""
    lines = [("Ann", said) for said in FIRST[language]]
    lines += [("Ben", question), *(("Ann", said) for said in answer), ("Ann", LAST[language])]
    _, _, drafts = make(transcript(*lines, language=language), GuideOptions(anyway=True))
    return actions(drafts)[2:-1]


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (
            "And if the needle shakes?",
            "Then I close the valve and I call the desk.",
            ["If the needle shakes, close the valve and call the desk."],
        ),
        ("What if it's below two bar?", "Refill the tank.", ["If it's below two bar, refill the tank."]),
        ("What if the glass isn't clean?", "Then wipe the glass.", ["If the glass isn't clean, wipe the glass."]),
        ("And when the lamp is red?", "I press the yellow button.", ["When the lamp is red, press the yellow button."]),
        ("Okay, what about if I lose my key?", "Call the porter.", ["If you lose your key, call the porter."]),
        ("What do you do if the hose leaks?", "Replace the hose.", ["If the hose leaks, replace the hose."]),
        ("If the door sticks, what do you do?", "Lift the handle.", ["If the door sticks, lift the handle."]),
    ],
)
def test_an_answer_has_the_condition_of_its_question(question: str, answer: str, expected: list[str]) -> None:
    assert told_in_answer(question, answer) == expected


@pytest.mark.parametrize(
    ("language", "question", "answer", "expected"),
    [
        (
            "de",
            "Und wenn er unter zwei Bar liegt?",
            "Dann schließe ich das Ventil.",
            "Wenn er unter zwei Bar liegt, das Ventil schließen.",
        ),
        (
            "de",
            "Was machen Sie, wenn die Lampe rot leuchtet?",
            "Dann drücke ich den grünen Knopf.",
            "Wenn die Lampe rot leuchtet, den grünen Knopf drücken.",
        ),
        ("es", "¿Y si la luz está roja?", "Pulse el botón verde.", "Si la luz está roja, pulse el botón verde."),
        ("es", "¿Qué pasa si falta agua?", "Abra la llave azul.", "Si falta agua, abra la llave azul."),
        (
            "fr",
            "Et si le voyant est rouge ?",
            "Appuyez sur le bouton vert.",
            "Si le voyant est rouge, appuyez sur le bouton vert.",
        ),
    ],
)
def test_an_answer_has_it_in_other_languages(language: str, question: str, answer: str, expected: str) -> None:
    assert told_in_answer(question, answer, language=language) == [expected]


def test_what_may_still_be_done_under_the_condition_is_quoted() -> None:
    assert told_in_answer("What if it's below two bar?", "Close the valve.", "After that, write the log.") == [
        "If it's below two bar, close the valve.",
        "“After that, write the log.”",
    ]


def test_another_condition_ends_what_was_asked() -> None:
    said = ("Close the valve.", "When it's high, open the second valve.", "Then press the green button.")
    assert told_in_answer("What if it's low today?", *said) == [
        "If it's low today, close the valve.",
        "When it's high, open the second valve.",
        "Press the green button.",
    ]


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("And if not?", "Press the green button.", "“And if not?” “Press the green button.”"),
        (
            "What if the tank is empty?",
            "If it's the old one, fill the tank by hand.",
            "“What if the tank is empty?” “If it's the old one, fill the tank by hand.”",
        ),
    ],
)
def test_a_condition_that_cannot_lead_is_quoted_with_its_answer(question: str, answer: str, expected: str) -> None:
    assert told_in_answer(question, answer) == [expected]


@pytest.mark.parametrize("question", ["When is the valve closed?", "Do you know if it works?", "When do you close it?"])
def test_a_question_without_condition_changes_nothing(question: str) -> None:
    assert told_in_answer(question, "Close the valve.") == ["Close the valve."]


def test_a_warning_has_the_condition_too() -> None:
    lines = [("Ann", said) for said in FIRST["en"]]
    lines += [("Ben", "What if the cover is hot?"), ("Ann", "Then don't touch the cover."), ("Ann", LAST["en"])]
    _, _, drafts = make(transcript(*lines), GuideOptions(anyway=True))
    assert [c.text for draft in drafts for c in draft.cautions] == ["If the cover is hot, don't touch the cover."]


def test_who_asks_and_answers_in_one_breath_is_understood() -> None:
    said = ("Open the valve.", "Press the start button.", "What if it doesn't start? Check the fuse.", "Close the lid.")
    _, _, drafts = make(transcript(*said), GuideOptions(anyway=True))
    assert actions(drafts)[2:] == ["If it doesn't start, check the fuse.", "Close the lid."]


def test_a_question_for_the_whole_procedure_is_no_condition() -> None:
    said = ("What happens when a crate comes in?", "Scan the label.", "Open the crate.", "Count the bottles.")
    _, _, drafts = make(transcript(*said), GuideOptions(anyway=True))
    assert actions(drafts)[:2] == ["Scan the label.", "Open the crate."]


@pytest.mark.parametrize("after", ["Close the lid.", "Now close the lid."])
def test_a_question_to_make_listeners_think_is_no_condition(after: str) -> None:
    said = ("Open the valve.", "Press the start button.", "What happens if you press it twice?", after)
    _, _, drafts = make(transcript(*said), GuideOptions(anyway=True))
    assert actions(drafts)[2:] == ["Close the lid."]


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Do I wear the mask?", "Only in the paint shop.", ["“Do I wear the mask?” “Only in the paint shop.”"]),
        ("Where do I leave it?", "On the hook by the gate.", ["“Where do I leave it?” “On the hook by the gate.”"]),
        ("And how many break?", "Oh, maybe two a week.", []),
        ("What colour was it?", "Like a dark green.", []),
    ],
)
def test_a_few_words_are_only_quoted_with_the_question_that_they_answer(
    question: str, answer: str, expected: list[str]
) -> None:
    assert told_in_answer(question, answer) == expected


def test_an_only_if_stays_with_the_question_that_it_answers() -> None:
    told = told_in_answer("Should we grease it?", "Only if it squeaks.", "Then turn the wheel.")
    assert told == ["“Should we grease it?” “Only if it squeaks. Then turn the wheel.”"]
