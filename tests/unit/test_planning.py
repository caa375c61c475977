"""What a planner fails at unexpectedly is told as what a run can deal with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from pipeline.errors import ModelAnswerUnusable, PipelineError
from pipeline.guide import WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem, Plan
from pipeline.transcript import Transcript, Utterance
from pipeline.writing.extractive_writer import ExtractiveWriter
from pipeline.writing.planning import planned_by

TALK = Transcript("t", (Utterance(1, "Open the page."),))


class Faulty(ExtractiveWriter):
    """A planner with a mistake in it."""

    def __init__(self, kind: WriterKind, error: Exception | None) -> None:
        super().__init__()
        self.kind = kind
        self._error = error

    async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        if self._error is not None:
            raise self._error
        yield Plan(())


async def planned(kind: WriterKind, error: Exception) -> list[OutlineItem]:
    return [item async for item in planned_by(Faulty(kind, error), TALK, GuideOptions())]


async def test_a_mistake_in_reading_a_models_plan_is_an_answer_that_cannot_be_used():
    """A guide can still be made without the model."""
    with pytest.raises(ModelAnswerUnusable) as told:
        await planned(WriterKind.MODEL, KeyError("steps"))
    assert isinstance(told.value.__cause__, KeyError)


async def test_a_mistake_in_planning_without_a_model_is_not_put_down_to_one():
    with pytest.raises(PipelineError) as told:
        await planned(WriterKind.EXTRACTIVE, KeyError("steps"))
    assert not isinstance(told.value, ModelAnswerUnusable)
    assert isinstance(told.value.__cause__, KeyError)


async def test_what_a_planner_says_itself_is_left_as_it_is():
    said = PipelineError("Nothing is shown.")
    with pytest.raises(PipelineError) as told:
        await planned(WriterKind.MODEL, said)
    assert told.value is said
