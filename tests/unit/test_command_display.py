"""What is shown on the command line while a guide is made."""

from __future__ import annotations

import asyncio
import io

import pytest
from rich.console import Console

from pipeline import progress
from pipeline.command.board import Board
from pipeline.command.display import Lines, for_stream, showing
from pipeline.guide import Level, WriterKind
from pipeline.options import GuideOptions
from pipeline.progress import Event, Stage
from pipeline.run import make_guide
from pipeline.speech.instructions import PROGRESS_EVERY_SENTENCES
from pipeline.tools import Tools

BEGINNING: list[Event] = [
    progress.StageStarted(Stage.READ),
    progress.TranscriptRead("text", 170_000, 17_000, 1, None, "en"),
    progress.StageStarted(Stage.OUTLINE),
]
STEPS: list[Event] = [progress.StepPlanned(1, "Open it"), progress.StepPlanned(2, "Close it")]
DONE = progress.StepDone(2, "Close it", Level.HIGH, WriterKind.EXTRACTIVE)


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([], "reading the transcript"),
        (BEGINNING, "finding the steps"),
        ([*BEGINNING, progress.SentencesRead(4_250, 17_000)], "finding the steps: 4,250 of 17,000 sentences"),
        ([*BEGINNING, *STEPS], "finding the steps: 2 so far"),
        ([*BEGINNING, *STEPS, progress.OutlineDone("It", 2), DONE], "writing the steps: 1 of 2 done"),
        ([*BEGINNING, *STEPS, progress.OutlineReplaced("No answer.")], "finding the steps"),
        (
            [*BEGINNING, *STEPS, progress.OutlineDone("It", 2), progress.StageStarted(Stage.RENDER)],
            "making the document",
        ),
    ],
)
def test_after_a_silence_a_line_says_what_is_under_way(events: list[Event], said: str):
    clock, out = Clock(), io.StringIO()
    lines = Lines(out, silence_seconds=5.0, clock=clock)
    for event in events:
        lines(event)
    before = out.getvalue()

    clock.now += 4.9
    lines.tick()
    assert out.getvalue() == before, "too early"
    clock.now += 0.1
    lines.tick()
    lines.tick()
    assert out.getvalue() == f"{before}  5.00 s  {said} …\n", "once"
    clock.now += 5.0
    lines.tick()
    assert out.getvalue().splitlines()[-1] == f" 10.00 s  {said} …"


def test_a_line_about_an_event_ends_the_silence():
    clock, out = Clock(), io.StringIO()
    lines = Lines(out, silence_seconds=5.0, clock=clock)
    clock.now += 4.0
    lines(BEGINNING[1])
    clock.now += 4.0
    lines.tick()
    assert out.getvalue() == "  4.00 s  read 170,000 words (text)\n"


def test_a_log_is_told_less_often_than_a_terminal():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "dumb")
        shown = [for_stream(Terminal()), for_stream(io.StringIO())]
    terminal, log = (each._silence_seconds for each in shown if isinstance(each, Lines))
    assert terminal <= 5.0 < log


async def test_it_ticks_until_the_work_is_over():
    ticked = asyncio.Queue[None]()

    class Ticking(Lines):
        def tick(self) -> None:
            ticked.put_nowait(None)

    async with showing(Ticking(io.StringIO(), 5.0), tick_seconds=0.0):
        for _ in range(3):
            await ticked.get()
    left = ticked.qsize()
    for _ in range(3):
        await asyncio.sleep(0)
    assert ticked.qsize() == left


def test_the_live_list_counts_the_sentences():
    out = io.StringIO()
    board = Board(Console(file=out, force_terminal=True, width=100))
    with board:
        for event in [*BEGINNING, progress.SentencesRead(4_250, 17_000)]:
            board(event)
    (line,) = [line for line in out.getvalue().splitlines() if "Finding the steps" in line]
    assert "4,250 of 17,000 sentences" in line


async def test_a_long_transcript_tells_how_many_sentences_have_been_read():
    heard = list[Event]()
    sentences = 2 * PROGRESS_EVERY_SENTENCES + 1
    told = [f"Click the button number {number} in the list." for number in range(3)]
    text = "\n".join(told + [f"The list has a button {number}." for number in range(3, sentences)])
    await make_guide(text.encode(), "talk.txt", GuideOptions(anyway=True), Tools(), heard.append)
    read = [event for event in heard if isinstance(event, progress.SentencesRead)]
    assert [event.done for event in read] == [0, PROGRESS_EVERY_SENTENCES, 2 * PROGRESS_EVERY_SENTENCES]
    assert {event.total for event in read} == {sentences}


def test_a_plan_of_a_part_is_said_to_be_made_again_by_the_model() -> None:
    out = io.StringIO()
    lines = Lines(out, silence_seconds=5.0, clock=Clock())

    lines(progress.OutlineReplaced("It had read a part.", by_the_model=True))

    assert "outline redone: It had read a part." in out.getvalue()
    assert "without the model" not in out.getvalue()


def test_why_there_was_no_model_is_said_once() -> None:
    out, why = io.StringIO(), "The key was rejected."
    lines = Lines(out, silence_seconds=5.0, clock=Clock())
    done: list[Event] = [progress.StepDone(n, "It", Level.MEDIUM, WriterKind.EXTRACTIVE, why) for n in (1, 2)]

    for event in (progress.OutlineReplaced("It broke off."), *done):
        lines(event)

    assert out.getvalue().count(why) == 1
    assert out.getvalue().count("without the model") == 3
