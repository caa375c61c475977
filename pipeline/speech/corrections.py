"""Puts a speaker's correction into what was said before it. Works for any language with spaces between words."""

from __future__ import annotations

import re

LIKE_NUMBER = re.compile(r"^[#$€£]?\d[\d.,:/-]*%?$")
"""A number, a price, a date, a time or a percentage."""


def correct(said: str, correction: str) -> str:
    """What was said, with the correction in its place. If the correction begins with a word that was said, it replaces
    everything from that word on. A number replaces the last number. Any other correction of up to three words replaces
    as many words at the end, or up to where its last word was said, and a longer one replaces everything.

    >>> correct("Set the port to 8080", "8443"), correct("Click on File", "Edit.")
    ('Set the port to 8443', 'Click on Edit.')
    >>> correct("Add two cups of flour", "three cups.")
    'Add three cups of flour'
    """
    said = said.rstrip(" .,;:")
    words = said.split()
    new = correction.split()
    if not words or not new:
        return correction or said
    first = new[0].strip(".,;:\"'").lower()
    for i in range(len(words) - 1, -1, -1):
        if words[i].strip(".,;:\"'").lower() == first:
            if len(new) == 2 and LIKE_NUMBER.match(new[1].strip(".")) and LIKE_NUMBER.match(words[-1]):
                return " ".join([*words[:-1], new[1]])  # "the port to 8080, port 8443"
            return " ".join([*words[:i], correction])
    if LIKE_NUMBER.match(first):
        for i in range(len(words) - 1, -1, -1):
            if LIKE_NUMBER.match(words[i].strip(".,;:")):
                tail = words[i + 1 :] if len(new) == 1 else []
                return " ".join([*words[:i], correction, *tail])
    last = new[-1].strip(".,;:\"'").lower()
    if 1 < len(new) <= 3 and (alike := [i for i, word in enumerate(words) if word.strip(".,;:\"'").lower() == last]):
        end = alike[-1] + 1  # "two cups of flour, three cups": the last word is the same
        if end >= len(new):
            return " ".join([*words[: end - len(new)], correction.rstrip("."), *words[end:]])
    if len(new) <= 3 and len(words) > len(new):
        return " ".join([*words[: -len(new)], correction])
    return correction


_MARK = (
    r"(?:no|nope|wait|hang on|hold on|sorry|actually|oops|whoops|correction|scratch that|i mean|i meant|nein|warte"
    r"|wartet|moment|entschuldigung|quatsch|korrektur|ich meine|espera|esperen|perdón|corrección|non|attendez|attends"
    r"|pardon|désolée?)\b[\s,.:;–-]{1,4}"
)
_X_NOT_Y = re.compile(
    rf"^(?:(?:oh|uh|um|ah|well|and|but)\b[\s,.]{{1,4}}){{0,3}}(?:{_MARK}){{1,5}}"
    r"(?:(?:it|that|this)(?:'s| is| was| should be) |make (?:it|that) |use |(?:es|das) (?:sind|ist) |(?:son|es) |c'est "
    r"|ce sont )?(?P<new>[^,;:.!?]{1,60}),? (?:and |und |y |et )?(?:not|nicht|pas|no(?! (?:problem|more|need|matter|way"
    r"|idea|longer)\b)) (?P<old>[^,;:!?]{1,40}?)[.!]?$",
    re.IGNORECASE,
)
"""A correction that says what was wrong, too: "no, sorry, it's five seconds, not three"."""
_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_DENIED_BEFORE = re.compile(r"\b(?:not|nicht|no|pas)\s$", re.IGNORECASE)
"""What stands before a value that was never meant: "five, not three"."""


