"""Reads an English sentence: what it instructs, warns of, needs, announces, or says will appear."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, LanguageRules, Neighbour, Reading, Subject, literals
from pipeline.speech.english import labels, sentence_kinds
from pipeline.speech.english.chatter import without_chatter
from pipeline.speech.english.consequences import is_imagined, is_reported, is_retold, overdone
from pipeline.speech.english.disfluencies import with_correction, without_disfluencies
from pipeline.speech.english.doers import parts_by_doer
from pipeline.speech.english.merging import with_thing_named
from pipeline.speech.english.open_verbs import OBJECT_OPENERS, could_be_verb
from pipeline.speech.english.openers import opening_strength, split_prefix, strip_openers
from pipeline.speech.english.orders import order_of
from pipeline.speech.english.sentence_parts import advice_in, reading_of_part
from pipeline.speech.english.step_titles import is_whole, title_from
from pipeline.speech.english.subjects import subject_of, topic_named
from pipeline.speech.english.told_deeds import tells_deed, told_orders
from pipeline.speech.english.vocabulary import ACTION_VERBS, content_words
from pipeline.speech.english.wording import sentence_case, to_reader
from pipeline.speech.lexicon import word_set
from pipeline.speech.restrictions import loses_restriction
from pipeline.speech.tags import without_tag

_I = re.IGNORECASE

MOST_CHARACTERS = 2_000
"""A longer sentence isn't read, since nobody speaks like that."""
_TO_SOMEBODY = re.compile(r",? (?:for me|please)\b(?=[,.]|$)(?:,(?= please| and)|, please(?:,(?= and))?)?", _I)
"""What is added to an order to be polite: "open the door for me, please"."""


class English(LanguageRules):
    """The rules of English."""

    def read(self, sentence: str) -> Reading:
        return _reading_of(sentence)

    def without_fillers(self, sentence: str) -> str:
        masked = labels.mask(sentence)
        return masked.restore(sentence_case(strip_openers(with_correction(without_disfluencies(masked.text)))))

    def title(self, phrase: str) -> str:
        return title_from(phrase)

    def loses_restriction(self, text: str, title: str, lead: str | None = None) -> bool:
        return loses_restriction("en", text, title, lead)

    def topic_named(self, sentence: str) -> str | None:
        return topic_named(without_disfluencies(sentence))

    def is_whole_title(self, title: str) -> bool:
        return is_whole(title)

    def content_words(self, text: str) -> frozenset[str]:
        return content_words(text)

    def orders(self, sentence: str) -> tuple[Instruction, ...]:
        text = _TO_SOMEBODY.sub("", self.without_fillers(sentence))
        if sentence_kinds.MORE_INFORMATION.search(text) or sentence_kinds.DEFINED.search(text):
            return ()
        order = order_of(text)
        return (order,) if order else told_orders(text)

    def goes_wrong(self, sentence: str) -> bool:
        return is_reported(sentence)

    def tells_deed(self, sentence: str) -> bool:
        return tells_deed(sentence)

    def subject(self, sentence: str, *, first: bool) -> Subject | None:
        return subject_of(sentence, first=first)

    def is_correction(self, sentence: str) -> bool:
        return bool(sentence_kinds.CORRECTION.match(sentence))

    def neighbour_of(self, sentence: str) -> Neighbour | None:
        if (
            sentence_kinds.CONDITION_ALONE.match(sentence)
            and not split_prefix(strip_openers(without_disfluencies(sentence)).rstrip(" ."))[0]
            and not told_orders(self.without_fillers(sentence))
            and advice_in(sentence) is None
        ):
            return Neighbour.NEXT
        return Neighbour.PREVIOUS if sentence_kinds.AFTERTHOUGHT.match(sentence) else None

    def is_first_of_several(self, sentence: str) -> bool:
        return bool(sentence_kinds.FIRST_OF_SEVERAL.match(sentence))

    def with_thing_named(self, instruction: Instruction, before: str) -> Instruction | None:
        return with_thing_named(instruction, before)

    def instruction_to_run(self, code: str) -> str:
        return "Run this command."


_HAVE_A_LOOK = re.compile(
    r"(?P<first>(?:(?:and|so|now|then|next|first|okay|ok|please|just),? ){0,3})have(?= a "
    r"(?:(?:good|quick|close|closer) )?look at (?:the|your|its|their|both|each|all)\b)",
    _I,
)
"""An order that is read like "take a look at"."""


@lru_cache(maxsize=4096)
def _reading_of(sentence: str) -> Reading:
    if len(sentence) > MOST_CHARACTERS:
        return Reading()
    if look := _HAVE_A_LOOK.match(sentence):
        reading = _reading_of(f"{look['first']}{'take' if look['first'] else 'Take'}{sentence[look.end() :]}")
        told = tuple(
            replace(one, verb="have", text=one.text.replace("Take a", "Have a", 1)) if one.verb == "take" else one
            for one in reading.instructions
        )
        return replace(reading, instructions=told)
    reading = _read(sentence)
    return replace(reading, shows=True) if sentence_kinds.SHOWS.search(sentence) else reading


