"""The outline by a language model. It is streamed, so that all steps can be written as soon as the last one is named,
while what else there is to say of the guide is still on its way."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pydantic

from pipeline import prompts
from pipeline.cache import Cache, cache_key
from pipeline.errors import ModelAnswerUnusable, ModelError
from pipeline.llm import Call, Client, Interrupted, Looping, Meter, TooLong, TruncatedAnswer
from pipeline.llm.calls import NoAnswerInside
from pipeline.llm.client import ANSWERS_SHARE
from pipeline.options import GuideOptions
from pipeline.outline import CitedText, OutlineEnd, OutlineItem, Plan, PlannedChoice, StepDetail
from pipeline.outline.coverage import Stretch, between, stretches, with_instructions
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
"""How often one window is asked for without anything new, the first time included. After an answer that broke off, the
next one continues it."""
MOST_ASKED = 6
"""How often in all."""
MOST_REPEATS = 5
"""A model that names a step again so many times in a row doesn't stop by itself."""
LEAST_WINDOW_WORDS = 200
TOKENS_PER_WORD = 1.8
"""Of a transcript in a question, with the numbers and speakers of its utterances; of languages with long words too."""
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
        self.broke_off: ModelError | None = None
        """Why it may lack steps at its end."""

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

    def left_out(self, transcript: Transcript) -> tuple[Stretch, ...]:
        """The long stretches of the window that are in none of the steps so far."""
        planned = {number for step in self.known.steps for number in step.ids}
        return stretches(transcript, self.window.first, self.window.last, planned)

    def sort_in(self, late: int) -> None:
        """Puts the last `late` steps where they belong by what was said first."""
        steps = self.known.steps
        added, steps[-late:] = steps[-late:], []
        for step in added:
            at = next((n for n, other in enumerate(steps) if other.ids[0] > step.ids[0]), len(steps))
            steps.insert(at, step)

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
        """The plan as soon as the last step is named in all windows, then one OutlineEnd. A transcript that is too long
        for the model, or that its server cuts off, is planned in smaller windows. Raises ModelError."""
        words = self._window_words(self._client.settings.window_words)
        streak = self._meter.streak
        while True:
            planned = False
            try:
                async with contextlib.aclosing(self._outline(transcript, options, words)) as items:
                    async for item in items:
                        planned = True
                        yield item
                streak.good()
                return
            except TooLong as error:
                smaller = self._smaller(min(words, transcript.words))
                if planned or smaller is None:
                    streak.failed(error)
                    raise
                log.info("the outline is asked for in windows of %d words instead of %d", smaller, words)
                words = smaller
            except ModelError as error:
                streak.failed(error)
                raise

    def _window_words(self, most: int) -> int:
        """The words of a window that fits into the model's context, as far as that is known; at most so many."""
        context = self._client.context
        if context is None:
            return most
        room = (1 - ANSWERS_SHARE) * context - len(prompts.load("outline").text) / 4
        return max(LEAST_WINDOW_WORDS, min(most, int(room / TOKENS_PER_WORD)))

    def _smaller(self, words: int) -> int | None:
        """What to try after windows of so many words were too long. None if nothing smaller makes sense."""
        smaller = self._window_words(words)
        smaller = smaller if smaller < words else words // 2
        return smaller if smaller >= LEAST_WINDOW_WORDS else None

    async def _outline(
        self, transcript: Transcript, options: GuideOptions, words: int
    ) -> AsyncGenerator[OutlineItem, None]:
        windows = cut(transcript, words)
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
            end = ending(transcript, outlines, steps, plan, options)
            yield replace(end, note=await self._note(transcript, asked, plan))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _note(self, transcript: Transcript, asked: list[_Asked], plan: Plan) -> str | None:
        """What the guide may lack because of how the model or its server is."""
        if not plan.steps:
            return None
        said = []
        if self._client.cuts_at is not None:
            said.append(
                f"The language model's server cuts off what is longer than {self._client.cuts_at:,} tokens, so the "
                "recording was planned in small parts. The guide gets better if the model has a longer context (in "
                "Ollama: OLLAMA_CONTEXT_LENGTH)."
            )
        said += dict.fromkeys(
            f"{each.broke_off.message} What it had planned by then was used." for each in asked if each.broke_off
        )
        planned = {number for step in plan.steps for number in step.utterance_ids}
        long = stretches(transcript, 1, len(transcript.utterances), planned)
        if long:
            missing = await asyncio.to_thread(with_instructions, transcript, long)
            places = " and ".join(between(transcript, each) for each in missing)
            if places:
                said.append(f"No step covers the recording {places}, though it seems to have instructions there.")
        return " ".join(said) or None

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
            await self._ask(call, asked, transcript)
            if asked.broke_off is None:
                await self._cache.put(key, "outline", _STORED.dump_json(asked.known))
        asked.planned.set()
        return asked.known

    async def _ask(self, call: Call, asked: _Asked, transcript: Transcript) -> None:
        """Streams one window's outline into what is known of it. An answer that breaks off is continued after its
        complete steps, and one that leaves out a long stretch with instructions is asked once for that. Raises
        ModelError."""
        known, fruitless = asked.known, 0
        for attempt in range(1, MOST_ASKED + 1):
            before = len(known.steps)
            try:
                answer = await self._answered(_taken_up(call, asked), asked, transcript, first=attempt == 1)
            except (Interrupted, TruncatedAnswer, ValueError) as error:
                log.info("the outline broke off after %d steps (%s)", len(known.steps), type(error).__name__)
                if isinstance(error, NoAnswerInside):
                    self._client.formless(call)
                looping = isinstance(error, Looping)
                fruitless += 1 if len(known.steps) == before else looping
                if fruitless < MOST_TRIES - looping and attempt < MOST_ASKED:
                    if isinstance(error, TruncatedAnswer):
                        call = replace(call, max_output_tokens=2 * call.max_output_tokens)
                    continue
                failed = error if isinstance(error, ModelError) else ModelAnswerUnusable()
                if not known.steps or asked.planned.is_set():
                    raise failed from error
                asked.broke_off = failed
                return
            _finish(asked, answer)
            await self._ask_for_the_rest(call, asked, transcript)
            return

    async def _answered(self, call: Call, asked: _Asked, transcript: Transcript, *, first: bool) -> OutlineAnswer:
        """One answer, with its steps put into what is known as they come. Raises TooLong where the server has cut the
        question off, ModelError, and ValueError for an answer that can't be read."""
        known = asked.known
        scanner = OutlineScanner()
        before, taken, restarts = len(known.steps), 0, 0
        last, repeats = "", 0
        earlier = [frozenset(step.ids) for step in known.steps]
        stream = await self._client.stream(call, self._meter)
        try:
            async for piece in stream:
                for array, value in scanner.feed(piece):
                    if scanner.restarts > restarts and not asked.planned.is_set():
                        restarts, taken = scanner.restarts, 0
                        del known.steps[before:]
                        known.names = known.names if not first else []
                    if array == "steps":
                        taken += 1
                        repeats = repeats + 1 if str(value) == last else 0
                        last = str(value)
                        asked.take_step(_read(StepAnswer, value), before + taken, earlier)
                    elif first:
                        asked.take_name(_read(NameAnswer, value))
                if repeats >= MOST_REPEATS:
                    raise Looping
                # A plan with a hole isn't begun with: the server may have cut the question off, as its end tells.
                if scanner.steps_complete and not asked.planned.is_set() and not asked.left_out(transcript):
                    asked.planned.set()
        finally:
            await stream.aclose()
        if first and self._client.cut(call, stream.input_tokens) and not asked.planned.is_set():
            known.steps.clear()
            known.names.clear()
            raise TooLong(
                f"The language model's server cuts off what is longer than {stream.input_tokens:,} tokens. The model "
                "needs a longer context (in Ollama: OLLAMA_CONTEXT_LENGTH)."
            )
        answer = read_outline(scanner.text)
        for number, late in enumerate(answer.steps[taken:], before + taken + 1):
            asked.take_step(late, number, earlier)
        return answer

    async def _ask_for_the_rest(self, call: Call, asked: _Asked, transcript: Transcript) -> None:
        """Asks once for what is in no step though it seems to have instructions. Whatever becomes of that, the plan is
        complete then."""
        if asked.planned.is_set() or not asked.known.steps:
            return
        missing = await asyncio.to_thread(with_instructions, transcript, asked.left_out(transcript))
        if not missing:
            return
        ranges = prompts.as_ranges(n for each in missing for n in range(each.first, each.last + 1))
        log.info("the outline has no step for the utterances %s, asking for them", ranges)
        before = len(asked.known.steps)
        planned = "\n".join(f"- {step.title}: {prompts.as_ranges(step.ids)}" for step in asked.known.steps)
        wanted = (
            f"{call.user}\n\nALREADY PLANNED; name only the steps that are missing, from the utterances {ranges}\n"
            f"{planned}"
        )
        try:
            await self._answered(replace(call, user=wanted), asked, transcript, first=False)
        except (ModelError, ValueError) as error:
            log.info("the rest of the outline can't be had (%s)", type(error).__name__)
        if late := len(asked.known.steps) - before:
            asked.sort_in(late)

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


def _read(kind: type[Answer], value: dict[str, object]) -> Answer:
    """An object of the stream. One that can't be read becomes an empty one."""
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
