"""Progress on a terminal: a live list of stages and steps there, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import IO, Self

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from pipeline import progress
from pipeline.guide import ReferenceStatus
from pipeline.progress import Event, Stage

TITLES = {
    Stage.READ: "Reading the transcript",
    Stage.OUTLINE: "Finding the steps",
    Stage.RENDER: "Making the document",
}


def line(event: Event) -> str | None:
    """What a plain line says about an event; None where it says nothing."""
    match event:
        case progress.TranscriptRead():
            return f"read {event.words:,} words ({event.format})"
        case progress.ReferenceDone(status=ReferenceStatus.USED | ReferenceStatus.UNUSED):
            return f"fetched {event.url} in {event.seconds:.1f} s"
        case progress.ReferenceDone():
            return f"not used: {event.url}: {event.reason}"
        case progress.OutlineReplaced():
            return f"outline made again without the model: {event.reason}"
        case progress.OutlineDone():
            return f"found {event.steps} steps: {event.title}"
        case progress.StepDone():
            by = f", without the model: {event.fallback}" if event.fallback else ""
            return f"step {event.number} done: {event.title} ({event.level} confidence{by})"
        case progress.PathTaken(path="parallel" | "sequential"):
            return f"model calls: {event.path}" + (f" ({event.reason})" if event.reason else "")
        case progress.DocumentDone():
            return f"made the document: {event.bytes:,} bytes in {event.seconds:.1f} s"
        case _:
            return None


class Lines:
    """Plain lines, one for each event that is worth one; for logs and pipes."""

    def __init__(self, out: IO[str] = sys.stderr) -> None:
        self._out = out
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.flush()

    def __call__(self, event: Event) -> None:
        text = line(event)
        if text:
            print(f"{time.monotonic() - self._began:6.2f} s  {text}", file=self._out, flush=True)


class Board:
    """A live list on a terminal: what is under way spins, what is done has its mark."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()
        self._stages: dict[Stage, str | None] = {}
        self._steps: dict[int, tuple[str, str | None]] = {}
        self._notes: list[str] = []
        self._live = Live(console=console, refresh_per_second=12, transient=False, get_renderable=self._picture)

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, trace)

    def __call__(self, event: Event) -> None:
        match event:
            case progress.StageStarted(stage=stage) if stage in TITLES:
                self._stages[stage] = None
            case progress.TranscriptRead():
                self._stages[Stage.READ] = f"{event.words:,} words, {event.format}"
            case progress.OutlineReplaced():
                self._steps.clear()
                self._notes.append(line(event) or "")
            case progress.StepPlanned():
                self._steps[event.number] = (event.title, None)
            case progress.OutlineDone():
                self._stages[Stage.OUTLINE] = event.title
            case progress.StepDone():
                mark = f"{event.level}" + (", without the model" if event.fallback else "")
                self._steps[event.number] = (event.title, mark)
            case progress.DocumentDone():
                self._stages[Stage.RENDER] = f"{event.bytes:,} bytes"
            case progress.ReferenceDone():
                self._notes.append(line(event) or "")
            case _:
                pass

    def _picture(self) -> Group:
        table = Table.grid(padding=(0, 1))
        for stage in (Stage.READ, Stage.OUTLINE):
            if stage in self._stages:
                table.add_row(*self._row(TITLES[stage], self._stages[stage]))
        for number, (title, mark) in sorted(self._steps.items()):
            table.add_row(*self._row(f"  {number}. {title}", mark))
        if Stage.RENDER in self._stages:
            table.add_row(*self._row(TITLES[Stage.RENDER], self._stages[Stage.RENDER]))
        notes = [Text(f"  {note}", style="dim") for note in self._notes]
        return Group(table, *notes, Text(f"{time.monotonic() - self._began:5.1f} s", style="dim"))

    @staticmethod
    def _row(title: str, done: str | None) -> tuple[Spinner | Text, Text, Text]:
        mark = Spinner("dots") if done is None else Text("✓", style="green")
        return mark, Text(title), Text(done or "", style="dim")


def for_stream(out: IO[str] = sys.stderr) -> Board | Lines:
    """The live board where there is a terminal that can show it, plain lines elsewhere."""
    console = Console(file=out)
    return Board(console) if console.is_terminal and not console.is_dumb_terminal else Lines(out)