def _read(sentence: str) -> Reading:
    masked = labels.mask(sentence)
    said = _SUPPOSED.sub(".", _AGREED.sub("; ", masked.text))
    said = _LET_US.sub("", _BEGUN_ANEW.sub(r"\g<who> ", said))
    said = _HELD.sub(r"\g<0> down", said)
    text = _OVER_HERE.sub(r"\g<go>", _THERE_IT_IS.sub(".", with_correction(without_disfluencies(said))))
    text = _FOR_WHAT.sub(r"\g<what>, ", _SO_THAT.sub(r"\g<do>", without_tag(text, "en")))
    if too_much := overdone(text):
        then = _read(masked.restore(too_much[1])) if too_much[1] else Reading()
        clear = tuple(one for one in then.instructions if not one.vague)
        warned = text if then.instructions and not clear else too_much[0]
        warning = Aside(CautionKind.WARNING, masked.restore(sentence_case(warned)))
        return Reading(instructions=clear, aside=warning, opens=opening_strength(text))
    codes = masked.codes(text)
    opens = opening_strength(text)
    if not text:
        return Reading(codes=codes)
    if (request := _REQUEST.match(text)) and (asked_for := _asked_for(request["do"], masked)):
        return Reading(instructions=asked_for, opens=opens, codes=codes)
    if sentence_kinds.QUESTION.search(text):
        asked = sentence_kinds.GOAL.match(text.rstrip("?"))
        named = asked and re.match(r"(?:\w+[,\s]+){0,3}how (?:do|to|can)\b", text, _I)
        goal = masked.restore(to_reader(asked.group("what"))) if asked and named else None
        return Reading(question=True, opens=opens, goal=goal, begins_work=named is not None and bool(named))
    if usual := _USUALLY.match(strip_openers(text)):
        return replace(_read(masked.restore(usual["then"])), codes=codes, opens=opens) if usual["then"] else Reading()
    if is_imagined(masked.text):
        return Reading(opens=opens, codes=codes, idle=True)
    if is_retold(masked.text):
        return Reading(opens=opens, codes=codes)
    topic = _topic_of(text)
    if (chatter := sentence_kinds.CHATTER.search(text.lower())) and (told := without_chatter(text)):
        return replace(_read(masked.restore(told)), codes=codes, opens=opens)
    if chatter or (topic and not codes):
        starts = bool(sentence_kinds.STARTING.search(text))
        subject = masked.restore(topic) if topic else None
        return Reading(opens=opens, topic=subject, codes=codes, begins_work=starts, idle=True)
    if shown := sentence_kinds.SHOWING.search(text.rstrip(" .")):
        return Reading(opens=opens, about=masked.restore(to_reader(shown["what"])), codes=codes)
    parts = [part for part in re.split(r"(?:(?<!\s)\s+)?;\s+(?:(?:and|but|so)\s+)?", text) if part.strip()]
    readings = [reading_of_part(piece, masked) for part in parts for piece in parts_by_doer(part)]
    return Reading(
        instructions=tuple(instruction for one in readings for instruction in one.instructions),
        aside=next((one.aside for one in readings if one.aside), None),
        expected=next((one.expected for one in readings if one.expected), None),
        tip_instructions=tuple(instruction for one in readings for instruction in one.tip_instructions),
        prerequisite=next((one.prerequisite for one in readings if one.prerequisite), None),
        goal=next((one.goal for one in readings if one.goal), None),
        opens=opens,
        codes=codes,
        begins_work=bool(sentence_kinds.STARTING.search(text)),
    )


