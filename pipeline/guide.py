"""A guide: its steps, what each of them is based on, and how it was made. Plain values that can be stored as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import GuideUnreadable
from pipeline.transcript import Timing

if TYPE_CHECKING:
    import pydantic

VERSION = 3
"""The version of the JSON form. `from_json` reads this one and all before it."""
NAMING = (("“", "”"), ("„", "“"), ("«", "»"), ("« ", " »"), ("「", "」"), ('"', '"'))
"""The quotation marks in which a line names another step."""


class Level(StrEnum):
    """How sure one can be of a step, judged by what it cites."""

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
    """Why a person should check a line."""

    UNCITED = "uncited"
    UNSUPPORTED = "unsupported"
    POLARITY = "polarity"
    OVERLAP = "overlap"
    DIFFERS = "differs"
    CONTRADICTED = "contradicted"
    """A model that compared the line with what was said says what differs."""
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
    """One thing that the reader does: a numbered line."""

    instruction: str
    """It can have `code`, a list, and **names of what is on the screen** (see `pipeline.listing`)."""
    citations: tuple[str, ...] = ()
    """Ids of the sources it is based on, the most important first."""
    code: str | None = None
    """A command, code or a value to type exactly as it is. It can have several lines."""
    expected: str | None = None
    """What the reader sees if it worked. It can have names of what is on the screen, as an instruction."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Caution:
    """A note, a tip or a warning."""

    kind: CautionKind
    text: str
    """It can have what an instruction can have."""
    citations: tuple[str, ...] = ()
    before: int | None = None
    """The number (from 1) of the action that it comes before; one more than there are actions: after the last. None:
    before all of them."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Step:
    number: int
    title: str
    actions: tuple[Action, ...]
    confidence: Confidence
    goal: str | None = None
    """One sentence: what this step achieves."""
    cautions: tuple[Caution, ...] = ()
    writer: WriterKind = WriterKind.EXTRACTIVE
    fallback: str | None = None
    """Why the model was asked but didn't write it, in words; None otherwise."""
    way: str | None = None
    """The name of the way to the result that it belongs to, such as "SSH". None: it is done whatever way is chosen."""
    optional: bool = False
    """Whether the result is reached without it too."""
    when: str | None = None
    """The condition under which it is done, such as "only on a Mac"; None: always."""
    rescue: bool = False
    """Whether it helps only if something went wrong. Such steps come last."""
    missing: tuple[Gap, ...] = ()
    """What the reader needs for it and the recording doesn't say."""


@dataclass(frozen=True)
class Gap:
    """Something that was shown or meant, but not said, such as an address that was only on the screen."""

    text: str
    citations: tuple[str, ...] = ()
    """Ids of the sources after which it would have come."""


@dataclass(frozen=True)
class MendedName:
    """A name that was misheard or misspelt in the transcript, and how the guide writes it."""

    written: str
    heard: tuple[str, ...]
    """The wrong forms in the transcript, at least one."""


@dataclass(frozen=True)
class Source:
    """Something that was said or read, word for word. Ids are `u12` for utterance 12 and `p3` for passage 3."""

    id: str
    quote: str
    speaker: str | None = None
    start: float | None = None
    """Seconds from the start of the recording. None for passages, and if there are no times."""
    end: float | None = None
    reference: str | None = None
    """For a passage: the id of its reference page."""
    heading: str | None = None
    """For a passage: the headings above it, with " › " between them."""
    masked: tuple[str, ...] = ()
    """The masks in the quote, such as `<password>`, that stand for secrets which were said aloud."""
    timing: Timing = Timing.AT
    """How well `start` is known."""


@dataclass(frozen=True)
class Reference:
    """A reference page that was asked for, and what became of it."""

    id: str
    """`r1`, `r2`, … in the order in which the pages were asked for."""
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
    way: str | None = None
    """The name of the way that needs it. None: all need it."""
    group: str | None = None
    """What kind of thing it is, such as "Tools", where much is needed. None: it stands by itself."""


@dataclass(frozen=True)
class Answered:
    """A question that the reader may have and that the recording answers, though no step needs the answer."""

    question: str
    answer: str
    """It can have what an instruction can have."""
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedChoice:
    """What different ways have in common: the result that each of them leads to."""

    title: str
    """An imperative phrase, such as "Add files to the repository"."""
    ways: tuple[str, ...]
    advice: str | None = None
    """One sentence that helps to choose."""
    citations: tuple[str, ...] = ()
    """Ids of the sources that the advice is based on."""
    cautions: tuple[Caution, ...] = ()
    """What each of the ways would say in the same words."""
    several: bool = False
    """Whether a reader may use more than one of them."""


@dataclass(frozen=True)
class Usage:
    """What the model's calls cost, failed ones included. Tokens are as the server counted them."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    """The input tokens that came from the server's prompt cache."""
    output_tokens: int = 0
    cost: float | None = None
    """US dollars. None: the model's price isn't known."""
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
class Extract:
    """What a guide says of itself if it was made without a model and is only an extract of its recording."""

    understood: int = 0
    """The sentences of which the rules know what they are for."""
    sentences: int = 0
    """All sentences that are long enough to say something."""
    language_read: bool = True
    """Whether there are rules for the recording's language. If not, its sentences are quoted."""
    quotes: bool = False
    """Whether no instructions were found, or too few to say anything, so that the guide's lines only quote what was
    said."""
    mostly_quotes: bool = False
    """Whether most of the finished guide's lines quote what was said, though instructions were found."""
    ends_guessed: bool = False
    """Whether the recording has no punctuation, so that nobody knows where its sentences begin and end."""


