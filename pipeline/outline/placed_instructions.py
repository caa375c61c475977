"""The instructions of a transcript that are worth a line, in their order, and how strongly something new begins before
each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.speech import Instruction
from pipeline.speech.read_sentences import ReadTranscript
from pipeline.transcript import count_words

LEAST_WEIGHT = 0.42
"""Instructions with a lower weight (0 to 1) are left out."""
ANSWER_OPENS, PHASE_OPENS = 1.0, 1.2
"""How much more strongly something begins with what answers somebody's question, or with a new day or week."""
NAMED_OPENS = 2.5
"""How strongly something begins with a sentence that only names it: "Next: the driver."."""
MOST_NAMING_WORDS = 5
"""A longer sentence says more than a heading does."""
_PHASE = re.compile(
    r"(?:(?:throughout|during|within|over|by the end of|at the (?:beginning|start|end) of)"
    r" (?:the|that|their|your|its) (?:\w+[ -])?(?:hour|day|week|month|year|shift)s?"
    r"|(?:on|from|before) (?:the )?(?:day \w+|(?:first|second|third|last|next|same) (?:day|week|month))"
    r"|am (?:ersten|zweiten|dritten|letzten|nächsten|selben) Tag|in der (?:ersten|zweiten|nächsten|letzten) Woche"
    r"|el (?:primer|segundo|último) día|durante la primera semana"
    r"|le (?:premier|deuxième|dernier) jour|pendant la première semaine)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Placed:
    """An instruction, and where it is."""

    place: int
    """The index of its sentence in the transcript."""
    instruction: Instruction
    opens: float
    """How strongly something new begins before it, from 0 to 5."""


def placed_instructions(read: ReadTranscript) -> list[Placed]:
    """The instructions that are worth a line, in their order."""
    placed: list[Placed] = []
    opens = 0.0
    asked: str | None = None
    recent: list[frozenset[str]] = []
    pauses = sorted(t.sentence.pause for t in read.sentences if t.sentence.pause > 0)
    long_pause = max(4.0, 3 * pauses[len(pauses) // 2]) if pauses else float("inf")
    for place, one in enumerate(read.sentences):
        strength = one.reading.opens
        if one.reading.goal:
            strength += 1.6
        brief = not one.instructions and count_words(one.sentence.text) <= MOST_NAMING_WORDS
        if brief and read.rules.topic_named(one.sentence.text):
            strength = max(strength, NAMED_OPENS)
        if one.sentence.pause >= long_pause:
            strength += 1.0
        if one.sentence.turn and one.instructions:
            strength += 0.3
        if asked and asked != one.sentence.speaker and one.instructions:
            strength += ANSWER_OPENS
        asked = one.sentence.speaker if one.reading.question else asked if not one.instructions else None
        opens = max(opens, strength)
        for instruction in one.instructions:
            if instruction.weight < LEAST_WEIGHT:
                continue
            known = frozenset().union(*recent) if recent else frozenset()
            novelty = (
                1 - len(instruction.words & known) / len(instruction.words) if instruction.words and recent else 0.0
            )
            goal = 1.2 if instruction.goal else 0.0
            phase = PHASE_OPENS if _PHASE.match(instruction.lead or "") else 0.0
            placed.append(Placed(place, instruction, min(5.0, max(opens, goal) + phase + 0.6 * novelty)))
            recent = [*recent[-4:], instruction.words]
            opens = 0.0
    return placed


def densest(placed: list[Placed], most: int) -> list[Placed]:
    """The `most` instructions from the places with the most instructions, in their order. Long recordings talk first,
    then show."""
    if len(placed) <= most:
        return placed
    scores: list[float] = []
    for i, one in enumerate(placed):
        near = placed[max(0, i - 4) : i + 5]
        spread = near[-1].place - near[0].place + 1
        scores.append(one.instruction.weight + len(near) / spread)
    order = sorted(range(len(placed)), key=lambda i: (-scores[i], i))[:most]
    return [placed[i] for i in sorted(order)]
