"""Tells those who instruct in a dialogue from those who listen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import LanguageRules, Reading
from pipeline.speech.read_sentences import ReadSentence

SURE_WEIGHT = 0.85
"""Instructions count for their speaker from this weight on (0 to 1)."""
OPENING_STRENGTH = 2.0
"""A sentence counts for its speaker if it opens something new at least this strongly (0 to 3)."""
INSTRUCTOR_SHARE = 0.34
"""A speaker instructs who has at least this share of what the one with the most has."""
FEWEST_DEEDS, PRESENTER_SHARE, ASKING_SHARE = 3, 0.5, 0.2
"""Who presents has at least so many instructions, in this share of their sentences, and asks in no more than that."""
FEWEST_TELLING_WORDS = 4
"""Shorter sentences ("okay, got it") don't count for it."""
READ_BACK_SHARE = 0.6
"""A sentence is a read-back if instructors have just said at least this share of its content words."""
READ_BACK_SENTENCES = 12
"""How many sentences back "just" reaches."""
_TURN_MARKS = {"Q", "A", "Question", "Answer"}
"""Names that mark questions and answers, and say nothing of who instructs."""


def only_from_instructors(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences. In a dialogue, those of listeners, and those that only read back what an instructor said, keep
    nothing of their reading but whether they are questions."""
    instructors = _instructors(sentences)
    if instructors is None:
        return list(sentences)
    presenters = _presenters(sentences)
    instructors |= presenters
    kept: list[ReadSentence] = []
    recent: list[tuple[str | None, frozenset[str]]] = []
    for one in sentences:
        speaker, content = one.sentence.speaker, rules.content_words(one.sentence.text)
        heard = frozenset[str]().union(*(words for name, words in recent if name != speaker and name in instructors))
        read_back = (
            speaker not in presenters and bool(content) and len(content & heard) >= READ_BACK_SHARE * len(content)
        )
        if speaker not in instructors or read_back:
            one = replace(
                one,
                instructions=(),
                reading=Reading(question=one.reading.question, about=one.reading.about),
                from_listener=True,
            )
        kept.append(one)
        recent = [*recent[1 - READ_BACK_SENTENCES :], (speaker, content)]
    return kept


def _instructors(sentences: Sequence[ReadSentence]) -> frozenset[str] | None:
    """The names of those who instruct; None if it isn't a dialogue, or nobody clearly instructs."""
    names = {one.sentence.speaker for one in sentences if one.sentence.speaker}
    if len(names) < 2 or names <= _TURN_MARKS:
        return None
    counts: Counter[str] = Counter()
    for one in sentences:
        if one.sentence.speaker:
            counts[one.sentence.speaker] += sum(i.weight >= SURE_WEIGHT for i in one.instructions)
            counts[one.sentence.speaker] += one.reading.opens >= OPENING_STRENGTH
    if not any(counts.values()):
        return None
    fewest = INSTRUCTOR_SHARE * max(counts.values())
    return frozenset(name for name, count in counts.items() if count >= fewest)


def _presenters(sentences: Sequence[ReadSentence]) -> frozenset[str]:
    """The names of those who show what they do in their turn, in whatever person: most of what they say is a deed, and
    they hardly ask. A listener who says "okay, I'll click that" asks and answers more."""
    told: dict[str, list[ReadSentence]] = {}
    for one in sentences:
        if one.sentence.speaker and len(one.sentence.text.split()) >= FEWEST_TELLING_WORDS:
            told.setdefault(one.sentence.speaker, []).append(one)
    return frozenset(
        name
        for name, own in told.items()
        if sum(len(one.instructions) for one in own) >= FEWEST_DEEDS
        and sum(bool(one.instructions) for one in own) >= PRESENTER_SHARE * len(own)
        and sum(one.reading.question or "?" in one.sentence.text for one in own) <= ASKING_SHARE * len(own)
    )
