"""Reads what is to be done where a statement says it: where a part goes, who has to sign. The
statement stays as it was said, since it is true whether or not it was meant as an order."""

from __future__ import annotations

import re

from pipeline.speech import Instruction, literals
from pipeline.speech.english.consequences import goes_wrong
from pipeline.speech.english.imperatives import MOST_WHOLE_WORDS, evidence_of
from pipeline.speech.english.vocabulary import ROLE, base_of_participle, content_words
from pipeline.speech.english.wording import sentence_case, shorten, to_reader
from pipeline.speech.lexicon import phrase_of

REQUIRED_WEIGHT, PLACED_WEIGHT = 0.8, 0.55
"""How surely each kind is told to be done, from 0 to 1. What goes where counts only near other instructions."""
_I = re.IGNORECASE
_REQUIRED = re.compile(
    r"(?:the|an?|any|each|every|all|your|our|anything|everything|both|these|this)\b[^,;:]{2,80}? (?:must|has to|have to"
    rf"|needs? to|should) (?:also |always |first |then )?be (?P<done>[a-z-]+) by (?:(?:the|an?|your|our|their) "
    rf"(?:[a-z-]+ ){{0,2}}?)?(?:{ROLE}|HR|IT|QA)\b",
    _I,
)
"""What somebody else has to do: "anything over fifty euros has to be signed by the manager"."""
_PLACED = phrase_of("english", "stated_deeds.PLACED")
"""Where something belongs: "the red tag goes on the left-hand valve"."""
_ROLES = rf"(?:(?:the|an?|your|our|their) (?:[a-z-]+ ){{0,2}}?{ROLE}|{ROLE}s?|HR|IT|QA)\b"
_HANDLED = re.compile(
    r"(?:the|an?|each|every|all|your|our|it|they|this|that|these)\b(?: [\w-]+){0,5}? (?:is|are|gets?) "
    rf"(?:then |now |also |first |always )*(?P<done>[a-z-]+)\b(?:[^,;:?]{{0,60}}? by {_ROLES}|(?: back| over"
    rf"| on)? to {_ROLES})",
    _I,
)
"""What somebody named does: "the form is filled in by the parent", "it gets sent to payroll"."""
_MORE = re.compile(r"goes? (?:into|in) (?:(?:more|a lot of|great) )?(?:detail|depth|production)\b", _I)


def stated_deed(bare: str, masked: literals.Masked) -> Instruction | None:
    """The instruction of a statement that is kept as it was said; None for other sentences. `bare` is the sentence
    without its openers."""
    text = bare.rstrip(" .!")
    if len(text.split()) > MOST_WHOLE_WORDS or goes_wrong(text):
        return None
    if (required := _REQUIRED.match(text)) and (base := base_of_participle(required["done"].lower())):
        return _said(text, base, REQUIRED_WEIGHT, masked)
    if (handled := _HANDLED.match(text)) and (base := base_of_participle(handled["done"].lower())):
        return _said(text, base, REQUIRED_WEIGHT, masked)
    if _PLACED.match(text) and not _MORE.search(text):
        return _said(text, "put", PLACED_WEIGHT, masked)
    return None


def _said(text: str, verb: str, weight: float, masked: literals.Masked) -> Instruction:
    words = content_words(masked.restore(text))
    said = masked.restore(sentence_case(shorten(to_reader(text))))
    return Instruction(said, verb, weight, words, evidence=evidence_of(verb, weight, words, None))
