"""What German, French and Spanish have in common: how a guide words what was said, with the words of each language as
data. (English has a `wording` of its own.)"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from pipeline.speech import Instruction, LanguageRules, Neighbour, literals
from pipeline.speech.corrections import amends, amends_inside
from pipeline.speech.restrictions import loses_restriction

MOST_INSTRUCTION_WORDS = 25
"""A longer instruction is cut where something begins that it can do without. Otherwise it may be at most five words
longer."""
MOST_TITLE_WORDS = 8
TANGIBLE_SHARE, VAGUE_SHARE = 1.4, 0.7
"""How much evidence of a procedure an instruction is, for its weight: with code or a thing to hold, and without."""


@dataclass(frozen=True)
class Wording:
    """The words of a language by which sentences become lines of a guide."""

    openers: re.Pattern[str]
    """Words at the beginning that only lead to what is said next."""
    opens: tuple[tuple[re.Pattern[str], float], ...]
    """Phrases that begin something new, and how strongly they do (0 to 3)."""
    tangible_things: re.Pattern[str]
    """A thing that hands or a mouse can hold."""
    word: re.Pattern[str]
    """A word in lower case, long enough to have content."""
    function_words: frozenset[str]
    """Words that have none."""
    typed_words: frozenset[str] = frozenset()
    """Names of programs, which keep their first letter at the beginning of a sentence."""

    def opening_strength(self, text: str) -> float:
        """How strongly something new begins with a sentence, from 0 to 3."""
        return max((strength for pattern, strength in self.opens if pattern.match(text)), default=0.0)

    def content_words(self, text: str) -> frozenset[str]:
        """The words of a text that have content, in lower case."""
        return frozenset(word for word in self.word.findall(text.lower()) if word not in self.function_words)

    def sentence_case(self, text: str) -> str:
        """The text with a capital letter at the start, unless it begins with something to type, and a full stop at the
        end."""
        text = " ".join(text.split()).strip(" ,;")
        if not text:
            return text
        typed = text.startswith("Qz") or text.split()[0] in self.typed_words
        text = text if typed else text[0].upper() + text[1:]
        return text if text[-1] in ".!?:" else f"{text}."

    def instruction(
        self, whole: str, said: str, verb: str, weight: float, masked: literals.Masked, lead: str = ""
    ) -> Instruction:
        """The instruction with this text. `said` is the text without its lead and before it was cut."""
        text = masked.restore(self.sentence_case(whole))
        codes = masked.codes(whole)
        tangible = bool(codes) or bool(self.tangible_things.search(text))
        return Instruction(
            text=text,
            verb=verb,
            weight=weight,
            words=self.content_words(masked.restore(said)),
            evidence=round(weight * (TANGIBLE_SHARE if tangible else VAGUE_SHARE), 3),
            code=codes[0] if len(codes) == 1 else None,
            lead=masked.restore(f"{self.sentence_case(lead).rstrip('.')},") if lead else None,
        )


class WordedRules(LanguageRules):
    """The rules of a language whose words are in a `Wording`."""

    wording: ClassVar[Wording]
    language: ClassVar[str]
    """Its ISO 639-1 code."""
    correction: ClassVar[re.Pattern[str] | None] = None
    """The beginning of a sentence that corrects the one before it, where the rules put more than values right."""
    condition_alone: ClassVar[re.Pattern[str]]
    """A condition that has become a sentence of its own."""
    run_command: ClassVar[str]
    """The text of an instruction to run a command that was shown without a sentence."""

    def plain(self, sentence: str) -> str:
        """The sentence as the patterns of the language expect it."""
        return sentence

    def without_fillers(self, sentence: str) -> str:
        masked = literals.mask(self.plain(sentence))
        return masked.restore(self.wording.sentence_case(self.wording.openers.sub("", masked.text)))

    def loses_restriction(self, text: str, title: str, lead: str | None = None) -> bool:
        return loses_restriction(self.language, text, title, lead)

    def content_words(self, text: str) -> frozenset[str]:
        return self.wording.content_words(self.plain(text))

    def is_correction(self, sentence: str) -> bool:
        return bool(self.correction and self.correction.match(sentence)) or amends(sentence)

    def amends(self, sentence: str) -> bool:
        return amends(sentence)

    def amends_inside(self, sentence: str) -> bool:
        return amends_inside(sentence)

    def neighbour_of(self, sentence: str) -> Neighbour | None:
        return Neighbour.NEXT if self.condition_alone.match(self.plain(sentence)) else None

    def instruction_to_run(self, code: str) -> str:
        return self.run_command
