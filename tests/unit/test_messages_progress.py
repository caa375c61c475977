"""What Slack shows while a guide is made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import progress
from bot.messages.language import ENGLISH
from pipeline import progress as events
from pipeline.guide import (
    Level,
    WriterKind,
)
from pipeline.options import GuideOptions, Paper, Tone
from pipeline.progress import Stage
from tests.unit.shown_messages import texts


def view_after(*happened: events.Event) -> progress.JobView:
    view = progress.JobView("j0b", "talk.vtt")
    for event in happened:
        view = view.after(event)
    return view


def test_the_steps_are_shown_as_they_are_named_begun_and_finished():
    view = view_after(
        events.StageStarted(Stage.OUTLINE),
        events.StepPlanned(1, "Open the page"),
        events.StepPlanned(2, "Click Save"),
        events.StepPlanned(3, "Log out"),
        events.OutlineDone("Set up the router", 3),
        events.StepStarted(2),
        events.StepDone(1, "Open the page", Level.HIGH, WriterKind.MODEL),
    )
    said = texts(progress.progress_message(ENGLISH, view))
    assert "✓  1. Open the page" in said
    assert "◐  2. Click Save" in said
    assert "○  3. Log out" in said
    assert "1 of 3 done" in said
    _, plan, *_ = (block.to_dict() for block in progress.progress_message(ENGLISH, view).richer or ())
    assert plan["title"] == "Writing the steps: 1 of 3 done …"
    assert [(task["title"], task["status"]) for task in plan["tasks"]] == [
        ("1. Open the page", "complete"),
        ("2. Click Save", "in_progress"),
        ("3. Log out", "pending"),
    ]


def test_there_is_a_plan_once_there_are_steps():
    assert progress.progress_message(ENGLISH, progress.JobView("j0b", "talk.vtt")).richer is None


def test_an_outline_that_was_made_again_forgets_the_steps_named_before():
    view = view_after(events.StepPlanned(1, "Old"), events.OutlineReplaced("no answer"), events.StepPlanned(1, "New"))
    assert [step.title for step in view.steps.values()] == ["New"]
    assert "outlined without the model" in texts(progress.progress_message(ENGLISH, view))


def test_what_will_have_no_effect_is_said_from_the_first_message_on():
    asked = GuideOptions(
        tone=Tone.FRIENDLY, language="de", glossary=("Foo",), recording="https://video.example/1", urls=("https://a.b",)
    )
    view = progress.JobView("j0b", "talk.vtt", options=asked, model=False)
    first = texts(progress.progress_message(ENGLISH, view))
    said = "so this has no effect: Language, Tone, Names to spell exactly like this, Reference pages."
    assert said in first
    assert "The times don’t open the recording" in first
    read = events.TranscriptRead("text", 1534, 40, 2, None, "de", opens_nothing=True)
    then = texts(progress.progress_message(ENGLISH, view.after(read)))
    assert "so this has no effect: Tone, Names" in then, "the guide is in the language that was asked for"
    assert "The transcript has no times at which the recording could be opened." in then
    assert "Sources in the document" not in then
    longer = texts(progress.progress_message(ENGLISH, view.after(replace(read, shortens_nothing=True))))
    assert "The transcript has no times, so this has no effect: Sources in the document." in longer


def test_the_paper_of_a_template_is_said_from_the_first_message_on():
    asked = progress.JobView("j0b", "talk.vtt", options=GuideOptions(paper=Paper.LETTER))
    said = "The Word template has its own paper, so this has no effect: Paper."
    assert said in texts(progress.progress_message(ENGLISH, replace(asked, template=True)))
    assert said not in texts(progress.progress_message(ENGLISH, asked))
    assert said not in texts(progress.progress_message(ENGLISH, replace(asked, template=True, options=GuideOptions())))


def test_nothing_is_said_of_options_that_have_an_effect():
    asked = GuideOptions(tone=Tone.FRIENDLY, language="de", recording="https://youtu.be/w", paper=Paper.LETTER)
    view = progress.JobView("j0b", "talk.vtt", options=asked)
    assert "effect" not in texts(progress.progress_message(ENGLISH, view))
    assert "open" not in texts(progress.progress_message(ENGLISH, view))


def test_a_job_under_way_can_be_cancelled_and_one_being_delivered_can_not():
    view = progress.JobView("j0b", "talk.vtt")
    kinds = [block.type for block in progress.progress_message(ENGLISH, view).blocks]
    assert "actions" in kinds
    delivering = replace(view, phase=progress.Phase.DELIVERING)
    assert "actions" not in [block.type for block in progress.progress_message(ENGLISH, delivering).blocks]


@given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=40), st.text(max_size=300))
def test_no_title_breaks_the_limits_of_a_message(titles: list[str], name: str):
    planned = [events.StepPlanned(number, title) for number, title in enumerate(titles, 1)]
    view = replace(view_after(*planned, events.OutlineDone(titles[0], len(titles))), name=name)
    message = progress.progress_message(ENGLISH, view)
    assert message.richer is not None
    assert max(len(message.blocks), len(message.richer)) <= 50
    for block in (*message.blocks, *message.richer):
        block.validate_json()
        text = block.to_dict().get("text")
        assert text is None or 0 < len(text["text"]) <= 3000
    for blocks in (message.blocks, message.richer):
        assert sum(len(str(block.to_dict())) for block in blocks) < 11_000


@pytest.mark.parametrize("hostile", ["<!channel>", "<@U123>", "<https://evil.example|Save>", "*_~`bold`~_*"])
def test_what_comes_from_outside_is_never_a_mention_a_link_or_markup(hostile: str):
    said = texts(progress.progress_message(ENGLISH, view_after(events.StepPlanned(1, hostile))))
    assert "<!" not in said
    assert "<@" not in said
    assert "<https" not in said
