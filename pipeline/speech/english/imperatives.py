"""An English clause -> its instruction as an imperative sentence, if it is complete and worth a line of a guide."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction, literals
from pipeline.speech.english import sentence_kinds
from pipeline.speech.english.clauses import Clause
from pipeline.speech.english.consequences import is_mishap
from pipeline.speech.english.open_verbs import could_be_verb, is_caused
from pipeline.speech.english.openers import is_condition
from pipeline.speech.english.spoken_commands import command_in
from pipeline.speech.english.verb_frame import Mood, weight_of
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    BROAD_VERBS,
    FUNCTION_WORDS,
    GOAL_VERBS,
    HANDLING_VERBS,
    TANGIBLE_THINGS,
    VAGUE_VERBS,
    content_words,
)
from pipeline.speech.english.wording import sentence_case, shorten, to_reader, word_clause
from pipeline.speech.lexicon import phrase_of, word_set, words_of
from pipeline.speech.literals import looks_like_command

_I = re.IGNORECASE

MOST_WHOLE_WORDS = 34
"""An instruction that is longer after it was shortened isn't one sentence, and is left out."""
MOST_LEAD_WORDS = 14
"""The most words before the verb, unless they are a condition, or a time."""
UNKNOWN_IN_STATEMENT, UNKNOWN_COMMANDED = 0.8, 0.85
"""What the weight of a statement ("we can", "I'm …ing") is multiplied by if its verb isn't in a list. Most verbs that
describe aren't in one either."""
SHOWN_WEIGHT = 0.6
"""The weight of what a presenter can do with hands or a mouse, and does while saying so: "I can click Save"."""
OBJECT_WORDS = 4
"""What an instruction is about stands in this many words after its verb."""
_CLEAR_ALONE = word_set("""
    save submit restart reload log sign exit install reboot commit push deploy publish compile refresh serve
    delete undo redo""")
"""Verbs that are complete without an object."""
_CODE_AFTER = word_set("""
    run type enter execute use do call write set insert add issue invoke paste put start launch try""")
"""Verbs whose object is what to type if it is code."""
_TYPING = word_set("run type enter execute do call issue invoke paste write")
"""Verbs after which even a single word is what to type. After "use" or "set", it may be a file's name or an option."""
_TYPING_A_COMMAND = word_set("run type execute enter do")
_INTO_A_LINE = re.compile(r"^(?:in|out) ")
_PRESSING = word_set("click press hit tap choose select")
_OK_BUTTON = re.compile(r"(?:on )?(?:the )?(?:ok|okay)\b", _I)
"""The button "OK", not the word of agreement."""
_WORD_BUTTON = re.compile(r"(?:[Oo]n )?(?:the )?(?:Done|Next|Back|More|On|Off|Yes|No|All|Go|Up|Down|Out|Now)\b")
"""A button whose name says nothing by itself, in upper case: "click Done"."""
_SPOKEN_BUTTON = re.compile(
    r"(?:[Oo]n )?(?:the )?(?:done|next|back|more|yes|no|all)(?=[.!]?$|,? (?:to|and|then|when)\b)"
)
"""The same as recognisers write it, with nothing behind it that it could belong to."""
_AT_HAND = HANDLING_VERBS - frozenset(("give", "keep", "hold", "call", "name"))
_NO_DEED = phrase_of("english", "imperatives.NO_DEED")
"""A verb with what can't be its object, or with how much better something goes: "run ten times as fast"."""
_FRAMED_VERBS = word_set("look tell have work help ask")
"""Verbs that instruct only in phrases such as "look for" or "tell pdb to"."""
_KNOWN_VERBS = ACTION_VERBS | _FRAMED_VERBS
_NO_VERBS = FUNCTION_WORDS - ACTION_VERBS
_FITTING_VERBS = VAGUE_VERBS | BROAD_VERBS
_FITTING_ANYTHING = VAGUE_VERBS | (BROAD_VERBS - {"run", "work"})
_POINTING = re.compile(r"(?:it|them|that|this)$", _I)
_POINTS = re.compile(r"\b(?:it|them|that|this)\b", _I)
_TAKEN_APART = re.compile(
    r"(?:take|put|get|pull|bring|keep) (?:the|your|both) [\w -]{2,30} (?:off|out|on|back|in|down|apart)$", _I
)
"""A thing and what becomes of it: "take the cover off"."""
_BROUGHT = re.compile(r"\bto (?:a|the) (?:[a-z]+ )?(?:boil|simmer)\b", _I)
_LEFT_ALONE = phrase_of("english", "imperatives.LEFT_ALONE")
"""What happens to something by itself: "let it cool", "bring it to a boil"."""
_MOVED = re.compile(
    r"(?:it|them|this|that|these|those) (?:back|up|down|out|in|on|off|over|away|outside|inside|together|around|apart"
    r"|aside|again)\b",
    _I,
)
"""An object that only points, with where it goes: "carry it outside"."""
_CLOSING = phrase_of("english", "imperatives.CLOSING")
"""An instruction that only completes the one before it."""
_SOUND = re.compile(r"(?:don't |never |not )?(?:Qz|[a-z])", _I)
"""The beginning of a sound instruction: a letter or a literal."""
_BROKEN = phrase_of("english", "imperatives.BROKEN")
"""A sign that an instruction was broken off."""
_DANGLING = re.compile(r"(?<![\s,])[\s,]+(?:and(?: then)?|or|but|so|then)\.$", _I)
"""A joint at the end, whose other side was taken for something else."""
_HALF_LEAD = re.compile(
    r"\b(?:is|are|was|were|do|did|of|(?<!want )to|the|a|an|like|and|or|(?:if|when|that|and) (?:we|you|i)),$", _I
)
"""The end of a lead that was broken off."""
_SET_TO = re.compile(
    r"(?:set|turn|switch|change|dial) (?:it|them|that|this|both) (?:up |down |back )?(?:to|at) (?:the )?"
    r"(?:\d|Qz|(?-i:[A-Z])"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|zero|half|full"
    r"|low|high|medium|max\w*|min\w*)\b)",
    _I,
)
"""A value that a thing is set to: "set it to 5"."""
_HELD = re.compile(
    r"(?:hold|keep) (?:it|them|that|this|both)(?: \w+)? ?(?:down|pressed|for(?! an? | one )|until|till)\b", _I
)
"""How long something is pressed."""
_GIVEN = words_of("english", "imperatives.GIVEN")
"""Properties that can be given to a thing."""
_NAMED = re.compile(r"\d|Qz|(?<![.!?] )\b[A-Z](?!\b)|[\"“]|\w[._/]\w")
"""A name, a value or a literal in an instruction."""
_MADE = re.compile(r"\d|[\"“]|\w[._/]\w|\b(?:called|named)\b|Qz|\bset (?:it|the .{1,120}?) to\b", _I)
"""A sign that the thing to make has a name or a value."""
_DOUBTFUL = phrase_of("english", "imperatives.DOUBTFUL")
"""Words of a speaker who isn't sure, or talks to somebody."""


