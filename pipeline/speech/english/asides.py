"""Decides whether an English sentence is a note, a tip or a warning."""

from __future__ import annotations

import re

from pipeline.guide import CautionKind
from pipeline.speech import Aside
from pipeline.speech.english import sentence_kinds
from pipeline.speech.english.clauses import Clause, clauses_of
from pipeline.speech.english.openers import is_condition, split_prefix
from pipeline.speech.english.verb_frame import Mood
from pipeline.speech.english.wording import MOST_ASIDE_WORDS, UNFINISHED, sentence_case, shorten, to_reader
from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE

MOST_SAID_ASIDE_WORDS = 55
"""A longer sentence doesn't become a note, a tip or a warning. What becomes one is shortened to MOST_ASIDE_WORDS."""
_ADVISES = phrase_of("english", "asides.ADVISES")
"""Advice in the speaker's own name, which stays: "I recommend"."""
_HEDGES = re.compile(r"\b(?:okay|like|maybe|right|kind of|sort of|i guess|i think|you know|yeah)\b", _I)
"""Words of a speaker who isn't sure. With three of them, a sentence is too vague for a note."""
_SUGGESTED = re.compile(
    r"\byou (?:may|might|could)(?: also| well| then| just)? (?:want|like|wish|prefer|care|choose) to\b", _I
)
"""Words that leave it to the reader, whatever the condition."""
_NOTED = re.compile(r"^(?:please )?(?:note|notice)(?: that|,|:)\s+(?=\w)", _I)
"""Words that say what the guide's heading of a note says."""
_CAREFULLY = re.compile(r"\bwith (?:some|great|extreme|a lot of) (?:care|caution)\b", _I)
"""Words that warn even in a command: "do this with some care"."""


_ADVISED_AGAINST = re.compile(
    r"(?:\b(?:i|we)|^|, so)(?: (?:[a-z]+ly|also))? (?:don't|do not|wouldn't|would not)(?: [a-z]+ly)? "
    r"(?:recommend|advise|suggest|encourage)\b"
    r"|\b(?:recommend|advise|suggest)(?: that)? (?:(?:you|we) (?:don't|do not|never)|not to|against|not [a-z]+ing)\b"
    r"|\b(?:i|we) (?:personally|generally|usually|normally|definitely) (?:wouldn't|would not|would never) ",
    _I,
)
"""Advice against something, wherever it stands: "I don't recommend it, although you can use it"."""


def advice_against(bare: str) -> Aside | None:
    """The warning of a sentence that advises against something and commands nothing instead; None for others."""
    found = _ADVISED_AGAINST.search(bare)
    if found is None or len(bare.split()) > MOST_SAID_ASIDE_WORDS:
        return None
    others = re.split(r"[,;] (?:so |and |then )?", bare[found.end() :])[1:]
    if bare[: found.start()].rstrip(" ,").split()[-1:] != ["but"]:
        others.append(bare[: found.start()])
    commanded = any(c.frame.mood in (Mood.COMMAND, Mood.NEED) for other in others for c in clauses_of(other))
    return None if commanded else Aside(CautionKind.WARNING, _as_said(bare))


def aside_of(bare: str, clauses: list[Clause]) -> Aside | None:
    """The note, tip or warning that a sentence is; None for other sentences."""
    if all(c.frame.negated for c in clauses) and sentence_kinds.NOT_NEEDED.match(bare):
        return Aside(CautionKind.NOTE, sentence_case(shorten(to_reader(bare.rstrip(" .")), most=MOST_ASIDE_WORDS)))
    hedged = len(_HEDGES.findall(bare)) >= 3
    if hedged or len(bare.split()) > MOST_SAID_ASIDE_WORDS or sentence_kinds.HARMLESS.search(bare):
        return None
    commanded = (
        bool(clauses) and clauses[0].frame.mood in (Mood.COMMAND, Mood.NEED, Mood.ASK) and not clauses[0].frame.negated
    )
    warned = None if bare.startswith(("I ", "I'", "we ", "we'")) else sentence_kinds.WARNING.search(bare.lower())
    if (
        warned
        and len(bare.split()) >= 3
        and (not commanded or warned.start() < 4 or "treat" in warned.group() or _CAREFULLY.search(bare))
    ):
        return Aside(CautionKind.WARNING, _as_said(bare))
    prohibition = sentence_kinds.PROHIBITION.match(bare)
    if prohibition and re.search(r"n't|not|never|avoid|nobody|no one|worst", prohibition.group(), _I):
        return Aside(CautionKind.WARNING, _as_said(bare)) if len(bare.split()) >= 3 else None
    if sentence_kinds.NOTE.search(bare):
        return Aside(CautionKind.NOTE, _as_said(_NOTED.sub("", bare)))
    if sentence_kinds.RESTRICTION.search(bare) and all(c.frame.mood is Mood.CAN for c in clauses):
        return Aside(CautionKind.NOTE, _as_said(bare))
    if len(bare.split()) < 5 or re.search(r"\b(?:okay,|so,? okay|i (?:don't|can't|never))\b", bare, _I):
        return None
    asked = bool(clauses) and clauses[0].frame.mood is Mood.ASK and not _SUGGESTED.search(bare)
    if sentence_kinds.TIP.search(bare.lower()) and not asked:
        prefix, rest = split_prefix(bare)
        if any(c.frame.mood is Mood.RECOMMEND for c in clauses) and re.search(r"\b(?:i|we)\b", bare, _I):
            return None
        if _SUGGESTED.search(bare) or not (prefix and clauses_of(rest) and is_condition(prefix)):
            return Aside(CautionKind.TIP, _as_said(bare))
    return None


def _as_said(bare: str) -> str:
    person = bare if _ADVISES.search(bare) or _ADVISED_AGAINST.search(bare) else to_reader(bare)
    return sentence_case(UNFINISHED.sub("", shorten(person.rstrip(" .,"), most=MOST_ASIDE_WORDS)))
