"""Words English clauses as a guide does: in the imperative, addressed to the reader, without words that only speech
needs."""

from __future__ import annotations

import re

from pipeline.speech.english.clauses import Clause
from pipeline.speech.english.disfluencies import tidy
from pipeline.speech.english.openers import is_dropped, is_statement
from pipeline.speech.english.verb_frame import Mood
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    FINITE_VERBS,
    FUNCTION_WORDS,
    STATE_VERBS,
    TALK_VERBS,
    base_of_gerund,
)
from pipeline.speech.lexicon import phrase_of, word_set
from pipeline.speech.literals import looks_like_command

_I = re.IGNORECASE
MOST_INSTRUCTION_WORDS = 25
"""A longer instruction is cut, if that is possible without losing a condition."""
MOST_ASIDE_WORDS = 40
"""The same for notes, tips and warnings."""

MOST_LIST_WORDS = 34
"""The same for an instruction with a list, which isn't cut: half a list would be wrong."""
_LISTS = re.compile(r", (?!(?:so|but|then|which|because|and|or|it|that|this|we|you|i)\b)[^,.;:]{2,70}, (?:and|or) "
                    r"(?!(?:then|so|i|we|you|it|that|this|they|there)\b)[^,.;:]+$", re.IGNORECASE)  # fmt: skip
"""The last two of several things: "…, a monitor, and a keyboard"."""
_PERSON = (
    (re.compile(r"\b(?:I'm|we're)(?= [a-z])"), "you're"),
    (re.compile(r"\b(?:I|we) am\b|\bwe are\b", _I), "you are"),
    (re.compile(r"\b(?:I've|we've)\b", _I), "you've"),
    (re.compile(r"\b(?:I'll|we'll)\b", _I), "you'll"),
    (re.compile(r"\b(?:I'd|we'd)\b", _I), "you'd"),
    (re.compile(r"\b(?:I|we)\b(?! \d)|(?<![\w.'/-])i(?= (?!in\b|is\b)[a-z])"), "you"),
    (re.compile(r"\b(?:myself|ourselves)\b"), "yourself"),
    (re.compile(r"(?<!named )(?<!called )(?<!like )(?<!it )\b(?:my|our)\b"), "your"),
    (re.compile(r"\b(?:mine|ours)\b"), "yours"),
    (re.compile(r"\b(?:me|us)\b"), "you"),
    (re.compile(r"\byou was\b", _I), "you were"),
)
"""Words for the speaker, and those for the reader."""
_SPEAKER = re.compile(r"\b(?:i|we|my|our|mine|ours|me|us|myself|ourselves)\b|\b(?:i|we)'|\byou was\b", _I)
"""A word that `to_reader` replaces."""
_TRAILING = phrase_of("english", "wording.TRAILING")
"""Words at the end that only speech needs."""
_OURS = re.compile(r"\b(?:our|ours|we|us|ourselves|we've|we're|we'll)\b", _I)
_PLAIN_WORDS = FUNCTION_WORDS | ACTION_VERBS | STATE_VERBS | TALK_VERBS
"""Words that are no command of a program."""
_KEYS = phrase_of("english", "wording.KEYS")
"""Keys that are pressed together: "do Control-C"."""
_PIP = re.compile(r"(?:install|uninstall|freeze|list|show|download)\b", _I)
_ON_A_BUTTON = re.compile(
    r"(?:^|\b(?:click|press|hit|tap|choose|select|push|say)(?:ing)? )(?:on )?(?:the )?(?:ok|okay)[\s.]*$", _I
)
"""What follows "click" if it is the button "OK" and not the word of agreement."""
_NEEDS_MORE = re.compile(r"(?:'s|\b(?:is|are|was|were))$")
"""The end of a clause whose place or property is missing: "while the truck's"."""
_THIS_HERE = re.compile(r"\bthis ((?:[\w-]+ ){1,3}?)here\b", _I)
_INSIDE = (
    ("because,", re.compile(r",? because,.*", _I), ""),
    ("like", re.compile(r"(?<=\bto) like(?= (?:my|the|a|your|this)\b)", _I), ""),
    ("", re.compile(r"(?<!not )\b(?:just|simply|basically|actually|literally|really) (?=(?:the|a|an|your|this|that"
                    r"|it|to|on|in|by|as)\b)", _I), ""),
    (",", re.compile(r",\s*(?:let's say|say|like|you know|i guess|i think|of course|obviously|by the way"
                     r"|as i said|again|right|okay|for example just)\s*,\s*", _I), " "),
    ("here", re.compile(r"(?<!\s)\s+(?:here|over here) (?=(?:on|in|at|to)\b)", _I), " "),
    ("qz", re.compile(r"\bthis (?=Qz\d)"), ""),
    ("just", re.compile(r"(?<!\s)\s+(?:here )?just so (?=(?:you|we|i|it|that)\b)", _I), " so "),
    ("because", re.compile(r",? because [^,]{3,90}, (?=(?:into|onto|to|in|on|from|with|at|through)\b)", _I), ", "),
    ("that is", re.compile(r", that is, [^,;]{3,60}? – (?=(?:are|is|should|will)\b)", _I), " "),
    ("here", re.compile(r"^(?:up )?here (?=to\b)"), ""),
    (",", re.compile(r"\b(about|around|approximately|to|at|by|of), (?=an?\b|\d)"), r"\1 "),
)  # fmt: skip
"""(a word or sign without which the pattern can't match, the pattern, what replaces it) for words in the middle that
only speech needs. What replaces one pattern's words makes none of these words anew."""
_FILLER_FIRST = re.compile(r"^(?:just|simply|then|also|now|maybe|kind of|sort of|like)\s+(?=\w)", _I)
_COMMENT = phrase_of("english", "wording.COMMENT")
"""A comment on a thing: ", which is really nice"."""
_AFTERWORD = phrase_of("english", "wording.AFTERWORD")
"""Something that speakers add about themselves, or about what will happen."""
_RUN_ON = phrase_of("english", "wording.RUN_ON")
"""The beginning of another sentence in captions without full stops."""
_JOINTS = word_set("""
    sure that if when what where how which and because until so as like unless while before after once whenever wherever
    case till whether than though although except or but since who why lest provided otherwise else""")
