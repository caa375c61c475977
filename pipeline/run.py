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
import importlib
import logging
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline import llm, progress
from pipeline.cache import Cache, MemoryCache
from pipeline.computing import Computing
from pipeline.errors import (
    ModelAnswerUnusable,
    ModelError,
    ModelNotAllowed,
    ModelUnavailable,
    NoModel,
    NoProcedure,
    OptionError,
    PipelineError,
    RenderError,
    TookTooLong,
)
from pipeline.guide import Guide, Making, MendedName, Step, WriterKind
from pipeline.knowledge import Fetcher, References
from pipeline.options import GuideOptions, Limits, Secrets, Tone, WriterChoice
from pipeline.outline import OutlineEnd, OutlineItem, Plan, PlannedStep, StepDetail
from pipeline.progress import Stage
from pipeline.readers import ConfinedReader, read_transcript
from pipeline.readers.reading_account import note_of
from pipeline.secrets import masked
from pipeline.transcript import Transcript
from pipeline.writing import GuideWriter, StepRequest, Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from pipeline.grounding import Grounded

log = logging.getLogger(__name__)

NO_STEPS = "The language model found no steps in this."
WITHOUT_IT = "The outline was made without it."

TranscriptSource = Callable[[], AbstractAsyncContextManager[bytes]]
"""Gives a transcript's bytes for as long as they are being read. So a program that makes many guides at once needn't
hold all their transcripts in memory."""


@dataclass(frozen=True)
class Tools:
    """What all runs in one process share: connections, the cache, the operator's limits."""

    cache: Cache = field(default_factory=MemoryCache)
    limits: Limits = field(default_factory=Limits)
    model: llm.Client | None = None
    """None: no model is configured, and the extractive writer does all the work."""
    reader: ConfinedReader | None = None
    """None: files are read in this process, where a damaged or hostile file can use up its time and memory. So are the
    sentences of long transcripts."""
    fetcher: Fetcher | None = None
    """None: reference pages can't be fetched."""
    template: bytes | None = None
    """A company's own .docx, which decides how documents look."""
    computing: Computing = field(default_factory=Computing)


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
    meter = llm.Meter(tools.limits.job_tokens)
    writer = choose_writer(options, tools, meter, listen)
    # The extractive writer only says what was said. It doesn't use pages, so it doesn't wait for them.
    urls, writing = options.urls, options
    if writer.kind is WriterKind.EXTRACTIVE:
        urls, writing = (), options.but(language=None)
    warming = asyncio.create_task(load_later_stages(tools.model if writer.kind is WriterKind.MODEL else None))
    try:
        async with References.start(urls, tools.fetcher, wait=tools.limits.reference_wait, listen=listen) as references:
            transcript = await read(data, name, options, tools, listen)
            outlined = await Run(transcript, writing, writer, references, listen, tools).steps()
            shelf = await references.shelf()
    finally:
        await warming
    kind = WriterKind.MODEL if any(s.writer is WriterKind.MODEL for s in outlined.steps) else WriterKind.EXTRACTIVE
    if kind is WriterKind.MODEL:
        path, why = meter.path, meter.path_reason
    else:
        path, why = "no model", why_without_model(options, tools, outlined)
    log.info("path taken: %s%s", path, f" ({why})" if why else "")
    listen(progress.PathTaken(path, why))
    language, note = transcript.language, outlined.note
    if options.language and kind is WriterKind.MODEL:
        language = options.language
    elif kind is WriterKind.EXTRACTIVE and (without := options_without_effect(options, transcript)):
        note = f"{note} {without}" if note else without
    if unread := note_of(transcript.account):
        note = f"{unread} {note}" if note else unread
    making = Making(
        writer=kind,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - began, 3),
        path=path,
        model=tools.model.model if tools.model and (kind is WriterKind.MODEL or meter.usage.calls) else None,
        model_set_up=tools.model is not None,
        usage=meter.usage,
        note=note,
    )
    from pipeline.assembly import assemble

    # Comparing a title with the whole of a long transcript takes a moment.
    async with tools.computing.turn(transcript.words, tools.limits.computing_seconds):
        return await asyncio.to_thread(
            assemble, transcript, name, options, language, outlined.plan, outlined.end, outlined.steps, shelf, making
        )


