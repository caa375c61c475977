"""What comes of a deed by itself, at the end of the sentence that tells the deed: "save it, and it goes green"."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE
_HAPPENS = (
    r"(?:goes|turns|becomes|gets|changes|appears|disappears|shows|comes|opens|closes|starts|stops|lights|blinks|beeps|pops"
    r"|jumps|moves|sits|stands|says|asks|prints|restarts|reloads|clicks|locks|unlocks|falls|runs|flashes|loads|saves)"
)
_THEN_IT = re.compile(
    rf",? and (?:then )?(?P<outcome>(?:it|she|he|this|that|(?:the|your) (?:[\w-]+ ){{1,3}}?)(?:(?<=\s)|\s)"
    rf"(?:automatically |just |usually )?{_HAPPENS}\b[^,;:?]{{0,60}})$",
    _I,
)
"""What happens to the thing, or to somebody else, without anybody doing it."""
_MOSTLY = phrase_of("english", "outcomes.MOSTLY")
"""What is mostly the case then."""
_DEPENDENT = re.compile(
    r"\b(?:make sure|check|see|verify|until|so that|ensure|wait|watch|that|which|where|how|what|who|unless)\b", _I
)
"""Words after which the end of a sentence is what they are about."""


class Ending(NamedTuple):
    """A sentence without what follows of its deed."""

    deed: str
    outcome: str | None
    remark: str | None


def ending_of(sentence: str) -> Ending | None:
    """The sentence in its parts; None if it has no such ending.

    >>> ending_of("Save it, and it goes green.").outcome, ending_of("Wait and it turns red.")
    ('it goes green', None)
    """
    text = sentence.rstrip(" .!")
    found = _THEN_IT.search(text) or _MOSTLY.search(text)
    if found is None or len(text[: found.start()].split()) < 2 or _DEPENDENT.search(text, 0, found.start()):
        return None
    told = found.groupdict()
    return Ending(f"{text[: found.start()]}.", told.get("outcome"), told.get("remark"))


_STATE = phrase_of("english", "outcomes.STATE")
_THAT_IS_IT = re.compile(r"[,.;]? (?:and )?(?:that's|that is) (?:it|all|all there is(?: to it)?)[.!]*$", _I)


def outcome_of(sentence: str) -> str | None:
    """What shows that it worked, if the sentence tells nothing else: "when you're connected the icon turns green"."""
    text = _THAT_IS_IT.sub("", sentence.rstrip(" .!"))
    return text if _STATE.match(text) else None
