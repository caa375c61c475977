"""Every state in which Slack shows something of the app, with texts from people that can be told from the app's own:
each of their words begins with ZZ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from slack_sdk.models.views import View

from bot.jobs.forms import NAMES
from bot.jobs.listing import WAITING
from bot.jobs.model import JobState
from bot.jobs.workspace_settings import SETTINGS
from bot.limits import Limit, Reached
from bot.messages import agent, canvas, deleting, forgetting, limits, offer, outcome, progress, usage
from bot.messages.channel_settings import ChannelState, Drops, settings_message
from bot.messages.home import HomeState, WorkspaceState, home_view
from bot.messages.language import Words
from bot.messages.message import Message
from bot.messages.new_guide import Choices, new_guide_view, opening_view
from bot.messages.options import Form, options_view, stale_view
from bot.messages.own_defaults import OwnDefaults, own_view
from bot.messages.template import TemplateState, removed_message, template_message, template_view
from bot.messages.workspace_settings import Defaults, Most, workspace_view
from pipeline import progress as events
from pipeline.guide import (
    Action,
    Confidence,
    Finding,
    FindingKind,
    Gap,
    Guide,
    Level,
    Making,
    MaskedSecret,
    Origin,
    Reference,
    ReferenceStatus,
    Source,
    Step,
    Usage,
    WriterKind,
)
from pipeline.options import GuideOptions, Paper, SourcesForm, Tone, WriterChoice
from pipeline.outline import showing
from pipeline.progress import Stage
from pipeline.render.template import Fitting

NAME = "ZZtalk.vtt"
LINK = "https://x.slack.com/archives/C1/p1700000000000100"
WEAK = Confidence(Level.LOW, "ZZ1 ZZof ZZ3")
FAULTS = (
    Finding(FindingKind.UNSUPPORTED, "The number “8443” isn't in the source cited here."),
    Finding(FindingKind.POLARITY, "A “not” may be missing here. The speaker said: “ZZclose it”."),
)
STEP = Step(1, "ZZOpen", (Action("ZZOpen ZZit.", ("u1",)),), Confidence(Level.HIGH, "1 of 1 instructions cited"))
WEAK_STEP = replace(STEP, number=2, confidence=WEAK, actions=(Action("ZZType 8443.", ("u1",), findings=FAULTS),))
GUIDE = Guide(
    title="ZZSet ZZup",
    language="en",
    steps=(STEP, WEAK_STEP),
    sources=(Source("u1", "ZZType.", start=3.0),),
    origin=Origin("0" * 64, NAME, "WebVTT", words=1534, utterances=40),
    making=Making(WriterKind.MODEL, "2026-01-01T00:00:00+00:00", 1.2, path="model", model="ZZm-1", usage=Usage(1, 9)),
)
PAGES = (
    Reference("r1", "https://a.example/x", ReferenceStatus.FAILED, reason="The language model couldn't be reached."),
    Reference("r2", "https://a.example/y", ReferenceStatus.USED, title="ZZpage"),
    *(Reference(f"r{n}", f"https://b.example/{n}", ReferenceStatus.UNUSED, title="ZZp") for n in range(3, 12)),
)
FULL = replace(
    GUIDE,
    steps=(STEP, *(replace(WEAK_STEP, number=n) for n in range(2, 12)), replace(STEP, number=12, fallback="ZZwhy")),
    references=PAGES,
    origin=replace(
        GUIDE.origin, secrets=(MaskedSecret("<password>", 1.0), MaskedSecret("<password 2>", 2.0)), duration=4000.0
    ),
    making=replace(GUIDE.making, note="The language model found no steps in this. The outline was made without it."),
    recording="https://youtu.be/v",
)
LACKING = replace(GUIDE, steps=(STEP,), not_said=(Gap("ZZWhere ZZit ZZis", ("u1",)),))
PLAIN = replace(
    GUIDE,
    making=replace(GUIDE.making, writer=WriterKind.EXTRACTIVE, model=None, usage=Usage()),
)
CHOICE = replace(PLAIN, steps=tuple(replace(STEP, number=n, way=f"ZZ{n}") for n in (1, 2, 3)))
ALL_OPTIONS = GuideOptions(
    title="ZZT",
    audience="ZZA",
    tone=Tone.FORMAL,
    steps=8,
    language="de",
    urls=("https://a.example",),
    recording="https://youtu.be/w",
    glossary=("ZZkubectl",),
    writer=WriterChoice.EXTRACTIVE,
    paper=Paper.LETTER,
    sources=SourcesForm.SHORT,
)
TEMPLATE_NOTES = (
    *Fitting((), ("{{ZZa}}", "{{ZZb}}"), follows=True).notes,
    *Fitting((), misplaced=True).notes,
)
ERRORS = (
    "This file is damaged or cut off. Export it again and try again.",
    "Slack refused: ZZcode. Try again, or tell whoever runs Script2Doc.",
    "This doesn't look like a transcript. It looks like an e-mail.",
    "This file is 1,234,567 bytes; the limit is 1,000,000. Split it and drop the parts.",
)


def messages(say: Words) -> Iterator[tuple[str, Message]]:
    """Each message with the name of its state."""
    yield from _progress(say)
    yield from _outcomes(say)
    for model in (True, False):
        yield f"help, model {model}", usage.help_message(say, model=model)
    lines = [usage.JobLine("j0b", NAME, state, 1_700_000_000.0, LINK) for state in JobState]
    lines += [usage.JobLine("j0b", NAME, JobState.DONE, 1.0, LINK, ALL_OPTIONS)]
    lines += [usage.JobLine("j0b", NAME, s, 1.0) for s in (WAITING, "already made", "not used")]
    yield "jobs", usage.jobs_message(say, lines)
    for drops in Drops:
        state = ChannelState(drops, "U1", 1_700_000_000.0)
        for may_change in (True, False):
            yield f"settings: {drops}", settings_message(say, "C1", state, may_change=may_change)
    for drops in (Drops.DEFAULT, Drops.OFF):
        shown = settings_message(say, "C1", ChannelState(drops), may_change=True, workspace=Drops.ASK_FIRST)
        yield "settings where the workspace has set some", shown
    yield "settings that nobody has changed", settings_message(say, "C1", ChannelState(), may_change=True)
    for kept in ((0, 0, 0), (0, 0, 1), (1, 1, 1), (3, 5, 9)):
        guides, files, requests = kept
        for posted in (False, True):
            question = forgetting.forget_question(say, guides=guides, files=files, requests=requests, posted=posted)
            yield f"forget {kept}, posted {posted}", question
    yield "deleted", deleting.deleted_message(say, NAME, "U1")
    yield "deleted, though forgotten", deleting.deleted_message(say, None, "U1")
    for left in (1, 3):
        yield f"deleted, {left} left", outcome.note_message(deleting.left_text(say, left))
    yield "canvas", canvas.canvas_message(say, "ZZSet ZZup", LINK)
    yield "canvas is there", outcome.note_message(canvas.canvas_there(say, "ZZSet", None))
    yield "greeting", agent.greeting_message(say)
    for asked in (agent.FORMATS, agent.SOURCES):
        yield asked, agent.answer_message(say, asked)
    for new, notes in ((True, TEMPLATE_NOTES), (False, ())):
        yield f"template, new {new}", template_message(say, "ZZHouse.dotx", notes, new=new)
    yield "template removed", removed_message(say)
    yield "forgotten", forgetting.forgotten_message(say)
    yield "forgotten with guides", forgetting.forgotten_message(say, guides=True, left=deleting.left_text(say, 3))
    yield "no jobs", usage.jobs_message(say, [])
    for files in (1, 10):
        yield f"{files} files", outcome.note_message(usage.waiting_text(say, files, [NAME] * files))
    for limit in Limit:
        for names in ((), [NAME] * 12):
            reached = Reached(limit, 3, 1_700_000_000.0 if "hour" in limit or "tokens" in limit else None)
            yield f"limit: {limit}", outcome.note_message(limits.limit_text(say, reached, names))


def _progress(say: Words) -> Iterator[tuple[str, Message]]:
    view = progress.JobView("j0b", NAME)
    for phase in progress.Phase:
        yield f"progress: {phase}", progress.progress_message(say, replace(view, phase=phase))
    happened: list[events.Event] = [
        events.StageStarted(Stage.OUTLINE),
        events.TranscriptRead("WebVTT", 1534, 40, 2, 4000.0, "en"),
        events.ReferenceDone("https://a.example", ReferenceStatus.USED, 1.0),
        events.OutlineReplaced("no answer"),
        events.StepPlanned(1, "ZZOpen"),
        events.StepPlanned(2, "ZZSave"),
        events.StepPlanned(3, "ZZClose"),
        events.OutlineDone("ZZSet ZZup", 3),
        events.StepStarted(2),
        events.StepDone(1, "ZZOpen", Level.HIGH, WriterKind.EXTRACTIVE, fallback="ZZwhy"),
    ]
    for event in happened:
        view = view.after(event)
    idle = progress.JobView("j0b", NAME, options=ALL_OPTIONS, model=False, template=True)
    yield "progress: without effect", progress.progress_message(say, idle)
    untimed = events.TranscriptRead("text", 1534, 40, 2, None, "en", opens_nothing=True, shortens_nothing=True)
    yield "progress: no times", progress.progress_message(say, idle.after(untimed))
    yield "progress: steps", progress.progress_message(say, replace(view, resumed=True))


def _outcomes(say: Words) -> Iterator[tuple[str, Message]]:
    for state, guide in (
        ("full", FULL),
        ("lines", GUIDE),
        ("lacking", LACKING),
        ("plain", PLAIN),
        ("only a choice", CHOICE),
    ):
        for options in (None, ALL_OPTIONS, GuideOptions(tone=Tone.FRIENDLY, min_steps=4, max_steps=9)):
            yield (
                f"summary: {state}",
                outcome.summary_message(
                    say, guide, "j0b", 4000.5, LINK, pdf=True, canvas=True, source=NAME, options=options
                ),
            )
        yield f"announcement: {state}", outcome.announcement_message(say, guide, "U1", LINK)
    yield "announcement without a link", outcome.announcement_message(say, replace(GUIDE, steps=(STEP,)), "U1")
    yield "summary without a source", outcome.summary_message(say, replace(GUIDE, steps=(STEP,)), "j0b", 4.0)
    for error in ERRORS:
        yield "failed", outcome.failure_message(say, NAME, error, "j0b")
        yield "failed for good", outcome.failure_message(say, NAME, error, "j0b", again=False)
    yield "no procedure", outcome.failure_message(say, NAME, ERRORS[2], "j0b", anyway=True)
    yield "cancelled", outcome.cancelled_message(say, NAME, "U1", "j0b")
    for made in (True, False):
        yield f"repeated, made {made}", outcome.repeat_message(say, NAME, LINK, "j0b", made=made)
        yield (
            f"repeated in its thread, made {made}",
            outcome.repeat_message(say, NAME, None, "j0b", made=made, earlier="other.vtt", here=True),
        )
    yield (
        "offered",
        offer.offer_message(say, NAME, "It has no times or speakers, so it may not be a transcript.", "j"),
    )
    yield "offered to one", offer.offer_message(say, NAME, "It's empty.", "j0b", alone=True)
    yield "offered by an app", offer.offer_message(say, NAME, "", "j0b", unsure=offer.Unsure.OF_NOTHING)
    for doubt, unsure in (
        (showing.UNKNOWN.doubt, offer.Unsure.OF_CONTENT),
        (showing.PARTLY.doubt, offer.Unsure.OF_CONTENT),
        (showing.NOT_IN_PARTS, offer.Unsure.OF_PROCEDURE),
    ):
        yield f"asked first: {doubt}", offer.offer_message(say, NAME, doubt, "j0b", unsure=unsure, alone=True)
    yield "no procedure, told alone", offer.refusal_alone_message(say, NAME, ERRORS[2], "j0b")
    for job in ("j0b", None):
        yield f"thread with a guide, job {job}", outcome.thread_message(say, NAME, job)
    yield "asked for", outcome.parent_message(say, NAME, "U1")
    yield "moved", outcome.moved_message(say, NAME, "C1", "Slack refused: ZZcode.")
    yield "moved on", outcome.moved_on_message(say, NAME, "U1")
    for form in NAMES.values():
        yield f"{form} is there", outcome.note_message(outcome.already_there(say, form, "ZZa.pdf", LINK))


def homes(say: Words) -> Iterator[tuple[str, View]]:
    """Each Home tab with the name of its state."""
    yield "home, new", home_view(say, HomeState((), 0, None, 30.0))
    jobs = tuple(usage.JobLine("j0b", NAME, state, 1_700_000_000.0, LINK) for state in JobState)
    jobs += tuple(usage.JobLine("j0b", NAME, WAITING, 1.0, anyway=insisting) for insisting in (True, False))
    channels = {f"C{n}": ChannelState(drops, "U1", 1_700_000_000.0) for n, drops in enumerate([*Drops] * 30)}
    defaults = Defaults(
        Drops.OFF, tuple(f"https://a.example/{n}" for n in range(10)), ("ZZkubectl",), WriterChoice.EXTRACTIVE, 2, 7.5
    )
    changes = dict.fromkeys(SETTINGS, ("U1", 1.7e9))
    defaults = replace(defaults, changed_by="U1", changed=1_700_000_000.0, changes=changes)
    look = TemplateState("ZZHouse.dotx", "U1", 1_700_000_000.0)
    own = OwnDefaults(ALL_OPTIONS, (".pdf", ".md"), 1_700_000_000.0)
    for workspace in (WorkspaceState(), WorkspaceState(channels, defaults, 12, 345_678, look)):
        yield "home, admin", home_view(say, HomeState(jobs, 1234, "ZZm-1", 0.5, workspace, own=own, tokens=99_000))


def views(say: Words) -> Iterator[tuple[str, View]]:
    """Each form with the name of its state."""
    form = Form("j0b", "C1", "1.2", say.tag)
    too_long = GuideOptions(glossary=tuple(f"ZZ{'x' * 90}{n}" for n in range(50)))
    for model in (True, False):
        for state, options in (("empty", GuideOptions()), ("full", ALL_OPTIONS), ("too long", too_long)):
            yield f"form, {state}, model {model}", options_view(say, form, options, model=model, guide="ZZSet ZZup")
    full = Choices(ALL_OPTIONS, (".pdf", ".md", ".pptx"))
    for model in (True, False):
        yield f"new guide, empty, model {model}", new_guide_view(say, Choices(), "", model=model, pdf=False)
        yield f"new guide, full, model {model}", new_guide_view(say, full, "C1", model=model, pdf=True)
    yield "form, delete", deleting.delete_view(say, form, "ZZSet ZZup")
    yield "new guide, opening", opening_view(say, "1.2.3")
    yield "form of another version", stale_view(say)
    some = Defaults(Drops.OFF, ("https://a.example",), ("ZZa", "ZZb"), jobs_per_person=2, keep_days=7)
    for model in (True, False):
        for defaults in (Defaults(), some):
            yield f"form, workspace, model {model}", workspace_view(say, defaults, Most(5, 30), model=model)
    yield "form, template", template_view(say)
    for model in (True, False):
        for own in (OwnDefaults(), OwnDefaults(ALL_OPTIONS, (".pdf",), 1.7e9)):
            yield f"form, own defaults, model {model}", own_view(say, own, model=model, pdf=model)
    for writer in WriterChoice:
        chosen = GuideOptions(writer=writer, language="pt-br")
        yield f"form, written by {writer}", options_view(say, form, chosen, model=True)
