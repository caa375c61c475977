"""Code asks about lines that may say something else than what they cite, and about few right ones."""

from __future__ import annotations

import pytest

from pipeline.errors import ModelError
from pipeline.grounding import ground_in_full
from pipeline.grounding.meanings import kinds, meanings_of, read
from pipeline.grounding.signs import SIGNS, signs
from pipeline.grounding.suspicion import compared, learned, suspects
from pipeline.guide import Level, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Claim, Draft, DraftAction, StepRequest, Verdict, Written


def request(*said: str, said_in: str = "en", written_in: str | None = None, cited: int | None = None) -> StepRequest:
    utterances = tuple(Utterance(number, text) for number, text in enumerate(said, 1))
    own = tuple(range(1, (cited or len(said)) + 1))
    transcript = Transcript("t", utterances, language=said_in)
    return StepRequest(PlannedStep(1, "Step", own), (), transcript, GuideOptions(language=written_in))


def asked(line: str, *said: str, said_in: str = "en", written_in: str | None = None) -> bool:
    """Whether code asks about an action that cites all that was said."""
    of = request(*said, said_in=said_in, written_in=written_in)
    return bool(suspects(of, {line: Claim(line, of.step.utterance_ids)}))


@pytest.mark.parametrize(
    ("line", "said", "language"),
    [
        ("Add half of the salt.", "Now add the salt.", "en"),
        ("Select all the rows.", "Select the third row here.", "en"),
        ("You must rename the file.", "You may rename the file if you like.", "en"),
        ("Don't close the lid.", "Close the lid.", "en"),
        ("Wait for one hour.", "Wait for one minute.", "en"),
        ("Paint the lid red.", "Paint the lid blue.", "en"),
        ("Press the red button.", "Never ever press the red button.", "en"),
        ("Nehmen Sie immer den Schlüssel.", "Nehmen Sie den Schlüssel.", "de"),
        ("Espere una semana.", "Espere un mes.", "es"),
        ("N'ouvrez jamais le robinet.", "Ouvrez le robinet.", "fr"),
        ("Apra entrambe le valvole.", "Apra la valvola.", "it"),
    ],
)
def test_a_line_that_may_say_something_else(line: str, said: str, language: str):
    assert asked(line, said, said_in=language)


@pytest.mark.parametrize(
    ("line", "said", "language"),
    [
        ("Add the salt.", "And now we'll add the salt.", "en"),
        ("Go to the settings.", "Then you open up your settings.", "en"),
        ("Pass the name of the file.", "Here you give it the file name.", "en"),
        ("Wait a minute.", "So that takes a minute, just wait.", "en"),
        ("Delete a rule that you don't need any more.", "We no longer need that rule, so delete it.", "en"),
        ("Schalten Sie die Pumpe aus.", "Jetzt die Pumpe ausschalten.", "de"),
        ("下のボタンを押します。", "ボタンを押してください。", "ja"),
    ],
)
def test_a_line_in_other_words(line: str, said: str, language: str):
    assert not asked(line, said, said_in=language)


def test_a_translation_is_no_reason_to_ask():
    said = "Open the lid and wait until the water boils."

    assert not asked("Öffnen Sie den Deckel und warten Sie, bis das Wasser kocht.", said, written_in="de")
    assert asked("Schließen Sie den Deckel zur Hälfte und warten Sie eine Woche.", said, written_in="de")


def test_words_have_meanings():
    assert "not" in meanings_of("Don't press it.", "en")
    assert "not" not in meanings_of("Delete what you don't need any more.", "fr")
    assert "more" not in {meaning for word in read("any more", "en") for meaning in word.meanings}
    assert meanings_of("Stellen Sie den Ofen aus.", "de") >= {"off"}
    assert "off" not in meanings_of("Nehmen Sie ihn aus dem Ofen.", "de")
    assert set(learned().weights) == set(SIGNS)
    assert {kinds()[meaning] for meaning in meanings_of("half an hour before", "en")} >= {"amount", "unit", "order"}


def test_a_hostile_line_takes_no_time():
    long = "no not never " * 4_000

    assert isinstance(asked("a not " * 150, long), bool)


class Judge:
    """A writer that judges the lines that it names, or fails."""

    kind = WriterKind.MODEL

    def __init__(self, *, fails: bool) -> None:
        self._fails = fails

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        if self._fails:
            raise ModelError("The model didn't answer.")
        return tuple(Verdict(same=True) for _ in claims)

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        return Written(draft)


DOUBTFUL = Draft("Fill the tank", (DraftAction("Fill half of the tank with water.", (1,)),))


async def test_where_no_model_has_compared_a_doubtful_line_the_step_is_not_certain():
    of = request("Fill the tank with water.")

    compared = (await ground_in_full(of, DOUBTFUL, Judge(fails=False))).step  # type: ignore[arg-type]
    alone = (await ground_in_full(of, DOUBTFUL, Judge(fails=True))).step  # type: ignore[arg-type]

    assert compared.confidence.level is Level.HIGH
    assert alone.confidence.level is Level.MEDIUM
    assert "1 doubtful line not compared" in alone.confidence.reason
    assert not alone.actions[0].findings  # most such lines are right, so the reader sees no mark


@pytest.mark.parametrize(
    ("line", "said", "lost"),
    [
        ("Sand the edges of the lid.", "Sand the edges of the lid only when they are dry.", 1.0),
        ("Sand the edges of the lid only when dry.", "Sand the edges of the lid only when they are dry.", 0.0),
        ("Sand the edges of the lid.", "Sand the edges of the lid and wait.", 0.0),
        ("Leave the lid on the pot.", "Leave the lid on the pot until it boils.", 1.0),
    ],
)
def test_a_limit_that_the_line_leaves_out_is_a_sign(line: str, said: str, lost: float):
    of = request(said)
    ((_, told),) = compared(of, {line: Claim(line, (1,))})
    assert signs(told)["limit lost"] == lost
