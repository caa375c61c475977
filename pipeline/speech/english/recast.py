"""Rewords English sentences before they are read: makes the passive active, and puts announced verbs first.

"Files can be added through the web page" becomes "you can add files through the web page". "The next thing we need to
add is a licence" becomes "we need to add a licence".
"""

from __future__ import annotations

import re

from pipeline.speech.english.frame_finder import find_frame
from pipeline.speech.english.open_verbs import base_of_open_participle, looks_like_verb
from pipeline.speech.english.verb_frame import Mood
from pipeline.speech.english.vocabulary import ACTION_VERBS, FINITE_VERBS, base_of_participle
from pipeline.speech.lexicon import phrase_of, word_set

_I = re.IGNORECASE

_PASSIVE = phrase_of("english", "recast.PASSIVE")
"""An instruction in the passive."""
_DEEDS = ACTION_VERBS - {"do"}
_MUST = re.compile(r"must|needs?|ha(?:s|ve)", _I)
_SEEN = word_set("see find know consider think use call name show leave handle cover reference share identify")
"""Verbs whose passive describes how things are: "it can be seen in the table"."""


_OPTION = phrase_of("english", "recast.OPTION")
"""A possibility that is named as one: "there's an option to clear the list"."""
_LEFT_TO_READER = re.compile(
    r"^(?:you|we) (?:can|could)(?: also| just)? (?P<does>[^,;]{3,80}?),? but (?:you|we) (?:don't|do not)"
    r" (?:have|need) to[.!]?$",
    _I,
)
"""A possibility that is said to be one: "you can close it, but you don't have to"."""
_BESIDE = phrase_of("english", "recast.BESIDE")
"""A page, and the place on it beside what to click. Captions often have the comma after both."""
_VALUE_TYPED = phrase_of("english", "recast.VALUE_TYPED")
"""A value with the instruction to type it: "the password is `x`, type that when it asks"."""

_PUT_IN = re.compile(
    r"^(?P<before>[^,]{3,70}? (?P<end>(?:want|need|have|like) to|is)), "
    r"(?P<when>(?:once|when|if|after|before|in|on|under|at|from) [^,]{3,60}), "
    r"(?P<do>(?!(?:you|we|i|it|the|a|an|this|that|and|or)\b)[a-z]+ .+)$",
    _I,
)
"""A condition or place between what announces a verb and the verb: "you'll want to, once it's dry, sand it"."""
_SAID_OPTIONAL = re.compile(
    r"(?:optional(?:ly)?[:,] (?P<named>[^.]{4,300})|(?P<does>[^.]{4,300}?),? (?:but |and |although |though |which )?"
    r"(?:th(?:at|is|at one)(?:'s| is| step is| part is)|it(?:'s| is)|(?<=which )is)"
    r"(?: totally| completely| entirely| of course| just| also| all| purely)?"
    r" (?:optional|not (?:strictly |really )?(?:necessary|required|needed)|up to you)"
    r"(?:,? (?:though|too|as well))?)[.!]?$",
    _I,
)
"""What the speaker calls optional in the same sentence."""
_THING = re.compile(r"\b(?:thing|step|part|way)\b", _I)
_TOPIC_FIRST = re.compile(
    r"(?:(?:(?:the|our|your) )?(?:next|first|second|third|fourth|last|final|other) (?:thing|step|part|bit|one|item)?"
    r"(?: here| now)?,?(?: is|'s)? )?(?P<what>(?:the|your|my|our|this|that|these|those)(?: [\w'-]+){1,4}?)(?:,| so,?)"
    r" (?:(?:so|and|just|then|please|now|first),? ){0,3}(?P<do>[a-z-]+)(?P<how> (?:up|out|off|down|on|in|over|back))?"
    r" (?:it|them|that|those|this)\b(?! (?:is|are|was|were|has|can|will|should|goes|way)\b|'s|,)(?P<rest>.*)$",
    _I,
)
"""A thing that is named first, and in the same breath what is done with it: "the chain, clean it with a rag"."""

