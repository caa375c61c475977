"""What the first sentences of a recording announce that it shows: "I'll show you how we close the month", "replacing a
chain"."""

from __future__ import annotations

import re

from pipeline.speech import Subject
from pipeline.speech.english.open_verbs import base_of_progressive, could_be_verb
from pipeline.speech.english.vocabulary import ACTION_VERBS, FINITE_VERBS, base_of_third_person
from pipeline.speech.english.wording import to_reader
from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE
_THROUGH = (
    r"(?:(?:walk|tak|talk|guid)(?:e|ing)?(?: (?:you|everyone|us))?(?: all| both)? through|go(?:ing)? (?:over|through))"
)
_SHOWN_HOW = re.compile(
    r"^(?:(?-i:[A-Z])[\w'-]+, )?(?:[^,.?]{0,60}\b)?(?:(?:(?:show|explain|tell|teach|demonstrate|describe|ask|see|learn)"
    rf"(?:ing|s|ed)?|{_THROUGH}|talk(?:ing)? about)\b(?: (?:you|me|everyone|everybody|guys|all|is"
    r"|quickly|today)){0,3},? (?:(?:the|my|our) way|how)(?: (?:to|you|we|i))?(?: (?:can|always|usually|normally))? "
    rf"(?P<what>.+)|(?:let me|let's|(?:i|we)(?:'ll| will| want to|'m going to|'re going to)(?: be)?) {_THROUGH} "
    r"(?:the steps (?:to|for) (?P<deed>.+)"
    r"|(?:the )?(?P<verb>[a-z-]+ing)(?P<body>(?: (?:up|off|out|down))? (?:the|an?|your|our|my|this) .+)))$",
    _I,
)
"""Somebody says that they show how something is done: "let me walk you through closing the till"."""
_THIS_IS_HOW = phrase_of("english", "subjects.THIS_IS_HOW")
_DOING_TODAY = phrase_of("english", "subjects.DOING_TODAY")
"""What somebody is about to do: "today we're making pancakes"."""
_DOING = re.compile(r"^(?P<verb>[a-z-]+ing)\b(?P<body> .+)$", _I)
"""A heading: "changing the saw blade"."""
_PURPOSE = re.compile(
    r"^(?:in order )?to (?P<what>[a-z-]+ [^,;:?]{3,60}?)(?:, | (?=(?:you|we|i) ))(?:please )?[a-z]+ ",
    _I,
)
"""What the first instruction is for: "to set up the VPN you first download the client"."""
_ASKED = re.compile(r"^how (?:do|can|would|should) (?:you|we|i) (?P<what>[^,;:?]+)\?$", _I)
_GREETING = phrase_of("english", "subjects.GREETING")
MOST_HEADING_WORDS = 8


_WHY = re.compile(r", (?:because|since|as|so that) (?:[^.?!]{3,200})$", re.IGNORECASE)
"""Why it is shown."""


def subject_of(sentence: str, *, first: bool) -> Subject | None:
    """What a sentence at the beginning announces, in the words of an order; None if it announces nothing. A heading
    and a purpose count only in the `first` sentence."""
    text = _WHY.sub("", _GREETING.sub("", sentence.strip()).rstrip(" .:!"))
    if text.endswith("?"):
        asked = _ASKED.match(text) if first else None
        return Subject(what) if asked and (what := _deed(asked["what"])) else None
    if found := _SHOWN_HOW.match(text):
        told = found["what"] or found["deed"]
        if what := _deed(told) if told else _done(found):
            return Subject(what)
    if (found := _THIS_IS_HOW.match(text)) and (what := _deed(found["what"])):
        return Subject(what)
    if (found := _DOING_TODAY.match(text)) and (what := _done(found)):
        return Subject(what)
    if not first:
        return None
    heading = len(text.split()) <= MOST_HEADING_WORDS and _DOING.match(text)
    if heading and (what := _done(heading)):
        return Subject(what)
    purpose = _PURPOSE.match(text)
    return Subject(what, alone=False) if purpose and (what := _deed(purpose["what"])) else None


def _deed(what: str) -> str | None:
    """The words of an announcement from their verb on, if they begin with one."""
    words = what.split()
    could = len(words) >= 2 and (could_be_verb(words[0].lower()) or words[0].lower() in ("do", "get", "use"))
    return to_reader(what) if could else None


def _done(found: re.Match[str]) -> str | None:
    """The same for a form in -ing."""
    base = base_of_progressive(found["verb"].lower())
    stated = any(word in FINITE_VERBS for word in found["body"].lower().split()) or "," in found["body"]
    return None if base is None or stated or base in ("go", "try") else f"{base}{to_reader(found['body'])}"


_TOPIC = (
    r"(?P<what>(?:the|our|your|this|these) (?!(?:thing|one|same|first|next|last|best|only|end)\b)"
    r"[\w'-]+(?: [\w'-]+){0,4}?)"
)
_NEXT_NAMED = re.compile(
    r"(?:(?:okay|ok|so|and|now|then|alright|all right|right|well|great|next|finally),? )*"
    rf"(?:(?:the )?(?:next|last|second|third|final|other) (?:thing|step|part|bit|topic|section|task)(?: here"
    rf"| now)? (?:is|are)"
    rf"|(?:let's|we'll|i'll|we can|we're going to|i'm going to)(?: now| also| next)? (?:move on to|turn to"
    rf"|talk about|go on to"
    rf"|get to|come to|start with|begin with|continue with)|(?:moving )?on to|that brings (?:me|us) to"
    rf"|what about) {_TOPIC}"
    r"(?=[,.:;!]|$| (?:so|and|which|because|since|where)\b)",
    _I,
)
"""What comes next, by its name: "let's move on to the back wheel"."""
_NEXT_NAMED_FIRST = re.compile(
    r"(?:(?:okay|ok|so|and|now|then|alright|right|well|for|as for),? )+" + _TOPIC + r"(?= (?:next|now)\b|:)", _I
)
""" "Now the back wheel: …"."""


_HEADING = re.compile(
    r"(?:(?:okay|ok|so|and|alright|all right|right|well|great),? )*"
    r"(?:(?:next(?: up)?(?:[,:]| is| comes?)?|(?:then|now) comes|(?:now|then)(?: for|[,:])?|on to) "
    r"(?P<what>(?:the|our|your) [\w'-]+(?: [\w'-]+){0,2})"
    r"|next up(?:[,:]| is)? (?P<bare>[\w'-]+(?: [\w'-]+){0,2}))[.:!]?$",
    _I,
)
"""A whole sentence that is a heading: "Next: the driver.", "And now the backup."."""


def _heading(sentence: str) -> str | None:
    found = _HEADING.match(sentence)
    what = (found["what"] or found["bare"]) if found else ""
    words = what.lower().split()
    told = any(word in FINITE_VERBS or base_of_third_person(word) in ACTION_VERBS for word in words[2:])
    begins = bool(words) and words[0] in ACTION_VERBS
    return None if not words or told or begins else what


def topic_named(sentence: str) -> str | None:
    """What a sentence says the next part is about; None if it names nothing.

    >>> topic_named("Okay, so let's move on to the back wheel."), topic_named("Now the actual reshaping: pivot it.")
    ('the back wheel', 'the actual reshaping')
    """
    found = _NEXT_NAMED.match(sentence) or _NEXT_NAMED_FIRST.match(sentence)
    return found["what"] if found else _heading(sentence)
