"""Whether a transcript shows how to do something, found before anybody is disturbed: without a model, and of a long one
in parts of it only."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.confined.process import Trouble
from pipeline.options import Limits
from pipeline.outline.procedural import Measure, in_another_language, measure, why_no_procedure
from pipeline.readers import ConfinedReader, read_transcript
from pipeline.readers.documents.document import raise_told
from pipeline.speech.instructions import find_instructions
from pipeline.speech.languages import is_read
from pipeline.transcript import Transcript, Utterance, count_words

SECONDS = 4.0
"""For reading a file and its instructions. What takes longer isn't known."""
MOST_WORDS, PARTS = 8_000, 4
"""Of a longer transcript, so many words are read, in so many parts of the same length."""
CLEAR_EVIDENCE_PER_100_WORDS = 0.55
"""From this much evidence on, instructions are what was said, and not an episode in something else. The sparsest
tutorials and workshops that the project is tested with have 0.66 and more; meetings, talks and recordings that are only
partly a demonstration have at most 0.48."""
CLEAR_EVIDENCE_PER_100_WORDS_OF_MANY = 1.0
"""The same for three or more speakers: what they tell each other to do is more often a plan."""


class Shows(StrEnum):
    CLEARLY = "clearly"
    """It is a procedure, or a demonstration."""
    PARTLY = "partly"
    """There is a procedure in it, among much else."""
    HARDLY = "hardly"
    """It is something else, such as a meeting. Guides are made of it only if somebody insists."""
    UNKNOWN = "unknown"
    """It is in a language without rules, or takes too long to read."""


@dataclass(frozen=True)
class Showing:
    """Whether a transcript shows how to do something, and what speaks against it, in English for people."""

    shows: Shows
    doubt: str = ""


UNKNOWN = Showing(Shows.UNKNOWN, "I can't tell whether it shows how to do something.")
PARTLY = Showing(Shows.PARTLY, "Only a small part of it shows how to do something.")
NOT_IN_PARTS = "The parts of it that I looked at don't show how to do something."


async def shows_how(
    data: bytes,
    name: str,
    limits: Limits,
    reader: ConfinedReader | None = None,
    seconds: float = SECONDS,
    *,
    model: bool = True,
) -> Showing:
    """Whether what is said in a file shows how to do something. `name` is the file's; `model`: whether a model would
    write its guide. With a `reader`, whose work has to be `confined_work` of this package, the file is read and judged
    in a process of that, in so many seconds; without one, in a thread. Raises TranscriptError if it can't be read as a
    transcript."""
    if reader is None:
        return await asyncio.to_thread(showing_of, await read_transcript(data, name, limits), model=model)
    request = {"do": "showing", "name": name, "words": limits.transcript_words, "model": model}
    try:
        answer = await reader.ask(request, data, seconds)
    except Trouble:
        return UNKNOWN
    raise_told(answer)
    try:
        return Showing(Shows(answer["shows"]), str(answer["doubt"])[:300])
    except (KeyError, ValueError):
        return UNKNOWN


def showing_of(transcript: Transcript, *, model: bool = True) -> Showing:
    """Whether a transcript shows how to do something. A model, where one writes the guide, reads languages that have no
    rules here; without one, the language is what speaks against it. Raises nothing."""
    if model and not is_read(transcript.language):
        return UNKNOWN
    looked_at = _sample(transcript)
    sentences = find_instructions(looked_at).sentences
    why, foreign = why_no_procedure(looked_at, sentences), in_another_language(looked_at, looked_at.words)
    if not is_read(transcript.language):
        return Showing(Shows.HARDLY if why else Shows.UNKNOWN, foreign or UNKNOWN.doubt)
    if why:
        if transcript.language is None:
            return UNKNOWN if model else Showing(Shows.HARDLY, foreign or why)
        return Showing(Shows.HARDLY, why if looked_at is transcript else NOT_IN_PARTS)
    return Showing(Shows.CLEARLY) if _is_clear(measure(looked_at, sentences)) else PARTLY


def _is_clear(counts: Measure) -> bool:
    many = counts.speakers > 2
    return counts.share >= (CLEAR_EVIDENCE_PER_100_WORDS_OF_MANY if many else CLEAR_EVIDENCE_PER_100_WORDS)


def _sample(transcript: Transcript) -> Transcript:
    """The transcript, or parts of a longer one, which begin at even distances in it."""
    if transcript.words <= MOST_WORDS:
        return transcript
    words = [count_words(utterance.text) for utterance in transcript.utterances]
    chosen: list[Utterance] = []
    for part in range(PARTS):
        chosen += _part(transcript.utterances, words, part * transcript.words // PARTS, MOST_WORDS // PARTS)
    return replace(transcript, utterances=tuple(replace(u, id=number) for number, u in enumerate(chosen, 1)))


def _part(utterances: Sequence[Utterance], words: Sequence[int], begin: int, most: int) -> list[Utterance]:
    """The utterances from the word at `begin` on, `most` words of them."""
    found: list[Utterance] = []
    before = 0
    for utterance, length in zip(utterances, words, strict=True):
        if before >= begin + most:
            break
        if before >= begin:
            found.append(utterance)
        before += length
    return found
