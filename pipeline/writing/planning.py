"""A writer's plan, item by item, with the errors that a run can answer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pipeline.errors import ModelAnswerUnusable, PipelineError
from pipeline.guide import WriterKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pipeline.options import GuideOptions
    from pipeline.outline import OutlineItem
    from pipeline.transcript import Transcript
    from pipeline.writing import Writer

log = logging.getLogger(__name__)


async def planned_by(planner: Writer, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
    """The planner's items. Raises ModelError for anything that goes wrong in a model's outline."""
    try:
        async for item in planner.outline(transcript, options):
            yield item
    except PipelineError:
        raise
    except Exception as error:
        # Catch-all: a bug in reading a model's outline must not lose the guide. It can be made without the model.
        log.exception("the outline failed unexpectedly")
        if planner.kind is WriterKind.EXTRACTIVE:
            raise PipelineError from error
        raise ModelAnswerUnusable from error