"""Words by which a clause belongs to the one before it: "unless it's hot"."""
_ITS_RESULT = re.compile(r" it(?:'ll| will) [a-z]+(?: you| me| us)? (?:an?|the|your) .*", _I)
"""What the thing that was named last will do, with its object: "the code it'll give you a number"."""
_REASON = re.compile(r",?(?<!\s)\s+(?:because|since|as that|in case|so that|so (?=(?:it|you|we|they|this|that"
                     r"|there)\b)|which|where|that way|to make sure|just to|and then|whereas|since)\b", _I)  # fmt: skip
"""The beginning of a reason or an explanation."""
_KEPT = re.compile(r"\b(?:unless|except|if|when|until|before|without|not|n't|only|never)\b", _I)
"""Words that restrict an instruction. A text with one of them isn't cut off."""
UNFINISHED = phrase_of("english", "wording.UNFINISHED")
"""A conjunction or article with nothing after it, as in a sentence that was broken off."""
_ARTICLE_END = re.compile(r"(?<!\s)\s+(?:the|a|an|of|to|in|on|at|for|with|and|or|this|that|your|from|by|into|is"
                          r"|are|then|so|which|because|called)$", _I)  # fmt: skip
"""A word with which no instruction ends."""


def to_reader(text: str) -> str:
    """The text with "you" and "your" in place of "I", "we" and "my". Names such as "My Profile" stay. If the text has
    "you" already, "my" becomes "the", and "I" and "we" stay, since they are somebody else.

    >>> to_reader("the token that I created in my account, and My Profile")
    'the token that you created in your account, and My Profile'
    """
    if not _SPEAKER.search(text):
        return text
    if re.search(r"\b(?:you|your)\b", text, _I):
        text = re.sub(r"(?<!named )(?<!called )\b(?:my|our)\b", "the", text)
        if re.search(r"\b(?:we|us|I|me)\b", text):
            return text
    for pattern, other in _PERSON:
        text = pattern.sub(other, text)
    return text


