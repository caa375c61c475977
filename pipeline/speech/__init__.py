"""Transcript -> the instructions in it, worded as a guide words them. Needs no model and no network.

`sentences` makes sentences of utterances; where there is no punctuation, `sentence_cuts` finds their ends. The rules of
a language (`english`, `german`, `spanish`, `french`; `verbatim` for all others) read each sentence by itself.
`instructions` calls both, then the passes that compare sentences with each other.

An *instruction* is something that a speaker tells listeners to do, found in one sentence. A writer makes an *action* of
it, a numbered line of a guide; a *step* is a part of the guide with several actions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.guide import CautionKind


class Neighbour(StrEnum):
    """The sentence that a subordinate clause belongs to if it has become a sentence of its own."""

    NEXT = "next"
    """ "If the button isn't there." is the condition of the next sentence."""
    PREVIOUS = "previous"
    """ "As long as you import the module." limits the sentence before."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing to do, as an imperative sentence."""

    text: str
    verb: str
    """The verb in its base form, in lower case. Empty for a language without rules of its own."""
    weight: float
    """How surely the speaker meant it as an instruction, from 0 to 1."""
    words: frozenset[str]
    """Its content words, for comparing it with others."""
    evidence: float = 0.5
    """How strongly it shows that the transcript holds a procedure, from 0 to 1.4. It is above the weight only if the
    instruction has code or names a thing that hands or a mouse can hold."""
    goal: str | None = None
    """What it is for, if the sentence says so: "create a token"."""
    code: str | None = None
    """What is to be typed exactly like this."""
    announces_goal: bool = False
    """Whether it was announced ("now we'll create a token") and its verb can name a goal. The instructions after it may
    be how to reach that goal."""
    announced: bool = False
    """Whether it was announced, whatever its verb. The instructions after it carry it out if the next one is said to be
    the first of several."""
    handling: bool = False
    """Whether it is done by hand or mouse: "click", "type", "select"."""
    closing: bool = False
    """Whether it only completes the instruction before it: "click OK", "name it", "open it"."""
    vague: bool = False
    """Whether its verb fits anything ("take", "keep") and it names no known thing. It counts only if it names what the
    recording is about, or has a lead."""
    lead: str | None = None
    """The part of the text before the verb, a condition or a place: "If everything looks correct,"."""
    as_said: bool = False
    """Whether the text is the sentence as it was said, since no rule could put it into the imperative. A guide quotes
    it; it is no command."""
    heard: bool = False
    """Whether it is quoted since it is likely to tell what is done, and no rule read it so. It is a note beside what is
    sure."""

    def quoting(self, said: str) -> Instruction:
        """The instruction in the speaker's own words."""
        return replace(self, text=said, verb="", lead=None, code=None, as_said=True)


@dataclass(frozen=True, slots=True)
class Aside:
    """A caution as it was said: a note, a tip or a warning."""

    kind: CautionKind
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a recording shows, in the words of an order: "close the month"."""

    what: str
    alone: bool = True
    """Whether the sentence says no more than that. Otherwise it instructs, too."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sentence tells the reader, read by itself."""

    instructions: tuple[Instruction, ...] = ()
    tip_instructions: tuple[Instruction, ...] = ()
    """The instructions in a tip. They count if the code for them follows."""
    aside: Aside | None = None
    expected: str | None = None
    """What appears if it worked, as a sentence."""
    prerequisite: str | None = None
    """What the reader must have or know, as a sentence."""
    goal: str | None = None
    """What the next sentences achieve: "create an API token"."""
    topic: str | None = None
    """The subject of the whole recording, if the sentence announces it."""
    about: str | None = None
    """What the recording shows, if the sentence says no more than that: "a working example of streams"."""
    opens: float = 0.0
    """How strongly something new begins here, from 0 to 3."""
    begins_work: bool = False
    """Whether the introduction ends here and the work begins."""
    question: bool = False
    idle: bool = False
    """Whether it surely tells nobody to do anything: it greets, or names what would happen."""
    shows: bool = False
    """Whether somebody shows something with it: "if we now run it", "let's look at the output"."""
    codes: tuple[str, ...] = ()
    """The pieces of code in the sentence, in order, without backticks."""


