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