def instruction_of(clause: Clause, masked: literals.Masked, doubt: float = 1.0) -> Instruction | None:
    """The instruction of a clause; None if the clause isn't complete, or says nothing that can be done. The weight is
    multiplied by `doubt`, which is below 1 if the speaker only considers it."""
    if _is_label(clause, masked):
        clause = replace(clause, frame=replace(clause.frame, verb="choose"))
    said, lead = word_clause(clause)
    verb, body = clause.frame.verb, clause.body
    runs = said.lower().startswith(("run ", "press ")) or " run " in said.lower()[:40]
    words = content_words(masked.restore(f"{verb} {body}"))
    if (
        is_mishap(f"{clause.manner} {body}")
        or _says_nothing(verb, body, words, runs)
        or _is_broken(said, lead, verb, body, runs)
    ):
        return None
    weight = _weight(clause, lead, doubt)
    text = _DANGLING.sub(".", sentence_case(without_echo(said) if not lead else said))
    if masked.restore(text) == "Run run.":
        text = "Type run."
    if text.endswith("zQ.") and re.search(r"[.!?][\"”»]\.$", masked.restore(text)):
        text = text[:-1]
    code = _code_to_type(said, verb, body, masked)
    goal = _goal_in(clause.prefix or "")
    return Instruction(
        text=masked.restore(text),
        verb=verb if verb != "do" else "run",
        weight=round(weight, 3),
        words=words,
        evidence=evidence_of(verb, weight, words, code),
        goal=masked.restore(goal) if goal else None,
        code=code,
        announces_goal=code is None and _announces_goal(clause, text),
        announced=_is_announced(clause),
        handling=verb in HANDLING_VERBS or code is not None,
        closing=bool(_CLOSING.match(said)),
        vague=_is_vague(verb, said.removeprefix(lead or ""), words, code),
        lead=masked.restore(lead) if lead else None,
    )


def _is_label(clause: Clause, masked: literals.Masked) -> bool:
    """Whether what is said in a verb's place is a label on the screen and no command: "we'll 'Start a new project'"."""
    unsaid = clause.frame.start == clause.frame.body and clause.body.startswith("Qz")
    return unsaid and not masked.codes(clause.body.split(" ", 1)[0])


