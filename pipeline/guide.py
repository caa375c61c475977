"""A guide: the steps, what each of them rests on, and how it was made. Plain values that can be kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import GuideUnreadable

if TYPE_CHECKING:
    import pydantic

VERSION = 1
"""The version of the JSON form; `from_json` reads this one and those before it."""


class Level(StrEnum):
    """How sure one can be of a step, from what it cites."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class CautionKind(StrEnum):
    NOTE = "note"
    TIP = "tip"
    WARNING = "warning"


class WriterKind(StrEnum):
    MODEL = "model"
    EXTRACTIVE = "extractive"


class FindingKind(StrEnum):
    """Why a line needs a person's look."""

    UNCITED = "uncited"
    UNSUPPORTED = "unsupported"
    POLARITY = "polarity"
    OVERLAP = "overlap"
    DIFFERS = "differs"
    RESPELLED = "respelled"
    UNCLEAR = "unclear"


class ReferenceStatus(StrEnum):
    USED = "used"
    UNUSED = "unused"
    LATE = "late"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """Something to check about one line, with the reason in words."""

    kind: FindingKind
    message: str


@dataclass(frozen=True)
class Confidence:
    level: Level
    reason: str
    """The counts that decided it, in words."""


@dataclass(frozen=True)
class Action:
    """Something that the reader does: a numbered line."""

    instruction: str
    citations: tuple[str, ...] = ()
    """Ids of the sources it rests on, most telling first."""
    code: str | None = None
    """A command, a piece of code or a value to be typed exactly so; may have several lines."""
    expected: str | None = None
    """What the reader sees when it worked."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Caution:
    """A note, a tip or a warning."""

    kind: CautionKind
    text: str
    citations: tuple[str, ...] = ()
    before: int | None = None
    """The number (from 1) of the action that it stands in front of, one more than there are where it stands behind the
    last; None: in front of them all."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Step:
    number: int
    title: str
    actions: tuple[Action, ...]
    confidence: Confidence
    goal: str | None = None
    """One sentence: what is achieved by this step."""
    cautions: tuple[Caution, ...] = ()
    writer: WriterKind = WriterKind.EXTRACTIVE
    fallback: str | None = None
    """Why the model didn't write it although it was asked to, in words; None otherwise."""


@dataclass(frozen=True)
class Source:
    """Something that was said or read, verbatim. Ids are `u12` for utterance 12 and `p3` for passage 3."""

    id: str
    quote: str
    speaker: str | None = None
    start: float | None = None
    """Seconds from the start of the recording; None for passages and where there are no times."""
    end: float | None = None
    reference: str | None = None
    """For a passage: the id of the reference that it stands in."""
    heading: str | None = None
    """For a passage: the headings above it, parted by " › "."""


@dataclass(frozen=True)
class Reference:
    """A page that was asked for, and what became of it."""

    id: str
    """`r1`, `r2`, … in the order in which they were asked for."""
    url: str
    status: ReferenceStatus
    title: str | None = None
    reason: str | None = None
    """Why it wasn't used, in words."""
    fetched: str | None = None
    """When it was fetched: ISO 8601, UTC."""


@dataclass(frozen=True)
class Prerequisite:
    text: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usage:
    """What the model's calls cost, failed ones included; tokens as the server counted them."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    """The part of the input tokens that the server had in its prompt cache."""
    output_tokens: int = 0
    cost: float | None = None
    """US dollars; None: no price is known for the model."""
    estimated: bool = False
    """Whether some of it was estimated, because a call was cut off before the server said."""

    def __add__(self, other: Usage) -> Usage:
        known = [c for c in (self.cost, other.cost) if c is not None]
        priced = all(u.cost is not None or not u.calls for u in (self, other))
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
            sum(known) if known and priced else None,
            self.estimated or other.estimated,
        )

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens


@dataclass(frozen=True)
class Origin:
    """What is known of the transcript a guide was made from."""

    transcript: str
    """The transcript's id: SHA-256 of its bytes."""
    name: str
    """The file's name, or what stands for it."""
    format: str
    words: int
    utterances: int
    speakers: tuple[str, ...] = ()
    duration: float | None = None
    """Seconds."""
    language: str | None = None


@dataclass(frozen=True)
class Making:
    """How a guide was made."""

    writer: WriterKind
    created: str
    """ISO 8601, UTC."""
    seconds: float
    """From the start of reading to the last step, without rendering."""
    path: str = "parallel"
    """How the model was called: "parallel", "sequential" or "no model"."""
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    note: str | None = None
    """What went otherwise than asked for, in words for the reader, such as a rejected key."""


@dataclass(frozen=True)
class Guide:
    title: str
    language: str
    """ISO 639-1 code."""
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    """Everything cited anywhere in the guide: utterances in the order of the recording, then passages."""
    origin: Origin
    making: Making
    audience: str | None = None
    prerequisites: tuple[Prerequisite, ...] = ()
    references: tuple[Reference, ...] = ()
    recording: str | None = None
    """The recording's address, which time stamps link to."""

    def source(self, source_id: str) -> Source:
        """The source with this id. Raises KeyError."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    @property
    def without_model(self) -> tuple[int, ...]:
        """The numbers of the steps that the model should have written and didn't."""
        return tuple(step.number for step in self.steps if step.fallback)

    @property
    def to_check(self) -> tuple[tuple[int, int, Finding], ...]:
        """What a person should look at: (step number, action number or 0 for a caution, finding)."""
        return tuple(
            [(s.number, n, f) for s in self.steps for n, a in enumerate(s.actions, 1) for f in a.findings]
            + [(s.number, 0, f) for s in self.steps for c in s.cautions for f in c.findings]
        )

    def to_json(self) -> bytes:
        """The guide as JSON (UTF-8), with the version of the form."""
        return _stored().dump_json(_Stored(VERSION, self), exclude_defaults=False, indent=1)

    @classmethod
    def from_json(cls, data: bytes | str) -> Guide:
        """The inverse of `to_json`. Raises GuideUnreadable."""
        import pydantic

        try:
            stored = _stored().validate_json(data)
        except pydantic.ValidationError as error:
            raise GuideUnreadable from error
        if stored.version > VERSION:
            raise GuideUnreadable
        return stored.guide


@dataclass(frozen=True)
class _Stored:
    version: int
    guide: Guide


@cache
def _stored() -> pydantic.TypeAdapter[_Stored]:
    """What reads and writes the form; pydantic is loaded by the first guide that is kept."""
    import pydantic

    return pydantic.TypeAdapter(_Stored)
