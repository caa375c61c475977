"""The outline by a language model. It is streamed, so that all steps can be written as soon as the last one is named,
while what else there is to say of the guide is still on its way."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pydantic

from pipeline import prompts
from pipeline.cache import Cache, cache_key
from pipeline.errors import ModelAnswerUnusable, ModelError
from pipeline.llm import Call, Client, Interrupted, Meter, TruncatedAnswer
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd, OutlineItem, Plan, PlannedChoice, StepDetail
from pipeline.outline.names import known_names, ways_by_name
from pipeline.outline.outline_answer import (
    MOST_STEPS,
    SCHEMA,
    DetailAnswer,
    NameAnswer,
    OutlineAnswer,
    StepAnswer,
    read_outline,
)
from pipeline.outline.outline_scanner import OutlineScanner
from pipeline.outline.step_numbering import folded, numbered, shares
from pipeline.outline.windows import Found, Window, cut, merged
from pipeline.prompts.answers import read_ids, tidy_title
from pipeline.transcript import Transcript

log = logging.getLogger(__name__)

OUTPUT_TOKENS = 8_000
"""Enough for the longest outline: 40 steps with many ids and details, and room for a model that reasons a little."""
MOST_TRIES = 3
"""How often one window is asked for, the first time included. After an answer that broke off, the next one continues
it."""
MOST_NAMES, MOST_PREREQUISITES, MOST_GAPS, MOST_CHOICES = 60, 20, 20, 10
LONGEST_TEXT_CHARACTERS = 300


@dataclass
class StepPlan:
    """A step as a window names it."""

    number: int
    """The model's own count of steps, to which its details refer."""
    title: str
    ids: list[int]
    way: str | None = None


@dataclass
class WindowOutline:
    """One window's outline, as far as it is known. It goes into the cache once it is complete."""

    steps: list[StepPlan] = field(default_factory=list)
    names: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """(the right form, the forms that were heard)."""
    details: dict[int, StepDetail] = field(default_factory=dict)
    title: str = ""
    about: str | None = None
    no_procedure: str | None = None
    audience: str | None = None
    choices: list[PlannedChoice] = field(default_factory=list)
    prerequisites: list[CitedText] = field(default_factory=list)
    not_said: list[CitedText] = field(default_factory=list)


Answer = TypeVar("Answer", bound=pydantic.BaseModel)
_STORED = pydantic.TypeAdapter(WindowOutline)


class _Asked:
    """One window, and what is known of it so far."""

    def __init__(self, number: int, window: Window) -> None:
        self.number, self.window = number, window
        self.known = WindowOutline()
        self.planned = asyncio.Event()
        """All its steps are named."""

    def take_name(self, answer: NameAnswer) -> None:
        if answer.right.strip() and answer.heard and len(self.known.names) < MOST_NAMES:
            self.known.names.append((answer.right, tuple(answer.heard[:10])))

    def take_step(self, answer: StepAnswer, number: int, earlier: list[frozenset[int]]) -> None:
        """Adds a step unless it says nothing or says again what an earlier answer has."""
        title, ids = tidy_title(answer.title), answer.ids(self.window.first, self.window.last)
        way = tidy_title(answer.way or "") or None
        steps = self.known.steps
        repeated = any(ids <= step for step in earlier) or any(
            (step.title, step.ids, step.way) == (title, sorted(ids), way) for step in steps
        )
        if title and ids and not repeated and len(steps) < MOST_STEPS and not self.planned.is_set():
            steps.append(StepPlan(number, title, sorted(ids), way))

    def found(self, most: int) -> list[Found]:
        """The steps, at most so many."""
        return folded(
            [Found(s.title, frozenset(s.ids), s.way, frozenset({(self.number, s.number)})) for s in self.known.steps],
            most,
        )


