"""Decides whether a line forbids, restricts and permits the same as what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.cleaning import as_quoted
from pipeline.grounding.polarity_words import CARRIES, OFFERS, PolarityPatterns, patterns_for
from pipeline.grounding.stop_words import content
from pipeline.grounding.tokens import fold


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, with about one verb."""

    text: str
    stems: frozenset[str]
    negated: bool
    """Whether it forbids or denies something."""
    denied: bool
    """Whether it has any negation, even one that forbids nothing ("I don't know")."""
    condition: str | None
    """The condition under which it was said, in its words. None: there was none."""
    optional: bool
    sentence: str


# Speakers who show something still ask for the action: "if you click on Settings, you'll see …". And a condition that
# only asks to continue if all is well restricts nothing: "if everything looks correct, choose Create".
_SHOWN = re.compile(
    r"^(?:and |but |so |now |or )?(?:if|when|once) (?:you|we|i|they)"
    r"(?:'?ll|'?re|'?d| will| just| now| then| also| simply| actually| are| were to| go ahead and)* "
    r"(?:click|go|look|scroll|open|press|type|select|see|saw|remember|recall|notice|come|head|hit|choose|hover|move|"
    r"watch|pop|jump|check out|do|take|run|pull|zoom|navigate|switch|enter|drag|try|think|follow|get|put|say|use|read|"
    r"tap|add|create|change|going|clicking|looking|expand|double)\b"
    r"|^(?:and |but |so |now )?if (?:everything|all|it|that|this|things?)"
    r"(?:(?: is|'?s| looks?| seems?| works?| goes| went| are)\b){1,6}(?: all)? ?"
    r"(?:correct|good|right|fine|ok|okay|well|great|in order|working|set|as expected)?$"
)
# "Check if it runs" asks, but restricts nothing.
_ASKS = re.compile(
    r"(?:^|\b)(?:see|check|know|ask|wonder|wondering|sure|verify|tell|find out|as|even|what|like|decide|determine)$"
)
_TURNS = re.compile(
    r"^(?:and then|then|so|but|because|since|otherwise|while|although|anyway|und dann|dann|aber|et puis|pero)\b"
)
_SAME_CLAUSE_SHARE = 0.6
"""Two clauses say the same if the other one has at least this share of the first one's words."""
_BEGUN = re.compile(r"(?:^|\b(?:you|and|but|so|please) )(?:do not|don'?t|never|must not|cannot|can'?t)$")
_FORBIDS = re.compile(r"\bhute\w* (?:sie )?(?:sich|dich|euch)(?: davor)?$|\b(?:verboten|untersagt)$")
"""What forbids the German infinitive behind it: "hüten Sie sich davor, den Deckel zu öffnen"."""
NEGATION_BESIDE = 8
"""Characters: how near to "must" a "not" stands that belongs to it."""
_STOP = re.compile(r"[,:;—()]|\s[–-]\s")
_SENTENCE = re.compile(r"(?<=[.!?。！？;])\s+|(?<=[。！？])|\n+")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def negations(text: str, language: str | None) -> int:
    """The number of negations in a text, without those that forbid nothing."""
    known = patterns_for(language)
    if known is None:
        return 0
    folded = _compiled(known.harmless).sub(" ", fold(text))
    return len(_compiled(known.negation).findall(folded))


def clauses(text: str, language: str | None, near: Iterable[Clause] | None = None) -> Iterator[Clause]:
    """The clauses of a text, and whether each is negated, optional, or under a condition. With `near`, sentences that
    share no word with any of these clauses may be left out: of a long text, nearly all."""
    stems = None if near is None else {stem for clause in near for stem in clause.stems}
    for sentence in _SENTENCE.split(text):
        if stems is None or _may_have(sentence, stems):
            yield from _clauses(sentence, language)


def _may_have(sentence: str, stems: Set[str]) -> bool:
    """Whether a sentence may have a word with one of these stems. A word begins with its stem, but for a "y" of an
    "ies"; a number can be written in many ways."""
    folded = fold(sentence)
    return any(stem.removesuffix("y") in folded for stem in stems) or (
        not all(map(str.isalpha, stems)) and any(map(str.isdecimal, folded))
    )


