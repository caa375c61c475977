"""What a line on the terminal says about a run's events."""

from __future__ import annotations

from pipeline import progress
from pipeline.guide import ReferenceStatus
from pipeline.progress import Event, Stage

TITLES = {
    Stage.READ: "Reading the transcript",
    Stage.OUTLINE: "Finding the steps",
    Stage.RENDER: "Making the document",
}

NO_TIMES = "; it has no times at which --recording could be opened"
NOT_SHORTER = "; it has no times, so --sources short has no effect"


def line(event: Event, told: frozenset[str] = frozenset()) -> str | None:
    """What a plain line says about an event; None where it says nothing. `told` are the reasons for doing without the
    model that an earlier line gave."""
    match event:
        case progress.TranscriptRead():
            masked = f"; masked {counted(event.secrets, 'secret')} that {_was(event.secrets)} said aloud"
            untimed = without_times(event)
            return f"read {counted(event.words, 'word')} ({event.format}){masked if event.secrets else ''}{untimed}"
        case progress.ReferenceDone(status=ReferenceStatus.USED | ReferenceStatus.UNUSED):
            return f"fetched {event.url} in {event.seconds:.1f} s"
        case progress.ReferenceDone():
            return f"not used: {event.url}: {event.reason}"
        case progress.OutlineReplaced(by_the_model=True):
            return f"outline redone: {event.reason}"
        case progress.OutlineReplaced():
            return f"outline redone without the model: {event.reason}"
        case progress.OutlineDone():
            return f"found {counted(event.steps, 'step')}: {event.title}"
        case progress.StepDone():
            why = f": {event.fallback}" if event.fallback not in told else ""
            by = f", without the model{why}" if event.fallback else ""
            return f"step {event.number} done: {event.title} ({event.level} confidence{by})"
        case progress.PathTaken(path="parallel" | "sequential"):
            return f"model calls: {event.path}" + (f" ({event.reason})" if event.reason else "")
        case progress.DocumentDone():
            return f"made the document: {event.bytes:,} bytes in {event.seconds:.1f} s"
        case _:
            return None


def without_times(event: progress.TranscriptRead) -> str:
    """What of the options has no effect, since the transcript has no times; begins with a semicolon if there is any."""
    return (NO_TIMES if event.opens_nothing else "") + (NOT_SHORTER if event.shortens_nothing else "")


def counted(number: int, thing: str) -> str:
    """So many things, in words.

    >>> counted(1, "step"), counted(2600, "word")
    ('1 step', '2,600 words')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
