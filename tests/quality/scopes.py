"""The scopes of negations and conditions in what was said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tests.quality.words import listed, stem

SCOPE = 6
"""Words: how far a negation reaches forward, as in NegEx (five there; contracted subjects make speech longer)."""
REACH = 30
"""Words: how far behind an "if" in one sentence an action can still stand under it; speech has no full stops to go
by."""
FURTHER = 12
"""Words: how far from a verb its object, or its "until", may stand."""


class Status(StrEnum):
    """How an action was spoken of."""

    PLAIN = "plain"
    NEGATED = "negated"
    CONDITIONAL = "conditional"
    SUSPENDED = "negated for a time"


_PSEUDO = re.compile(
    r"\b(?:don't forget(?: to)?|do not forget(?: to)?|never forget to|not only|no matter|no problem|don't worry|"
    r"why don't|"
    r"don't hesitate to|not necessarily|no longer than|if not|or not|whether or not|not just|can't wait|not sure|"
    r"i don't know|didn't you|haven't already|not already|don't mind|not yet)\b"
)
_NEGATION = listed("""
    don't never not cannot can't won't shouldn't mustn't without avoid didn't doesn't wouldn't couldn't isn't aren't
    wasn't haven't hasn't nobody neither nor instead rather""")
_NO_NEED = re.compile(r"\bno (?:need|reason|point)\b")
_WE = listed("you we i")
_LOOKS_BACK = listed("instead rather without")
"""What these deny ends where a clause with a subject of its own begins: "instead of the default you need this"."""
_ASKS = listed("see check know tell sure wonder as even verify ask like")
"""After these, "if" asks whether, or compares."""
_WISH = re.compile(
    r"(?:you|we|they) (?:want|need|like|prefer|wish|have|are|don't|can)\b|your |there |any |necessary|needed|possible"
)
_BOUNDARY = listed(". ; ! ? : , so but then because")
_END = listed("but so because although however though")
_UNTIL = frozenset(map(stem, ("until", "till", "before", "unless")))
_SHOWS = re.compile(
    r"\bif (?:(?:we|i)(?:'ll)? (?:just |now |then )?(?!want|need|like|have|had|don't|didn't)\w+|"
    r"(?:you|you guys)(?:'ll)? "
    r"(?:just |now |then )?(?:go|click|look|open|scroll|come|see|press|hit|run|select|switch|take|hover|check|type))\b"
)
_SHOWN = re.compile(
    r"\b(?:see|seen|shows?|there's|there is|get|gets|find|opens?|have|here's|here is|notice|looks?|"
    r"brings?|is)\b"
)


@dataclass(frozen=True)
class Heard:
    """A sentence, word by word."""

    stems: tuple[str, ...]
    status: tuple[Status, ...]
    """Of each word, were it the verb of a command."""


def hear(sentence: str) -> Heard:
    """A sentence of the sources, with the status of each word; pseudo-triggers are taken out first."""
    plain = " ".join(re.findall(r"[\w'-]+|[.,;:!?]", sentence.replace("’", "'").lower()))
    plain = _PSEUDO.sub(lambda m: "sure" if "forget" in m[0] else "well", plain)
    plain = _NO_NEED.sub("not", plain)
    shown = _SHOWS.search(plain)
    shows = shown is not None and _SHOWN.search(plain, shown.end()) is not None
    words = plain.split()
    status: list[Status] = []
    negation = condition = -99  # places in the sentence, and far away from it
    for at, word in enumerate(words):
        if (
            word in _END
            or word in ".,;!?:"
            or (word == "and" and words[at + 1 : at + 2] != [] and _begins_anew(words[at + 1]))
        ):
            negation = -99
        if word in ("but", "otherwise", "so", "anyway") or word in ".;!?":
            condition = -99
        if word in _WE and negation >= 0 and words[negation] in _LOOKS_BACK:
            negation = -99
        if word in _NEGATION:
            negation = at
        before = words[at - 1] if at else ""
        if word == "unless" or (word == "if" and not shows and before not in _ASKS):
            condition = at
            if at and _WISH.match(" ".join(words[at + 1 : at + 3])):
                _condition_behind(words, status, at)
        if word == "case" and before == "in":
            condition = at
        if at - negation <= SCOPE:
            status.append(Status.NEGATED)
        elif at - condition <= REACH:
            status.append(Status.CONDITIONAL)
        else:
            status.append(Status.PLAIN)
    return Heard(tuple(stem(word) for word in words), tuple(status))


def status_at(sentence: Heard, at: int) -> Status:
    """The status of one word; what is forbidden "until" something is forbidden for a time."""
    status = sentence.status[at]
    for word in sentence.stems[at + 1 : at + 1 + FURTHER] if status is Status.NEGATED else ():
        if word in ".;!?":
            break
        if word in _UNTIL:
            return Status.SUSPENDED
    return status


def _begins_anew(word: str) -> bool:
    return word in ("you", "we", "i", "it", "they", "there", "then", "instead")


def _condition_behind(words: list[str], status: list[Status], at: int) -> None:
    """Puts what stands before an "if you …" in the same clause under that condition: "click Keep if you need it"."""
    for place in range(at - 1, max(at - 13, -1), -1):
        if words[place] in _BOUNDARY:
            break
        if status[place] is Status.PLAIN:
            status[place] = Status.CONDITIONAL
