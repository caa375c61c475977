"""The typed events of a run. Whoever shows progress listens to them; nobody has to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pipeline.guide import Level, ReferenceStatus, WriterKind
from pipeline.options import SourcesForm

if TYPE_CHECKING:
    from pipeline.grounding import Grounded
    from pipeline.options import GuideOptions
    from pipeline.transcript import Account, Transcript


class Stage(StrEnum):
    READ = "read"
    FETCH = "fetch"
    OUTLINE = "outline"
    WRITE = "write"
    RENDER = "render"


@dataclass(frozen=True)
class StageStarted:
    stage: Stage


@dataclass(frozen=True)
class StageFinished:
    stage: Stage
    seconds: float


@dataclass(frozen=True)
class TranscriptRead:
    format: str
    words: int
    utterances: int
    speakers: int
    duration: float | None
    language: str | None
    account: Account | None = None
    """What became of the file's letters."""
    secrets: int = 0
    """How many secrets that were said aloud are masked."""
    opens_nothing: bool = False
    """Whether the recording's address was given, and there are no times at which it could be opened."""
    shortens_nothing: bool = False
    """Whether only the times were asked for as sources, and there are none."""

    @classmethod
    def of(cls, transcript: Transcript, options: GuideOptions | None = None) -> TranscriptRead:
        """What is told of a transcript: figures, and none of its words. `options`: what is asked for."""
        untimed = options is not None and all(each.start is None for each in transcript.utterances)
        return cls(
            format=transcript.format,
            words=transcript.words,
            utterances=len(transcript.utterances),
            speakers=len(transcript.speakers),
            duration=transcript.duration,
            language=transcript.language,
            account=transcript.account,
            secrets=sum(len(utterance.masked) for utterance in transcript.utterances),
            opens_nothing=untimed and options is not None and options.recording is not None,
            shortens_nothing=untimed and options is not None and options.sources is SourcesForm.SHORT,
        )


@dataclass(frozen=True)
class ReferenceDone:
    """One reference page has arrived, failed, or come too late."""

    url: str
    status: ReferenceStatus
    seconds: float
    reason: str | None = None


@dataclass(frozen=True)
class SentencesRead:
    """How many of a transcript's sentences have been searched for instructions so far, without a model."""

    done: int
    total: int


@dataclass(frozen=True)
class StepPlanned:
    number: int
    title: str


@dataclass(frozen=True)
class OutlineDone:
    title: str
    steps: int


@dataclass(frozen=True)
class OutlineReplaced:
    """The model's outline failed, or was one of a part. The steps planned so far are dropped, and new ones are
    planned, without the model in most cases."""

    reason: str
    unreachable: bool = False
    """Whether the model couldn't be reached or didn't answer, so that its next calls will hardly fare better."""
    by_the_model: bool = False
    """Whether it is again the model that plans them."""


@dataclass(frozen=True)
class StepStarted:
    number: int


@dataclass(frozen=True)
class StepChecked:
    """A step was compared with its sources: what was looked for, found, corrected and removed."""

    number: int
    grounded: Grounded


@dataclass(frozen=True)
class StepDone:
    number: int
    title: str
    level: Level
    writer: WriterKind
    fallback: str | None = None
    from_cache: bool = False


@dataclass(frozen=True)
class PathTaken:
    """How the model was called and why: "parallel", "sequential" or "no model"."""

    path: str
    reason: str


@dataclass(frozen=True)
class DocumentDone:
    bytes: int
    seconds: float


Event = (
    StageStarted
    | StageFinished
    | TranscriptRead
    | ReferenceDone
    | SentencesRead
    | StepPlanned
    | OutlineDone
    | OutlineReplaced
    | StepStarted
    | StepChecked
    | StepDone
    | PathTaken
    | DocumentDone
)
Listener = Callable[[Event], None]
"""Called on the event loop. It must return at once and not raise."""


def nobody(_: Event) -> None:
    """The listener for runs without a listener."""


def both(one: Listener, other: Listener) -> Listener:
    """A listener that passes each event to two others."""

    def listen(event: Event) -> None:
        one(event)
        other(event)

    return listen