async def load_later_stages(model: llm.Client | None) -> None:
    """Loads the modules of the stages after the outline while the outline is made. The model's SDK comes first, because
    the first call waits for it. (Other modules that are needed late are imported where they are used.)"""
    if model is not None:
        await model.warmed()
    for module in ("pipeline.grounding", "pipeline.revision", "pipeline.assembly", "pipeline.render.docx"):
        await asyncio.to_thread(importlib.import_module, module)


def choose_writer(options: GuideOptions, tools: Tools, meter: llm.Meter, listen: progress.Listener) -> GuideWriter:
    """The writer that was asked for. `auto` means the model, if one is configured. Raises OptionError."""
    if options.writer is WriterChoice.EXTRACTIVE or (options.writer is WriterChoice.AUTO and tools.model is None):
        return extractive_writer(listen, tools)
    if tools.model is None:
        raise NoModel
    from pipeline.writing.model_writer import ModelWriter  # loads the model's client, which not every run needs

    return ModelWriter(tools.model, meter, tools.cache)


def why_without_model(options: GuideOptions, tools: Tools, outlined: Outlined) -> str:
    """Why the model wrote no step of the guide."""
    if options.writer is WriterChoice.EXTRACTIVE:
        return "as requested"
    if tools.model is None:
        return "no model is configured"
    return outlined.note or outlined.steps[0].fallback or ""


def extractive_writer(listen: progress.Listener, tools: Tools) -> GuideWriter:
    """The writer that needs no model."""
    from pipeline.writing.extractive_writer import ExtractiveWriter  # not needed if all of the model's answers are good

    if tools.reader is None:
        return ExtractiveWriter(listen)
    from pipeline.speech.confined_instructions import find_instructions_confined

    return ExtractiveWriter(listen, find_instructions_confined)


def options_without_effect(options: GuideOptions, transcript: Transcript) -> str | None:
    """A sentence that names the options that had no effect without a language model, or None if there are none.
    Reference pages aren't among them, since the guide says what became of each."""
    asked = [
        *(["language"] if options.language and options.language != transcript.language else []),
        *(["tone"] if options.tone is not Tone.NEUTRAL else []),
        *(["glossary"] if options.glossary else []),
    ]
    if not asked:
        return None
    return f"Written without a language model, so these options had no effect: {', '.join(asked)}."


