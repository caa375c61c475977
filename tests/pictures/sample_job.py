"""A job under way and done, for states that pass too quickly to be taken."""

from __future__ import annotations

from bot.messages import outcome, progress
from bot.messages.language import Words
from bot.messages.message import Message
from pipeline import progress as events
from pipeline.guide import (
    Action,
    Confidence,
    Finding,
    FindingKind,
    Guide,
    Level,
    Making,
    Origin,
    Reference,
    ReferenceStatus,
    Source,
    Step,
    Usage,
    WriterKind,
)
from pipeline.options import GuideOptions, Tone
from pipeline.progress import Stage

NAME = "Router onboarding, part 2.vtt"


DOCUMENT = "https://x.slack.com/files/U1/F1/guide.docx"


TITLES = (
    "Open the router's settings",
    "Choose the wireless network",
    "Set the name and the password of the network",
    "Restart the router",
    "Check the connection on a phone",
)


UNSURE = Confidence(Level.LOW, "1 of 3 instructions backed by a source; 2 lines to check")


SURE = Confidence(Level.HIGH, "2 of 2 instructions backed by a source")


FINDINGS = (
    Finding(FindingKind.UNSUPPORTED, "The number “8443” isn't in the source cited here."),
    Finding(FindingKind.UNCLEAR, "This refers to something on the screen. Look at the recording."),
)


GUIDE = Guide(
    title="Set up the router in a new office",
    language="en",
    steps=tuple(
        Step(
            number,
            title,
            (
                Action("Type 8443 into the field Port.", ("u1",), findings=FINDINGS[:1] if number == 2 else ()),
                Action("Click the button next to it.", ("u2",), findings=FINDINGS[1:] if number == 2 else ()),
            ),
            UNSURE if number == 2 else SURE,
        )
        for number, title in enumerate(TITLES, 1)
    ),
    sources=(Source("u1", "And the port is eighty four.", start=83.0), Source("u2", "Then this one.", start=91.0)),
    origin=Origin("0" * 64, NAME, "WebVTT", words=1534, utterances=40),
    making=Making(
        *(WriterKind.MODEL, "2026-01-01T00:00:00+00:00", 41.0),
        path="parallel",
        model="gpt-5",
        usage=Usage(calls=9, input_tokens=9000, output_tokens=3000),
    ),
    references=(
        Reference("r1", "https://wiki.example/router", ReferenceStatus.USED, title="Router handbook"),
        Reference("r2", "https://intranet.example/ports", ReferenceStatus.FAILED, reason="The page asks for a login."),
    ),
    recording="https://youtu.be/42",
)


def view_in(done: int, begun: int, *, planned: bool) -> progress.JobView:
    """A job of which so many steps are done, and so many begun."""
    view = progress.JobView("k7m3p9qa", NAME, phase=progress.Phase.READING)
    if not planned:
        return view
    happened: list[events.Event] = [
        events.TranscriptRead("WebVTT", 1534, 40, 2, 754.0, "en"),
        events.StageStarted(Stage.OUTLINE),
        *(events.StepPlanned(number, title) for number, title in enumerate(TITLES, 1)),
        events.OutlineDone(GUIDE.title, len(TITLES)),
        *(events.StepStarted(number) for number in range(1, begun + 1)),
        *(events.StepDone(n, TITLES[n - 1], Level.HIGH, WriterKind.MODEL) for n in range(1, done + 1)),
    ]
    for event in happened:
        view = view.after(event)
    return view


def summary(say: Words) -> Message:
    options = GuideOptions(audience="new colleagues", tone=Tone.FORMAL)
    return outcome.summary_message(
        say,
        GUIDE,
        "k7m3p9qa",
        41.0,
        DOCUMENT,
        pdf=True,
        source=NAME,
        options=options,
    )