@lru_cache(maxsize=2048)
def _clauses(sentence: str, language: str | None) -> tuple[Clause, ...]:
    known = patterns_for(language)
    if known is None:
        return ()
    found: list[Clause] = []
    parts = _parts(sentence, known, language)
    begun = optional = False
    for part, condition in zip(parts, _conditions(parts, known), strict=True):
        folded = fold(part.text)
        negated = negations(part.text, language) > 0
        option = bool(_compiled(known.optional).search(f"{folded} {fold(condition or '')}"))
        if _FORBIDS.search(folded):
            begun = True
            continue
        if not part.stems or (option and not content(_compiled(known.optional).sub(" ", folded), language)):
            # "Do not, under any circumstances, share it"; "Optionally, share it": the action follows after a comma.
            begun, optional = begun or (negated and bool(_BEGUN.search(folded))), optional or option
            continue
        found.append(
            Clause(
                text=part.text,
                stems=part.stems,
                negated=negated or begun,
                denied=begun or bool(_compiled(known.negation).search(folded)),
                condition=condition,
                optional=option or optional,
                sentence=" ".join(sentence.split()),
            )
        )
        optional = False
    return tuple(found)


@dataclass(frozen=True)
class _Part:
    text: str
    stems: frozenset[str]
    apart: bool
    """Whether punctuation or a conjunction separates it from the part before."""


def _parts(sentence: str, known: PolarityPatterns, language: str | None) -> list[_Part]:
    """The parts of a sentence, split at punctuation and before words that begin clauses."""
    folded = fold(sentence)
    if len(folded) != len(sentence):
        sentence = folded
    stops = {match.end() for match in _STOP.finditer(folded)}
    places = {0, len(sentence)} | stops | {match.start() for match in _compiled(known.split).finditer(folded)}
    parts: list[_Part] = []
    apart = True
    for begin, end in pairwise(sorted(places)):
        text = sentence[begin:end].strip(" ,:;—()")
        apart = apart or begin in stops
        if len(text.split()) > 1 or (text and not _compiled(known.split).fullmatch(fold(text))):
            parts.append(_Part(text, frozenset(content(text, language)), apart))
            apart = not parts[-1].stems
        elif text:
            apart = True
    return parts


def _conditions(parts: Sequence[_Part], known: PolarityPatterns) -> list[str | None]:
    """The condition of each part, or None. A condition in front applies until the sentence turns elsewhere ("…, and
    then", "so that", "but"). A condition at the end applies to the part before it."""
    begins = _compiled(rf"^(?:and |but |so |now |or |und |aber )?(?:{known.condition})")
    bound: list[str | None] = [None] * len(parts)
    current: str | None = None
    since = 0
    for i, part in enumerate(parts):
        folded = fold(part.text)
        asked = i > 0 and _ASKS.search(fold(parts[i - 1].text))
        if begins.search(folded) and not asked and len(folded.split()) > 1:
            current, since = None, i
            if _SHOWN.search(folded):
                continue
            if i and (not part.apart or i == len(parts) - 1):
                bound[i - 1] = part.text
            else:
                current = part.text
        elif current and i > since + 1 and _TURNS.search(folded):
            current = None
        else:
            bound[i] = current
    return bound


class Kind(StrEnum):
    """In which way a line says something else."""

    NEGATION = "negation"
    CONDITION = "condition"
    OPTION = "option"
    OBLIGATION = "obligation"


@dataclass(frozen=True)
class Turned:
    """A line that says something else than its sources, with the reason in words."""

    kind: Kind
    message: str


def turned(line: str, cited: Sequence[str], language: str | None, beside: str = "") -> tuple[Turned, ...]:
    """How a line differs from what it cites in forbidding, restricting, permitting and requiring. Empty if the two
    can't be compared. `beside` is what the reader sees next to the line."""
    known = patterns_for(language)
    if known is None:
        return ()
    own = tuple(clauses(line, language))
    said = [clause for text in cited for clause in clauses(text, language, own)]
    if not said and not any(clause for text in cited for clause in clauses(text, language)):
        return ()
    folded = fold(line)
    if any(fold(text).strip(" .!") == folded.strip(" .!") for text in cited):
        return ()  # the line is exactly what was said
    if line[:1] == "“" and any(fold(line[1:-1]).strip() in fold(text) for text in cited):
        return ()  # it quotes a part of that
    pairs = [(clause, best) for clause in own if (best := _closest(clause, said))]
    found = [*_negation(line, pairs, said, known, language)]
    if not found:
        found += _condition_lost(pairs, folded, fold(f"{line} {beside}"), language, known)
    obligation = _compiled(known.obligation).search(folded)
    told = " ".join(fold(text) for text in cited)
    weaker = obligation and not _compiled(known.said_obligation).search(told)
    if obligation and weaker and not _is_forbidden(obligation, folded, told, known):
        found.append(Turned(Kind.OBLIGATION, f"The speaker put this less strongly than “{obligation[0]}”."))
    return tuple(dict.fromkeys(found))[:3]


