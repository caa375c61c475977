"""The outline by a language model. It is streamed, so that all steps can be written as soon as the last one is named,
while what else there is to say of the guide is still on its way."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from typing import TypeVar

import pydantic

from pipeline import prompts
from pipeline.cache import Cache
from pipeline.errors import ModelAnswerUnusable, ModelError
from pipeline.guide import MendedName
from pipeline.llm import Call, Client, CutOff, Interrupted, Looping, Meter, TooLong, TooSlow, TruncatedAnswer
from pipeline.llm.calls import NoAnswerInside
from pipeline.llm.contexts import ANSWERS_SHARE
from pipeline.options import GuideOptions
from pipeline.outline import OutlineItem, Plan
from pipeline.outline.coarseness import Fault, better, fault_of, is_coarse, spread
from pipeline.outline.coverage import stretches, with_instructions
from pipeline.outline.names import known_names, ways_by_name
from pipeline.outline.outline_answer import (
    SCHEMA,
    NameAnswer,
    OutlineAnswer,
    StepAnswer,
    read_outline,
)
from pipeline.outline.outline_ending import ending
from pipeline.outline.outline_question import part_of, question, taken_up, with_plan
from pipeline.outline.outline_scanner import OutlineScanner
from pipeline.outline.step_numbering import folded, numbered, shares
from pipeline.outline.stretch import Stretch, not_covered
from pipeline.outline.window_outline import STORED, Asked, WindowOutline, finish, read_stored
from pipeline.outline.windows import cut, merged
from pipeline.prompts.fields import Part
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


class ModelOutliner:
    """Plans the steps of one transcript."""

    def __init__(self, client: Client, meter: Meter, cache: Cache) -> None:
        self._client = client
        self._meter = meter
        self._cache = cache
        self._broke_off: ModelError | None = None
        """Why the plan may lack steps at its end, or what comes after them."""

    async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        """The plan as soon as the last step is named in all windows, then one OutlineEnd. A transcript that is too long
        for the model, or that its server cuts off, is planned in smaller windows. Where the server tells too late that
        it has cut it off, another Plan comes, which takes the place of the one before. Raises ModelError."""
        options = replace(options, max_steps=options.most_steps(transcript.words))
        words = self._window_words(self._client.settings.window_words)
        streak = self._meter.streak
        while True:
            planned = False
            try:
                async with contextlib.aclosing(self._outline(transcript, options, words)) as items:
                    async for item in items:
                        planned = True
                        yield item
                if self._broke_off is None:
                    streak.good()
                else:
                    streak.failed(self._broke_off)
                return
            except TooLong as error:
                smaller = self._smaller(min(words, transcript.words))
                if smaller is None or (planned and not isinstance(error, CutOff)):
                    streak.failed(error)
                    raise
                log.info("the outline is asked for in windows of %d words instead of %d", smaller, words)
                words = smaller
            except ModelError as error:
                streak.failed(error)
                raise

    def _window_words(self, most: int) -> int:
        """The words of a window that fits into the model's context, as far as that is known; at most so many."""
        context = self._client.contexts.of(self._client.settings.outline_model)
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
        asked = [Asked(number, window) for number, window in enumerate(windows)]
        tasks = [asyncio.create_task(self._window(each, len(windows), transcript, options)) for each in asked]
        try:
            for each, task in zip(asked, tasks, strict=True):
                await _until(each.planned, task)
            most = shares(options.max_steps, len(windows))
            steps = folded(
                ways_by_name(merged(windows, [each.found(some) for each, some in zip(asked, most, strict=True)])),
                options.max_steps,
            )
            given = [name for each in asked for name in each.known.names]
            names = await asyncio.to_thread(known_names, given, transcript, options) if given else ()
            heard = tuple(MendedName(right, tuple(forms)) for right, forms in given)
            plan = Plan(numbered(steps, transcript, options.max_steps), names, heard)
            yield plan
            try:
                outlines = [await task for task in tasks]
            except CutOff:
                raise  # what is planned is a plan of a part
            except ModelError as error:
                if not plan.steps:
                    raise
                log.info("the rest of the outline is missing: %s", error.message)
                self._broke_off = error
                outlines = [each.known for each in asked]
            end = ending(transcript, outlines, steps, plan, options)
            self._broke_off = self._broke_off or next((each.broke_off for each in asked if each.broke_off), None)
            yield replace(end, note=await self._note(transcript, asked, plan))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _note(self, transcript: Transcript, asked: list[Asked], plan: Plan) -> str | None:
        """What the guide may lack because of how the model or its server is."""
        if not plan.steps:
            return None
        said = []
        if (cuts_at := self._client.contexts.cuts_at) is not None:
            said.append(
                f"The language model's server cuts off what is longer than {cuts_at:,} tokens, so the "
                "recording was planned in small parts. The guide gets better if the model has a longer context (in "
                "Ollama: OLLAMA_CONTEXT_LENGTH)."
            )
        said += dict.fromkeys(
            f"{each.broke_off.message} What it had planned by then was used." for each in asked if each.broke_off
        )
        if any(each.coarse for each in asked):
            said.append(
                "The language model planned most of a long recording as a single step, so details may be missing. "
                "Another model may plan it better."
            )
        planned = {number for step in plan.steps for number in step.utterance_ids}
        long = stretches(transcript, 1, len(transcript.utterances), planned)
        if long:
            missing = await asyncio.to_thread(with_instructions, transcript, long)
            if missing:
                said.append(not_covered(transcript, missing))
        return " ".join(said) or None

    async def _window(self, asked: Asked, windows: int, transcript: Transcript, options: GuideOptions) -> WindowOutline:
        """One window's outline, from the cache or from the model. Raises ModelError."""
        call = self._call(asked, windows, transcript, options)
        stored = read_stored(await self._cache.get(call.key))
        if stored is not None:
            asked.known = stored
        else:
            await self._ask(call, asked, transcript)
            if asked.broke_off is None:
                await self._cache.put(call.key, "outline", STORED.dump_json(asked.known))
        asked.planned.set()
        return asked.known

    async def _ask(self, call: Call, asked: Asked, transcript: Transcript) -> None:
        """Streams one window's outline into what is known of it. An answer that breaks off is continued after its
        complete steps, and one that leaves out a long stretch with instructions is asked once for that. Raises
        ModelError."""
        known, fruitless, attempt = asked.known, 0, 0
        while True:
            before = len(known.steps)
            try:
                answer = await self._answered(
                    replace(call, user=taken_up(call.user, asked)), asked, transcript, first=attempt == 0
                )
                break
            except TooLong:
                raise
            except (ModelError, ValueError) as error:
                log.info("the outline broke off after %d steps (%s)", len(known.steps), type(error).__name__)
                if isinstance(error, Interrupted) and error.busy:
                    continue  # for as long as the client waits for the server
                if isinstance(error, NoAnswerInside):
                    self._client.formless(call)
                attempt += 1
                again = isinstance(error, (Interrupted, TruncatedAnswer, ValueError)) and attempt < MOST_ASKED
                idle, same = len(known.steps) == before, isinstance(error, (Looping, TooSlow))
                fruitless += idle or isinstance(error, Looping)
                if again and fruitless < MOST_TRIES - same and not (idle and isinstance(error, TooSlow)):
                    if isinstance(error, TruncatedAnswer):
                        call = replace(call, max_output_tokens=2 * call.max_output_tokens)
                    continue
                failed = error if isinstance(error, ModelError) else ModelAnswerUnusable()
                gone = not isinstance(failed, ModelAnswerUnusable | Interrupted)
                if not (known.steps or gone):
                    _take_draft(asked)
                # With a server that is given up, all of the recording is planned without it, rather than a part of it.
                if not known.steps or asked.planned.is_set() or (gone and asked.left_out(transcript)):
                    raise failed from error
                asked.broke_off = failed
                return
        finish(asked, answer)
        await self._ask_for_the_rest(call, asked, transcript)
        await self._ask_for_a_better_one(call, asked, transcript)

    async def _answered(self, call: Call, asked: Asked, transcript: Transcript, *, first: bool) -> OutlineAnswer:
        """One answer, with its steps put into what is known as they come. Raises TooLong where the server has cut the
        question off, ModelError, and ValueError for an answer that can't be read."""
        known = asked.known
        scanner = OutlineScanner()
        before, taken, restarts = len(known.steps), 0, 0
        last, repeats = "", 0
        earlier = [frozenset(step.ids) for step in known.steps]
        clearing: asyncio.Task[None] | None = None
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
                # What stands in thoughts may be a draft, of which the end tells.
                draft = scanner.words_before or stream.elsewhere
                if scanner.steps_complete and clearing is None and not asked.planned.is_set() and not draft:
                    if self._fault(asked, transcript):
                        pass  # a better plan is asked for at the end
                    elif left_out := asked.left_out(transcript):
                        clearing = asyncio.create_task(_begin_if_whole(asked, transcript, left_out))
                    else:
                        asked.planned.set()
        except Exception as error:
            if clearing is not None:
                await clearing
            asked.draft = scanner.text
            if stream.elsewhere or (isinstance(error, TruncatedAnswer) and scanner.words_before):
                asked.take_steps([], before, earlier)  # the model was still thinking
            raise
        except BaseException:
            if clearing is not None:
                clearing.cancel()
            raise
        finally:
            await stream.aclose()
        if clearing is not None:
            await clearing
        if first and self._client.contexts.cut(call, stream.input_tokens):
            raise CutOff(
                f"The language model's server cuts off what is longer than {stream.input_tokens:,} tokens. The model "
                "needs a longer context (in Ollama: OLLAMA_CONTEXT_LENGTH)."
            )
        answer = read_outline(scanner.text)
        if answer.steps and not asked.planned.is_set():  # also what the scanner couldn't read, and no drafts
            asked.take_steps(answer.steps, before, earlier)
            known.names = known.names if not first else []
        return answer

    async def _ask_for_the_rest(self, call: Call, asked: Asked, transcript: Transcript) -> None:
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
        wanted = with_plan(
            call.user, f"ALREADY PLANNED; name only the steps that are missing, from the utterances {ranges}", asked
        )
        try:
            await self._answered(replace(call, user=wanted), asked, transcript, first=False)
        except (ModelError, ValueError) as error:
            log.info("the rest of the outline can't be had (%s)", type(error).__name__)
        if late := len(asked.known.steps) - before:
            asked.sort_in(late)

    @staticmethod
    def _fault(asked: Asked, transcript: Transcript) -> Fault | None:
        window = asked.window
        words = sum(transcript.words_by_id[number] for number in range(window.first, window.last + 1))
        return fault_of(transcript, asked.known.steps, words)

    async def _ask_for_a_better_one(self, call: Call, asked: Asked, transcript: Transcript) -> None:
        """Asks once more for a plan with one step for everything, or with everything in each step. What steps share
        after that is spread over them."""
        fault = None if asked.planned.is_set() else self._fault(asked, transcript)
        if fault is None:
            return
        steps = asked.known.steps
        if fault is Fault.COARSE and not await asyncio.to_thread(is_coarse, transcript, steps):
            return
        log.info("the outline is planned %s", fault.value.partition(";")[0])
        wanted = with_plan(call.user, f"THE LAST PLAN WAS MADE {fault.value}", asked)
        anew = Asked(asked.number, asked.window)
        try:
            answer = await self._answered(replace(call, user=wanted), anew, transcript, first=False)
        except (ModelError, ValueError) as error:
            log.info("a better outline can't be had (%s)", type(error).__name__)
        else:
            finish(anew, answer)
            if better(transcript, anew.known.steps, steps, fault):
                asked.take_over(anew)
        asked.coarse = self._fault(asked, transcript) is Fault.COARSE
        spread(transcript, asked.known.steps)

    def _call(self, asked: Asked, windows: int, transcript: Transcript, options: GuideOptions) -> Call:
        settings, prompt = self._client.settings, prompts.load("outline")
        return Call(
            kind="outline",
            model=settings.outline_model,
            system=prompt.text,
            user=question(asked.window, asked.number, windows, transcript, options),
            schema=SCHEMA,
            max_output_tokens=OUTPUT_TOKENS,
            prompt=prompt.version,
            label="outline" + part_of(asked.number, windows),
            effort=settings.outline_effort,
        )


