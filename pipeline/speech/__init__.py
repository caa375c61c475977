"""Turns speech into instructions, one module for each language: what a sentence tells the reader to do, worded as a
guide words it.

An *instruction* is what a speaker told listeners to do, found in one sentence. What a writer makes of it is an
*action*, a numbered line of a guide.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum

from pipeline.guide import CautionKind


class Neighbour(StrEnum):
    """Which neighbour a subordinate clause belongs to when it was made a sentence of its own."""

    NEXT = "next"
    """ "If the button isn't there." is the condition of the next sentence."""
    PREVIOUS = "previous"
    """ "As long as you import the module." limits the sentence before."""


@dataclass(frozen=True)
class Instruction:
    """One thing to do, as an imperative sentence."""

    text: str
    verb: str
    """The verb in its base form, lower case."""
    weight: float
    """How surely the speaker meant it as an instruction, from 0 to 1."""
    words: frozenset[str]
    """Its content words, for comparing it with others."""
    evidence: float = 0.5
    """How strongly it shows that the transcript holds a procedure. More if it names a thing that hands or a mouse can
    hold."""
    goal: str | None = None
    """The purpose, if the sentence names it: "create a token"."""
    code: str | None = None
    """What is typed exactly as it is here."""
    announces_goal: bool = False
    """Whether it was announced ("now we'll create a token") and its verb can name a goal. The instructions after it may
    be how it is done."""
    announced: bool = False
    """Whether it was announced, whatever its verb. The instructions after it are how it is done if the first of them is
    said to be the first."""
    handling: bool = False
    """Whether it is done by hand or mouse: "click", "type", "select"."""
    closing: bool = False
    """Whether it only completes the instruction before it: "click OK", "name it", "open it"."""
    vague: bool = False
    """Whether its verb fits anything ("take", "keep") and its object is no known thing. It is worth a line only if the
    recording is about that object."""
    lead: str | None = None
    """The condition or the place in front of the verb, as in the text: "If everything looks correct,"."""


@dataclass(frozen=True)
class Aside:
    """A note, a tip or a warning."""

    kind: CautionKind
    text: str


@dataclass(frozen=True)
class Reading:
    """What one sentence tells the reader. All fields are empty for chatter."""

    instructions: tuple[Instruction, ...] = ()
    tip_instructions: tuple[Instruction, ...] = ()
    """The instructions in a tip. They become lines of their own if code follows."""
    aside: Aside | None = None
    expected: str | None = None
    """What appears if it worked."""
    prerequisite: str | None = None
    """What the reader must have or know."""
    goal: str | None = None
    """The goal of what comes next: "create an API token"."""
    topic: str | None = None
    """The subject of the whole recording, if the sentence announces it."""
    about: str | None = None
    """What the recording shows, if the sentence says no more than that: "a working example of streams"."""
    opens: float = 0.0
    """How strongly something new begins here, from 0 to 3."""
    begins_work: bool = False
    """Whether the introduction ends here and the work begins."""
    question: bool = False
    codes: tuple[str, ...] = ()
    """The pieces of code in it."""


class LanguageRules(ABC):
    """The rules of one language. The methods with a body are for languages that have no rule for it: no sentence hangs
    on another, none is a correction, and two instructions stay two."""

    @abstractmethod
    def read(self, sentence: str) -> Reading:
        """What a sentence tells the reader."""

    @abstractmethod
    def without_fillers(self, sentence: str) -> str:
        """The sentence without fillers and restarts, otherwise as it was said."""

    @abstractmethod
    def instruction_to_run(self, code: str) -> str:
        """The instruction to run a command, for a command that was shown without a sentence."""

    @abstractmethod
    def title(self, phrase: str) -> str:
        """A title of at most eight words, made of an instruction's text or of a goal."""

    @abstractmethod
    def content_words(self, text: str) -> frozenset[str]:
        """The content words, for comparing what sentences are about."""

    def is_correction(self, sentence: str) -> bool:
        """Whether a sentence corrects the one before it: "No wait, port 8443"."""
        return False

    def neighbour_of(self, sentence: str) -> Neighbour | None:
        """The neighbour that a sentence belongs to if it is only a subordinate clause; None for a whole sentence."""
        return None

    def is_first_of_several(self, sentence: str) -> bool:
        """Whether a sentence says that its instruction is the first of several: "we start by saving the file"."""
        return False

    def refers_back(self, instruction: Instruction, before: str) -> bool:
        """Whether an instruction is about "it", and the sentence before names what "it" is."""
        return False

    def merge(self, before: Instruction, after: Instruction) -> Instruction | None:
        """One instruction for two in a row, if one of them only says where, or gives the value for the other. None if
        they stay two."""
        return None

    def goal_of(self, instruction: Instruction) -> str:
        """An instruction worded as the goal of the instructions after it: "create a token"."""
        return instruction.text.removeprefix(instruction.lead or "").strip().rstrip(".")


__all__ = ["Aside", "Hanging", "Instruction", "LanguageRules", "Reading"]
