"""Whether a line still forbids, restricts and permits what was forbidden, restricted and permitted in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.grounding.cleaning import shorten
from pipeline.grounding.signals import CARRIES, OFFERS, Signals, signals
from pipeline.grounding.tokens import fold
from pipeline.grounding.words import content


@dataclass(frozen=True)
class Clause:
    """A part of a sentence with one verb, more or less."""

    text: str
    stems: frozenset[str]
    negated: bool
    condition: str | None
    """The condition under which it was said, in its words; None: without one."""
    optional: bool
    sentence: str


# What people show while they say it asks for the deed ("if you click on Settings, you'll see …"), and what only asks to
# go on when all is well restricts nothing ("if everything looks correct, choose Create").
_SHOWN = re.compile(
    r"^(?:and |but |so |now |or )?(?:if|when|once) (?:you|we|i|they)"
    r"(?:'?ll|'?re|'?d| will| just| now| then| also| simply| actually| are| were to| go ahead and)* "
    r"(?:click|go|look|scroll|open|press|type|select|see|saw|remember|recall|notice|come|head|hit|choose|hover|move|"
    r"watch|check out|do|take|run|pull|zoom|navigate|switch|enter|drag|try|think|follow|get|put|say|use|read|tap|add|"
    r"create|change|going|clicking|looking|expand|double)\b"
    r"|^(?:and |but |so |now )?if (?:everything|all|it|that|this|things?)"
    r"(?: is|'?s| looks?| seems?| works?| goes| went| are)+(?: all)? ?"
    r"(?:correct|good|right|fine|ok|okay|well|great|in order|working|set|as expected)?$"
)
_SENTENCE = re.compile(r"(?<=[.!?。！？;])\s+|(?<=[。！？])|\n+")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def negations(text: str, language: str | None) -> int:
    """How many negations a text has, without those that forbid nothing."""
    known = signals(language)
    if known is None:
        return 0
    folded = _compiled(known.harmless).sub(" ", fold(text))
    return len(_compiled(known.negation).findall(folded))


@lru_cache(maxsize=2048)
def clauses(text: str, language: str | None) -> tuple[Clause, ...]:
    """The clauses of a text, each with whether it is negated, optional, or bound to a condition."""
    known = signals(language)
    if known is None:
        return ()
    found: list[Clause] = []
    for sentence in _SENTENCE.split(text):
        if not sentence.strip():
            continue
        parts = _parts(sentence, known)
        condition = _condition(parts, known)
        optional = bool(_compiled(known.optional).search(fold(sentence)))
        for part in parts:
            stems = frozenset(content(part, language))
            if stems:
                bound = condition if condition and part not in condition and condition not in part else None
                found.append(
                    Clause(part, stems, negations(part, language) > 0, bound, optional, " ".join(sentence.split()))
                )
    return tuple(found)


def _parts(sentence: str, known: Signals) -> list[str]:
    folded = fold(sentence)
    if len(folded) != len(sentence):
        sentence = folded
    places = {0, len(sentence)}
    for match in re.finditer(r"[,:;—()]|\s[–-]\s", folded):
        places.add(match.end())
    for match in _compiled(known.split).finditer(folded):
        places.add(match.start())
    ordered = sorted(places)
    parts = [sentence[a:b].strip(" ,:;—()") for a, b in pairwise(ordered)]
    return [part for part in parts if part]


def _condition(parts: Sequence[str], known: Signals) -> str | None:
    """The part of a sentence that says under which condition the rest holds; None where there is none, or it is only
    the way in which people show something."""
    begins = _compiled(rf"^(?:and |but |so |now |or |und |aber )?(?:{known.condition})")
    for part in parts:
        folded = fold(part)
        if begins.search(folded) and not _SHOWN.search(folded) and len(folded.split()) > 1:
            return part
    return None


class Kind(StrEnum):
    """In which respect a line says another thing."""

    NEGATION = "negation"
    CONDITION = "condition"
    OPTION = "option"
    OBLIGATION = "obligation"


@dataclass(frozen=True)
class Turned:
    """A line that says another thing than its sources, with the reason in words."""

    kind: Kind
    message: str


def turned(line: str, cited: Sequence[str], language: str | None, beside: str = "") -> tuple[Turned, ...]:
    """How a line says another thing than what it cites in respect of forbidding, restricting, permitting and obliging;
    nothing where the two can't be compared. `beside` is what else the reader sees next to the line."""
    known = signals(language)
    if known is None:
        return ()
    said = [clause for text in cited for clause in clauses(text, language)]
    if not said:
        return ()
    folded = fold(line)
    pairs = [(clause, best) for clause in clauses(line, language) if (best := _closest(clause, said))]
    found = [*_negation(line, pairs, said, known, language)]
    if not found:
        found += _condition_lost(pairs, folded, fold(f"{line} {beside}"), language, known)
    obligation = _compiled(known.obligation).search(folded)
    if obligation and not _compiled(known.said_obligation).search(" ".join(fold(text) for text in cited)):
        found.append(Turned(Kind.OBLIGATION, f"It was said less strongly than “{obligation[0]}”."))
    return tuple(dict.fromkeys(found))[:3]


