"""A transcript after reading: each sentence with what it tells the reader."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.speech import Instruction, LanguageRules, Reading
from pipeline.speech.languages import rules_for
from pipeline.speech.sentences import Sentence


@dataclass(frozen=True)
class ReadSentence:
    """A sentence, what it tells the reader, and which of its instructions count."""

    sentence: Sentence
    reading: Reading
    instructions: tuple[Instruction, ...] = ()
    """The instructions that count: without repeats, and without what a listener said."""
    also_cites: tuple[int, ...] = ()
    """Ids of other utterances that it rests on: they repeat it, correct it or announce it."""
    in_answer: bool = False


@dataclass
class ReadTranscript:
    """All sentences of a transcript after reading."""

    sentences: list[ReadSentence] = field(default_factory=list)
    rules: LanguageRules = field(default_factory=lambda: rules_for(None))

    @property
    def instruction_count(self) -> int:
        return sum(len(t.instructions) for t in self.sentences)