_TAKES_BACK = re.compile(
    r"(?:(?:oh|ah|uh|um|and|but|well|okay),?\s+){0,3}"
    r"(?:(?:oops|whoops|my (?:mistake|bad)|(?:i['’]m )?sorry|no|nope|wait)\b[\s,.!]+)*(?:"
    r"(?<!^)(?:that['’]s|that was|this is|it was) (?:actually )?(?:the )?wrong\b[^,;.]{0,20}[,;]|my (?:mistake|bad)\b"
    r"|(?:(?:or|hm+|no|actually|maybe|perhaps)\b,? ){1,3}"
    r"(?:let['’]s (?:say|do|use|make|go with|take|put)\b|not\b(?! (?:yet|only|just)\b))"
    r"|(?<!^)(?:we|you|i) (?:don['’]t|do not|shouldn['’]t)(?! (?:need|have|know|want|think|see)\b) [^,;.]{2,40}[,;.]"
    r"|(?:well,? )?not yet\b|not (?:the|in|on|to|with) [^,;.]{2,40}, (?:but )?(?:the|an?|in|on|to|with) "
    r"|(?<!^)(?:with|in|on|to|from|at|into) \S+(?: \S+){0,3}$|i said [^,;.]{1,30}, (?:but |it['’]s |i meant )"
    r"|(?:hang on|hold on|(?<!^))[\s,]*before (?:that|(?:we|you|i) do (?:that|this|it))\b)"
    r"|[^,;.]{2,40}, i mean[.!]?$",
    re.IGNORECASE,
)
"""The beginning of a sentence that puts something else in the place of what was just told."""


def takes_back(sentence: str) -> bool:
    """Whether a sentence says that what was told before it isn't to be done so.

    >>> takes_back("Oops, that was wrong, run it with the other one."), takes_back("Not the lid, the base.")
    (True, True)
    >>> takes_back("Then run it with the other one."), takes_back("Not yet?")
    (False, False)
    """
    said = sentence.strip()
    return not said.endswith("?") and _TAKES_BACK.match(said.rstrip(" .!")) is not None


def says_what_was_wrong(correction: str) -> bool:
    """Whether a correction names what it replaces.

    >>> says_what_was_wrong("Wait, it's the left one, not the right one."), says_what_was_wrong("No wait, port 8443.")
    (True, False)
    """
    return _X_NOT_Y.match(correction.replace("’", "'").strip()) is not None


def with_value_corrected(said: str, correction: str) -> str | None:
    """What was said, with the corrected value in the place of the one that the correction names. None if it names none,
    or if that doesn't stand there exactly once.

    >>> with_value_corrected("Hold it for three seconds until it beeps", "No, sorry, it's five seconds, not three.")
    'Hold it for five seconds until it beeps'
    """
    found = _X_NOT_Y.match(correction.replace("’", "'").strip())
    if found is None:
        return None
    new, old = found["new"].strip(), found["old"].strip()
    if new.lower().endswith(" one") and old.lower().endswith(" one"):
        new, old = new[:-4], old[:-4]
    place = _place_of(said, old) or _place_of(said, _as_number(old))
    if place is None or _DENIED_BEFORE.search(said[: place[0]]):
        return None
    before, wrong, after = said[: place[0]], said[place[0] : place[1]], said[place[1] :]
    words, behind = new.split(), after.lower().split()
    # "three seconds until …, five seconds": what both have in common stands there already.
    for shared in range(len(words) - 1, 0, -1):
        if [word.lower() for word in words[-shared:]] == [word.strip(".,;:") for word in behind[:shared]]:
            return f"{before}{' '.join(words[:-shared])}{after}"
    wrong_words = wrong.split()
    if len(words) == 1 and len(wrong_words) > 1 and (_is_number(words[0]) and _is_number(wrong_words[0])):
        return f"{before}{' '.join([*words, *wrong_words[1:]])}{after}"
    return f"{before}{new}{after}"


def _place_of(said: str, what: str | None) -> tuple[int, int] | None:
    """Where a text stands in what was said, if it stands there once."""
    if not what:
        return None
    found = list(re.finditer(rf"(?<![\w.,:/-]){re.escape(what)}(?![\w/]|[.,:-]\w)", said, re.IGNORECASE))
    return found[0].span() if len(found) == 1 else None


def _is_number(word: str) -> bool:
    return LIKE_NUMBER.match(word) is not None or word.lower() in _NUMBER_WORDS


def _as_number(what: str) -> str | None:
    """A number from 0 to 12 in its other writing: "3" for "three". None for other texts."""
    first, _, rest = what.partition(" ")
    low = first.lower()
    other = str(_NUMBER_WORDS.index(low)) if low in _NUMBER_WORDS else None
    if other is None and low.isdecimal() and int(low) < len(_NUMBER_WORDS):
        other = _NUMBER_WORDS[int(low)]
    return f"{other} {rest}".strip() if other else None
