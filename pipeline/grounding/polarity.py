"""Whether a line still forbids, restricts and permits what was forbidden, restricted and permitted in what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
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
    r"|^(?:and |but |so |now )?if (?:everything|all|it|that|this|things?)(?: is|'?s| looks?| seems?| works?| goes| went|"
    r" are)+(?: all)? ?(?:correct|good|right|fine|ok|okay|well|great|in order|working|set|as expected)?$"
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
    folded = _compiled(known.harmless).sub(" ", _apostrophes(text))
    return len(_compiled(known.negation).findall(folded))


def clauses(text: str, language: str | None) -> list[Clause]:
    """The clauses of a text, each with whether it is negated, optional, or bound to a condition."""
    known = signals(language)
    if known is None:
        return []
    found: list[Clause] = []
    for sentence in _SENTENCE.split(text):
        if not sentence.strip():
            continue
        parts = _parts(sentence, known)
        condition = _condition(parts, known)
        optional = bool(_compiled(known.optional).search(_apostrophes(sentence)))
        for part in parts:
            stems = frozenset(content(part, language))
            if stems:
                bound = condition if condition and part not in condition and condition not in part else None
                found.append(
                    Clause(part, stems, negations(part, language) > 0, bound, optional, " ".join(sentence.split()))
                )
    return found


def _parts(sentence: str, known: Signals) -> list[str]:
    folded = _apostrophes(sentence)
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
        folded = _apostrophes(part)
        if begins.search(folded) and not _SHOWN.search(folded) and len(folded.split()) > 1:
            return part
    return None


def _apostrophes(text: str) -> str:
    return fold(text)


def lost(line: str, cited: Sequence[str], language: str | None, whole: str = "") -> list[str]:
    """How a line says another thing than what it cites, in words, in respect of forbidding, restricting and
    permitting; nothing where the two can't be compared. `whole` is what else the reader sees beside the line."""
    known = signals(language)
    if known is None:
        return []
    said = [clause for text in cited for clause in clauses(text, language)]
    if not said:
        return []
    folded, beside = _apostrophes(line), _apostrophes(f"{line} {whole}")
    problems: list[str] = []
    for clause in clauses(line, language):
        best = _closest(clause, said)
        if not best:
            continue
        if not clause.negated and all(other.negated for other in best):
            if not _compiled(known.soft).search(folded) and negations(line, language) == 0:
                problems.append(f"It was said with a negation: “{_quote(best[0].sentence)}”.")
        elif (
            clause.negated
            and not any(other.negated for other in best)
            and not any(other.negated and len(other.stems & clause.stems) for other in said)
        ):
            problems.append(f"It was said without a negation: “{_quote(best[0].sentence)}”.")
        elif all(other.condition for other in best) and not _keeps(
            best[0].condition or "", folded, beside, language, known
        ):
            problems.append(f"It was said with a condition: “{_quote(best[0].sentence)}”.")
        if (
            all(other.optional for other in best)
            and not problems
            and not _carries(language, known).search(folded)
            and not _compiled(OFFERS.get((language or "en").split("-")[0], known.optional)).search(folded)
            and not _compiled(known.optional).search(beside)
        ):
            problems.append(f"It was said as an option: “{_quote(best[0].sentence)}”.")
    obligation = _compiled(known.obligation).search(folded)
    if obligation and not _compiled(known.said_obligation).search(" ".join(_apostrophes(text) for text in cited)):
        problems.append(f"It was said less strongly than “{obligation[0]}”.")
    return list(dict.fromkeys(problems))[:3]


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