_Pair = tuple[Clause, list[Clause]]
"""A clause of a line, and those of its sources that say most nearly the same."""


def _negation(
    line: str, pairs: Sequence[_Pair], said: Sequence[Clause], known: Signals, language: str | None
) -> Iterator[Turned]:
    gained = [
        best[0]
        for clause, best in pairs
        if clause.negated
        and not any(other.negated for other in best)
        and not any(other.negated and other.stems & clause.stems for other in said)
    ]
    forbidden = [best[0] for clause, best in pairs if all(other.negated for other in best)]
    # A comma may stand between a negation and its verb ("Do not, under any circumstances, delete"), so that they are
    # counted over the whole line.
    kept = negations(line, language) - len(gained)
    if len(forbidden) > kept and not _compiled(known.soft).search(fold(line)):
        yield Turned(Kind.NEGATION, f"It was said with a negation: “{_quote(forbidden[0].sentence)}”.")
    for clause in gained:
        yield Turned(Kind.NEGATION, f"It was said without a negation: “{_quote(clause.sentence)}”.")


def _condition_lost(
    pairs: Sequence[_Pair], folded: str, beside: str, language: str | None, known: Signals
) -> Iterator[Turned]:
    offers = _compiled(OFFERS.get((language or "en").split("-")[0], known.optional))
    for _, best in pairs:
        told = _quote(best[0].sentence)
        condition = best[0].condition or ""
        if all(other.condition for other in best) and not _keeps(condition, folded, beside, language, known):
            yield Turned(Kind.CONDITION, f"It was said with a condition: “{told}”.")
        elif (
            all(other.optional for other in best)
            and not _carries(language, known).search(folded)
            and not offers.search(folded)
            and not _compiled(known.optional).search(beside)
        ):
            yield Turned(Kind.OPTION, f"It was said as an option: “{told}”.")


def contradicts(instruction: str, language: str | None, said: str, said_in: str | None) -> bool:
    """Whether one of two sentences in different languages forbids and the other doesn't."""
    one, other = signals(language), signals(said_in)
    if one is None or other is None:
        return False
    here, there = negations(instruction, language) > 0, negations(said, said_in) > 0
    if here == there:
        return False
    return not _compiled((other if here else one).soft).search(fold(said if here else instruction))


def _closest(clause: Clause, said: Sequence[Clause]) -> list[Clause]:
    """The clauses that say most nearly the same; none where none says at least half of it."""
    scored = [(len(clause.stems & other.stems) / len(clause.stems), other) for other in said]
    top = max(score for score, _ in scored)
    if top < 0.5 or (len(clause.stems) == 1 and top < 1):
        return []
    return [other for score, other in scored if score >= top - 0.01]


def _carries(language: str | None, known: Signals) -> re.Pattern[str]:
    """What makes a line conditional or optional, in its language."""
    short = (language or "en").split("-")[0]
    return _compiled(CARRIES.get(short, f"{known.condition}|{known.optional}"))


def _keeps(condition: str, folded: str, beside: str, language: str | None, known: Signals) -> bool:
    """Whether a line still says its condition, in its own words or in the speaker's."""
    if _carries(language, known).search(folded) or _compiled(known.optional).search(beside):
        return True
    stems = set(content(condition, language))
    return bool(stems) and len(stems & set(content(beside, language))) * 2 >= len(stems)


def _quote(text: str) -> str:
    return shorten(text, 120)
