"""Tells what happens, goes wrong, or is only imagined from what listeners are to do. Both can have the same words: "you
wipe the disk" after "do it in the wrong order and"."""

from __future__ import annotations

import re

from pipeline.speech.english.open_verbs import BEFALLING_VERBS, could_be_verb
from pipeline.speech.english.verb_frame import Frame, Mood
from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE

_SAID = (Mood.PLAIN, Mood.DOING, Mood.WILL, Mood.CAN)
"""The moods of a statement. "You need to" and commands instruct whatever comes before them."""
_WRONG = phrase_of("english", "consequences.WRONG", re.NOFLAG)
"""Words of a premise that has gone wrong: "if the clamp slips", "too much heat". For text in lower case."""
_REMARK = re.compile(
    r"\b(?:basically|essentially|effectively|practically|virtually|literally|in effect|in fact|in essence)\b", _I
)
"""Words that say what something amounts to: "you're basically giving everyone the key"."""
_UNMEANT = re.compile(
    r"\b(?:accidentally|unintentionally|inadvertently|unknowingly|mistakenly|by accident|by mistake|could easily)\b"
)
"""Words for what nobody means to do. For text in lower case."""
_MEANT = re.compile(r"\b(?:just|simply|then)\b", _I)
"""Words that show that even a plain "you" instructs: "if it jams, you just pull the lever"."""
_INSTEAD = re.compile(r"\b(?:instead|rather|just|simply)\b", _I)
"""Words by which "you" do something else in place of what is forbidden."""
_UNDER_CONDITION = re.compile(r"(?:if|when|whenever|unless)\b", _I)
_STILL = re.compile(r"\bcan still\b", _I)
_LEFT_UNDONE = re.compile(r"if (?:you|we|i)\b.{0,20}(?:n't|not|never)\b", _I)
_WILL_BE = re.compile(r"\b(?:will|'ll|would|going to) be\b", _I)
_DEED_AS_PREMISE = phrase_of("english", "consequences.DEED_AS_PREMISE")
"""A premise about what somebody does. What "you" do after it is what comes of it."""
_BYGONE = phrase_of("english", "consequences.BYGONE")
"""Words for how things were."""
_IMAGINED = phrase_of("english", "consequences.IMAGINED")
"""Something imagined, without anything that is done then."""
_NAMED_MISTAKE = phrase_of("english", "consequences.NAMED_MISTAKE")
"""A danger or a mistake, before a sentence says what it is."""


def is_imagined(sentence: str) -> bool:
    """Whether a sentence tells of something imagined or long gone, or names a mistake."""
    return bool(_IMAGINED.match(sentence) or _BYGONE.search(sentence) or _NAMED_MISTAKE.match(sentence))


def is_retold(sentence: str) -> bool:
    """Whether a sentence tells what somebody said or thought at another time."""
    return _SAID_ONCE.search(sentence) is not None


_SAID_ONCE = re.compile(
    r"\b(?:i|he|she|they|somebody|someone) (?:said|thought|figured),?"
    r" (?:oh|hey|well|okay|ah|hmm)\b",
    _I,
)
"""What somebody said or thought at another time: "I thought, oh, I'll just use the old one"."""


_OVERDONE = re.compile(
    r"(?P<done>(?P<verb>[a-z]+)(?: (?:it|them|that|this|on it|(?:the|your|an?) [\w-]+(?: [\w-]+)?))?"
    r"(?: way| far| a bit| just)? too [a-z]+(?: (?:in|on|of it|of that))?,? "
    r"and (?:the|it|you|they|that|your|this|there|we)\b[^;]*?)(?:, so (?!that\b)(?P<then>[^;]+))?$",
    _I,
)


def overdone(sentence: str) -> tuple[str, str | None] | None:
    """(what comes of too much of something, what is to be done therefore) of a sentence that only looks like an order;
    None for others.

    >>> overdone("Leave it too long and it burns, so take it out after an hour")
    ('Leave it too long and it burns.', 'take it out after an hour')
    >>> overdone("Check that it isn't too hot and the lid is shut")
    """
    found = _OVERDONE.match(sentence.rstrip(" ."))
    if found is None or not could_be_verb(found["verb"].lower()):
        return None
    return f"{found['done'].rstrip(' .')}.", found["then"]


