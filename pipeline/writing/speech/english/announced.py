"""Verbs that a noun announces: "the next step is to", "what you have to do is", "another way is to", "it's best to"."""

from __future__ import annotations

import re

from pipeline.writing.speech.english.frame import Frame, Mood, Token
from pipeline.writing.speech.english.words import BEING, DOING, TALKING, base_of_gerund

_THING = r"(?:(?:step|thing|part|task|action|job)s?(?: now)?(?: here)?)"
_WHO = r"(?:you|we|i)(?:'ll|'d|'re| will| would| should| can)?(?: (?:then|now|just|also|first|next|basically|really))*"
_TO_DO = (
    rf"(?: that)? {_WHO}(?: (?:need|want|have|like|going|are going)(?: you| us)?(?: all)? to|(?: recommend"
    rf"| suggest)(?: that)? you|)"
    r"(?: (?:do|perform|make))?(?: with [a-z' ]{2,30}?)?"
)
_ANNOUNCED = re.compile(
    rf"(?:(?:the|your|our|my|one|another|that)? ?(?:very )?(?:next|first|second|third|fourth|fifth|last"
    rf"|final|other|only"
    rf"|main|remaining|simplest|easiest)(?: and (?:final|last))? {_THING}?(?:{_TO_DO})?(?: to (?:do|perform|take))?"
    rf"|all (?:that is|that's) left(?: for \w+)?(?: to do)?(?: now)?|(?:all|everything|what){_TO_DO}"
    rf"|the way{_TO_DO} (?:that|this|it))"
    r"(?: here| now| there| then)? (?:is|will be|would be)(?: (?:now|just|simply|basically|then|also))*(?: that)?"
    r"(?: (?:you|we|i)(?:'ll|'d)?(?: (?:will|would|should|can|have to|need to|want to|are going to))?(?: just)?)?"
    r"(?: (?:to|by|going to))?\s+(?=\w)",
    re.IGNORECASE,
)
_IMPORTANT = re.compile(
    r"(?:(?:it's|it is|it'd be|it would be)(?: also| very| really| always)? (?:important|best|better|necessary"
    r"|recommended|essential|crucial|a good idea|good practice|good|useful|advisable|safer)(?: for (?:you|us))? to)\s+",
    re.IGNORECASE,
)


def announced(clause: str, tokens: list[Token]) -> Frame | None:
    """The verb after "the next step is to", "what you have to do is", "it's best to"."""
    for pattern, mood in ((_ANNOUNCED, Mood.ASK), (_IMPORTANT, Mood.RECOMMEND)):
        found = pattern.match(clause)
        if found:
            verb = next((t for t in tokens if t.start >= found.end()), None)
            if verb is None:
                return None
            base = base_of_gerund(verb.low) or verb.low
            if base in ("you", "we", "i", "it", "they"):
                return None
            if base in DOING or (found.group().rstrip().endswith(" to") and base.isalpha() and base not in BEING):
                if base in TALKING and base not in DOING:
                    return None
                return Frame("you", mood, False, base, verb.end, verb.start)
    return None
