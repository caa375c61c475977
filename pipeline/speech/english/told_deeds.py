"""What people say of a deed while they show or explain it, as orders: "then I soak the roots", "you turn it down",
"what we always do is put the brakes on"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction
from pipeline.speech.english.consequences import is_consequence, is_imagined, is_mishap, is_retold
from pipeline.speech.english.frame_finder import find_frame
from pipeline.speech.english.open_verbs import could_be_verb
from pipeline.speech.english.openers import is_dropped, split_prefix, strip_openers
from pipeline.speech.english.orders import order_of
from pipeline.speech.english.verb_frame import Frame, Mood
from pipeline.speech.english.vocabulary import HANDLING_VERBS, base_of_participle
from pipeline.speech.english.wording import to_reader
from pipeline.speech.lexicon import phrase_of, words_of

_I = re.IGNORECASE
_HABIT = r"(?:always|usually|normally|generally|typically|just|simply|then|also|now|first|next|only|basically|please)"
_SUBJECT = re.compile(rf"(?:{_HABIT},? )?(?P<who>you|we|i)(?: (?:want|have|need) to)?(?: {_HABIT})* (?=[a-z])", _I)
"""Who does it, and how often: "I always"."""
_HABIT_IS = re.compile(
    rf"(?:what|the (?:first |next |last |other )?thing)(?: that)? (?P<who>you|we|i)(?:'ll| will)?(?: {_HABIT})* do"
    rf"(?: (?:then|next|first|now|here|after that|at the end|every time))* is(?: to)?(?: {_HABIT})* "
    rf"(?:(?:you|we|i) (?:{_HABIT} )*)?(?=[a-z])",
    _I,
)
"""The deed is announced as a habit: "what I always do is"."""
_FURTHER = re.compile(rf",? (?:and(?: then)?|then|so)?,? ?(?=(?:you|we|i)(?: {_HABIT})* [a-z]+ )", _I)
"""A place where somebody's next deed begins."""
_SUBORDINATE = re.compile(r"\b(?:if|when|what|which|that|who|how|where|as|until|so)$", _I)
_NO_DEED = words_of("english", "told_deeds.NO_DEED")
"""Verbs that say after "I" or "we" how things are, or what is said."""
_AT_A_PLACE = phrase_of("english", "told_deeds.AT_A_PLACE")
"""A place before its order, as it is said without a comma: "in the name field type"."""
_TIME_FIRST = phrase_of("english", "told_deeds.TIME_FIRST")
"""A time or an aim, and the deed behind it: "the next day you sand it"."""
_CONDITION_FIRST = re.compile(
    r"(?P<lead>(?:if|when|whenever|once|as soon as) (?!(?:you|we|i)\b)[^,]{4,80}?)"
    r"(?<!time)(?<!moment)(?<!thing)(?<!one) "
    rf"(?=(?:you|we|i) (?:{_HABIT} )*[a-z]+ (?:it|its|them|this|that|these|those|the|an?|my|your|our|all|both)\b)",
    _I,
)
"""A condition about a thing, without a comma behind it, and the deed: "if it doesn't turn I put it in the box"."""
_SOMEBODY = re.compile(r"\b(?:you|we|i|let's|let me)\b", _I)
_DOES_THING = re.compile(
    rf"(?:you|we|i)(?:'ll|'re| will| are| am|'m| can| should| need to| have to)?(?: {_HABIT})*(?: (?:going to|gonna))?"
    r" do (?:the|your|my|our|an?|each|every|this|these|both) (?!(?:thing|lot|bit|few)s?\b)",
    _I,
)
"""A deed whose verb says nothing: "we're going to do the rim"."""
_DID = re.compile(rf"\b(?:i|we) (?:{_HABIT} )*(?P<did>[a-z]{{3,}})\b", _I)
_OPENERS = re.compile(r"^(?:(?:then|and|so|now|first|next|just|after that),? )+", _I)
_INSISTS = re.compile(r"do (?:want|need|have|not|it so|like)\b|let's\b", _I)
_TAKES_TIME = re.compile(r"(?:take|spend|need) [^,]{0,25}\b(?:seconds?|minutes?|hours?|days?|weeks?|time)\b", _I)
"""How long somebody takes for it: "I usually take half an hour"."""
MOST_LEAD_WORDS = 14