class ModelOutliner:
    """Plans the steps of one transcript."""

    def __init__(self, client: Client, meter: Meter, cache: Cache) -> None:
        self._client = client
        self._meter = meter
        self._cache = cache

    async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        """The plan as soon as the last step is named in all windows, then one OutlineEnd. Raises ModelError."""
        windows = cut(transcript, self._client.settings.window_words)
        asked = [_Asked(number, window) for number, window in enumerate(windows)]
        tasks = [asyncio.create_task(self._window(each, len(windows), transcript, options)) for each in asked]
        try:
            for each, task in zip(asked, tasks, strict=True):
                await _until(each.planned, task)
            most = shares(options.max_steps, len(windows))
            steps = folded(
                ways_by_name(merged(windows, [each.found(some) for each, some in zip(asked, most, strict=True)])),
                options.max_steps,
            )
            names = known_names([name for each in asked for name in each.known.names], transcript, options)
            plan = Plan(numbered(steps, transcript, options.max_steps), names)
            yield plan
            try:
                outlines = [await task for task in tasks]
            except ModelError as error:
                if not plan.steps:
                    raise
                log.info("the rest of the outline is missing: %s", error.message)
                outlines = [each.known for each in asked]
            yield ending(transcript, outlines, steps, plan, options)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _window(
        self, asked: _Asked, windows: int, transcript: Transcript, options: GuideOptions
    ) -> WindowOutline:
        """One window's outline, from the cache or from the model. Raises ModelError."""
        call = self._call(asked, windows, transcript, options)
        key = cache_key("outline", prompt=prompts.load("outline").version, **call.decided_by())
        stored = _read_stored(await self._cache.get(key))
        if stored is not None:
            asked.known = stored
        else:
            await self._ask(call, asked)
            await self._cache.put(key, "outline", _STORED.dump_json(asked.known))
        asked.planned.set()
        return asked.known

    async def _ask(self, call: Call, asked: _Asked) -> None:
        """Streams one window's outline into what is known of it. An answer that breaks off is continued after its
        complete steps. Raises ModelError."""
        known = asked.known
        for attempt in range(1, MOST_TRIES + 1):
            scanner = OutlineScanner()
            before, taken = len(known.steps), 0
            earlier = [frozenset(step.ids) for step in known.steps]
            try:
                stream = await self._client.stream(_taken_up(call, asked), self._meter)
                try:
                    async for piece in stream:
                        for array, value in scanner.feed(piece):
                            if array == "steps":
                                taken += 1
                                asked.take_step(_lenient(StepAnswer, value), before + taken, earlier)
                            elif attempt == 1:
                                asked.take_name(_lenient(NameAnswer, value))
                        if scanner.steps_complete:
                            asked.planned.set()
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
            for number, late in enumerate(answer.steps[taken:], before + taken + 1):
                asked.take_step(late, number, earlier)
            _finish(asked, answer)
            return

    def _call(self, asked: _Asked, windows: int, transcript: Transcript, options: GuideOptions) -> Call:
        window = asked.window
        lines = ["GUIDE", prompts.wishes(transcript, options), wanted_steps(options, asked.number, windows)]
        if options.title:
            lines.append(f"Title, as it was asked for: {prompts.one_line(options.title)}")
        if options.anyway:
            lines.append(
                "The asker wants a guide in any case: find what a reader could do, and leave no_procedure null."
            )
        part = f", part {asked.number + 1} of {windows}" if windows > 1 else ""
        lines += [
            "",
            f"TRANSCRIPT (utterances {window.first} to {window.last}{part})",
            *prompts.named(transcript),
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
            effort=self._client.settings.outline_effort,
        )


async def _until(planned: asyncio.Event, task: asyncio.Task[WindowOutline]) -> None:
    """Waits for the event. Raises what the task raises, if it fails before."""
    waiting = asyncio.ensure_future(planned.wait())
    try:
        await asyncio.wait([waiting, task], return_when=asyncio.FIRST_COMPLETED)
        if not planned.is_set():
            await task
    finally:
        waiting.cancel()


def _finish(asked: _Asked, answer: OutlineAnswer) -> None:
    """Adds what comes after the steps."""
    known, window = asked.known, asked.window

    def cited(text: str, utterances: str | list[int | str] | int, way: str | None = None) -> CitedText:
        ids = tuple(sorted(read_ids(utterances, window.first, window.last)))
        return CitedText(" ".join(text.split())[:LONGEST_TEXT_CHARACTERS], ids, tidy_title(way or "") or None)

    for name in answer.names if not known.names else []:  # they came after the steps
        asked.take_name(name)
    known.title = tidy_title(answer.title) or known.title
    known.about = " ".join((answer.about or "").split())[: 2 * LONGEST_TEXT_CHARACTERS] or None
    known.audience = " ".join((answer.audience or "").split())[:200] or None
    known.details |= {each.step: _detail(each) for each in answer.details}
    known.prerequisites = [
        cited(each.text, each.utterances, each.way)
        for each in answer.prerequisites[:MOST_PREREQUISITES]
        if each.text.strip()
    ]
    known.choices = [
        PlannedChoice(
            tidy_title(each.title),
            tuple(filter(None, map(tidy_title, each.ways[:MOST_STEPS]))),
            cited(each.advice, each.utterances) if each.advice and each.advice.strip() else None,
        )
        for each in answer.choices[:MOST_CHOICES]
        if tidy_title(each.title)
    ]
    known.not_said = [cited(each.text, each.utterances) for each in answer.not_said[:MOST_GAPS] if each.text.strip()]
    # If there are steps, a reason for having none doesn't count.
    reason = " ".join((answer.no_procedure or "").split())[:400]
    known.no_procedure = reason if reason and not known.steps else None