async def _begin_if_whole(asked: Asked, transcript: Transcript, left_out: tuple[Stretch, ...]) -> None:
    """Lets the steps be written while the rest of the outline is still on its way, unless what is left out has
    instructions: the server may have cut the question off, as the answer's end tells."""
    if not await asyncio.to_thread(with_instructions, transcript, left_out):
        asked.planned.set()


async def _until(planned: asyncio.Event, task: asyncio.Task[WindowOutline]) -> None:
    """Waits for the event. Raises what the task raises, if it fails before."""
    waiting = asyncio.ensure_future(planned.wait())
    try:
        await asyncio.wait([waiting, task], return_when=asyncio.FIRST_COMPLETED)
        if not planned.is_set():
            await task
    finally:
        waiting.cancel()


def _take_draft(asked: Asked) -> None:
    """Takes the plan in the thoughts of a model that has never come to its answer, if there is one."""
    with contextlib.suppress(ValueError):
        asked.take_steps(read_outline(asked.draft).steps, 0, [])


Answer = TypeVar("Answer", bound=Part)


def _read(kind: type[Answer], value: str | dict[str, object]) -> Answer:
    """A line or an object of the stream. One that can't be read becomes an empty one."""
    try:
        return kind.model_validate(kind.of_line(value) if isinstance(value, str) else value)
    except pydantic.ValidationError:
        return kind()
