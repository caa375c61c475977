"""What is said behind an instruction of how it should be then, of when it is done, and of whom to call."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.options import GuideOptions
from pipeline.speech.instructions import find_instructions
from tests.unit.extractive_guides import actions, make, transcript

ORDERS = {
    "en": ("Open the front cover.", "Check the tension of the belt."),
    "de": ("Öffnen Sie die Klappe.", "Prüfen Sie die Spannung des Riemens."),
    "es": ("Abra la tapa.", "Compruebe la tensión de la correa."),
    "fr": ("Ouvrez le capot.", "Vérifiez la tension de la courroie."),
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It should give about half an inch."),
        ("en", "The belt should feel tight."),
        ("en", "They should still point at each other."),
        ("de", "Sie sollte etwa 30 Newton betragen."),
        ("es", "Debería quedar en unos 30 newtons."),
        ("fr", "Elle devrait être d'environ 30 newtons."),
    ],
)
def test_how_it_should_be_is_the_result_of_the_instruction_before(language: str, said: str) -> None:
    _, _, drafts = make(transcript(*ORDERS[language], said, language=language), GuideOptions(anyway=True))
    lines = [action for draft in drafts for action in draft.actions]
    assert lines[-1].expected == said
    assert len(lines) == len(ORDERS[language])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "It has to be between 20 and 30 hertz."),
        ("en", "If it squeaks, it's too tight."),
        ("en", "When it stops swinging, you're done."),
        ("en", "If you hear a low hum, it's right."),
        ("de", "Sie muss zwischen 20 und 30 Hertz liegen."),
        ("de", "Wenn er quietscht, ist er zu stramm."),
        ("es", "Debe estar entre 20 y 30 hercios."),
        ("es", "Si chirría, está demasiado tensa."),
        ("fr", "Elle doit être entre 20 et 30 hertz."),
        ("fr", "Si elle grince, elle est trop tendue."),
    ],
)
def test_what_it_must_be_and_a_sign_are_notes(language: str, said: str) -> None:
    read = find_instructions(transcript(*ORDERS[language], said, language=language))
    aside = read.sentences[-1].reading.aside
    assert aside is not None
    assert (aside.kind, aside.text) == (CautionKind.NOTE, said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "If it still squeaks, phone me."),
        ("en", "If the lamp stays off, please let us know."),
        ("de", "Wenn er weiter quietscht, sagen Sie mir Bescheid."),
        ("es", "Si sigue chirriando, avísame."),
        ("fr", "Si elle grince encore, prévenez-moi."),
    ],
)
def test_whom_to_call_is_quoted_since_no_reader_knows_who_that_is(language: str, said: str) -> None:
    _, _, drafts = make(transcript(*ORDERS[language], said, language=language), GuideOptions(anyway=True))
    assert actions(drafts)[-1].strip("“”„«»\xa0 ") == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("It rained all week in the mountains.", "It should be warm tomorrow."),
        ("Check the tension of the belt.", "The manager should know about that."),
        ("Check the tension of the belt.", "If it helped, let me know in the comments."),
        ("Check the tension of the belt.", "That should do it."),
        ("Check the tension of the belt.", "The first two screws you should learn about are on the left."),
        ("Check the tension of the belt.", "That should have helped."),
        ("Check the tension of the belt.", "If it's loose, it's time to talk about money."),
    ],
)
def test_what_else_is_said_is_nothing_of_it(before: str, said: str) -> None:
    read = find_instructions(transcript("Open the front cover.", before, said))
    last = read.sentences[-1]
    assert not last.reading.aside
    assert not last.reading.expected
    assert not any(one.as_said for one in last.instructions)
