"""An English sentence that begins as an order does, whatever its verb: "Jack up the car", "Water it well"."""

from __future__ import annotations

import re

from pipeline.speech import Instruction
from pipeline.speech.english.open_verbs import OBJECT_OPENERS, could_be_verb, is_adverb, is_caused
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    AFTER_IMPERATIVE,
    FINITE_VERBS,
    content_words,
)
from pipeline.speech.lexicon import word_set, words_of

ORDER_WEIGHT = 0.8
"""How surely such a sentence is an instruction, from 0 to 1, where the recording consists of orders."""
MOST_ORDER_WORDS = 34
MAIN_CLAUSE_WORDS = 6
"""An order has no other verb in its first words, up to a comma or a conjunction."""

_ALSO_DEEDS = words_of("english", "orders.ALSO_DEEDS")
"""Verbs that elsewhere mostly say what speakers do with listeners, or that belong to other phrases."""
_NOBODY = word_set("me us you myself ourselves")
"""Objects of what is said to listeners: "thank you", "let me show you"."""
_POINTING = (["that"], ["this"], ["it"], ["them"], ["so"])
"""What a whole order isn't, since it says nothing alone: "do that"."""
_CLAUSE_END = word_set("if when until till while that which who because so as before after once unless and but or")
_OF_OTHERS = re.compile(
    r"\b(?:and|or)(?: then)? (?:you|it|they|we|i|that|this|everything|nobody)\b|\b(?:never|not)\b", re.I
)
"""What an order isn't: it says what follows from a deed ("do it too early and you melt it"), or forbids one."""
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def order_of(text: str, lead: str = "") -> Instruction | None:
    """The instruction of a sentence without fillers that begins with a verb in its base form, and whose next words
    can't follow a subject. None of others, of questions, and of what is said to listeners. The condition or place
    before it, `lead`, is put before the order, up to its comma."""
    words = _WORD.findall(text)
    if not 2 <= len(words) <= MOST_ORDER_WORDS or "?" in text or words[1:] in _POINTING:
        return None
    verb, second = words[0].lower(), words[1]
    if text[len(words[0]) :].startswith(","):
        return None  # "good job, Alex"
    if is_caused(text.lower()) or (verb == "back" and second == "up"):
        return _worded(text, verb, lead)
    if not (could_be_verb(verb) or verb in _ALSO_DEEDS) or second.lower() in _NOBODY or not text.startswith(words[0]):
        return None
    if not _may_follow(verb, second) or _OF_OTHERS.search(text):
        return None
    for word in words[1 : 1 + MAIN_CLAUSE_WORDS]:
        if word.lower() in _CLAUSE_END:
            break
        if word.lower() in FINITE_VERBS:
            return None
    return _worded(text, verb, lead)


def _worded(text: str, verb: str, lead: str) -> Instruction:
    said = f"{text.rstrip(' .:!')}."
    said = f"{lead} {said[:1].lower()}{said[1:]}" if lead else said
    return Instruction(
        said[:1].upper() + said[1:],
        verb,
        ORDER_WEIGHT,
        content_words(text),
        evidence=ORDER_WEIGHT,
        handling=True,
        lead=lead[:1].upper() + lead[1:] if lead else None,
    )


def _may_follow(verb: str, second: str) -> bool:
    """Whether the word after it shows that a word is a verb. Of a known verb, any word but a finite verb may be its
    object."""
    low = second.lower()
    return (
        low in OBJECT_OPENERS
        or low in AFTER_IMPERATIVE
        or is_adverb(low)
        or verb in ACTION_VERBS
        or (second[0].isupper() and could_be_verb(verb))
    )
