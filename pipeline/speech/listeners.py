"""Tells those who instruct from those who listen, in a dialogue."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.speech import LanguageRules, Reading
from pipeline.speech.read_sentences import ReadSentence

READ_BACK_SHARE = 0.6
"""A sentence is a read-back if another speaker has just said at least this share of its words."""


def only_from_instructors(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """In a dialogue, keeps the instructions of those who instruct. What the others read back, say they do, or ask is
    dropped."""
    names = {one.sentence.speaker for one in sentences if one.sentence.speaker}
    if len(names) < 2 or names <= {"Q", "A", "Question", "Answer"}:
        return sentences
    weights: Counter[str] = Counter()
    for one in sentences:
        if one.sentence.speaker:
            weights[one.sentence.speaker] += sum(d.weight >= 0.85 for d in one.instructions) + bool(
                one.reading.opens >= 2
            )
    total = sum(weights.values())
    if len(weights) < 2 or not total:
        return sentences
    least = 0.34 * max(weights.values())
    instructors = {s for s, w in weights.items() if w >= least}
    kept: list[ReadSentence] = []
    recent: list[tuple[str | None, frozenset[str]]] = []
    for one in sentences:
        content = rules.content_words(one.sentence.text)
        heard = [w for s, w in recent if s != one.sentence.speaker and s in instructors]
        others = frozenset[str]().union(*heard)
        read_back = bool(content) and len(content & others) >= READ_BACK_SHARE * len(content)
        if one.sentence.speaker not in instructors or read_back:
            one = replace(one, instructions=(), reading=Reading(question=one.reading.question))
        kept.append(one)
        recent = [*recent[-11:], (one.sentence.speaker, content)]
    return kept
