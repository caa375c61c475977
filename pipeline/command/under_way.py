"""What a run is doing right now, for a line that is printed where nothing has been printed for a while."""

from __future__ import annotations

from pipeline import progress
from pipeline.command.event_lines import TITLES
from pipeline.progress import Event, Stage


class UnderWay:
    """A listener that knows the stage a run is in, and how far it is."""

    def __init__(self) -> None:
        self._stage = Stage.READ
        self._count = ""
        self._steps = 0
        self._done = 0

    def __call__(self, event: Event) -> None:
        match event:
            case progress.StageStarted(stage=stage) if stage in TITLES:
                self._stage, self._count = stage, ""
            case progress.SentencesRead() if self._stage is Stage.OUTLINE:
                self._count = f"{event.done:,} of {event.total:,} sentences"
            case progress.OutlineReplaced():
                self._steps = self._done = 0
            case progress.StepPlanned():
                self._steps += 1
            case progress.OutlineDone():
                self._stage = Stage.WRITE
            case progress.StepDone():
                self._done += 1
            case _:
                pass

    @property
    def count(self) -> str:
        """How far the stage is; empty if nobody knows."""
        if self._stage is Stage.WRITE:
            return f"{self._done} of {self._steps} done"
        if self._stage is Stage.OUTLINE and self._steps:
            return f"{self._steps} so far"
        return self._count

    @property
    def line(self) -> str:
        """The stage and how far it is: "finding the steps: 4,200 of 17,000 sentences"."""
        title = "writing the steps" if self._stage is Stage.WRITE else TITLES[self._stage].lower()
        return f"{title}: {self.count}" if self.count else title