def goes_wrong(statement: str) -> bool:
    """Whether a statement tells of what goes wrong, or of what nobody means to do."""
    lowered = statement.lower()
    return bool(_WRONG.search(lowered) or _UNMEANT.search(lowered))


_MISHAP = re.compile(
    r"\b(?:by (?:mistake|accident)|accidentally|unintentionally|the wrong)\b(?! (?:way|side) up\b)"
    r"|\binto (?:[\w-]+ ){0,3}(?:issues?|problems?|troubles?|errors?|limits?|conflicts?|difficulties)\b"
    r"|^\W*(?:[a-z]+ly )?(?:way |far |much )*too (?:much|many|little|few|hard|fast|far|long)\b",
    _I,
)


def is_mishap(deed: str) -> bool:
    """Whether nobody would tell to do this: "delete it by mistake", "wipe the wrong disk"."""
    return bool(_MISHAP.search(deed))


_BEFALLS = re.compile(
    r"\b(?:you|we|i|it|they)(?:'ll| will| can| could| may| might|'d| would)?(?: [a-z]+ly| just)? "
    rf"(?:{'|'.join(sorted(BEFALLING_VERBS))})\b",
    _I,
)
_OVER = re.compile(
    r"^(?:yesterday|last (?:week|month|year|night|time|summer|winter|spring|fall|monday|friday)|the other day|one time"
    r"|once (?:i|we|he|she|they|somebody)\b)|\b(?:you|we|i|they|he|she)(?:'ve| have| had|'d)(?: just| now"
    r"| already)? [a-z]{2,}ed\b",
    _I,
)
"""What happened some time ago, or has just happened."""


def is_reported(sentence: str) -> bool:
    """Whether a sentence tells of a mishap, of what befalls people, or of what is over."""
    return goes_wrong(sentence) or is_mishap(sentence) or bool(_BEFALLS.search(sentence) or _OVER.search(sentence))


def is_consequence(frame: Frame, prefix: str, before: str, clause: str, *, forbidden: bool = False) -> bool:
    """Whether a clause says what comes of something and doesn't instruct.

    `prefix` is the part before the clause, `before` the text that it is joined to by "and", and `clause` the text of
    the clause itself. `forbidden` says whether the sentence has just said what not to do, or what needn't be
    done: "don't use pliers, you'll snap the handle".
    """
    if _LEFT_UNDONE.match(prefix) and _WILL_BE.search(clause[: frame.start]):
        return True  # "if we don't lift the arm, we're going to be scratching the glass"
    if frame.subject != "you" or frame.mood not in _SAID:
        return False
    if forbidden and not _INSTEAD.search(clause):
        return True
    if frame.mood is Mood.CAN and before and _STILL.search(clause[: frame.body]):
        return True  # "so it sits snug and you can still pull it round"
    if frame.mood is Mood.DOING and _UNDER_CONDITION.match(prefix):
        return True  # "if the leaves curl, you're overdoing it"
    said = f"{prefix} {clause[: frame.body]}"
    if frame.mood is Mood.DOING and prefix.lower().startswith(("with ", "without ")):
        return True
    if _UNMEANT.search(said.lower()) or (frame.mood is Mood.DOING and _REMARK.search(said)):
        return True
    if frame.mood is Mood.PLAIN and _MEANT.search(clause[: frame.start]):
        return False
    if _DEED_AS_PREMISE.match(prefix) and frame.mood in (Mood.PLAIN, Mood.DOING):
        return True
    if frame.mood in (Mood.PLAIN, Mood.DOING) and _WRONG.search(prefix.lower()):
        return True
    return frame.mood in (Mood.PLAIN, Mood.DOING, Mood.WILL) and bool(_WRONG.search(before.lower()))
