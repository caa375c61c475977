"""The outline by a language model. It is streamed, so that a step can be written while the next one is still being
named."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace

import pydantic

from pipeline import prompts
from pipeline.cache import Cache, cache_key
from pipeline.errors import ModelAnswerUnusable, ModelError
from pipeline.llm import Call, Client, Interrupted, Meter, TruncatedAnswer
from pipeline.options import GuideOptions
from pipeline.outline import OutlineEnd, OutlineItem
from pipeline.outline.outline_answer import MOST_STEPS, SCHEMA, OutlineAnswer, StepAnswer, read_outline
from pipeline.outline.step_numbering import Fold, Numbering, shares
from pipeline.outline.step_scanner import StepScanner
from pipeline.outline.windows import Found, Merger, Window, cut
from pipeline.prompts.answers import read_ids, tidy_title
from pipeline.transcript import Transcript

log = logging.getLogger(__name__)

OUTPUT_TOKENS = 6_000
"""Enough for the longest outline: 40 steps with many ids, and room for a model that reasons a little."""
MOST_TRIES = 3
"""How often one window is asked for, the first time included. After an answer that broke off, the next one continues
it."""


@dataclass
class WindowOutline:
    """One window's outline, as far as it is known. It goes into the cache once it is complete."""

    steps: list[tuple[str, list[int]]] = field(default_factory=list)
    title: str = ""
    no_procedure: str | None = None
    audience: str | None = None
    prerequisites: list[tuple[str, list[int]]] = field(default_factory=list)


_STORED = pydantic.TypeAdapter(WindowOutline)


class ModelOutliner:
    """Plans the steps of one transcript."""

    def __init__(self, client: Client, meter: Meter, cache: Cache) -> None:
        self._client = client
        self._meter = meter
        self._cache = cache

    async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        """Planned steps, each as soon as it's named, then one OutlineEnd. Raises ModelError."""
        windows = cut(transcript, self._client.settings.window_words)
        merger, queue = Merger(windows), asyncio.Queue[tuple[int, str, frozenset[int]] | int]()
        numbering = Numbering(transcript, options.max_steps)
        tasks = [
            asyncio.create_task(self._window(number, windows, transcript, options, queue))
            for number in range(len(windows))
        ]
        try:
            complete = 0
            while complete < len(windows):
                item = await self._next(queue, tasks)
                if isinstance(item, int):
                    complete += 1
                    ready = merger.complete(item)
                else:
                    ready = merger.add(*item)
                for step in numbering.take(ready):
                    yield step
            for step in numbering.rest():
                yield step
            yield ending(transcript, [await task for task in tasks], numbering.count, options)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    @staticmethod
    async def _next(
        queue: asyncio.Queue[tuple[int, str, frozenset[int]] | int], tasks: list[asyncio.Task[WindowOutline]]
    ) -> tuple[int, str, frozenset[int]] | int:
        """The next item from any window. Raises what a window raises."""
        getting = asyncio.ensure_future(queue.get())
        try:
            while not getting.done():
                running = [task for task in tasks if not task.done()]
                for task in tasks:
                    if task.done() and task.exception() is not None and queue.empty():
                        await task
                await asyncio.wait([getting, *running], return_when=asyncio.FIRST_COMPLETED)
            return getting.result()
        finally:
            getting.cancel()

    async def _window(
        self,
        number: int,
        windows: tuple[Window, ...],
        transcript: Transcript,
        options: GuideOptions,
        queue: asyncio.Queue[tuple[int, str, frozenset[int]] | int],
    ) -> WindowOutline:
        """One window's outline, from the cache or from the model. Each step goes into the queue when it is named, and
        the window's number when it is complete."""
        window, fold = windows[number], Fold(shares(options.max_steps, len(windows))[number])

        def hand_on(steps: Iterable[Found]) -> None:
            for step in steps:
                queue.put_nowait((number, step.title, step.ids))

        call = self._call(number, windows, transcript, options)
        key = cache_key("outline", prompt=prompts.load("outline").version, **call.decided_by())
        known = _read_stored(await self._cache.get(key))
        if known is None:
            known = WindowOutline()
            await self._ask(call, known, window, lambda title, ids: hand_on(fold.take([Found(title, ids)])))
            await self._cache.put(key, "outline", _STORED.dump_json(known))
        else:
            hand_on(fold.take(Found(title, frozenset(ids)) for title, ids in known.steps))
        hand_on(fold.rest())
        queue.put_nowait(number)
        return known

    async def _ask(
        self, call: Call, known: WindowOutline, window: Window, hand_on: Callable[[str, frozenset[int]], None]
    ) -> None:
        """Streams one window's outline into `known`. An answer that breaks off is continued after its complete steps.
        Raises ModelError."""
        for attempt in range(1, MOST_TRIES + 1):
            scanner = StepScanner()
            taken = 0
            earlier = [frozenset(ids) for _, ids in known.steps]

            def take(answer: StepAnswer, earlier: list[frozenset[int]] = earlier) -> None:
                title, ids = tidy_title(answer.title), answer.ids(window.first, window.last)
                repeated = any(ids <= step for step in earlier) or (title, sorted(ids)) in known.steps
                if title and ids and not repeated and len(known.steps) < MOST_STEPS:
                    known.steps.append((title, sorted(ids)))
                    hand_on(title, ids)

            try:
                stream = await self._client.stream(_taken_up(call, known), self._meter)
                try:
                    async for piece in stream:
                        for each in scanner.feed(piece):
                            taken += 1
                            take(_step(each))
                finally:
                    await stream.aclose()
                answer = read_outline(scanner.text)
            except (Interrupted, TruncatedAnswer, ValueError) as error:
                log.info("the outline broke off after %d steps (%s)", len(known.steps), type(error).__name__)
                if attempt < MOST_TRIES:
                    if isinstance(error, TruncatedAnswer):
                        call = replace(call, max_output_tokens=2 * call.max_output_tokens)
                    continue
                if isinstance(error, ModelError):
                    raise
                raise ModelAnswerUnusable from error
            for late in answer.steps[taken:]:
                take(late)
            self._finish(known, answer, window)
            return

    @staticmethod
    def _finish(known: WindowOutline, answer: OutlineAnswer, window: Window) -> None:
        known.title = tidy_title(answer.title) or known.title
        known.audience = " ".join((answer.audience or "").split())[:200] or None
        known.prerequisites = [
            (" ".join(each.text.split())[:300], sorted(read_ids(each.utterances, window.first, window.last)))
            for each in answer.prerequisites[:20]
            if each.text.strip()
        ]
        # If there are steps, a reason for having none doesn't count.
        reason = " ".join((answer.no_procedure or "").split())[:400]
        known.no_procedure = reason if reason and not known.steps else None

    def _call(self, number: int, windows: tuple[Window, ...], transcript: Transcript, options: GuideOptions) -> Call:
        window = windows[number]
        lines = ["GUIDE", prompts.wishes(transcript, options), wanted_steps(options, number, len(windows))]
        if options.title:
            lines.append(f"Title, as it was asked for: {prompts.one_line(options.title)}")
        if options.anyway:
            lines.append(
                "The asker wants a guide in any case: find what a reader could do, and leave no_procedure null."
            )
        part = f", part {number + 1} of {len(windows)}" if len(windows) > 1 else ""
        lines += [
            "",
            f"TRANSCRIPT (utterances {window.first} to {window.last}{part})",
            prompts.quoted(transcript, range(window.first, window.last + 1)),
        ]
        return Call(
            kind="outline",
            model=self._client.settings.outline_model,
            system=prompts.load("outline").text,
            user="\n".join(lines),
            schema=SCHEMA,
            max_output_tokens=OUTPUT_TOKENS,
            label="outline" + part,
        )