async def read(
    data: bytes | TranscriptSource, name: str, options: GuideOptions, tools: Tools, listen: progress.Listener
) -> Transcript:
    began = time.perf_counter()
    listen(progress.StageStarted(Stage.READ))
    reading = tools.reader.read if tools.reader else read_transcript
    async with contextlib.nullcontext(data) if isinstance(data, bytes) else data() as content:
        transcript = await reading(content, name, tools.limits, anyway=options.anyway)
    if options.secrets is Secrets.MASK:
        # Before anything of it is told, stored or sent, so that all later stages only see the masks.
        async with tools.computing.turn(transcript.words, tools.limits.computing_seconds):
            transcript = await asyncio.to_thread(masked, transcript)
    listen(
        progress.TranscriptRead(
            format=transcript.format,
            words=transcript.words,
            utterances=len(transcript.utterances),
            speakers=len(transcript.speakers),
            duration=transcript.duration,
            language=transcript.language,
            account=transcript.account,
            secrets=sum(len(utterance.masked) for utterance in transcript.utterances),
        )
    )
    listen(progress.StageFinished(Stage.READ, time.perf_counter() - began))
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
        options: GuideOptions,
        writer: GuideWriter,
        references: References,
        listen: progress.Listener,
        tools: Tools,
    ) -> None:
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
            made = await self._outline_and_write(self._without_model(), why=_NothingToDo(NO_STEPS))
            return replace(made, note=f"{NO_STEPS} {WITHOUT_IT}")
        log.warning("the outline comes from the extractive writer: %s", error.message)
        unreachable = isinstance(error, ModelUnavailable) and not isinstance(error, llm.Interrupted)
        self._listen(progress.OutlineReplaced(error.message, unreachable))
        again = await self._outline_and_write(self._without_model(), why=error)
        return replace(again, note=f"{error.message} {WITHOUT_IT}")

    def _without_model(self) -> GuideWriter:
        self._extractive = self._extractive or extractive_writer(self._listen, self._tools)
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
                async for item in self._planned_by(planner):
                    if isinstance(item, OutlineEnd):
                        end = item
                        comparing = group.create_task(self._compared(plan, item, planner))
                        continue
                    plan = await self._with_clean_titles(item) if planner.kind is WriterKind.MODEL else item
                    for step in plan.steps:
                        self._listen(progress.StepPlanned(step.number, step.title))
                    tasks = [group.create_task(self._write(step, plan, hopeless)) for step in plan.steps]
                if end is not None and plan.steps:
                    self._listen(progress.OutlineDone(end.title, len(plan.steps)))
                    self._listen(progress.StageFinished(Stage.OUTLINE, time.perf_counter() - began))
        except BaseExceptionGroup as group:
            # The planner's error, or that of a step that even the extractive writer couldn't write.
            raise _first(group) from None
        assert end is not None, "a planner ends with OutlineEnd"
        if not plan.steps:
            reason = end.no_procedure or ""
            if planner.kind is WriterKind.MODEL:
                reason = await asyncio.to_thread(_clean_title, reason, self._transcript, wording=False)
            raise NoProcedure(reason or None)
        end = comparing.result() if comparing else end
        when = {number: detail.when for number, detail in end.details.items()}
        kept = await asyncio.to_thread(self._clean_conditions, plan, when)
        details = [end.details.get(planned.number, StepDetail()) for planned in plan.steps]
        steps = (
            replace(
                task.result(),
                way=planned.way,
                optional=detail.optional,
                when=kept.get(planned.number),
                rescue=detail.rescue,
            )
            for planned, task, detail in zip(plan.steps, tasks, details, strict=True)
        )
        made, end = await self._revised(plan, end, tuple(steps), planner)
        from pipeline.outline.names import with_mended

        mended = [name for number in sorted(self._mended) for name in self._mended[number]]
        plan = replace(plan, names=with_mended(plan.names, mended, self._transcript, self._options))
        return Outlined(plan, end, made, end.note)

    async def _revised(
        self, plan: Plan, end: OutlineEnd, steps: tuple[Step, ...], planner: GuideWriter
    ) -> tuple[tuple[Step, ...], OutlineEnd]:
        """The steps and the end of a model's outline after the model has read the whole guide."""
        if planner.kind is not WriterKind.MODEL:
            return steps, end
        from pipeline.revision import revised

        try:
            requests = [self._requests[planned.number] for planned in plan.steps]
            return await revised(plan, end, steps, requests, planner)
        except Exception:
            # Catch-all: a bug in editing the guide must not lose it.
            log.exception("revising the guide failed unexpectedly")
            return steps, end

    async def _compared(self, plan: Plan, end: OutlineEnd, planner: Writer) -> OutlineEnd:
        """The end of a model's outline without what differs from what was said, as the model sees it when asked. It is
        asked while the steps are being written."""
        if planner.kind is not WriterKind.MODEL or not plan.steps:
            return end
        from pipeline.grounding.whole_guide import claims_of, without_refuted

        claims = claims_of(plan, end, self._transcript)
        whole = PlannedStep(0, end.title, plan.steps[0].utterance_ids)
        request = StepRequest(whole, plan.steps, self._transcript, self._options, (), plan.names)
        try:
            verdicts = await planner.judge(request, claims) if claims else ()
        except ModelError as error:
            log.info("what the outline says of the guide wasn't compared by the model: %s", error.message)
            return end
        except Exception:
            # Catch-all: a bug in this comparison must not lose the guide.
            log.exception("comparing what the outline says of the guide failed unexpectedly")
            return end
        return without_refuted(end, {claim.text: each for claim, each in zip(claims, verdicts, strict=False)})

    async def _with_clean_titles(self, plan: Plan) -> Plan:
        """The plan with titles that the transcript supports, or "Step N". People see them before the steps are
        grounded."""
        wording = self._options.language in (None, self._transcript.language)

        def clean() -> tuple[PlannedStep, ...]:
            ways: dict[str, str] = {}
            steps = []
            for step in plan.steps:
                title = _clean_title(step.title, self._transcript, wording=wording, names=plan.names)
                title = title or f"Step {step.number}"
                if step.way and step.way not in ways:
                    name = _clean_title(step.way, self._transcript, wording=False, names=plan.names)
                    ways[step.way] = name or title
                steps.append(replace(step, title=title, way=ways.get(step.way or "")))
            return tuple(steps)

        return replace(plan, steps=await asyncio.to_thread(clean))

    def _clean_conditions(self, plan: Plan, when: Mapping[int, str | None]) -> dict[int, str]:
        """The conditions that the transcript supports, by the number of their step."""
        wording = self._options.language in (None, self._transcript.language)
        cleaned = {
            number: _clean_title(text, self._transcript, wording=wording, names=plan.names)
            for number, text in when.items()
            if text
        }
        return {number: text for number, text in cleaned.items() if text}

    async def _planned_by(self, planner: Writer) -> AsyncIterator[OutlineItem]:
        """The planner's items. Raises ModelError for anything that goes wrong in a model's outline."""
        try:
            planning = planner.outline(self._transcript, self._options)
            if planner.kind is WriterKind.EXTRACTIVE:  # it plans all steps at once, which takes only computing time
                async with self._tools.computing.turn(self._transcript.words, self._tools.limits.computing_seconds):
                    planned = [item async for item in planning]
                for item in planned:
                    yield item
                return
            async for item in planning:
                yield item
        except PipelineError:
            raise
        except Exception as error:
            # Catch-all: a bug in reading a model's outline must not lose the guide. It can be made without the model.
            log.exception("the outline failed unexpectedly")
            if planner.kind is WriterKind.EXTRACTIVE:
                raise PipelineError from error
            raise ModelAnswerUnusable from error

    async def _request(self, planned: PlannedStep, plan: Plan) -> StepRequest:
        """What decides how a step is written."""
        shelf = await self._references.shelf()
        said = " ".join(self._transcript[n].text for n in planned.utterance_ids)
        return StepRequest(
            step=planned,
            plan=plan.steps,
            transcript=self._transcript,
            options=self._options,
            passages=shelf.choose(
                f"{planned.title} {said}", context=" ".join(s.title for s in plan.steps[: planned.number - 1])
            ),
            names=plan.names,
        )

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
            return await _made(request, self._without_model(), fallback=fallback)
        except Exception as error:
            number = request.step.number
            log.exception("step %d failed unexpectedly, without the model", number)
            raise PipelineError(
                f"Step {number} couldn't be written from the speaker's own words because of an error in Script2Doc. "
                "Try again; if it happens again, please report it."
            ) from error


