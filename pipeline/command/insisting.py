"""Insists on the language model: what `--writer model` means for a run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from pipeline import progress
from pipeline.command.advice import not_by_the_model
from pipeline.errors import ModelError
from pipeline.guide import Guide, WriterKind

if TYPE_CHECKING:
    from pipeline.llm import ModelSettings


async def by_the_model(
    make: Callable[[progress.Listener], Awaitable[Guide]],
    listen: progress.Listener,
    model: ModelSettings | None = None,
) -> Guide:
    """The guide that `make` makes with the listener it is given, which passes its events on to `listen`; `model` is the
    one that is set up. Raises ModelError as soon as the outline couldn't reach the model, without waiting for the
    steps; also if the model wrote none of them; and whatever `make` raises."""
    reason: str | None = None

    def watch(event: progress.Event) -> None:
        nonlocal reason
        match event:
            case progress.OutlineReplaced(unreachable=True):
                reason = event.reason
                making.cancel()
            case _:
                listen(event)

    making = asyncio.ensure_future(make(watch))
    try:
        guide = await making
    except asyncio.CancelledError:
        stopped = asyncio.current_task()
        if reason is None or (stopped and stopped.cancelling()):  # by Ctrl-C
            raise
        raise ModelError(not_by_the_model(reason, model)) from None
    if guide.making.writer is WriterKind.EXTRACTIVE:
        raise ModelError(not_by_the_model(guide.steps[0].fallback or guide.making.note or "", model))
    return guide