_TOPIC_STATED = re.compile(
    r"(?:(?:(?:the|our|your) )?(?:next|first|second|third|fourth|last|final|other) (?:thing|step|part|bit|one|item|up)?"
    r"(?: here| now)?,?(?: is|'s) |(?:step|part|number) (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?: here| now)?(?:,| is|'s) )(?:(?:the|your|my|our|a|an) )?[\w'-]+(?: [\w'-]+){0,3}?(?:, (?:so )?| so,? )"
    r"(?:(?:just|then|please|now|first),? ){0,3}(?P<do>[a-z]+ .+)$",
    _I,
)
"""What comes next, and the command that begins it: "step three is billing, click on Accounts"."""

_NEXT_IS_TO = re.compile(
    r"(?:(?:(?:the|our|your) )?(?:next|first|second|third|fourth|last|final)(?: (?:up|step|thing|one|part))?"
    r"|(?:step|number) (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten))(?: here| now| then)?"
    r" (?:is|would be|will be)(?: just| simply| then)? to (?P<do>[a-z-]+ .+)$",
    _I,
)
"""What comes next, by its deed: "next is to combine them"."""


def recast(sentence: str) -> str:
    """The sentence with its instruction first and in the active voice. Any other sentence stays as it is.

    >>> recast("The config file must be placed in the home directory.")
    'you must place the config file in the home directory.'
    """
    if (found := _NEXT_IS_TO.match(sentence)) and looks_like_verb(found["do"].split()[0].lower()):
        return f"{found['do'][:1].lower()}{found['do'][1:]}"
    if found := _VALUE_TYPED.match(sentence):
        return f"{found['do'].lower()} {found['value']}{found['rest']}"
    if (found := _PUT_IN.match(sentence)) and (found["end"].lower() != "is" or _THING.search(found["before"])):
        sentence = (
            f"{found['when']}, {found['do'] if found['end'].lower() == 'is' else sentence[: found.end('before')]}"
        )
        sentence = sentence if found["end"].lower() == "is" else f"{sentence} {found['do']}"
    sentence = _BESIDE.sub(r"\g<page> and \g<beside>, ", sentence)
    if found := _PASSIVE.match(sentence):
        done = found["done"].lower()
        base = base_of_participle(done) or (base_of_open_participle(done) if _MUST.match(found["modal"]) else None)
        covered = base == "cover" and found["rest"].startswith((" with ", " by "))
        if base and (base not in _SEEN or covered) and found["what"].split()[0].lower() != "no":
            what = found["what"]
            modal = re.sub(
                r"^(?:needs|has)\b", lambda m: {"needs": "need", "has": "have"}[m[0].lower()], found["modal"]
            )
            lowered = what if what[:2].isupper() else what[:1].lower() + what[1:]
            return f"you {modal}{found['adverb']} {base} {lowered}{found['rest']}"
    if found := _LEFT_TO_READER.match(sentence):
        return f"optionally, {found['does']}"
    if (found := _OPTION.match(sentence)) and found["does"].split()[0].lower() in _DEEDS:
        return f"optionally, {found['does']}"
    if (found := _TOPIC_FIRST.match(sentence)) and _is_done_with(found):
        return (
            f"{found['do'].lower()}{found['how'] or ''} {found['what'][:1].lower()}{found['what'][1:]}{found['rest']}"
        )
    if (found := _TOPIC_STATED.match(sentence)) and found["do"].split()[0].lower() in _DEEDS:
        frame = find_frame(found["do"])
        return found["do"] if frame is not None and frame.mood is Mood.COMMAND else sentence
    if found := _SAID_OPTIONAL.match(sentence):
        return f"optionally, {found['named'] or found['does']}"
    return sentence


def _is_done_with(found: re.Match[str]) -> bool:
    """Whether a thing that is named first is what something is done with: no sentence, and a verb behind it."""
    verb = found["do"].lower()
    return looks_like_verb(verb) and verb not in _SEEN and FINITE_VERBS.isdisjoint(found["what"].lower().split())
