"""Finds commands that nothing joins to what is said before them: "to get the wheel off loosen the nut", "pull the wheel
off the bike remove the tube". Speech without commas and full stops has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.speech.english.frame_finder import find_frame
from pipeline.speech.english.open_verbs import looks_like_verb
from pipeline.speech.english.verb_frame import Mood
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    ADVERBS,
    FINITE_VERBS,
    FUNCTION_WORDS,
    HANDLING_VERBS,
    VERBS_OR_NOUNS,
)
from pipeline.speech.lexicon import phrase_of, word_set

FEWEST_WORDS_BEFORE = 2
"""With fewer words before it, a verb is part of what these words begin."""
_VERB = re.compile(
    r"(?<![\w-])(?P<verb>(?:click|tap)(?= on\b)"
    r"|[a-z]{2,14}(?=(?: up| out| down)? (?:(?:the|an?|your|this|these|it|them|one|two)\b|\d)))"
)
_ENDING = word_set("off on up down out in over back here there")
"""Function words that can end a clause."""
_NOT_ALONE = word_set("""
    never cannot avoid than people men women children folks others police staff everybody everyone nobody""")
"""Words that forbid what follows, and subjects that show no plural."""
_NO_VERB_AFTER = (FUNCTION_WORDS | ADVERBS | ACTION_VERBS | _NOT_ALONE) - _ENDING
_DETERMINERS = word_set("the a an your my our this these both")
_VERBS_ALONE = ACTION_VERBS - FUNCTION_WORDS - ADVERBS
_MEASURED = re.compile(r" (?:\d|(?:one|two|it|them)\b)")
"""What a verb is done for or with: "wait two minutes", "plug it in"."""
_PRESSING = word_set("click press tap hit select choose")
"""Verbs whose object is a label, which may be a verb, too: "click reset"."""
_TOLD_ANEW = re.compile(
    r"(?<=[\w)] )(?:i|we|you)(?:'ll| will|'m going to|'re going to| need to| have to)(?: just| then| also| now)*"
    r" [a-z]{2,14}(?: up| out| down| over| back| in)? (?=(?:the|an?|your|my|our|this|these|it|them|one|two)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:that|which|who|what\w*|where\w*|when\w*|how\w*|why|if|whether|unless|until|till|while|as|because|since|so|and"
    r"|or|but|than|before|once|after|although|though|like|sure|way|time|things?|everything|anything|something|all|one"
    r"|place|reason|think|says?|said|see|remember|check|know|hope|shows?|note|now|then|not"
    r"|(?:told|tell|ask(?:ed)?|remind(?:ed)?|show(?:ed)?|promised?) [\w']+)\s$",
    re.IGNORECASE,
)
"""Words behind which a subject and its verb go on with the same clause."""
_CAUSING = phrase_of("english", "unjoined.CAUSING")
"""The beginning of a clause whose verb has no "to": "let the server run the script"."""


def commands_unjoined(text: str) -> Iterator[int]:
    """Where commands begin in a text behind a noun in the singular, in characters. A plural may be the verb's
    subject."""
    for found in _VERB.finditer(text):
        before = text[: found.start()]
        words = before.lower().split()
        verb = found["verb"]
        measured = bool(_MEASURED.match(text, found.end()))
        known = verb in ACTION_VERBS and (measured or verb not in VERBS_OR_NOUNS or verb in HANDLING_VERBS | _PRESSING)
        if not known or verb == "number" or len(words) < FEWEST_WORDS_BEFORE or words[-1].endswith("ly"):
            continue
        label = len(words) > 1 and (words[-2] in _PRESSING or (words[-2:-1] == ["on"] and words[-3:-2] == ["click"]))
        named = label or not _DETERMINERS.isdisjoint(words[-3:-1])  # "cut the red wire put …", where "wire" is no verb
        if words[-1] in _NO_VERB_AFTER and not (named and words[-1] in _VERBS_ALONE):
            continue
        if words[-1].endswith("s") or not words[-1].replace("-", "").isalnum():
            continue
        frame = find_frame(text[found.start() :])
        if frame is not None and frame.mood is Mood.COMMAND:
            yield found.start()


_FRONTED = re.compile(
    r"(?i:in|on|at|from|with|using|for|under|inside|within|into|onto) (?:the|an?|your|this|another|each|both|one|two)"
    r" (?:[a-z]{2,14} |[\w-]{2,14} [\w-]*[a-rt-z] |[\w-]{2,14} [\w-]{2,14} [\w-]*[a-rt-z] )"
    r"(?P<verb>[a-z]{2,14})"
    r"(?=(?: up| out| down)?"
    r" (?:(?:the|an?|your|this|these|it|them|one|two|three|half|some|all|each|about|around)\b|\d|[A-Z]))"
)
"""A place, a tool or an aim and what may be a verb with its object behind it: "in a large bowl combine two"."""


def command_behind(lead: str) -> int | None:
    """Where a command begins behind an aim or a place at the beginning of a text; None where none does, or where a
    statement comes first: "in this file the entries are old open the other one"."""
    fronted = _FRONTED.match(lead)
    if fronted and looks_like_verb(fronted["verb"]) and lead[: fronted.start("verb")].split()[-1] not in _NOT_ALONE:
        frame = find_frame(lead[fronted.start("verb") :])
        if frame and frame.mood is Mood.COMMAND and FINITE_VERBS.isdisjoint(re.findall(r"[a-z']+", lead.lower())):
            return fronted.start("verb")
    at = next(commands_unjoined(lead), None)
    return None if at is None or not FINITE_VERBS.isdisjoint(lead[:at].lower().split()) else at


_BRIEF = phrase_of("english", "unjoined.BRIEF")
"""A brief condition, and what may be a verb with its object behind it: "if it leaks tighten the nut"."""
_NO_STATE = word_set("""
    time going about able supposed like in on at to for with from what where why how because that the a an
    just also always never now not really""")
"""Words that a brief condition doesn't end with."""


def command_behind_condition(text: str) -> int | None:
    """Where a command begins behind a brief condition without a comma; None where none does.

    >>> command_behind_condition("if it leaks tighten the nut"), command_behind_condition("when it is in the box")
    (12, None)
    """
    found = _BRIEF.match(text)
    if found is None or found["when"].split()[-1].lower() in _NO_STATE or not looks_like_verb(found["verb"].lower()):
        return None
    frame = find_frame(text[found.start("verb") :])
    return found.start("verb") if frame is not None and frame.mood is Mood.COMMAND else None


def further_commands(text: str) -> list[int]:
    """Where further commands begin in a text that has no commas, in characters."""
    if "," in text:
        return []
    commands = [at for at in commands_unjoined(text) if not _CAUSING.search(text[: at - 1])]
    return sorted({*commands, *_deeds_told_anew(text)})


def _deeds_told_anew(text: str) -> Iterator[int]:
    """Where a presenter tells another deed without a joint, in characters: "I'll move it back I'll press the key"."""
    for found in _TOLD_ANEW.finditer(text):
        before = text[: found.start()]
        if len(before.split()) > FEWEST_WORDS_BEFORE and not _GOES_ON.search(before):
            frame = find_frame(text[found.start() :])
            if frame is not None and not frame.negated:
                yield found.start()