def reminder_instruction(text: str, verb: str, masked: literals.Masked) -> Instruction:
    """A reminder as an instruction, with its negation: "Don't forget to save the file." """
    words = content_words(masked.restore(text))
    said = masked.restore(sentence_case(shorten(text.rstrip(" ."))))
    return Instruction(said, verb, 1.0, words, evidence=evidence_of(verb, 1.0, words, None))


def forbidding_instruction(text: str, then: Clause, masked: literals.Masked) -> Instruction | None:
    """The instruction of a sentence that says what not to do and what to do instead, with both: "don't pull the cable,
    pull the plug". `then` is the clause of what to do. None if that isn't an instruction."""
    instead = instruction_of(then, masked)
    if instead is None or len(text.split()) > MOST_WHOLE_WORDS:
        return None
    lead = re.match(r"(?:if|when|unless|once)\b[^,]+,", text, _I)
    said = masked.restore(sentence_case(to_reader(text.rstrip(" ."))))
    return replace(instead, text=said, closing=False, lead=masked.restore(sentence_case(lead[0])) if lead else None)


def without_echo(phrase: str) -> str:
    """The phrase without a purpose that repeats its verb: "create an API token to create a token" becomes "create an
    API token"."""
    verb = phrase.split()[0]
    return re.sub(rf"(?<!\s)(?<!able)(?<!not)(?<!never)(?<!sure)\s+to {re.escape(verb)}\b.*", "", phrase, flags=_I)


def evidence_of(verb: str, weight: float, words: frozenset[str], code: str | None) -> float:
    """How strongly an instruction shows that the transcript holds a procedure, from 0 to 1.4."""
    tangible = code is not None or any(word.rstrip("s") in TANGIBLE_THINGS for word in words)
    return round(weight * (0.4 if verb in BROAD_VERBS else 1.0) * (1.4 if tangible else 0.7), 3)


def _weight(clause: Clause, lead: str | None, doubt: float) -> float:
    """How surely a clause instructs, from 0 to 1. It is less if the object says nothing, if it is about the recording
    or the listeners, or if the verb isn't known."""
    weight = weight_of(clause.frame) * doubt
    weak = sentence_kinds.WEAK_OBJECT.match(clause.body) and not _is_moved(clause.frame.verb, clause.body)
    if weak and clause.frame.verb not in _CLEAR_ALONE and not lead:
        weight *= 0.7
    if sentence_kinds.ABOUT_RECORDING.search(clause.body.split(", which")[0]) or sentence_kinds.ABOUT_LISTENERS.search(
        " ".join(clause.body.split()[:OBJECT_WORDS])
    ):
        weight *= 0.4
    if clause.frame.mood is Mood.CAN and clause.frame.subject != "you" and clause.frame.verb in _AT_HAND:
        return max(weight, SHOWN_WEIGHT * doubt)
    if clause.frame.verb in _KNOWN_VERBS:
        return weight
    if not could_be_verb(clause.frame.verb):
        return weight * 0.5
    stated = clause.frame.mood in (Mood.PLAIN, Mood.CAN, Mood.DOING)
    return weight * (UNKNOWN_IN_STATEMENT if stated else UNKNOWN_COMMANDED)


def _is_moved(verb: str, body: str) -> bool:
    """Whether something is switched or moved with a verb that says how: "switch it on", "flip it over", but not "get it
    over"."""
    return verb not in _FITTING_VERBS and bool(_MOVED.match(body))


def _says_nothing(verb: str, body: str, words: frozenset[str], runs: bool) -> bool:
    """Whether a verb and its object say nothing that can be done: "do it", "look at that", "save some time"."""
    bare_object = bool(sentence_kinds.WEAK_OBJECT.match(body)) and not _is_moved(verb, body)
    if is_caused(f"{verb} {body.lower()}"):
        return False
    if _SET_TO.match(f"{verb} {body}"):
        return False
    if verb in _NO_VERBS or _NO_DEED.match(f"{verb} {body}"):
        return True
    if bare_object and verb not in _CLEAR_ALONE:
        points = _POINTING.match(
            re.sub(r"^on (?!$)", "", body.strip(" .,")) if verb in _PRESSING else body.strip(" .,")
        )
        if not points or (verb in _FITTING_VERBS and verb != "run"):
            return True
    if verb == "do":
        named = re.match(r"(?:the|a|an|some|all|your|each|every|another)\b", body, _I)
        if not (runs or named):
            return True
    if verb in VAGUE_VERBS and not words - {verb, "look", "inside"} and not (_MOVED.match(body) or verb == "let"):
        return True
    if _MOVED.match(body) or (verb == "let" and body.lower().split()[:1] == ["go"]):
        return False
    pressed_ok = verb in _PRESSING and (
        _OK_BUTTON.match(body) or _WORD_BUTTON.match(body) or _SPOKEN_BUTTON.match(body)
    )
    whole = verb in ACTION_VERBS - VAGUE_VERBS and _WHOLE.match(body)
    return not (words - {verb} or bare_object or verb in _CLEAR_ALONE or pressed_ok or whole or "Qz" in body)