class LanguageRules(ABC):
    """The rules of one language. What a language needn't define is answered as if it had no such sentences. No method
    raises anything of its own."""

    @abstractmethod
    def read(self, sentence: str) -> Reading:
        """What a sentence tells the reader."""

    @abstractmethod
    def without_fillers(self, sentence: str) -> str:
        """The sentence without words that only speech needs, otherwise as it was said."""

    @abstractmethod
    def instruction_to_run(self, code: str) -> str:
        """The text of an instruction to run a command that was shown without a sentence."""

    @abstractmethod
    def title(self, phrase: str) -> str:
        """A short title (about eight words) made of an instruction's text or of a goal."""

    @abstractmethod
    def content_words(self, text: str) -> frozenset[str]:
        """The content words, in lower case, for comparing what sentences are about."""

    def loses_restriction(self, text: str, title: str, lead: str | None = None) -> bool:
        """Whether a title made of an instruction's text or of a goal leaves out its condition, or is about what isn't
        to be done. `lead` is the part of the text before the verb."""
        return False

    def topic_named(self, sentence: str) -> str | None:
        """What a sentence says the next part is about, in the speaker's words: "the next thing is the drain pump". None
        if it names nothing."""
        return None

    def is_whole_title(self, title: str) -> bool:
        """Whether a title reads as a phrase of its own, and not as a clause that was cut."""
        return True

    def orders(self, sentence: str) -> tuple[Instruction, ...]:
        """The deeds of a sentence that begins as an order, or tells what "I" or "you" do, as orders. Many begin so that
        are none ("Water is wet"): they count only in a recording that consists of orders."""
        return ()

    def goes_wrong(self, sentence: str) -> bool:
        """Whether a sentence tells of something that goes wrong, befalls people, or is over. Nobody is told to"
        " do it."""
        return False

    def tells_deed(self, sentence: str) -> bool:
        """Whether a sentence says somewhere what is done, by "I", "you", "we" or nobody by name, however it goes on. It
        is quoted where no rule words it and no weights were learned for the language."""
        return False

    def subject(self, sentence: str, *, first: bool) -> Subject | None:
        """What a sentence near the beginning announces that the recording shows; None if it announces nothing. `first`
        says whether nothing is before it, as before a heading."""
        return None

    def is_correction(self, sentence: str) -> bool:
        """Whether a sentence corrects the one before it: "No wait, port 8443"."""
        return False

    def amends(self, sentence: str) -> bool:
        """Whether a sentence is nothing but what takes the place of something in the one before it: "No, the green
        one". Where that isn't a value, both are quoted."""
        return False

    def amends_inside(self, sentence: str) -> bool:
        """Whether a sentence does that with a part of itself."""
        return False

    def neighbour_of(self, sentence: str) -> Neighbour | None:
        """The neighbour that a sentence belongs to if it is only a subordinate clause; None for a whole sentence."""
        return None

    def is_first_of_several(self, sentence: str) -> bool:
        """Whether a sentence says that its instruction is the first of several: "we start by saving the file"."""
        return False

    def with_thing_named(self, instruction: Instruction, before: str) -> Instruction | None:
        """An instruction about "it" with what `before`, the text right before it, names as there: "there's a save
        option, click that" gives "click the save option". None if the one or the other isn't so."""
        return None

    def goal_of(self, instruction: Instruction) -> str:
        """An instruction worded as the goal of those after it, without its lead and full stop: "Create a token"."""
        return instruction.text.removeprefix(instruction.lead or "").strip().rstrip(".")


__all__ = ["Aside", "Instruction", "LanguageRules", "Neighbour", "Reading", "Subject"]