def word_clause(clause: Clause) -> tuple[str, str | None]:
    """(the instruction without its full stop, the part of it before the verb or None)."""
    frame = clause.frame
    body = wording_of_body(clause.body)
    verb = frame.verb
    way = re.search(r"\S (over|right)$", clause.body.rstrip(" .,;"))
    if verb in _TURNING and way and not body.endswith(way[1]):
        body = f"{body} {way[1]}"
    if verb in ("call", "name") and body.startswith("Qz") and clause.body.startswith("this "):
        body = f"this {body}"
    if verb in ("click", "tap", "double-click", "right-click"):
        if re.match(r"^(?:up )?on ", body, _I):  # and so before all else that is clicked: "on Advanced, then on Save"
            body = re.sub(r"(,? (?:and then|then|and)) on (?=\S)", r"\1 ", body, flags=_I)
        body = re.sub(r"^(?:up )?on (?:to )?(?=\S)", "", body, flags=_I)
    elif verb == "pip" and _PIP.match(body):
        verb = "run pip"
    elif verb == "do" and _KEYS.match(body):
        verb, body = "press", body.removeprefix("a ").removeprefix("an ")
    elif verb == "do" and runs_something(body):
        verb = "run"
    elif verb in ("hit", "press") and re.match(r"^on (?:the )?\S", body):
        body = body[3:]
    if frame.subject in ("i", "we") or frame.mood in (Mood.ASK, Mood.RECOMMEND) or _OURS.search(body):
        body = to_reader(body)
    body = _FURTHER_GERUND.sub(_as_base, body) if not _AFTER_GERUND.search(body) else body
    said = f"{clause.manner} {verb}{',' if clause.body.startswith(',') else ''} {body}".strip()
    if frame.negated:
        said = f"don't {said}"
    lead = None
    prefix = clause.prefix
    if prefix and not is_dropped(prefix):
        lead = tidy(
            to_reader(prefix) if frame.subject in ("i", "we") or re.search(r"\b(?:we|i)\b", prefix, _I) else prefix
        )
        lead = f"{lead[:1].upper()}{lead[1:]}{';' if is_statement(prefix) else ','}"
        said = f"{lead} {said}"
    said = _LATE_CONDITION.sub("", UNFINISHED.sub("", shorten(said, lead)))
    if not _RELATIVE.search(said.removeprefix(lead or "")):
        said = _OPEN_END.sub("", said)
    return said, lead


_TURNING = word_set("flip turn fold roll tip start tilt swipe move slide drag rotate push pull lean shift twist swing")
"""Verbs that "over" and "right" belong to."""
_LATE_CONDITION = re.compile(r",? but (?:if|when)\b[^,;]*$", _I)
"""A condition at the end, without what is done then."""
_OPEN_END = re.compile(r"(?:(?<!\s)\s+(?:from|into|onto|of|with|between)){1,3}$", _I)
"""A preposition with nothing after it. It can only end what has a relative clause: "the folder you took it from"."""
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|what|where|you|we|i|they|it|to [a-z]+ [a-z]+$)\b|Qz", _I)
_FURTHER_GERUND = re.compile(r"\b(?P<joint>and(?: then)?) (?P<verb>[a-z]+ing) (?=(?:it|them|the|an?|your|this|that)\b)")
"""A verb joined to one that was an -ing form: "start by copying the code and pasting it"."""
_AFTER_GERUND = re.compile(r"\b(?:by|of|for|with|without|before|after|while|from|in|on|like) [a-z]+ing\b", _I)
"""An -ing form that another one can be joined to."""


def _as_base(found: re.Match[str]) -> str:
    return f"{found['joint']} {base_of_gerund(found['verb']) or found['verb']} "


def runs_something(body: str) -> bool:
    """Whether the text after "do" is a command to run: "do git pull", "do step-in"."""
    words = body.split()
    if not words:
        return False
    first = words[0].strip(".,")
    if first.startswith("Qz") or looks_like_command(body) or re.search(r"[a-z][-._/]\w", first):
        return True
    low = first.lower()
    return len(words) == 1 and first.islower() and low not in _PLAIN_WORDS and not low.endswith("ly")


