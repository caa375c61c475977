"""What a plan leaves out: long stretches of the recording that have instructions and are in no step.

A server that cuts a question, or a small model that stops after a few steps, answers as if nothing were missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.outline.placed_instructions import LEAST_WEIGHT
from pipeline.outline.stretch import Stretch
from pipeline.transcript import Transcript

LEAST_WORDS = 120
"""Words of a stretch that is worth a question. An introduction, or what is said between two steps, has fewer."""
LEAST_SHARE = 0.15
"""The share of all words that such a stretch has at least."""
LEAST_INSTRUCTIONS = 5
"""Instructions that it has at least, as the rules for its language find them."""
EVERY_WORDS = 120.0
"""In a stretch that shows how to do something, there is an instruction in so many words at least: in what the recorded
outlines plan there is one in 25 to 55, and in the longest stretch that they rightly leave out one in 190."""


def stretches(transcript: Transcript, first: int, last: int, planned: Iterable[int]) -> tuple[Stretch, ...]:
    """The long stretches from utterance `first` to `last` that are in no step. It takes well under a millisecond for a
    recording of an hour."""
    taken = frozenset(planned)
    found: list[Stretch] = []
    total = words = 0
    begin = first
    for number in range(first, last + 2):
        here = transcript.words_by_id[number] if number <= last else 0
        total += here
        if number <= last and number not in taken:
            words += here
            continue
        if words >= LEAST_WORDS:
            found.append(Stretch(begin, number - 1, words))
        begin, words = number + 1, 0
    return tuple(each for each in found if each.words >= LEAST_SHARE * total)


def with_instructions(transcript: Transcript, some: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Those stretches in which somebody is told what to do. Computing; to be called in a thread."""
    some = tuple(some)
    if not some:
        return ()
    told = _told(transcript)
    return tuple(
        each
        for each in some
        if sum(any(each.first <= number <= each.last for number in ids) for ids in told)
        >= max(LEAST_INSTRUCTIONS, each.words / EVERY_WORDS)
    )


def instructions_in(transcript: Transcript, ids: Iterable[int]) -> int:
    """How many sentences in these utterances tell somebody what to do. Computing; to be called in a thread."""
    some = frozenset(ids)
    return sum(bool(some & told) for told in _told(transcript))


def _told(transcript: Transcript) -> list[frozenset[int]]:
    """The utterances of each sentence that tells somebody what to do."""
    from pipeline.speech.instructions import find_instructions  # slow to load, and most plans leave nothing out

    return [
        frozenset(one.sentence.ids)
        for one in find_instructions(transcript).sentences
        if any(instruction.weight >= LEAST_WEIGHT for instruction in one.instructions)
    ]
