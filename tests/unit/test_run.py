"""The order of the stages: steps are written while others are still being named, and each can fail by itself."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import docx
import pytest
from docx.shared import Inches

from pipeline import progress
from pipeline.errors import (
    ModelBusy,
    ModelError,
    ModelNotAllowed,
    ModelUnavailable,
    NoProcedure,
    PipelineError,
    TookTooLong,
    TranscriptTooLarge,
)
from pipeline.guide import FindingKind, MendedName, Reference, ReferenceStatus, WriterKind
from pipeline.knowledge import References, Shelf
from pipeline.knowledge.page import Block, BlockKind, Page
from pipeline.options import GuideOptions, Limits, Paper, SourcesForm
from pipeline.outline import OutlineEnd, OutlineItem, Plan, PlannedStep
from pipeline.render.formats import render, render_as
from pipeline.run import Run, make_guide
from pipeline.tools import Tools
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Claim, Draft, DraftAction, Edit, RevisionRequest, StepRequest, Verdict, Written
from tests.conftest import HANG_SECONDS
from tests.fixtures.guides.cloudflare import GUIDE as CLOUDFLARE

SAID = (
    "Open the settings page.",
    "Click on New token.",
    "Type the name backup into the field.",
    "Click on Create token.",
    "Copy the token and keep it safe.",
    "Close the page.",
)
TRANSCRIPT = Transcript(
    "0" * 64,
    tuple(Utterance(n, text, start=10.0 * n, end=10.0 * n + 5) for n, text in enumerate(SAID, 1)),
    language="en",
)


@dataclass
class Scripted:
    """A writer that follows a script: functions of a step's number decide what happens when it is named or written."""

    kind = WriterKind.MODEL
    steps: int = 3
    on_name: Callable[[int], object] = lambda _: None
    on_write: Callable[[int], object] = lambda _: None
    log: list[str] = field(default_factory=list)

    async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
        named = []
        for number in range(1, self.steps + 1):
            await settle(self.on_name(number))
            self.log.append(f"named {number}")
            named.append(PlannedStep(number, SAID[number - 1].rstrip("."), (number,)))
        yield Plan(tuple(named))
        await settle(self.on_name(self.steps + 1))
        self.log.append("outline ended")
        yield OutlineEnd("Make a token")

    async def write(self, request: StepRequest) -> Written:
        number = request.step.number
        self.log.append(f"begun {number}")
        await settle(self.on_write(number))
        self.log.append(f"written {number}")
        return Written(Draft(request.step.title, (DraftAction(SAID[number - 1], (number,)),)))

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        return ()

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        return Written(draft)

    async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
        return ()


async def settle(happens: object) -> None:
    """Waits for an event, raises an error, or lets other tasks run."""
    if isinstance(happens, asyncio.Event):
        await happens.wait()
    elif isinstance(happens, Exception):
        raise happens
    else:
        await asyncio.sleep(0)


async def run(writer: Scripted, listen: progress.Listener = progress.nobody, options: GuideOptions | None = None):
    async with asyncio.timeout(HANG_SECONDS), References.start((), None, wait=0.1, listen=listen) as references:
        return await Run(TRANSCRIPT, "talk.vtt", options or GuideOptions(), writer, references, listen, Tools()).steps()


async def test_a_step_is_written_before_the_outline_ends():
    first_written = asyncio.Event()
    writer = Scripted(on_name=lambda n: first_written if n == 4 else None)  # what comes after the last step

    def listen(event: progress.Event) -> None:
        if isinstance(event, progress.StepDone) and event.number == 1:
            first_written.set()

    outlined = await run(writer, listen)
    assert writer.log.index("written 1") < writer.log.index("outline ended")
    assert [step.number for step in outlined.steps] == [1, 2, 3]