def wording_of_body(body: str) -> str:
    """The text after a verb without words that only speech needs."""
    body = _THIS_HERE.sub(r"the \1", body)
    before = None
    while before != body:
        before = body
        shorter = body if _ON_A_BUTTON.search(body) else _TRAILING.sub("", body)
        body = body if _NEEDS_MORE.search(shorter) else shorter
    body = _AFTERWORD.sub("", _COMMENT.sub("", body))
    lowered = body.lower()
    for hint, pattern, better in _INSIDE:
        if hint in lowered:
            body = pattern.sub(better, body)
    body = _FILLER_FIRST.sub("", body)
    return tidy(body).rstrip(" .;:,–")


def shorten(text: str, lead: str | None = None, most: int = MOST_INSTRUCTION_WORDS) -> str:
    """The text without a reason or an explanation at its end, if it has more than `most` words. What restricts the
    instruction stays, so the result can be longer than that. `lead` is the part of the text before the verb."""
    begin = len(lead) + 1 if lead else 0
    if "," not in text[begin:] and (result := _unjoined(_ITS_RESULT, text, begin)):
        text = text if _KEPT.search(text, begin, result.start()) else text[: result.start()]
    if "," not in text[begin:] and len(text[begin:].split()) > 9 and (run_on := _unjoined(_RUN_ON, text, begin)):
        text = text[: run_on.start()]
    if len(text.split()) <= most:
        return text
    if len(text.split()) <= MOST_LIST_WORDS and _LISTS.search(text, begin):
        return text
    cuts = [m.start() for m in _REASON.finditer(text, begin + 12)]
    for at in reversed(cuts):
        head, tail = text[:at], text[at:]
        reason = bool(re.match(r",?\s+(?:because|since)\b", tail, _I))
        if re.search(r"\b(?:need|needs|want|wants|have|has|going|like|able|used|is|are)$", head, _I):
            continue
        long_enough = len(head.split()) - (len(lead.split()) if lead else 0) >= 4
        if long_enough and len(head.split()) <= most and (reason or not _KEPT.search(tail.split(",")[0])):
            return _without_article(head)
    for at in (m.start() for m in re.finditer(r";|,\s", text)):
        head, tail = text[:at], text[at:]
        if (
            at > begin + 20
            and 6 <= len(head.split()) <= most
            and not _KEPT.search(tail)
            and _last_clause_has_verb(head)
        ):
            return _without_article(head)
    return text


def _unjoined(pattern: re.Pattern[str], text: str, begin: int) -> re.Match[str] | None:
    """The first place of a pattern in a text that no conjunction joins to what is before it."""
    found = pattern.finditer(text, begin + 12)
    return next((one for one in found if text[: one.start()].split()[-1].lower() not in _JOINTS), None)


def _without_article(head: str) -> str:
    """A text that was cut, without a word that nothing can end in, unless it ends a relative clause: "the place that
    everyone can get to"."""
    related = re.search(r"\b(?:that|which|who|where) (?:\w+ ){1,4}(?:to|of|in|on|at|for|with|from|by|into)$", head, _I)
    return head if related else _ARTICLE_END.sub("", head).rstrip(" ,;:")


def _last_clause_has_verb(text: str) -> bool:
    """Whether the last subordinate clause of a text that was cut still has its verb."""
    at = max(
        (m.end() for m in re.finditer(r"\b(?:so that|that|which|because|where|when|if)\s", text, _I)), default=None
    )
    if at is None:
        return True
    return any(w in FINITE_VERBS or re.search(r"(?:s|ed|'ll|'re|'ve|'s)$", w) for w in text[at:].lower().split()[1:])


def sentence_case(text: str) -> str:
    """The text with a capital letter at the start and a full stop at the end.

    >>> sentence_case("open the menu")
    'Open the menu.'
    """
    text = tidy(text)
    if not text:
        return text
    text = text[0].upper() + text[1:] if not text.startswith("Qz") else text
    return text if text[-1] in ".!?:" else f"{text}."
