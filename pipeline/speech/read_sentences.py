"""The sentences of a transcript after reading: what each tells the reader, and which of its instructions count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.speech import Instruction, LanguageRules, Reading
from pipeline.speech.sentences import Sentence

HEADING_OPENS = 5.0
"""How strongly something begins under a heading of the file, from 0 to 5."""
SHORT_CHARACTERS = 24
"""What people say again and again ("Okay.", "Go on.") is looked at once for each transcript."""


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence and what it tells the reader."""

    sentence: Sentence
    reading: Reading
    """What the sentence says when it is read by itself."""
    instructions: tuple[Instruction, ...] = ()
    """Those of its instructions that count once its neighbours are known. Repeats, for example, don't."""
    weak: tuple[Instruction, ...] = ()
    """Those that don't count because they are vague or only possible."""
    also_cites: tuple[int, ...] = ()
    """Ids of other utterances that it rests on: those that announce, complete or repeat its instructions."""
    in_answer: bool = False
    """Whether it belongs to an answer to a listener's question."""
    from_listener: bool = False
    """Whether somebody said it who doesn't instruct in this dialogue, or who only reads back."""
    likelihood: float = 0.0
    """How likely it tells what is done, from 0 to 1, if no rule found an instruction in it and there are learned
    weights for its language."""

    @property
    def turn(self) -> int | None:
        """The index of the instruction with which the sentence turns to another goal, in the middle: "choose Copy; to
        find the zone, log in". None if it doesn't."""
        goals = [instruction.goal for instruction in self.instructions]
        return next((n for n in range(1, len(goals)) if goals[n] and not any(goals[:n])), None)

    def with_instructions(self, instructions: tuple[Instruction, ...]) -> ReadSentence:
        """The same sentence, of whose instructions these count. Most passes change few sentences, and a transcript has
        tens of thousands."""
        return self if instructions == self.instructions else replace(self, instructions=instructions)


BETWEEN_SPEAKERS = "\n"
"""Stands in what is quoted of two people in a row, where the second begins: each is quoted by themselves."""


def said_together(sentences: Sequence[ReadSentence]) -> str:
    """The exact words of neighbouring sentences, for a quotation."""
    said = ""
    speaker = None
    for one in (each.sentence for each in sentences):
        between = BETWEEN_SPEAKERS if one.speaker != speaker else " "
        said, speaker = f"{said}{between}{one.said.strip()}" if said else one.said.strip(), one.speaker
    return said


@dataclass(frozen=True)
class ReadTranscript:
    """All sentences of a transcript after reading, in order."""

    sentences: tuple[ReadSentence, ...]
    rules: LanguageRules
    """The rules by which they were read."""

    @cached_property
    def places(self) -> Mapping[int, Sequence[int]]:
        """The indexes of the sentences in which an utterance is, by its id, in order."""
        found: dict[int, list[int]] = {}
        for place, one in enumerate(self.sentences):
            for number in one.sentence.ids:
                found.setdefault(number, []).append(place)
        return found

    @property
    def instruction_count(self) -> int:
        """How many instructions count in the whole transcript."""
        return sum(len(one.instructions) for one in self.sentences)