@dataclass(frozen=True)
class LeftOut:
    """The instructions of a recording that the steps of its guide have no room for."""

    instructions: int
    found: int
    """All instructions that were found in the recording."""


@dataclass(frozen=True)
class MaskedSecret:
    """A secret that was said aloud and is masked."""

    mask: str
    """What stands for it, such as `<password>`."""
    start: float | None = None
    """Where it was said: seconds from the start of the recording, or None if the source has no times."""


@dataclass(frozen=True)
class Origin:
    """What is known about the transcript of a guide."""

    transcript: str
    """The transcript's id: the SHA-256 of its bytes."""
    name: str
    """The file's name, or another name if there is no file."""
    format: str
    words: int
    utterances: int
    speakers: tuple[str, ...] = ()
    duration: float | None = None
    """Seconds."""
    language: str | None = None
    secrets: tuple[MaskedSecret, ...] = ()
    """The secrets that are masked, in the order of the recording."""
    kept_secrets: tuple[MaskedSecret, ...] = ()
    """Those that the guide shows because that was asked for: what would mask them, and where they were said."""


@dataclass(frozen=True)
class Making:
    """How a guide was made."""

    writer: WriterKind
    created: str
    """ISO 8601, UTC."""
    seconds: float
    """From the start of reading to the end of the last step, without rendering."""
    path: str = "parallel"
    """How the model was called: "parallel", "sequential" or "no model"."""
    model: str | None = None
    model_set_up: bool = True
    """Whether there was a model that could have been asked. In guides that were stored before this was, there was."""
    usage: Usage = field(default_factory=Usage)
    note: str | None = None
    """What wasn't done as asked, in words for the reader, such as "the key was rejected"."""


@dataclass(frozen=True)
class Guide:
    title: str
    language: str
    """ISO 639-1 code."""
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    """Everything that is cited anywhere in the guide: utterances in the order of the recording, then passages."""
    origin: Origin
    making: Making
    audience: str | None = None
    prerequisites: tuple[Prerequisite, ...] = ()
    references: tuple[Reference, ...] = ()
    recording: str | None = None
    """The recording's address, which the time stamps link to."""
    about: str | None = None
    """Two sentences: what this is, for whom, and what comes of it."""
    not_said: tuple[Gap, ...] = ()
    """What the reader needs and the recording doesn't say, if it concerns no single step."""
    names: tuple[MendedName, ...] = ()
    """The names that were misheard, in the order in which they are first written."""
    choices: tuple[NamedChoice, ...] = ()
    """What the ways of a choice have in common, where that is known."""
    questions: tuple[Answered, ...] = ()
    """What the recording answers beside its steps."""
    extract: Extract | None = None
    """None: it is more than an extract of the recording."""
    left_out: LeftOut | None = None
    """None: there was room for all that was found."""

    @property
    def ways(self) -> tuple[str, ...]:
        """The names of the ways to the result, of which the reader chooses one, in order. Empty if there is one way.
        The steps of one way may stand apart."""
        return tuple(dict.fromkeys(step.way for step in self.steps if step.way))

    def source(self, source_id: str) -> Source:
        """The source with this id. Raises KeyError."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    @property
    def only_quotes(self) -> bool:
        """Whether its lines are no instructions, but quotations of what was said."""
        return self.extract is not None and self.extract.quotes

    @property
    def told_masks(self) -> tuple[MaskedSecret, ...]:
        """The masked secrets that are told of beside the guide: all that it lists, if the mask of any stands in its
        lines or in what it cites. Otherwise none, since the guide would be the same with them."""
        lines = [self.title, self.about or "", *(source.quote for source in self.sources)]
        lines += [needed.text for needed in self.prerequisites]
        lines += [part for asked in self.questions for part in (asked.question, asked.answer)]
        for step in self.steps:
            lines += [step.title, step.goal or "", *(caution.text for caution in step.cautions)]
            lines += [part or "" for one in step.actions for part in (one.instruction, one.code, one.expected)]
        whole = "\n".join(lines)
        return self.origin.secrets if any(secret.mask in whole for secret in self.origin.secrets) else ()

    @property
    def without_model(self) -> tuple[int, ...]:
        """The numbers of the steps that the model should have written but didn't."""
        return tuple(step.number for step in self.steps if step.fallback)

    @property
    def to_check(self) -> tuple[tuple[int, int, Finding], ...]:
        """What a person should check: (step number, action number or 0 for a caution, finding)."""
        return tuple(
            [(s.number, n, f) for s in self.steps for n, a in enumerate(s.actions, 1) for f in a.findings]
            + [(s.number, 0, f) for s in self.steps for c in s.cautions for f in c.findings]
        )

    def to_json(self) -> bytes:
        """The guide as JSON (UTF-8), with the version of the form."""
        return _stored().dump_json(_Stored(VERSION, self), exclude_defaults=False, indent=1)

    @classmethod
    def from_json(cls, data: bytes | str) -> Guide:
        """Makes a guide from what `to_json` gave. Raises GuideUnreadable."""
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
    """Reads and writes the JSON form. pydantic is slow to load, so this waits for the first guide that is stored."""
    import pydantic

    return pydantic.TypeAdapter(_Stored)