_WHOLE = re.compile(r"(?:everything|all of (?:it|them|that|this)|both of them)\b(?! (?:is|was|that|we|you|i)\b)", _I)
"""An object that leaves nothing out: "write everything down"."""


def _is_broken(said: str, lead: str | None, verb: str, body: str, runs: bool) -> bool:
    """Whether a text isn't a complete instruction: it is too long, broken off or doubted, or it is an idiom."""
    core = said.removeprefix(lead or "").strip()
    length = len(said.split())
    if length > MOST_WHOLE_WORDS or (length < 2 and verb not in _CLEAR_ALONE) or not _SOUND.match(core):
        return True
    if _BROKEN.search(core) or sentence_kinds.IDIOM.match(core):
        return True
    if lead and re.search(rf"^when\b.*\b{re.escape(verb)}\b", lead, _I):
        return True  # "when you import it, you import all of it" is an explanation
    if lead:
        kept = is_condition(lead) or lead.startswith(("Before", "After"))
        if _HALF_LEAD.search(lead) or (len(lead.split()) > MOST_LEAD_WORDS and not kept):
            return True
    on_ok = verb in _PRESSING and _OK_BUTTON.match(body)
    return not on_ok and bool(_DOUBTFUL.search(said))


def _code_to_type(said: str, verb: str, body: str, masked: literals.Masked) -> str | None:
    """What is to be typed exactly like this; None if there is nothing."""
    found = masked.codes(said) if verb in _CODE_AFTER else ()
    if len(found) == 1 and (verb in _TYPING or re.search(r"[ (=]", found[0])):
        return found[0]
    what = _INTO_A_LINE.sub("", body)
    if verb == "do" and said.lower().startswith("run "):
        return command_in(body, masked) if looks_like_command(masked.restore(body)) else None
    known = verb in _TYPING_A_COMMAND and sentence_kinds.TYPED.match(masked.restore(what))
    return command_in(what, masked) if known else None


def _announces_goal(clause: Clause, text: str) -> bool:
    """Whether an instruction is announced, its verb can name a goal, and its object has no name or value: "let's save
    the banner", but not "let's create a file called notes.txt"."""
    return _is_announced(clause) and clause.frame.verb in GOAL_VERBS and not _MADE.search(text)


def _is_announced(clause: Clause) -> bool:
    """Whether an instruction is announced and not commanded, has no condition, and is more than a click."""
    frame = clause.frame
    planned = frame.mood in (Mood.WILL, Mood.LET, Mood.ASK) or (frame.mood is Mood.NEED and frame.subject != "you")
    kept = _is_condition(clause.prefix) or _CLOSING.match(f"{frame.verb} {clause.body}") or frame.verb in _PRESSING
    return planned and not kept


def _is_condition(prefix: str) -> bool:
    return bool(prefix) and is_condition(prefix)


def _is_vague(verb: str, core: str, words: frozenset[str], code: str | None) -> bool:
    """Whether the verb fits anything, and no known thing, name or value is with it."""
    if (
        verb not in _FITTING_ANYTHING
        or code
        or is_caused(core.strip().lower())
        or core.lower().startswith("make sure")
        or _BROUGHT.search(core)
        or _HELD.match(core.strip())
        or _SET_TO.match(core.strip())
        or _TAKEN_APART.match(core.strip())
        or (verb in _PRESSING and _CLOSING.match(core.strip().lower()) and not _POINTS.search(core))
        or (verb == "let" and _LEFT_ALONE.match(core.strip()))
        or not words.isdisjoint(_GIVEN)
        or not TANGIBLE_THINGS.isdisjoint(word.rstrip("s") for word in words)
    ):
        return False
    return not _NAMED.search(core.strip()[1:])


def _goal_in(prefix: str) -> str | None:
    """The goal of an instruction, if the part before it names one: "to create a token" gives "create a token"."""
    purpose = re.match(r"^(?:in order )?to (?P<what>[a-z]+ .+?),?$", prefix.strip(), _I)
    if purpose and could_be_verb(purpose.group("what").split()[0].lower()):
        return to_reader(purpose.group("what"))
    return None