async def test_steps_are_written_side_by_side():
    gate = asyncio.Event()

    def on_write(number: int) -> object:
        if number == 3:
            gate.set()
        return gate

    await run(Scripted(on_write=on_write))


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ModelUnavailable(), ModelUnavailable().message),
        (ModelBusy(), ModelBusy().message),
        (ValueError("a defect"), "The model's text couldn't be used because of an error in Script2Doc."),
    ],
)
async def test_one_failing_step_is_written_without_the_model_and_the_others_are_not(error: Exception, why: str):
    outlined = await run(Scripted(on_write=lambda n: error if n == 2 else None))
    assert [step.writer for step in outlined.steps] == [WriterKind.MODEL, WriterKind.EXTRACTIVE, WriterKind.MODEL]
    assert outlined.steps[1].fallback == why
    assert "New token" in outlined.steps[1].actions[0].instruction


async def test_what_is_written_without_the_model_is_not_compared_as_a_translation():
    failing = Scripted(on_write=lambda n: ModelBusy() if n == 2 else None)
    outlined = await run(failing, options=GuideOptions(language="de"))

    translated, fallback = outlined.steps[0], outlined.steps[1]
    assert FindingKind.OVERLAP in [finding.kind for action in translated.actions for finding in action.findings]
    assert [finding for action in fallback.actions for finding in action.findings] == []


async def test_a_step_that_cannot_be_written_without_a_model_is_not_told_as_the_models():
    writer = Scripted(on_write=lambda n: ValueError("a defect") if n == 2 else None)
    writer.kind = WriterKind.EXTRACTIVE

    with pytest.raises(PipelineError) as caught:
        await run(writer)

    assert type(caught.value) is PipelineError
    assert caught.value.message.startswith(
        "Step 2 couldn't be written from the speaker's own words because of an error"
    )
    assert "model" not in caught.value.message
    assert writer.log.count("begun 2") == 1, "what failed would fail again"


async def test_a_step_of_which_nothing_was_said_is_written_without_the_model():
    class Inventing(Scripted):
        async def write(self, request: StepRequest) -> Written:
            return Written(Draft(request.step.title, (DraftAction("Restart the server.", (99,)),)))

    outlined = await run(Inventing())
    assert {step.writer for step in outlined.steps} == {WriterKind.EXTRACTIVE}
    assert "New token" in outlined.steps[1].actions[0].instruction
    assert all("Nothing the model wrote" in (step.fallback or "") for step in outlined.steps)


async def test_a_broken_outline_is_made_again_without_the_model():
    heard: list[progress.Event] = []
    writer = Scripted(on_name=lambda n: ModelUnavailable() if n == 2 else None)
    outlined = await run(writer, heard.append, GuideOptions(anyway=True))
    assert any(isinstance(event, progress.OutlineReplaced) for event in heard)
    assert outlined.note is not None
    assert ModelUnavailable().message in outlined.note
    assert outlined.steps


async def test_a_name_that_only_a_dropped_step_mended_is_not_listed():
    """The model's plan is replaced while steps of it are written: the first plan's third step isn't in the second."""
    written = asyncio.Event()

    class Replanned(Scripted):
        async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
            steps = [PlannedStep(n, SAID[n - 1].rstrip("."), (n,)) for n in (1, 2, 3)]
            yield Plan(tuple(steps))
            await written.wait()
            yield Plan(tuple(steps[:2]))
            yield OutlineEnd("Make a token")

        async def write(self, request: StepRequest) -> Written:
            made = await super().write(request)
            number = request.step.number
            return replace(made, draft=replace(made.draft, mended=(MendedName(f"Tool {number}", (f"tull {number}",)),)))

    def listen(event: progress.Event) -> None:
        if isinstance(event, progress.StepDone) and event.number == 3:
            written.set()

    outlined = await run(Replanned(), listen)

    assert [step.number for step in outlined.steps] == [1, 2]
    assert [name.written for name in outlined.plan.heard] == ["Tool 1", "Tool 2"]


TWIN = "Rotate the signing keys every ninety days, and put the new fingerprint into the vault, "
TWINS = ("before you restore a snapshot.", "after you have prepared the staging ledger.")