def _detail(answer: DetailAnswer) -> StepDetail:
    when = " ".join((answer.when or "").split())[:LONGEST_TEXT_CHARACTERS] or None
    return StepDetail(answer.optional, when, answer.rescue)


def wanted_steps(options: GuideOptions, window: int, windows: int) -> str:
    """How many steps are wanted, in words. Each window gets its share."""
    most = shares(options.max_steps, windows)[window]
    if options.steps is not None:
        wanted = shares(options.steps, windows)[window]
        return f"Number of steps: {wanted}; a few less or more, at most {most}, if the content asks for it"
    return f"Number of steps: as many as there are, at most {most}"


def ending(
    transcript: Transcript, outlines: list[WindowOutline], steps: list[Found], plan: Plan, options: GuideOptions
) -> OutlineEnd:
    """What is known at the end, from all windows. Raises ModelAnswerUnusable if there are no steps and no reason for
    that."""
    reason = next((outline.no_procedure for outline in outlines if outline.no_procedure), None)
    if not plan.steps and (reason is None or options.anyway):
        raise ModelAnswerUnusable("The language model didn't plan any steps and didn't say why.")
    with_steps = [outline for outline in outlines if outline.steps] or outlines
    ways = {step.way.casefold(): step.way for step in plan.steps if step.way}
    prerequisites: dict[str, CitedText] = {}
    gaps: dict[str, CitedText] = {}
    for outline in with_steps:
        for need in outline.prerequisites:
            way = ways.get((need.way or "").casefold())
            prerequisites.setdefault(need.text.casefold(), replace(need, way=way))
        for gap in outline.not_said:
            gaps.setdefault(gap.text.casefold(), gap)
    return OutlineEnd(
        title=next((o.title for o in with_steps if o.title), "") or transcript.title or "",
        audience=next((o.audience for o in with_steps if o.audience), None),
        prerequisites=tuple(prerequisites.values()) if plan.steps else (),
        no_procedure=None if plan.steps else reason,
        about=next((o.about for o in with_steps if o.about), None),
        details=_details(outlines, steps),
        not_said=tuple(gaps.values()) if plan.steps else (),
        choices=tuple(
            replace(choice, ways=named)
            for outline in with_steps
            for choice in outline.choices
            if len(named := tuple(dict.fromkeys(ways[w.casefold()] for w in choice.ways if w.casefold() in ways))) > 1
        ),
    )


def _details(outlines: list[WindowOutline], steps: list[Found]) -> dict[int, StepDetail]:
    """By the number of the step in the plan. What is made of several steps is optional, or a rescue, if all of them
    are, and has a condition if they share it."""
    details = {}
    for number, step in enumerate(steps, 1):
        parts = [outlines[window].details.get(own, StepDetail()) for window, own in step.origins]
        conditions = {part.when for part in parts}
        detail = StepDetail(
            optional=all(part.optional for part in parts),
            when=conditions.pop() if len(conditions) == 1 else None,
            rescue=all(part.rescue for part in parts),
        )
        if parts and detail != StepDetail():
            details[number] = detail
    return details


def _taken_up(call: Call, asked: _Asked) -> Call:
    """The call, changed to continue after the steps that are known already."""
    steps = asked.known.steps
    if not steps:
        return call
    ask = "leave steps empty and give the rest" if asked.planned.is_set() else "name only the steps that come after"
    planned = "\n".join(f"- {step.title}: {', '.join(map(str, step.ids))}" for step in steps)
    return replace(call, user=f"{call.user}\n\nALREADY PLANNED, in this order; {ask}\n{planned}")


def _lenient(kind: type[Answer], value: dict[str, object]) -> Answer:
    """An object of the stream. One that doesn't fit the schema becomes an empty one."""
    try:
        return kind.model_validate(value)
    except pydantic.ValidationError:
        return kind()


def _read_stored(stored: bytes | None) -> WindowOutline | None:
    if stored is None:
        return None
    try:
        return _STORED.validate_json(stored)
    except (pydantic.ValidationError, json.JSONDecodeError):
        return None