_BEGUN_ANEW = re.compile(
    r"\b(?P<who>let's|(?:going|need|want|have) to)(?:,? (?:uh|um),?)? "
    r"(?!(?:[a-z]+ly|just|then|now|also|first|go|come|please|only|either|both|double|right|left|not|never|try|and)\b)"
    r"[a-z]+,? (?=(?:hit|click|press|tap) (?:this|the|that|on)\b)",
    _I,
)
"""A verb that is taken back: "let's query hit this button"."""
_LET_US = re.compile(r"\bwhat (?:you|we|i)\b[^,.;?]{0,60}? is,? (?=let's\b)", _I)
"""An announcement before another one: "what we're going to do is let's …"."""
_AGREED = re.compile(
    r", (?:okay|ok|all right|alright|great|perfect|there we go), (?=(?:that|this|it|there|so|now)(?:'s|'ll)?\b)", _I
)
"""What separates a deed from what comes of it: "execute it, okay, that creates the view"."""
_SUPPOSED = re.compile(
    r"(?<=\w),? and (?:then )?(?:with)?in (?:here|there|this),? (?:you|we|i)(?:'ve| have| see| get| can see)\b.*$"
    r"|(?<=\w),? (?:and |so )?let's say (?:that )?(?:you|we|i)"
    r"(?:(?:'re|'ve)| (?:want|wanna|need|have|are|had|don't|only))\b.*$",
    _I,
)
"""A case that is only imagined, behind something else, or what else there is."""
_THERE_IT_IS = re.compile(
    r",? and (?:then )?(?:there(?: it is|'s it| they are| you go| we go| you are| we are| you have it)"
    r"|that's (?:it|that)|you're (?:done|good(?: to go)?|all set)|(?:you've|you have) been able to do (?:that|it|so)"
    r"|(?:we've|i've|we have|i have) (?:also |already |now |just )+[a-z]+ (?:up )?[^,;]{1,40})[.!]*$",
    _I,
)
"""What is said at the end when a deed is done: "and there it is"."""
_SO_THAT = re.compile(
    r"^(?P<do>(?:then |now |and )*[a-z]+ (?:the|your|it|them|that|this|an?|off|on|out)\b[^,]{2,60}),"
    r"(?= so (?:that )?you can\b)",
    _I,
)
"""What is to be done, before what it is for."""
_FOR_WHAT = re.compile(
    r"^(?P<what>(?:(?:so|and|then),? )*for (?:an?|the|each|every|this|that|your|any) (?:[\w-]+ )?[\w-]+) "
    r"(?=(?:you|we|i)(?:'ll| will| would| just)? "
    r"(?!want|need|have|had|made|can|are|were|created|just)[a-z]+\b[^,]*$)",
    _I,
)
"""What something is done for, without a comma: "for a single sheet you use the other tray"."""
_HELD = re.compile(r"\b(?:press|push|tap|touch|click)\b[^.;]{2,60},? and (?:then )?(?:just )?hold it(?=[.,;!]|$)", _I)
"""A key that is held for no time in particular: "press Menu and hold it"."""
_OVER_HERE = re.compile(
    r"\b(?:go|come|head)(?: on| back| right)*(?: over)? (?:here|there),?(?: and(?: then)?)? "
    r"(?:(?:let's|i'm going to|we're going to|i'll|we'll) )?"
    r"(?P<go>(?:hit|click|press|tap|select|choose|type|open|use)\b)",
    _I,
)
"""A way on the screen that nobody sees in a guide: "go over here and click Save"."""

_USUALLY = re.compile(
    r"(?:normally|usually|ordinarily|typically),? (?:you|we|i)(?:'d| would)\b(?!.*\bbut not\b)[^;]*?"
    r"(?:, but (?P<then>.+))?$",
    _I,
)
"""What one would do at other times, and what is done now."""
_REQUEST = re.compile(
    r"^(?:(?:so|and|now|okay|ok|then|well|all right|alright|oh|yeah|yes|right|actually|um|uh),? ){0,4}"
    r"(?:can|could|would|will) you(?: (?:please|just|maybe|also|now|go ahead and|try to)){0,4}"
    r" (?P<do>[a-z]+ [^?]{2,300})\?$",
    _I,
)
"""A request of a presenter to the one at the keyboard: "can you run the script?"."""
REQUEST_SHARE = 0.75
"""How surely a request is an instruction, compared with the same words as a command."""
_NO_REQUESTS = word_set("""
    show give share repeat send read zoom scroll make try move name mention describe see hear tell help explain get let
    go do say use keep put list supply provide report come take work record approve lower raise turn serve return
    refer review confirm specify expand identify""")
"""What listeners ask presenters for."""


def _asked_for(wanted: str, masked: literals.Masked) -> tuple[Instruction, ...]:
    """The instructions of a request. Empty if it isn't one to do something at hand."""
    found = reading_of_part(wanted, masked).instructions
    if not found or any(one.verb in _NO_REQUESTS or one.verb not in ACTION_VERBS for one in found):
        return ()
    return tuple(replace(one, weight=round(one.weight * REQUEST_SHARE, 3)) for one in found)


_SHOW_HOW = re.compile(
    r"^(?:show|explain|teach|demonstrate|describe)(?: you| everyone)? how (?:to|you|we|i)(?: can)? (?=\w)", _I
)


def _topic_of(text: str) -> str | None:
    """The subject of the recording, if the sentence announces it as something to do."""
    for pattern, certain in ((sentence_kinds.TOPIC, False), (sentence_kinds.HOW_TO, True)):
        found = pattern.search(text.rstrip(" ."))
        if found:
            what = _SHOW_HOW.sub("", found.group("what").strip(" ,."))
            words = what.split()
            verb = words[0].lower().strip(",") if len(words) >= 2 else ""
            if verb in ACTION_VERBS or (could_be_verb(verb) and (certain or words[1].lower() in OBJECT_OPENERS)):
                return to_reader(what)
    return None