async def test_of_passages_alike_a_step_gets_the_one_about_what_was_done_before_it():
    class Titled(Scripted):
        titles = ("Prepare the staging ledger", "Rotate the signing keys", "Restore a snapshot")
        given: dict[int, list[str]] = {}  # noqa: RUF012 — of this test alone

        async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
            yield Plan(tuple(PlannedStep(n, title, (n,)) for n, title in enumerate(self.titles, 1)))
            yield OutlineEnd("Rotate keys")

        async def write(self, request: StepRequest) -> Written:
            self.given[request.step.number] = [passage.text for passage in request.passages]
            return await super().write(request)

    class Arrived(References):
        async def shelf(self) -> Shelf:
            """By the words of the step alone, the passage about what is done afterwards comes first."""
            asked, pages = [], {}
            for number, end in enumerate(TWINS, 1):
                id, url = f"r{number}", f"https://docs.example/{number}"
                asked.append(Reference(id, url, ReferenceStatus.UNUSED))
                pages[id] = Page(url, url, "Keys", "2026-01-14T16:01:34Z", (Block(BlockKind.TEXT, TWIN + end),))
            return Shelf.build(asked, pages)

    writer = Titled()
    async with asyncio.timeout(HANG_SECONDS), Arrived((), None, 0.1, progress.nobody) as references:
        await Run(TRANSCRIPT, "talk.vtt", GuideOptions(), writer, references, progress.nobody, Tools()).steps()

    assert [text.removeprefix(TWIN) for text in writer.given[2]] == [TWINS[1], TWINS[0]]


async def test_a_defect_in_editing_the_whole_guide_loses_nothing_of_it(caplog: pytest.LogCaptureFixture):
    class Defect(Scripted):
        async def revise(self, request: RevisionRequest) -> tuple[Edit, ...]:
            raise ValueError("a defect")

    outlined = await run(Defect())

    assert [step.writer for step in outlined.steps] == [WriterKind.MODEL] * 3
    assert not outlined.end.revised
    assert "revising the guide failed" in caplog.text


async def test_without_a_model_pages_are_not_waited_for_and_no_language_is_written_for():
    said, heard = "\n".join(SAID).encode(), list[progress.Event]()
    wished = GuideOptions(urls=("https://docs.example/keys",), language="de", anyway=True)

    plain = await make_guide(said, "talk.txt", GuideOptions(anyway=True), Tools())
    guide = await make_guide(said, "talk.txt", wished, Tools(), heard.append)

    (page,) = guide.references
    assert page.status is ReferenceStatus.UNUSED
    assert "only a language model" in (page.reason or "")
    assert not [event for event in heard if isinstance(event, progress.ReferenceDone)]
    assert guide.steps == plain.steps


async def test_a_rejected_key_is_not_tried_again_for_each_step():
    writer = Scripted(on_name=lambda n: ModelNotAllowed() if n == 1 else None)
    outlined = await run(writer, options=GuideOptions(anyway=True))
    assert not [entry for entry in writer.log if entry.startswith("begun")]
    assert {step.writer for step in outlined.steps} == {WriterKind.EXTRACTIVE}
    assert all(step.fallback == ModelNotAllowed().message for step in outlined.steps)


async def test_an_outline_without_steps_says_why():
    class Nothing(Scripted):
        async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
            yield OutlineEnd("Small talk", no_procedure="People greet each other.")

    with pytest.raises(NoProcedure, match="People greet each other"):
        await run(Nothing())


async def test_where_a_model_finds_no_steps_a_guide_that_is_wanted_anyway_is_made_without_it():
    class Nothing(Scripted):
        async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
            yield OutlineEnd("Small talk", no_procedure="People greet each other.")

    writer = Nothing()
    outlined = await run(writer, options=GuideOptions(anyway=True))

    assert {step.writer for step in outlined.steps} == {WriterKind.EXTRACTIVE}
    assert outlined.note == "The language model found no steps in this. The outline was made without it."
    assert writer.log == [], "a model that saw nothing to do isn't asked to write it"


