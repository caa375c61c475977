"""How much of a recording was understood without a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.guide import Extract
from pipeline.speech.languages import is_read
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import count_words

FEWEST_WORDS = 4
"""A shorter sentence ("Okay, great.") has nothing to understand, and isn't counted unless it instructs."""
UNDERSTOOD_SHARE = 0.5
"""From this share of the sentences on, a guide is more than an extract."""


def extract_of(sentences: Iterable[ReadSentence], language: str | None) -> Extract | None:
    """What a guide says of itself if it is only an extract: fewer than half of the sentences were understood, where
    most of them end is guessed, or the rules don't know the language. None otherwise. How many of its lines quote is
    known once they are compared."""
    counted = with_something_to_understand(sentences)
    understood = sum(map(_understood, counted))
    read = is_read(language)
    guessed = sum(one.sentence.guessed for one in counted) > len(counted) / 2
    if read and not guessed and understood >= UNDERSTOOD_SHARE * len(counted):
        return None
    return Extract(understood, len(counted), language_read=read, ends_guessed=guessed)


def nothing_understood(sentences: Sequence[ReadSentence], language: str | None) -> Extract:
    """What a guide says of itself that only quotes, because no instructions were found."""
    return Extract(
        0, len(with_something_to_understand(sentences) or sentences), language_read=is_read(language), quotes=True
    )


def with_something_to_understand(sentences: Iterable[ReadSentence]) -> list[ReadSentence]:
    """The sentences that are counted where people are told how many there are: an instruction is one, however short."""
    return [one for one in sentences if one.instructions or count_words(one.sentence.text) >= FEWEST_WORDS]


def _understood(one: ReadSentence) -> bool:
    """Whether the rules know what a sentence is for: an instruction, a caution, a result, a question and the like."""
    told = one.reading
    return bool(
        one.instructions
        or one.also_cites
        or told.aside
        or told.expected
        or told.prerequisite
        or told.goal
        or told.topic
        or told.about
        or told.question
    )