async def render(
    guide: Guide, options: GuideOptions, tools: Tools, listen: progress.Listener = progress.nobody
) -> bytes:
    """The guide as .docx. It is made in a thread, not on the event loop. Raises RenderError."""
    from pipeline.render.docx import render_docx  # loads python-docx, which an idle bot doesn't need

    began = time.perf_counter()
    listen(progress.StageStarted(Stage.RENDER))
    try:
        async with tools.computing.turn(guide.origin.words, tools.limits.computing_seconds):
            docx = await asyncio.to_thread(
                render_docx, guide, paper=options.paper, sources=options.sources, template=tools.template
            )
    except (RenderError, TookTooLong):
        raise
    except Exception as error:
        # Catch-all: python-docx can raise anything. The person gets a sentence that says what to do.
        log.exception("rendering failed")
        raise RenderError from error
    listen(progress.DocumentDone(len(docx), time.perf_counter() - began))
    return docx


async def render_as(
    suffix: str, guide: Guide, options: GuideOptions, tools: Tools, listen: progress.Listener = progress.nobody
) -> bytes:
    """The guide in the format of a file's suffix: .md, .pdf or .json. Any other one gives .docx, since a pipe to write
    to may have none. Raises RenderError."""
    match suffix:
        case ".json":
            return guide.to_json()
        case ".md":
            from pipeline.render.markdown import render_markdown

            return (await asyncio.to_thread(render_markdown, guide, sources=options.sources)).encode()
        case ".pdf":
            from pipeline.render.pdf import render_pdf

            return await render_pdf(await render(guide, options, tools, listen))
        case _:
            return await render(guide, options, tools, listen)


def _clean_title(title: str, transcript: Transcript, *, wording: bool = True, names: Iterable[MendedName] = ()) -> str:
    from pipeline.grounding import clean_title

    return clean_title(title, transcript, wording=wording, names=names)


async def _made(request: StepRequest, writer: Writer, *, fallback: str | None = None) -> Made:
    """The step as this writer writes it, grounded; `fallback` says why it isn't the writer that was asked for. Raises
    what the writer raises."""
    written = await writer.write(request)
    await asyncio.to_thread(importlib.import_module, "pipeline.grounding")  # usually loaded already
    from pipeline.grounding import ground_in_full

    grounded = await ground_in_full(request, written.draft, writer, fallback=fallback)
    return Made(grounded, written.from_cache, written.draft.mended)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first exception in a group that is not a group itself."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
