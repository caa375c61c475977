"""Reads what is to be done where a statement says it: where a part goes, how much of something, who has to sign. The
statement stays as it was said, since it is true whether or not it was meant as an order."""

from __future__ import annotations

import re

from pipeline.speech import Instruction, literals
from pipeline.speech.english.consequences import goes_wrong
from pipeline.speech.english.imperatives import MOST_WHOLE_WORDS, evidence_of
from pipeline.speech.english.vocabulary import ROLE, base_of_participle, content_words
from pipeline.speech.english.wording import sentence_case, shorten, to_reader
from pipeline.speech.lexicon import word_set

REQUIRED_WEIGHT, MEASURE_WEIGHT, PLACED_WEIGHT = 0.8, 0.6, 0.55
"""How surely each kind is told to be done, from 0 to 1. What goes where counts only near other instructions."""
_I = re.IGNORECASE
_REQUIRED = re.compile(
    r"(?:the|an?|any|each|every|all|your|our|anything|everything|both|these|this)\b[^,;:]{2,80}? (?:must|has to|have to"
    rf"|needs? to|should) (?:also |always |first |then )?be (?P<done>[a-z-]+) by (?:(?:the|an?|your|our|their) "
    rf"(?:[a-z-]+ ){{0,2}}?)?(?:{ROLE}|HR|IT|QA)\b",
    _I,
)
"""What somebody else has to do: "anything over fifty euros has to be signed by the manager"."""
_PLACED = re.compile(
    r"(?:the|that|this|your|these|those|each)\b(?: [\w-]+){0,5}? (?:then |now |also |just )?goes? (?:(?:straight|right"
    r"|back|down|in|first|next|last) )*(?:in|into|on|onto|under|underneath|over|between|behind|inside|next to"
    r"|at) (?:the|an?|your|this|that|each|one)\b[^?]*$",
    _I,
)
"""Where something belongs: "the red tag goes on the left-hand valve"."""
_ROLES = rf"(?:(?:the|an?|your|our|their) (?:[a-z-]+ ){{0,2}}?{ROLE}|{ROLE}s?|HR|IT|QA)\b"
_HANDLED = re.compile(
    r"(?:the|an?|each|every|all|your|our|it|they|this|that|these)\b(?: [\w-]+){0,5}? (?:is|are|gets?) "
    rf"(?:then |now |also |first |always )*(?P<done>[a-z-]+)\b(?:[^,;:?]{{0,60}}? by {_ROLES}|(?: back| over"
    rf"| on)? to {_ROLES})",
    _I,
)
"""What somebody named does: "the form is filled in by the parent", "it gets sent to payroll"."""
_MANUAL = word_set("""
    place wrap fasten screw pour rinse wash spin incubate mix stir cut sew pin fold glue clamp drill weld seal dry
    heat cool bake cook boil chop slice peel drain soak rub brush sand paint tape tie hang strap bolt solder crimp
    lower tighten loosen grease oil fill empty tip sprinkle spread knead roll squeeze press strain blot dip dab
    inflate deflate attach""")
_TREATED = re.compile(
    r"(?:(?:(?:the|this|that|these|your|each|both|all) (?:[\w-]+ ){1,5}?|it |they )(?:is|are|gets?)|it's|they're) "
    r"(?:then |now |also |first |next |finally )*(?P<done>[a-z-]+) "
    r"(?:(?:around|onto?|in|into|over|under|with|for|at|to|off|down|up|through|until|back|against|between|tight|together)\b"
    r"|and )[^?]*$",
    _I,
)
"""A protocol in the passive: "the sample is then spun for five minutes"."""
_MEASURE = re.compile(
    r"(?:(?:then|and|next|plus|about|also|another|roughly|maybe) )*(?:\d[\d/.,-]*|half an?|an?|one|two|three|four|five"
    r"|six|eight|ten|a (?:couple|few)(?: of)?)(?: and a half)? (?:(?:heaped|level|large|small|big|good|generous) )?"
    r"(?:cups?|(?:table|tea)spoons?|spoonfuls?|grams?|g|kilos?|kilograms?|pounds?|ounces?|oz|ml|mils?|millilit(?:er|re)s?"
    r"|microlit(?:er|re)s?|lit(?:er|re)s?|pinch(?:es)?|handfuls?|cloves?|sticks?|drops?|slices?|tins?|sprigs?|dash"
    r"|splash|knob) of [a-z][^?]*$",
    _I,
)
"""An amount alone, as cooks name it while they add it."""
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|makes?|means?|costs?|weighs?|does|did|can)\b|'", _I)
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
    if (treated := _TREATED.match(text)) and base_of_participle(treated["done"].lower()) in _MANUAL:
        return _said(text, "put", PLACED_WEIGHT, masked)
    if _PLACED.match(text) and not _MORE.search(text):
        return _said(text, "put", PLACED_WEIGHT, masked)
    if _MEASURE.match(text) and not _FINITE.search(text):
        return _said(text, "add", MEASURE_WEIGHT, masked)
    return None


def _said(text: str, verb: str, weight: float, masked: literals.Masked) -> Instruction:
    words = content_words(masked.restore(text))
    said = masked.restore(sentence_case(shorten(to_reader(text))))
    return Instruction(said, verb, weight, words, evidence=evidence_of(verb, weight, words, None))
