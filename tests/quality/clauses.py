"""Clauses that hang on an "if" or a "make sure": has one been turned round?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tests.quality.words import containment, content, tokens

ALIKE = 0.5
"""Two clauses are about the same when the shorter one has this share of its content in the other."""


class Hangs(StrEnum):
    CONDITION = "condition"
    ASSURANCE = "assurance"


@dataclass(frozen=True)
class Clause:
    hangs: Hangs
    denies: bool
    words: frozenset[str]
    """Its content; empty for "if it hasn't", which is about whatever was said before."""


_OPENER = re.compile(
    r"(?P<condition>\b(?<!\bsee )(?<!\bcheck )(?<!\bas )(?<!\bknow )(?<!\bwonder )"
    r"(?:if|unless|when|whenever|once|after|as soon as|in case)\b)|"
    r"\b(?P<assurance>(?:ensur|assur|verify|verifi|confirm)(?:e|es|ing|ed)?|(?:make|making|be) (?:sure|certain))\b"
)
_END = re.compile(r"[,;:.!?]|\b(?:then|but|so|because|and (?:you|we|then|also|if|don't|do)|go ahead)\b")
_OPENS_WITH_IF = re.compile(r"\W*(?:(?:so|and|now|okay|ok|but|well|again|also)\b\W*)*(?:if|unless)\b")
_MOST_WORDS = 14
"""How far a clause reaches where speech has no punctuation."""
_DENIES = re.compile(r"\b(?:not|never|no|nothing|none|cannot|without|\w+n't)\b")
_PSEUDO = re.compile(r"\bnot (?:only|just|necessarily)\b|\bno (?:matter|problem|longer than|more than)\b|\bor not\b")


def turned_round(told: str, said: str) -> bool:
    """Whether a clause of what is told denies what was said, or says what was denied: "if you don't have one" for "if
    you have one". "Unless" denies. Only clauses that hang on the same kind of word, and are about the same, compare;
    one without content of its own, such as "if it hasn't", compares with any."""
    heard = list(clauses(said))
    return any(
        (alike := [other.denies for other in heard if _alike(clause, other)]) and clause.denies not in alike
        for clause in clauses(told)
    )


def condition_alone(told: str, utterance: str) -> bool:
    """Whether an utterance begins with an "if" and has no word of what is told: it can only be there to say when."""
    return _OPENS_WITH_IF.match(utterance.lower()) is not None and not content(told) & content(utterance)


def clauses(text: str) -> Iterator[Clause]:
    plain = _PSEUDO.sub("well", " ".join(text.replace("’", "'").lower().split()))
    openers = list(_OPENER.finditer(plain))
    ends = [*(opener.start() for opener in openers[1:]), len(plain)]
    for opener, until in zip(openers, ends, strict=False):
        rest = plain[opener.end() : until]
        end = _END.search(rest)
        words = tokens(rest[: end.start()] if end else rest)[:_MOST_WORDS]
        denials = len(_DENIES.findall(" ".join(words))) + (opener[0] == "unless")
        hangs = Hangs.CONDITION if opener["condition"] else Hangs.ASSURANCE
        yield Clause(hangs, denials % 2 == 1, content(_DENIES.sub("", " ".join(words))))


def _alike(one: Clause, other: Clause) -> bool:
    if one.hangs is not other.hangs:
        return False
    if not one.words or not other.words:
        return True
    shorter, longer = sorted((one.words, other.words), key=len)
    return containment(shorter, longer) >= ALIKE
