"""The steps of a transcript without any instructions, for who wants a guide anyway: what was said, quoted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import count_words

FEWEST_WORDS = 4
"""A shorter sentence ("Okay, great.") is quoted only if there are no others."""
SENTENCES_IN_STEP = 4
"""So many sentences make a step, in a transcript that has no more than the steps can hold. In a longer one they are the
ones of each part that say most."""
MOST_TITLE_WORDS = 6
MOST_TITLE_CHARACTERS = 40
"""The longest title in a script without spaces."""

_MARKS = {
    **dict.fromkeys(("es", "it", "pt", "ru", "uk"), ("«", "»")),
    **dict.fromkeys(("de", "cs", "sk"), ("„", "“")),
    **dict.fromkeys(("pl", "ro", "hu"), ("„", "”")),
    "fr": ("«\u00a0", "\u00a0»"),
    "ja": ("「", "」"),
}
"""Quotation marks by language (ISO 639-1), where they differ from the English ones."""


def quoted_steps(sentences: Sequence[ReadSentence], language: str | None, options: GuideOptions) -> list[PlannedStep]:
    """At least one step: parts of equal length, each with the sentences that are longest in it. Its title is the
    beginning of the first of them, in quotation marks."""
    telling = _telling(sentences)
    wanted = options.steps or steps_to_quote(sentences)
    steps = max(1, min(wanted, options.max_steps, len(telling)))
    bounds = [len(telling) * n // steps for n in range(steps + 1)]
    parts = [telling[begin:end] for begin, end in pairwise(bounds)]
    marks = quotation_marks(language)
    return [_step(number, part, marks) for number, part in enumerate(parts, 1)]


def steps_to_quote(sentences: Sequence[ReadSentence]) -> int:
    """In how many steps all sentences have room."""
    return -(-len(_telling(sentences)) // SENTENCES_IN_STEP)


def _telling(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    return [one for one in sentences if count_words(one.sentence.text) >= FEWEST_WORDS] or list(sentences)


def quotation_marks(language: str | None) -> tuple[str, str]:
    """(opening mark, closing mark) of a language, by its ISO 639-1 code."""
    return _MARKS.get((language or "en").split("-")[0], ("“", "”"))


def _step(number: int, part: Sequence[ReadSentence], marks: tuple[str, str]) -> PlannedStep:
    chosen = telling_most(part, SENTENCES_IN_STEP)
    ids = {utterance for one in chosen for utterance in one.sentence.ids}
    return PlannedStep(number, begun(chosen[0].sentence.text).join(marks), tuple(sorted(ids)), quoted=True)


def telling_most(sentences: Sequence[ReadSentence], most: int) -> list[ReadSentence]:
    """So many sentences in their order: those that seem to instruct first, then the longest."""
    ranked = sorted(
        range(len(sentences)),
        key=lambda n: (not sentences[n].instructions, -count_words(sentences[n].sentence.text), n),
    )
    return [sentences[n] for n in sorted(ranked[:most])]


def begun(said: str) -> str:
    """The beginning of a sentence, cut between words; between characters only where there are no spaces."""
    words = said.split()
    first = " ".join(words[:MOST_TITLE_WORDS])
    if len(words) == 1:
        first = first[:MOST_TITLE_CHARACTERS]
    return f"{first.rstrip(' ,;:.…') or first}…" if len(first) < len(said) else first
