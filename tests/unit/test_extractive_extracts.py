"""Without a model, talk that shows nothing is no procedure, and what is read only in part is an extract that quotes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from pipeline.grounding.own_words import is_quotation
from pipeline.guide import Extract, Guide, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.render.markdown import render_markdown
from pipeline.run import make_guide
from pipeline.tools import Tools
from pipeline.writing import StepRequest
from pipeline.writing.extractive_writer import ExtractiveWriter
from tests.unit.extractive_guides import actions, make, transcript

MEETING = [
    ("Ann", "Good morning everyone, how was the weekend?"),
    ("Ben", "Quite good, thanks. We went hiking."),
    ("Ann", "Nice. So the release is delayed by two weeks, and marketing isn't happy about that."),
    ("Cem", "I think we need to talk to them, because they had planned the campaign."),
    ("Ben", "Yes. The numbers of the last quarter were better than we thought, though."),
    ("Ann", "Right, and the customers liked the new design, from what I heard at the fair."),
    ("Cem", "The budget is a problem. We spent more than we should have on the servers."),
    ("Ann", "Okay, I'll ask finance about it. Anything else that we should know?"),
    ("Ben", "The new colleague starts on Monday. She worked for a bank before."),
    ("Cem", "Great. See you all on Thursday then."),
]


def test_a_meeting_is_no_procedure() -> None:
    steps, end, _ = make(transcript(*MEETING))
    assert steps == []
    assert end.no_procedure is not None
    assert "conversation between 3 people" in end.no_procedure


def test_one_instruction_is_no_procedure() -> None:
    _, end, _ = make(transcript("Click Save."))
    assert end.no_procedure == (
        "This looks like a short message, not like someone showing how to do something. I found only one instruction"
        " in it."
    )


def test_a_guide_is_made_anyway_where_it_was_asked_for() -> None:
    steps, end, drafts = make(transcript("Click Save.", "Then close the window."), GuideOptions(anyway=True))
    assert end.no_procedure is None
    assert len(steps) == 2
    assert actions(drafts) == ["Click Save.", "Close the window."]


OPAQUE = tuple(f"The quarterly number {n} was rather pleasing to nearly everybody." for n in range(9))
"""Sentences that tell nobody to do anything."""
TALKS_ELSEWHERE = [
    (
        "pt",
        "Portuguese",
        ("Ontem o museu estava fechado por causa da chuva.", "Depois tomamos um café perto da estação."),
        "«Ontem o museu estava fechado por causa da chuva.»",
    ),
    (
        "nl",
        "Dutch",
        ("De buurman heeft gisteren zijn fiets verkocht.",),
        "“De buurman heeft gisteren zijn fiets verkocht.”",
    ),
    ("fi", "Finnish", ("Naapuri myi eilen pyöränsä halvalla.",), "“Naapuri myi eilen pyöränsä halvalla.”"),
    ("zh", "Chinese", ("昨天下雨，所以博物馆没有开门。",), "“昨天下雨，所以博物馆没有开门。”"),
]


@pytest.mark.parametrize(("code", "name", "said", "quoted"), TALKS_ELSEWHERE)
def test_a_language_without_rules_is_the_reason_and_what_was_said_is_quoted_anyway(
    code: str, name: str, said: tuple[str, ...], quoted: str
) -> None:
    none, refused, _ = make(transcript(*said, language=code))
    steps, end, drafts = make(transcript(*said, language=code), GuideOptions(anyway=True))

    assert none == []
    assert refused.no_procedure == (
        f"This is in {name}. Without a language model, I can find the steps only in English, German, Spanish and "
        "French. A language model reads all languages."
    )
    assert len(steps) == 1
    assert actions(drafts)[0] == quoted
    assert end.extract is not None
    assert not end.extract.language_read


def test_a_language_that_isnt_clear_is_no_talk() -> None:
    said = ("Kitabu hiki kilikuwa mezani jana asubuhi kabla ya mvua kunyesha sana mjini.",) * 8

    _, refused, _ = make(transcript(*said, language=None))

    assert refused.no_procedure is not None
    assert refused.no_procedure.startswith("I can't tell which language this is in. Without a language model, ")


def test_a_talk_that_is_made_into_a_guide_anyway_is_quoted_and_orders_nothing() -> None:
    steps, end, drafts = make(transcript(*OPAQUE), GuideOptions(anyway=True))

    assert [step.title for step in steps] == ["“The quarterly number 0 was rather…”", *(s.title for s in steps[1:])]
    assert actions(drafts) == [f"“{said}”" for said in OPAQUE]
    assert not any(action.direct for draft in drafts for action in draft.actions)
    assert end.extract is not None
    assert (end.extract.understood, end.extract.sentences) == (0, 9)


def test_a_long_talk_is_quoted_in_parts_by_its_longest_sentences() -> None:
    said = [f"This is number {n} of many." for n in range(400)]
    said[200] = "The longest of all of them, by some margin, stands right in the middle of the talk."

    steps, _, drafts = make(transcript(*said), GuideOptions(anyway=True, max_steps=5))

    assert len(steps) == 5
    assert f"“{said[200]}”" in actions(drafts)
    assert len(actions(drafts)) == 20


def test_a_guide_of_less_than_half_of_the_sentences_is_an_extract() -> None:
    half = ("Click on Save.", "Wait, please.", *(f"Type the code {n} into the field." for n in range(5)))

    _, end, _ = make(transcript(*half, *OPAQUE))
    _, more, _ = make(transcript(*half, *OPAQUE[:4]))
    _, brief, _ = make(transcript(*half, *OPAQUE[:4], "Okay, great.", "So.", "Right.", "Good.", "Fine."))

    assert end.extract is not None
    assert (end.extract.understood, end.extract.sentences, end.extract.language_read) == (6, 15, True)
    assert more.extract is None
    assert brief.extract is None, "what is short and instructs nobody isn't counted"


def test_a_guide_in_a_language_without_rules_is_an_extract() -> None:
    said = ("Cliccate sul pulsante verde.", "Aprite il menu a sinistra.", "Scegliete l'ultima riga della tabella.")

    _, end, _ = make(transcript(*said, language="it"))

    assert end.extract is not None
    assert not end.extract.language_read


def test_a_step_that_a_model_planned_from_talk_is_given_back_as_said() -> None:
    said = transcript("Hello there.", "The sky over the harbour was grey that morning.")
    step = PlannedStep(1, "Look at the sky", (2,))
    written = asyncio.run(ExtractiveWriter().write(StepRequest(step, (), said, GuideOptions())))
    assert [a.instruction for a in written.draft.actions] == ["“The sky over the harbour was grey that morning.”"]
    assert written.draft.title == "Look at the sky"
    assert written.draft.quoted


def test_a_step_with_an_instruction_is_not_only_quoted() -> None:
    _, _, drafts = make(transcript("Click Save.", "Open the menu on the left."), GuideOptions(anyway=True))
    assert not any(draft.quoted for draft in drafts)


QUOTED = (
    "Is the warp tight? Great. If not, turn the beam back.",
    "The heddles get thin, and if they're bent, put in two new ones.",
    "There's a lamp on the frame. If it's orange, press the reset button.",
)


async def _made(*lines: str) -> Guide:
    data = "\n\n".join(["WEBVTT", *(f"00:{n:02}.000 --> 00:{n:02}.900\n{said}" for n, said in enumerate(lines))])
    return await make_guide(data.encode(), "loom.vtt", GuideOptions(anyway=True), Tools())


async def test_a_guide_of_which_most_lines_quote_says_that_it_is_an_extract() -> None:
    guide = await _made("Today I show you how to set up the loom.", *QUOTED, "Lower the bar.")

    assert sum(is_quotation(line.instruction) for step in guide.steps for line in step.actions) == 3
    assert guide.extract == Extract(mostly_quotes=True)
    assert "\n> **Note:** This is only an extract. Most of its lines quote what was said.\n" in render_markdown(guide)


async def test_a_guide_without_a_model_says_once_that_it_may_lack_something() -> None:
    guide = await _made(
        "Today I show you how to set up the loom.", "Lower the bar.", "Open the shed.", "Pull the lever."
    )

    assert guide.extract is None
    assert render_markdown(guide).count("Some of what was said may be missing.") == 1
    by_model = replace(guide, making=replace(guide.making, writer=WriterKind.MODEL))
    assert "may be missing" not in render_markdown(by_model)
