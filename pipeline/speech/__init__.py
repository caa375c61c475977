"""Speech into instructions, one language a module: what a sentence asks of the reader, said as a guide says it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum

from pipeline.guide import CautionKind


class Hanging(StrEnum):
    """Which neighbour a subordinate clause that was made a sentence belongs to."""

    ON_NEXT = "next"
    """ "If the button isn't there." is the condition of what is said then."""
    ON_LAST = "last"
    """ "As long as you import the module." limits what was said."""


@dataclass(frozen=True)
class Instruction:
    """One thing that the reader does, as an imperative sentence."""

    text: str
    verb: str
    """The verb in its base form, lower case."""
    weight: float
    """0 to 1: how surely the speaker meant it as an instruction."""
    words: frozenset[str]
    """The words of it that carry content, for comparing."""
    evidence: float = 0.5
    """How much it speaks for a procedure: more where it names a thing that hands or a mouse can hold."""
    goal: str | None = None
    """What it is done for, where the sentence says so: "create a token"."""
    code: str | None = None
    """What is typed exactly so."""
    aim: bool = False
    """Whether it was announced, and may only name what the instructions after it achieve: "now we'll create a
    token"."""
    planned: bool = False
    """Whether it was announced in any other way: the instructions after it achieve it where they are said to be the
    first."""
    handling: bool = False
    """Whether it is done by hand or mouse: "click", "type", "select"."""
    closing: bool = False
    """Whether it only completes the instruction before: "click OK", "name it", "open it"."""
    vague: bool = False
    """Whether its verb fits everything ("take", "keep") and it names no thing that is known to be one: worth a line
    only where the recording is about what it names."""
    lead: str | None = None
    """The condition or the place in front of the verb, as it stands in the text: "If everything looks correct,"."""


@dataclass(frozen=True)
class Aside:
    """A note, a tip or a warning."""

    kind: CautionKind
    text: str


@dataclass(frozen=True)
class Reading:
    """What one sentence tells the reader; all empty for chatter."""

    instructions: tuple[Instruction, ...] = ()
    spare: tuple[Instruction, ...] = ()
    """The instructions in a tip: lines of their own where code follows."""
    aside: Aside | None = None
    expected: str | None = None
    """What appears when it worked."""
    need: str | None = None
    """What the reader must have or know."""
    goal: str | None = None
    """What comes next is for: "create an API token"."""
    topic: str | None = None
    """What the whole recording is about, where the sentence announces it."""
    about: str | None = None
    """What the recording shows, as a phrase, where the sentence only says that much: "a working example of streams"."""
    opens: float = 0.0
    """How strongly it begins something new, 0 to 3."""
    starts: bool = False
    """Whether the doing begins with it, after an introduction."""
    question: bool = False
    codes: tuple[str, ...] = ()
    """What stands in it as code."""


class LanguageRules(ABC):
    """The rules of one language. Where a language has no rule of its own for it, nothing hangs on a neighbour, nothing
    is taken back, and two instructions stay two."""

    @abstractmethod
    def read(self, sentence: str) -> Reading:
        """What a sentence tells the reader."""

    @abstractmethod
    def statement(self, sentence: str) -> str:
        """The sentence without the noise of speech, otherwise as it was said."""

    @abstractmethod
    def running(self, code: str) -> str:
        """The instruction to run a command that nobody put into words."""

    @abstractmethod
    def title(self, phrase: str) -> str:
        """A title of at most eight words from an instruction's text or a goal."""

    @abstractmethod
    def content(self, text: str) -> frozenset[str]:
        """The words that carry content, for comparing what sentences are about."""

    def takes_back(self, sentence: str) -> bool:
        """Whether a sentence corrects the one before it: "No wait, port 8443"."""
        return False

    def hangs(self, sentence: str) -> Hanging | None:
        """Whether a sentence is only a subordinate clause, and which of its neighbours it belongs to."""
        return None

    def begins(self, sentence: str) -> bool:
        """Whether a sentence says that it tells the first of several instructions: "we start by saving the file"."""
        return False

    def refers_back(self, instruction: Instruction, before: str) -> bool:
        """Whether an instruction is done to "it", and the sentence before tells what there is."""
        return False

    def link(self, before: Instruction, after: Instruction) -> Instruction | None:
        """One instruction for two in a row of which one only says where, or gives the other's value; None if they are
        two."""
        return None

    def goal(self, instruction: Instruction) -> str:
        """An instruction as the goal of what follows: "create a token"."""
        return instruction.text.removeprefix(instruction.lead or "").strip().rstrip(".")


__all__ = ["Aside", "Hanging", "Instruction", "LanguageRules", "Reading"]