def wanted_steps(options: GuideOptions, window: int, windows: int) -> str:
    """How many steps are wanted, in words. Each window gets its share."""
    most = shares(options.max_steps, windows)[window]
    if options.steps is not None:
        wanted = shares(options.steps, windows)[window]
        return f"Number of steps: {wanted}; a few less or more, at most {most}, if the content asks for it"
    least = f"from {options.min_steps} to {most}" if windows == 1 else f"at most {most}"
    return f"Number of steps: {least}, as many as the content needs"


def ending(transcript: Transcript, outlines: list[WindowOutline], steps: int, options: GuideOptions) -> OutlineEnd:
    """What is known at the end, from all windows. Raises ModelAnswerUnusable if there are no steps and no reason for
    that."""
    reason = next((outline.no_procedure for outline in outlines if outline.no_procedure), None)
    if not steps and (reason is None or options.anyway):
        raise ModelAnswerUnusable("The language model didn't plan any steps and didn't say why.")
    with_steps = [outline for outline in outlines if outline.steps] or outlines
    prerequisites: dict[str, tuple[str, tuple[int, ...]]] = {}
    for outline in with_steps:
        for text, ids in outline.prerequisites:
            prerequisites.setdefault(text.casefold(), (text, tuple(ids)))
    return OutlineEnd(
        title=next((o.title for o in with_steps if o.title), "") or transcript.title or "",
        audience=next((o.audience for o in with_steps if o.audience), None),
        prerequisites=tuple(prerequisites.values()) if steps else (),
        no_procedure=None if steps else reason,
    )


def _taken_up(call: Call, known: WindowOutline) -> Call:
    """The call, changed to continue after the steps that are known already."""
    if not known.steps:
        return call
    planned = "\n".join(f"- {title}: {', '.join(map(str, ids))}" for title, ids in known.steps)
    return replace(
        call, user=f"{call.user}\n\nALREADY PLANNED, in this order; name only the steps that come after\n{planned}"
    )


def _step(value: dict[str, object]) -> StepAnswer:
    """A step of the stream. One that doesn't fit the schema becomes an empty step."""
    try:
        return StepAnswer.model_validate(value)
    except pydantic.ValidationError:
        return StepAnswer()


def _read_stored(stored: bytes | None) -> WindowOutline | None:
    if stored is None:
        return None
    try:
        return _STORED.validate_json(stored)
    except (pydantic.ValidationError, json.JSONDecodeError):
        return None
