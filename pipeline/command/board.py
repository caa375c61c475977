"""Progress on a terminal that can show it: a live list of stages and steps."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from pipeline import progress
from pipeline.command.event_lines import TITLES, line, without_times
from pipeline.command.under_way import UnderWay
from pipeline.progress import Event, Stage


class Board:
    """A live list on a terminal: what is under way spins, what is done has its mark."""

    def __init__(self, console: Console) -> None:
        self._began = time.monotonic()
        self._stages: dict[Stage, str | None] = {}
        self._steps: dict[int, tuple[str, str | None]] = {}
        self._notes: list[str] = []
        self._under_way = UnderWay()
        self._live = Live(console=console, refresh_per_second=12, transient=False, get_renderable=self._picture)

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, trace)

    def tick(self) -> None:
        """Nothing: it moves all the time."""

    def __call__(self, event: Event) -> None:
        self._under_way(event)
        match event:
            case progress.StageStarted(stage=stage) if stage in TITLES:
                self._stages[stage] = None
            case progress.TranscriptRead():
                self._stages[Stage.READ] = f"{event.words:,} words, {event.format}{without_times(event)}"
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
                table.add_row(*self._row(TITLES[stage], self._stages[stage], self._count_of(stage)))
        for number, (title, mark) in sorted(self._steps.items()):
            table.add_row(*self._row(f"  {number}. {title}", mark))
        if Stage.RENDER in self._stages:
            table.add_row(*self._row(TITLES[Stage.RENDER], self._stages[Stage.RENDER]))
        notes = [Text(f"  {note}", style="dim") for note in self._notes]
        return Group(table, *notes, Text(f"{time.monotonic() - self._began:5.1f} s", style="dim"))

    def _count_of(self, stage: Stage) -> str:
        return self._under_way.count if stage is Stage.OUTLINE and self._stages[stage] is None else ""

    @staticmethod
    def _row(title: str, done: str | None, count: str = "") -> tuple[Spinner | Text, Text, Text]:
        mark = Spinner("dots") if done is None else Text("✓", style="green")
        return mark, Text(title), Text(count if done is None else done, style="dim")