async def test_every_event_of_a_step_comes_in_its_order():
    heard: list[progress.Event] = []
    await run(Scripted(steps=2), heard.append)
    of_two = [type(e) for e in heard if getattr(e, "number", None) == 2]
    assert of_two == [progress.StepPlanned, progress.StepStarted, progress.StepChecked, progress.StepDone]


async def test_cancelling_a_run_leaves_nothing_running():
    begun, never = asyncio.Event(), asyncio.Event()

    def on_write(number: int) -> object:
        begun.set()
        return never

    task = asyncio.create_task(run(Scripted(on_write=on_write)))
    before = asyncio.all_tasks()
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert asyncio.all_tasks() <= before - {task}


async def test_a_translated_title_isnt_compared_with_the_words_of_another_language():
    class Translating(Scripted):
        async def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[OutlineItem]:
            steps = PlannedStep(1, "Das Token anlegen", (1, 2, 3)), PlannedStep(2, "Port 9999 einstellen", (4, 5, 6))
            yield Plan(steps)
            yield OutlineEnd("Ein Token anlegen")

    titles: list[str] = []

    def listen(event: progress.Event) -> None:
        if isinstance(event, progress.StepPlanned):
            titles.append(event.title)

    await run(Translating(), listen, GuideOptions(language="de"))

    assert titles == ["Das Token anlegen", "Step 2"]


async def test_a_stage_that_takes_too_long_ends_in_words():
    said = "Open the settings. Click Save. Then choose the format and press Export. Close the window."
    none, enough = Tools(limits=Limits(computing_seconds=0)), Tools()

    with pytest.raises(TookTooLong, match="took too long, so it was stopped"):
        await make_guide(said.encode(), "talk.txt", GuideOptions(), none)
    guide = await make_guide(said.encode(), "talk.txt", GuideOptions(), enough)
    with pytest.raises(TookTooLong):
        await render(guide, GuideOptions(), none)
    assert await render(guide, GuideOptions(), enough)


async def test_a_source_is_open_while_it_is_read_and_no_longer():
    opened: list[str] = []

    @asynccontextmanager
    async def source() -> AsyncIterator[bytes]:
        opened.append("opened")
        yield b"Open the settings. Click Save. Then choose the format and press Export. Close the window."
        opened.append("closed")

    def listen(event: progress.Event) -> None:
        if isinstance(event, progress.TranscriptRead):
            opened.append("read")

    guide = await make_guide(source, "talk.txt", GuideOptions(), Tools(), listen)

    assert guide.steps
    assert opened == ["opened", "closed", "read"]


async def test_a_reader_is_told_what_the_operator_allows():
    spoken = " ".join(SAID * 5).encode()
    twenty = Tools(limits=Limits(transcript_words=20))

    with pytest.raises(TranscriptTooLarge, match="the limit is 20"):
        await make_guide(spoken, "talk.txt", GuideOptions(), twenty)

    read = await make_guide(spoken, "talk.txt", GuideOptions(), Tools())
    assert read.origin.words > 20


def test_model_errors_can_be_shown_to_a_person():
    for kind in ModelError.__subclasses__():
        assert kind().message.endswith(".")


async def test_the_sources_are_listed_as_asked() -> None:
    full = await render_as(".docx", CLOUDFLARE, GuideOptions(), Tools())
    short = await render_as(".docx", CLOUDFLARE, GuideOptions(sources=SourcesForm.SHORT), Tools())

    assert len(short) < len(full)


async def test_the_document_has_the_paper_that_was_asked_for() -> None:
    letter = await render_as(".docx", CLOUDFLARE, GuideOptions(paper=Paper.LETTER), Tools())

    assert docx.Document(io.BytesIO(letter)).sections[0].page_width == Inches(8.5)


async def test_the_document_has_the_companys_look() -> None:
    template, look = docx.Document(), io.BytesIO()
    template.styles["Normal"].font.name = "Georgia"
    template.save(look)

    made = await render_as(".docx", CLOUDFLARE, GuideOptions(), Tools(template=look.getvalue()))

    assert docx.Document(io.BytesIO(made)).styles["Normal"].font.name == "Georgia"
