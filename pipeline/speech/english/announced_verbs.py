"""Finds verbs after a phrase that announces them: "the next step is to", "what you have to do is", "it's best to"."""

from __future__ import annotations

import re

from pipeline.speech.english.motion_verbs import goes_somewhere
from pipeline.speech.english.open_verbs import could_be_verb, is_adverb, opens_object
from pipeline.speech.english.verb_frame import Frame, Mood, Token
from pipeline.speech.english.vocabulary import ACTION_VERBS, STATE_VERBS, TALK_VERBS, base_of_gerund
from pipeline.speech.lexicon import phrase_of

_THING = r"(?:(?:step|thing|part|task|action|job|difference|change|one)s?(?: now)?(?: here)?)"
_WHO = (
    r"(?:you|we|i)(?:'ll|'d|'re|'m| will| would| should| can)?"
    r"(?: (?:then|now|just|also|first|next|basically|really)){0,4}"
)
_TO_DO = (
    rf"(?: that)? {_WHO}(?:(?: (?:need|want|have|like|going|are going)(?: you| us)?(?: all)? to){{1,2}}|(?: recommend"
    rf"| suggest)(?: that)? you|)"
    r"(?: (?:do|perform|make))?(?: (?:first|next|now|then|here|though|instead)){0,4}(?: (?:with|in|on|for"
    r"|at) [a-z' ]{2,30}?)?"
)
_WHEN = r"(?:,? (?:after|before|when|once|while|for|to|in|on|with|if) [^.;:]{2,80}?,?)"
"""When or where it is to be done, between the announcement and its verb."""
_THEN = r"(?: (?:after|before|when|once|while) (?:you|we|i|it|they|the|that|this)\b[^.;:,]{2,60}?,?)"
_ANNOUNCED = re.compile(
    rf"(?:(?:the|your|our|my|one|another|that)? ?(?:very )?(?:next|following|first|second|third|fourth|fifth|last"
    rf"|final|other|only|main|remaining|simplest|easiest)(?: and (?:final|last))? {_THING}?"
    rf"(?:{_TO_DO}{_THEN}?)?(?: to (?:do|perform|take))?|all (?:that is|that's) left(?: for \w+)?(?: to do)?(?: now)?"
    rf"|(?:all|everything|what){_TO_DO}|the way{_TO_DO} (?:that|this|it))"
    rf"(?: here| now| there| then)?(?: (?:is|will be|would be)|{_WHEN} is(?= to\b))"
    r"(?: (?:now|just|simply|basically|then|also))*(?: that)?"
    r"(?: (?:you|we|i)(?:'ll|'d)?(?: (?:will|would|should|can|have to|need to|want to|are going to))?(?: just)?)?"
    r"(?: (?:to|by|going to))?\s+(?=\w)",
    re.IGNORECASE,
)
"""The next thing to do: "the next step is to", "what you have to do is"."""
_LEAVES_ALL = re.compile(r"all(?!.*(?:have|need|got) to do\b)", re.IGNORECASE)
"""What may as well lead to a thing: "all you need is sugar", but not "all you have to do is"."""
_TIME = re.compile(
    r"(?:now |then )?(?:it's|it is)(?: (?:now|then|also|finally))* time (?:for (?:you|us) )?to\s+", re.IGNORECASE
)
"""What it is time for: "it's now time to"."""
_IMPORTANT = phrase_of("english", "announced_verbs.IMPORTANT")
"""Advice: "it's best to"."""


_MEANS = phrase_of("english", "announced_verbs.MEANS")
"""A way to do something, as a possibility: "another way is to"."""
_OFFERED = phrase_of("english", "announced_verbs.OFFERED")
"""A possibility: "there is a menu where you can", "here's how to", "it asks you to"."""


def announced_frame(clause: str, tokens: list[Token]) -> Frame | None:
    """The frame of the verb that the beginning of a clause announces; None if it announces none. `tokens` are those of
    the clause."""
    for pattern, mood in _ANNOUNCING:
        found = pattern.match(clause)
        if found:
            verb = next((t for t in tokens if t.start >= found.end() and not is_adverb(t.low)), None)
            if verb is None:
                continue
            base = base_of_gerund(verb.low) or verb.low
            if base == "come" and goes_somewhere([t for t in tokens if t.start > verb.start], "you"):
                base = "go"
            if base in ("you", "we", "i", "it", "they"):
                continue
            following = next((t for t in tokens if t.start > verb.start), None)
            if (
                base in ACTION_VERBS
                or (could_be_verb(base) and opens_object(following) and not _LEAVES_ALL.match(found.group()))
                or (found.group().rstrip().endswith(" to") and base.isalpha() and base not in STATE_VERBS)
            ):
                if base in TALK_VERBS and base not in ACTION_VERBS:
                    return None
                return Frame("you", mood, False, base, verb.end, verb.start)
    return None


_ANNOUNCING = (
    (_ANNOUNCED, Mood.ASK),
    (_TIME, Mood.ASK),
    (_IMPORTANT, Mood.RECOMMEND),
    (_MEANS, Mood.CAN),
    (_OFFERED, Mood.CAN),
)
"""The phrases and the mood of the verb after them, in the order in which they are tried."""