def told_orders(text: str) -> tuple[Instruction, ...]:
    """The deeds that a sentence without fillers tells, as orders, in order. Empty if its first main clause is none, so
    that no deed stands without what it depends on."""
    if "?" in text or is_imagined(text) or is_retold(text) or is_mishap(text):
        return ()
    lead, main = _lead_and_main(text.rstrip(" .!"))
    orders: list[Instruction] = []
    for part in _parts(main):
        bare = _HABIT_IS.match(part) or _SUBJECT.match(part)
        said = part[bare.end() :] if bare else part
        verb = said.split(" ", 1)[0].lower()
        if bare and bare[0].lower().split()[-1:] == ["only"]:
            return tuple(orders)  # an order would say less
        if bare and (
            verb in _NO_DEED
            or _INSISTS.match(said)
            or _TAKES_TIME.match(said)
            or _comes_of_something(bare["who"], said, lead)
        ):
            return tuple(orders)
        order = order_of(_capital(to_reader(said) if bare else said), lead)
        if order is None:
            return tuple(orders)
        orders.append(replace(order, handling=order.verb in HANDLING_VERBS) if bare else order)
    return tuple(orders)


def tells_deed(sentence: str) -> bool:
    """Whether a sentence says somewhere what "I", "you" or "we" do or did with their hands, or begins with a command,
    however it goes on.

    >>> tells_deed("in the end you would click there"), tells_deed("my list is named test")
    (True, False)
    """
    text = strip_openers(sentence)
    starts = (0, *(found.start() for found in _SOMEBODY.finditer(text)))
    return any(_is_deed(text[at:]) or _DOES_THING.match(text, at) for at in starts) or any(
        base_of_participle(found["did"].lower()) in HANDLING_VERBS for found in _DID.finditer(text)
    )


def _is_deed(text: str) -> bool:
    frame = find_frame(text)
    told = frame is not None and not frame.negated and frame.verb not in _NO_DEED
    return told and frame is not None and could_be_verb(frame.verb)


def _comes_of_something(who: str, said: str, lead: str) -> bool:
    """Whether it only happens under the condition before it: "if you overtighten it, you strip the thread"."""
    verb = said.split(" ", 1)[0].lower()
    frame = Frame(who.lower(), Mood.PLAIN, False, verb, len(verb))
    if re.search(r"\b\w+n't\b|\bnot\b", lead):
        return False
    return lead.lower().startswith("otherwise") or is_consequence(frame, lead, "", said)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lead_and_main(text: str) -> tuple[str, str]:
    """(the condition, time or place before the main clause with its comma, the main clause)."""
    if placed := _AT_A_PLACE.match(text):
        return f"{to_reader(placed['lead'])},", text[placed.end() :]
    lead, main = split_prefix(text)
    if not lead and (
        found := re.match(r"(?:if|when|once|before|after|until|unless|as soon as)\b[^,]{3,100}, ", text, _I)
    ):
        lead, main = found.group().rstrip(" ,"), text[found.end() :]
    if not lead and (found := _TIME_FIRST.match(text) or _CONDITION_FIRST.match(text)):
        lead, main = found["lead"].rstrip(), text[found.end() :]
    main = _OPENERS.sub("", strip_openers(main))
    if not lead or is_dropped(lead) or len(lead.split()) > MOST_LEAD_WORDS:
        return "", main if not lead or is_dropped(lead) else text
    return f"{to_reader(lead)},", main


def _parts(main: str) -> list[str]:
    """The main clause, and the further deeds of the same people, each with its subject."""
    parts: list[str] = []
    begin = 0
    for joint in _FURTHER.finditer(main):
        before = main[begin : joint.start()]
        if before.strip() and joint[0].strip() and not _SUBORDINATE.search(before):
            parts.append(before)
            begin = joint.end()
    return [_OPENERS.sub("", part).strip(" ,") for part in (*parts, main[begin:])]
