"""Texts as words: tokens, stems and overlap, which all content metrics count by."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"”’)]*\s+|(?<=[。！？])|\n+")


def listed(text: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(text.split())


STOP = listed("""
    a about above after again all also am an and any are as at be because been before being below between both but by
    can can't could did do does doesn't doing don't down each few for from further had has have having he her here hers
    him his how i if i'd i'll i'm i've in into is isn't it it'll it's its just let's like me more most my no nor not now
    of off on once one only or other our out over own please same she should so some such than that that's the their
    them then there there's these they they're this those through to too under until up very was we we'll we're we've
    were what when where which while who why will with would you you'd you'll you're you've your
    aber als am an auch auf aus bei bin bis da das dass dem den der des die dies dir doch du ein eine einem einen einer
    er es euch für habe haben hat hier ich ihr im in ist ja jetzt kann können man mit nach nicht noch nun nur oder schon
    sehr sich sie sind so und uns von vor war was wenn wie wir wird zu zum zur
    al como con cuando de del desde donde el ella en entonces es esta está este esto hay la las lo los más me muy no
    nos o para pero por porque que se si sin sobre son su sus también te tiene un una y ya""")
"""Words that carry no content of a step in English, German and Spanish."""


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes straight; each Chinese or Japanese character is a word."""
    found = []
    for word in _WORD.findall(text.replace("’", "'").lower()):
        run = ""
        for c in word:
            if "぀" <= c <= "ヿ" or "㐀" <= c <= "鿿":
                found += [run, c] if run else [c]
                run = ""
            else:
                run += c
        if run:
            found.append(run)
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text, by their ends."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without its commonest English endings, so that "wrapping", "wraps" and "wrap" are one.

    A weak stemmer after Harman, “How effective is suffixing?” (JASIS 42(1), 1991): plural s, and -ing and -ed with the
    doubled consonant they bring; too little is safer here than too much."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "i"
    if len(word) > 5 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and re.search("[aeiouy]", base):
            word = base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word.endswith("y") else word


def content(text: str) -> frozenset[str]:
    """The stems of the words that carry content."""
    return frozenset(stem(word) for word in tokens(text) if word not in STOP)


def containment(part: frozenset[str], whole: frozenset[str]) -> float:
    """How much of `part` is in `whole`, 0 to 1 (Broder, “On the resemblance and containment of documents”, 1997)."""
    return len(part & whole) / len(part) if part else 0.0


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """What two sets share of what they have together, 0 to 1 (Broder 1997; the Jaccard coefficient)."""
    return len(one & other) / len(one | other) if one or other else 0.0