def _is_forbidden(obligation: re.Match[str], folded: str, told: str, known: PolarityPatterns) -> bool:
    """Whether a line says of something that it must not be done, for which the speaker had another negation ("no puede
    tener espacios")."""
    negation = _compiled(known.negation)
    beside = folded[max(0, obligation.start() - NEGATION_BESIDE) : obligation.end() + NEGATION_BESIDE]
    return bool(negation.search(beside) and negation.search(told))


_Pair = tuple[Clause, list[Clause]]
"""A clause of a line, and the clauses of its sources that say most nearly the same."""


def _negation(
    line: str, pairs: Sequence[_Pair], said: Sequence[Clause], known: PolarityPatterns, language: str | None
) -> Iterator[Turned]:
    gained = [
        best[0]
        for clause, best in pairs
        if clause.negated
        and not any(other.denied for other in best)
        and not any(other.denied and other.stems & clause.stems for other in said)
    ]
    forbidden = [best[0] for clause, best in pairs if all(other.negated for other in best)]
    # A comma can come between a negation and its verb ("Do not, under any circumstances, delete"), so negations are
    # counted over the whole line.
    kept = negations(line, language) - len(gained)
    if forbidden and len(forbidden) > kept and not _compiled(known.soft).search(fold(line)):
        yield Turned(
            Kind.NEGATION, f"A “not” may be missing here. The speaker said: “{as_quoted(forbidden[0].sentence)}”."
        )
    for clause in gained:
        yield Turned(
            Kind.NEGATION, f"This line has a “not” that may be wrong. The speaker said: “{as_quoted(clause.sentence)}”."
        )


def _condition_lost(
    pairs: Sequence[_Pair], folded: str, beside: str, language: str | None, known: PolarityPatterns
) -> Iterator[Turned]:
    offers = _compiled(OFFERS.get((language or "en").split("-")[0], known.optional))
    for _, best in pairs:
        quote = as_quoted(best[0].sentence)
        condition = best[0].condition or ""
        if all(other.condition for other in best) and not _keeps(condition, folded, beside, language, known):
            yield Turned(Kind.CONDITION, f"A condition may be missing here. The speaker said: “{quote}”.")
        elif (
            all(other.optional for other in best)
            and not _carries(language, known).search(folded)
            and not offers.search(folded)
            and not _compiled(known.optional).search(beside)
        ):
            yield Turned(Kind.OPTION, f"This may be optional. The speaker said: “{quote}”.")


def contradicts(instruction: str, language: str | None, said: str, said_in: str | None) -> bool:
    """Whether one of two sentences in different languages forbids, and the other doesn't."""
    one, other = patterns_for(language), patterns_for(said_in)
    if one is None or other is None:
        return False
    here, there = negations(instruction, language) > 0, negations(said, said_in) > 0
    if here == there:
        return False
    return not _compiled((other if here else one).soft).search(fold(said if here else instruction))


def _closest(clause: Clause, said: Sequence[Clause]) -> list[Clause]:
    """The clauses that say most nearly the same; none if none says most of it. A clause of a single word ("In gdb") is
    only compared with clauses that say hardly more."""
    if len(clause.stems) == 1:
        return [other for other in said if clause.stems <= other.stems and len(other.stems) == 1]
    scored = [(len(clause.stems & other.stems) / len(clause.stems), other) for other in said]
    top = max((score for score, _ in scored), default=0.0)
    return [other for score, other in scored if score >= max(top - 0.01, _SAME_CLAUSE_SHARE)]


def _carries(language: str | None, known: PolarityPatterns) -> re.Pattern[str]:
    """A pattern for what makes a line conditional or optional, in its language."""
    short = (language or "en").split("-")[0]
    return _compiled(CARRIES.get(short, f"{known.condition}|{known.optional}"))


def _keeps(condition: str, folded: str, beside: str, language: str | None, known: PolarityPatterns) -> bool:
    """Whether a line still says its condition, in its own words or in the speaker's."""
    if _carries(language, known).search(folded) or _compiled(known.optional).search(beside):
        return True
    stems = set(content(condition, language))
    return bool(stems) and len(stems & set(content(beside, language))) * 2 >= len(stems)
