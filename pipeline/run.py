"""make_guide() and the order of the stages. No other module knows that order.

    bytes ─ read ─ Transcript ─┬─ outline ══ step 1 ─ write ─ ground ┐
                               │    │    ══ step 2 ─ write ─ ground ─┼─ assemble ─ Guide ─ render ─ DOCX
    urls ── fetch ─ passages ──┴────┼─────── …  (selected per step) ─┤
                                    └──── title, prerequisites, … ───┘

All steps are written at once as soon as the last one is named, by writers that know the whole plan, while the outline
goes on with what else there is to say of the guide. Pages are fetched at the same time. So a run takes as long as its
longest chain, not as long as all its parts together.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import llm, progress
from pipeline.errors import (
    ModelError,
    ModelNotAllowed,
    ModelUnavailable,
    NoProcedure,
    OptionError,
    PipelineError,
)
from pipeline.guide import Guide, MendedName, Step, WriterKind
from pipeline.knowledge import References
from pipeline.loading import load
from pipeline.options import GuideOptions, Secrets
from pipeline.outline import OutlineEnd, Plan, PlannedStep
from pipeline.outline.plain_titles import told_apart
from pipeline.progress import Stage
from pipeline.provenance import language_of, making_of, path_of
from pipeline.readers import read_transcript
from pipeline.render.formats import render
from pipeline.secrets import masked, noted
from pipeline.tools import Tools
from pipeline.transcript import Transcript
from pipeline.writing import GuideWriter, StepRequest, Writer
from pipeline.writing.choice import choose_writer, extractive_writer
from pipeline.writing.planning import planned_by

if TYPE_CHECKING:
    from pipeline.grounding import Grounded
    from pipeline.readers.transcript_reader import TranscriptSource

log = logging.getLogger(__name__)

READ_IN_PART = "The language model had read only a part of the recording, so it plans again."
NO_STEPS = "The language model found no steps in this."
WITHOUT_IT = "The outline was made without it."


@dataclass(frozen=True)
class Document:
    """A guide, and its Word file."""

    guide: Guide
    docx: bytes


async def make_document(
    data: bytes | TranscriptSource,
    name: str,
    options: GuideOptions,
    tools: Tools,
    listen: progress.Listener = progress.nobody,
) -> Document:
    """Makes the guide of a transcript's bytes and renders it as .docx. Raises PipelineError like `make_guide`, and
    RenderError."""
    guide = await make_guide(data, name, options, tools, listen)
    return Document(guide, await render(guide, options, tools, listen))


async def make_guide(
    data: bytes | TranscriptSource,
    name: str,
    options: GuideOptions,
    tools: Tools,
    listen: progress.Listener = progress.nobody,
) -> Guide:
    """Makes the guide of a transcript's bytes; `name` is the file's name. Raises TranscriptError, NoProcedure,
    OptionError, NoModel, TookTooLong, PipelineError for a defect of a part that needs no model, and whatever `data`
    raises if it is a source. If a model or a reference page fails, the guide is made without it and says so."""
    began = time.perf_counter()
    if len(options.urls) > tools.limits.urls:
        raise OptionError(f"At most {tools.limits.urls} reference pages can be used; {len(options.urls)} were given.")
    meter = llm.Meter(tools.limits.job_tokens, tools.days)
    writer = await choose_writer(options, tools, meter, listen)
    # The extractive writer only says what was said. It doesn't use pages, so it doesn't wait for them.
    urls, writing = options.urls, options
    if writer.kind is WriterKind.EXTRACTIVE:
        urls, writing = (), options.but(language=None)
    warming = asyncio.create_task(load_later_stages(tools.model if writer.kind is WriterKind.MODEL else None))
    try:
        async with References.start(urls, tools.fetcher, wait=tools.limits.reference_wait, listen=listen) as references:
            transcript = await read(data, name, options, tools, listen)
            outlined = await Run(transcript, name, writing, writer, references, listen, tools).steps()
            shelf = await references.shelf()
    finally:
        await warming
    path = path_of(outlined.steps, outlined.note, options, tools, meter)
    log.info("path taken: %s%s", path.name, f" ({path.why})" if path.why else "")
    listen(progress.PathTaken(path.name, path.why))
    making = making_of(path, outlined.note, transcript, options, tools, meter, time.perf_counter() - began)
    language = language_of(path, transcript, options)
    from pipeline.assembly import assemble

    # Comparing a title with the whole of a long transcript takes a moment.
    async with tools.computing.turn(transcript.size, tools.limits.computing_seconds):
        return await asyncio.to_thread(
            assemble, transcript, name, options, language, outlined.plan, outlined.end, outlined.steps, shelf, making
        )


async def load_later_stages(model: llm.Client | None) -> None:
    """Loads the modules of the stages after the outline while the outline is made. The model's SDK comes first, because
    the first call waits for it. (Other modules that are needed late are imported where they are used.) Without a model,
    nothing is waited for meanwhile, and what only some guides need is left out."""
    if model is not None:
        await model.warmed()
    await load("pipeline.grounding", "pipeline.assembly")
    if model is not None:
        await load("pipeline.revision", "pipeline.render.docx")


async def read(
    data: bytes | TranscriptSource, name: str, options: GuideOptions, tools: Tools, listen: progress.Listener
) -> Transcript:
    began = time.perf_counter()
    listen(progress.StageStarted(Stage.READ))
    reading = tools.reader.read if tools.reader else read_transcript
    async with contextlib.nullcontext(data) if isinstance(data, bytes) else data() as content:
        transcript = await reading(content, name, tools.limits, anyway=options.anyway)
    # Before anything of it is told, stored or sent, so that all later stages only see the masks.
    treat = masked if options.secrets is Secrets.MASK else noted
    async with tools.computing.turn(transcript.size, tools.limits.computing_seconds):
        transcript = await asyncio.to_thread(_counted, treat, transcript)
    listen(progress.TranscriptRead.of(transcript, options))
    listen(progress.StageFinished(Stage.READ, time.perf_counter() - began))
    return transcript


def _counted(treat: Callable[[Transcript], Transcript], transcript: Transcript) -> Transcript:
    """The transcript with its secrets treated and its figures counted, which takes a moment where it is long."""
    transcript = treat(transcript)
    _ = transcript.size, transcript.duration, transcript.speakers
    return transcript


class _NothingToDo(ModelError):
    """The language model found no steps, and a guide is wanted anyway."""


@dataclass(frozen=True)
class Outlined:
    """The result of outlining and writing."""

    plan: Plan
    end: OutlineEnd
    steps: tuple[Step, ...]
    note: str | None = None


@dataclass(frozen=True)
class Made:
    """A step that was written and grounded, and whether its draft came from the cache."""

    grounded: Grounded
    from_cache: bool
    mended: tuple[MendedName, ...] = ()
    """Words that its writer took for misheard."""


class Run:
    """Outlines one transcript and writes its steps in parallel. If the model can't write a step, the extractive writer
    does."""

    def __init__(
        self,
        transcript: Transcript,
        name: str,
        options: GuideOptions,
        writer: GuideWriter,
        references: References,
        listen: progress.Listener,
        tools: Tools,
    ) -> None:
        self._name = "" if options.title else name
        self._tools = tools
        self._transcript = transcript
        self._options = options
        self._writer = writer
        self._references = references
        self._listen = listen
        self._extractive = writer if writer.kind is WriterKind.EXTRACTIVE else None
        self._requests: dict[int, StepRequest] = {}
        """What each step was written from, by its number."""
        self._mended: dict[int, tuple[MendedName, ...]] = {}
        """Words that the writers took for misheard, by the number of the step."""

    async def steps(self) -> Outlined:
        """All steps, in order. Raises NoProcedure, and PipelineError if even the extractive writer fails."""
        try:
            return await self._outline_and_write(self._writer)
        except ModelError as caught:
            error = caught
        except NoProcedure:
            if self._writer.kind is WriterKind.EXTRACTIVE or not self._options.anyway:
                raise
            self._listen(progress.OutlineReplaced(NO_STEPS))
            made = await self._outline_and_write(await self._without_model(), why=_NothingToDo(NO_STEPS))
            return replace(made, note=f"{NO_STEPS} {WITHOUT_IT}")
        log.warning("the outline comes from the extractive writer: %s", error.message)
        unreachable = isinstance(error, ModelUnavailable) and not isinstance(error, llm.Interrupted)
        self._listen(progress.OutlineReplaced(error.message, unreachable))
        again = await self._outline_and_write(await self._without_model(), why=error)
        return replace(again, note=f"{error.message} {WITHOUT_IT}")

    async def _without_model(self) -> GuideWriter:
        if self._extractive is None:
            writer = await extractive_writer(self._listen, self._tools)
            self._extractive = self._extractive or writer  # another step may have been faster
        return self._extractive

    async def _outline_and_write(self, planner: GuideWriter, why: ModelError | None = None) -> Outlined:
        """Starts to write all steps as soon as the planner has named them. Cancels the steps under way and raises again
        if the planner raises."""
        began = time.perf_counter()
        self._listen(progress.StageStarted(Stage.OUTLINE))
        # A key that was rejected for the outline would be rejected for each step too. Where the model saw
        # nothing to do, it isn't asked to write it.
        hopeless = why if isinstance(why, (ModelNotAllowed, _NothingToDo)) else None
        plan, end = Plan(()), None
        tasks: list[asyncio.Task[Step]] = []
        comparing: asyncio.Task[OutlineEnd] | None = None
        try:
            async with asyncio.TaskGroup() as group:
                async for item in planned_by(planner, self._transcript, self._options):
                    if isinstance(item, OutlineEnd):
                        end = item
                        comparing = group.create_task(self._compared(plan, item, planner))
                        continue
                    if tasks:
                        await self._dropped(tasks)
                    plan = item
                    if planner.kind is WriterKind.MODEL:
                        plan = await self._with_clean_titles(item)  # people see them before the steps are grounded
                    for step in plan.steps:
                        self._listen(progress.StepPlanned(step.number, step.title))
                    tasks = [group.create_task(self._write(step, plan, hopeless)) for step in plan.steps]
                if end is not None and plan.steps:
                    self._listen(progress.OutlineDone(told_apart(end.title, self._name), len(plan.steps)))
                    self._listen(progress.StageFinished(Stage.OUTLINE, time.perf_counter() - began))
        except BaseExceptionGroup as group:
            # The planner's error, or that of a step that even the extractive writer couldn't write.
            raise _first(group) from None
        assert end is not None, "a planner ends with OutlineEnd"
        if not plan.steps:
            reason = end.no_procedure or ""
            if planner.kind is WriterKind.MODEL:
                await load("pipeline.grounding.plan_lines")
                from pipeline.grounding import clean_title

                reason = await asyncio.to_thread(clean_title, reason, self._transcript, wording=False)
            raise NoProcedure(reason or None)
        end = comparing.result() if comparing else end
        await load("pipeline.grounding.plan_lines")
        from pipeline.grounding.plan_lines import with_details

        written = [task.result() for task in tasks]
        steps = await asyncio.to_thread(with_details, written, plan, end, self._transcript, self._options)
        steps, end = await self._revised(plan, end, steps, planner)
        mended = [name for number in sorted(self._mended) for name in self._mended[number]]
        if mended:
            await load("pipeline.outline.names")
            from pipeline.outline.names import with_mended

            names = await asyncio.to_thread(with_mended, plan.names, mended, self._transcript, self._options)
            plan = replace(plan, names=names, heard=(*plan.heard, *mended))
        return Outlined(plan, end, steps, end.note)

    async def _dropped(self, tasks: list[asyncio.Task[Step]]) -> None:
        """Drops the steps of a plan in the place of which another comes."""
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._requests.clear()
        self._mended.clear()
        self._listen(progress.OutlineReplaced(READ_IN_PART, by_the_model=True))

    async def _revised(
        self, plan: Plan, end: OutlineEnd, steps: tuple[Step, ...], planner: GuideWriter
    ) -> tuple[tuple[Step, ...], OutlineEnd]:
        """The steps and the end of a model's outline after the model has read the whole guide."""
        if planner.kind is not WriterKind.MODEL:
            return steps, end
        await load("pipeline.revision")
        from pipeline.revision import revised

        try:
            requests = [self._requests[planned.number] for planned in plan.steps]
            return await revised(plan, end, steps, requests, planner)
        except Exception:
            # Catch-all: a bug in editing the guide must not lose it.
            log.exception("revising the guide failed unexpectedly")
            return steps, end

    async def _compared(self, plan: Plan, end: OutlineEnd, planner: Writer) -> OutlineEnd:
        """What a model's outline says of the guide, as the model sees it when asked, while the steps are written."""
        if planner.kind is not WriterKind.MODEL or not plan.steps:
            return end
        await load("pipeline.grounding.whole_guide")
        from pipeline.grounding.whole_guide import compared

        return await compared(plan, end, self._transcript, self._options, planner)

    async def _with_clean_titles(self, plan: Plan) -> Plan:
        await load("pipeline.grounding.plan_lines")
        from pipeline.grounding.plan_lines import with_clean_titles

        return await asyncio.to_thread(with_clean_titles, plan, self._transcript)

    async def _request(self, planned: PlannedStep, plan: Plan) -> StepRequest:
        """What decides how a step is written."""
        shelf = await self._references.shelf()
        said = " ".join(self._transcript[n].text for n in planned.utterance_ids)
        before = " ".join(step.title for step in plan.steps[: planned.number - 1])
        passages = shelf.choose(f"{planned.title} {said}", context=before)
        return StepRequest(planned, plan.steps, self._transcript, self._options, passages, plan.names)

    async def _write(self, planned: PlannedStep, plan: Plan, hopeless: ModelError | None) -> Step:
        request = self._requests[planned.number] = await self._request(planned, plan)
        self._listen(progress.StepStarted(planned.number))
        if self._writer.kind is WriterKind.EXTRACTIVE:
            made = await self._made_without_model(request)
        else:
            tried = hopeless.message if hopeless else await self._made_by_the_model(request)
            if isinstance(tried, str):
                log.info("step %d was written without the model: %s", planned.number, tried)
                request = replace(request, options=request.options.but(language=None))
                tried = await self._made_without_model(request, fallback=tried)
            made = tried
        step = made.grounded.step
        self._mended[planned.number] = made.mended
        self._listen(progress.StepChecked(planned.number, made.grounded))
        self._listen(
            progress.StepDone(
                planned.number, step.title, step.confidence.level, step.writer, step.fallback, made.from_cache
            )
        )
        return step

    async def _made_by_the_model(self, request: StepRequest) -> Made | str:
        """The step as the model writes it. If it can't be used: why, in a sentence for the guide's reader."""
        try:
            made = await _made(request, self._writer)
        except ModelError as error:
            return error.message
        except Exception:
            # Catch-all: a bug in one step must not lose the others.
            log.exception("step %d failed unexpectedly", request.step.number)
            return "The model's text couldn't be used because of an error in Script2Doc."
        if made.grounded.step.actions:
            return made
        return "Nothing the model wrote for this step could be found in the transcript."

    async def _made_without_model(self, request: StepRequest, *, fallback: str | None = None) -> Made:
        """The step as the extractive writer writes it; `fallback` says why the model didn't. Raises PipelineError for
        anything that goes wrong, since there is no other writer to try."""
        try:
            return await _made(request, await self._without_model(), fallback=fallback)
        except Exception as error:
            number = request.step.number
            log.exception("step %d failed unexpectedly, without the model", number)
            raise PipelineError(
                f"Step {number} couldn't be written from the speaker's own words because of an error in Script2Doc. "
                "Try again; if it happens again, please report it."
            ) from error


async def _made(request: StepRequest, writer: Writer, *, fallback: str | None = None) -> Made:
    """The step as this writer writes it, grounded; `fallback` says why it isn't the writer that was asked for. Raises
    what the writer raises."""
    written = await writer.write(request)
    await load("pipeline.grounding.plan_lines")
    from pipeline.grounding import ground_in_full

    grounded = await ground_in_full(request, written.draft, writer, fallback=fallback)
    return Made(grounded, written.from_cache, written.draft.mended)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first exception in a group that is not a group itself."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
