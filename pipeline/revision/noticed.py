"""What code sees in a whole guide that its steps, each checked alone, don't show: for the model that reads the whole,
in words that name the lines.

Each pattern is one that finds nothing in honest guides (`tests/checks/whole.py`); what it names is a question to the
reader of the whole all the same, and changes nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.cleaning import shorten
from pipeline.grounding import content_stems_of
from pipeline.grounding.tokens import fold
from pipeline.guide import Step
from pipeline.outline import OutlineEnd
from pipeline.revision.lines import Place, Whole
from pipeline.transcript import Transcript
from pipeline.writing import GuideLine

MOST_NOTICED = 12
SAME_DEED_SHARE = 0.8
"""Two actions may be one deed if one has this share of the other's content words, and they rest on the same."""
QUOTED_CHARACTERS = 120
LEAST_WORDS = 3
"""Shorter lines ("Click Next") are said again and again."""
_OTHER_WAY = {
    "en": re.compile(
        r"^(?:or|or,|alternatively|another (?:way|option|method|possibility)|the other (?:way|option)|"
        r"a (?:second|third) (?:way|option)|instead of (?:that|this),? you can)\b"
    ),
    "de": re.compile(r"^(?:oder|alternativ|eine andere moglichkeit|die andere moglichkeit|ein anderer weg)\b"),
    "es": re.compile(r"^(?:o|o bien|alternativamente|otra (?:forma|manera|opcion)|la otra opcion)\b"),
    "fr": re.compile(r"^(?:ou|ou bien|une autre (?:facon|possibilite|option)|l'autre option)\b"),
    "it": re.compile(r"^(?:oppure|in alternativa|un altro modo|l'altra opzione)\b"),
}
"""How a speaker begins to tell another way to the same."""
_AS_A_CHOICE = {
    "en": re.compile(r"\b(?:or|alternatively|instead|another|other|either|choose|option\w*|if|can|may)\b"),
    "de": re.compile(r"\b(?:oder|alternativ\w*|stattdessen|ander\w*|wahl\w*|option\w*|wenn|falls|kann\w*)\b"),
    "es": re.compile(r"\b(?:o|u|alternativ\w*|bien|otr\w*|elij\w*|opcion\w*|si|puede\w*)\b"),
    "fr": re.compile(r"\b(?:ou|autre\w*|soit|choisi\w*|option\w*|si|pouvez|peut)\b"),
    "it": re.compile(r"\b(?:o|oppure|alternativ\w*|altr\w*|scegli\w*|opzion\w*|se|puo|possono)\b"),
}
"""How a line says that it is one of several ways."""


_PROVIDES = re.compile(
    r"(?:put|get|make(?! sure)|create|install|download|buy|prepare|build|set up|sign up|sign in|log in|register|connect"
    r"|plug|start|switch on|turn on|unpack|enable)\b",
    re.IGNORECASE,
)
"""How an English action begins that brings about what is needed. Others use it: ingredients are needed and added."""


def noticed(whole: Whole, steps: Sequence[Step], transcript: Transcript, language: str | None) -> tuple[str, ...]:
    """What to look at, each with the numbers of its lines. `language` is the guide's."""
    found = [
        *_same_deeds(whole, steps, language),
        *(_needs_told_again(whole, language) if language == "en" else ()),
        *_backwards(whole, steps),
    ]
    if language == transcript.language:
        found += _ways_in_a_row(whole, steps, transcript)
    return tuple(dict.fromkeys(found))[:MOST_NOTICED]


def _actions(whole: Whole) -> Iterator[tuple[int, Place, GuideLine]]:
    """(the number of its line, where it is, the line) for each action."""
    for number, (place, line) in enumerate(zip(whole.places, whole.lines, strict=True), 1):
        if place.part == "action":
            yield number, place, line


def left_out(whole: Whole, end: OutlineEnd) -> Iterator[str]:
    """The sentences that were left out because of a part of them, where a line may take up the rest."""
    there = next((n for n, place in enumerate(whole.places, 1) if place.part in ("about", "advice")), None)
    for sentence in end.refuted if there else ():
        yield f"LINE {there}: {sentence} was left out; what of it was said, and helps, may stand there again."


def _same_deeds(whole: Whole, steps: Sequence[Step], language: str | None) -> Iterator[str]:
    """Actions of two steps that somebody does who does both, from the same utterances and in nearly the same words."""
    told = [(n, place, line, content_stems_of(line.text, language)) for n, place, line in _actions(whole)]
    for at, (number, place, line, words) in enumerate(told):
        for earlier, other_place, other, other_words in told[:at]:
            one, two = steps[other_place.step], steps[place.step]
            if place.step == other_place.step or (one.way and two.way and one.way != two.way):
                continue
            least, most = sorted((len(words), len(other_words)))
            if (
                least >= LEAST_WORDS
                and 2 * least >= most
                and set(line.utterance_ids) & set(other.utterance_ids)
                and len(words & other_words) >= SAME_DEED_SHARE * least
                and (line.code == other.code or not (line.code and other.code))
            ):
                yield f"LINE {earlier} and LINE {number} may be the same deed, from the same utterances."


def _needs_told_again(whole: Whole, language: str | None) -> Iterator[str]:
    """What is needed first, and an action that has it done, from the same utterances."""
    for need, (place, line) in enumerate(zip(whole.places, whole.lines, strict=True), 1):
        words = content_stems_of(line.text, language) if place.part == "need" else frozenset()
        for number, _, action in _actions(whole) if len(words) >= LEAST_WORDS else ():
            done = content_stems_of(action.text, language)
            least = min(len(words), len(done))
            if (
                least >= LEAST_WORDS
                and _PROVIDES.match(action.text)
                and set(line.utterance_ids) & set(action.utterance_ids)
                and len(words & done) >= SAME_DEED_SHARE * least
            ):
                yield f"LINE {need} is needed first, and LINE {number} has it done."


def _backwards(whole: Whole, steps: Sequence[Step]) -> Iterator[str]:
    """Steps whose actions were all said before all of the step in front, and weren't told as ways or for trouble."""
    spans: dict[int, list[int]] = {}
    first: dict[int, int] = {}
    for number, place, line in _actions(whole):
        spans.setdefault(place.step, []).extend(line.utterance_ids)
        first.setdefault(place.step, number)
    told = [at for at in sorted(spans) if spans[at]]
    for before, after in pairwise(told):
        if any(steps[at].way or steps[at].rescue for at in (before, after)):
            continue
        if max(spans[after]) < min(spans[before]):
            yield (
                f"The step of LINE {first[after]} was said before the step of LINE {first[before]}, which stands in "
                "front of it."
            )


def _ways_in_a_row(whole: Whole, steps: Sequence[Step], transcript: Transcript) -> Iterator[str]:
    """Actions behind another one whose utterance begins with "or", "another way", while the line says nothing of it."""
    language = (transcript.language or "en").split("-")[0]
    begins, chosen = _OTHER_WAY.get(language), _AS_A_CHOICE.get(language)
    if begins is None or chosen is None:
        return
    before: tuple[int, GuideLine] | None = None
    for number, place, line in _actions(whole):
        follows = (
            before is not None
            and before[0] == place.step
            and max(before[1].utterance_ids, default=0) < min(line.utterance_ids, default=0)
        )
        before = place.step, line
        if not follows or steps[place.step].way:
            continue
        said = transcript[min(line.utterance_ids)].text
        if begins.search(fold(said)) and not chosen.search(fold(line.text)):
            yield f"LINE {number}: the speaker offers this as another way (“{shorten(said, QUOTED_CHARACTERS)}”)."
