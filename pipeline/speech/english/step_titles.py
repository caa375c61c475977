"""English titles: verb phrases of at most eight words that don't stop in the middle of a phrase."""

from __future__ import annotations

import re

from pipeline.full_stops import TIME_OF_DAY
from pipeline.speech.english.vocabulary import ACTION_VERBS
from pipeline.speech.lexicon import phrase_of

MOST_TITLE_WORDS = 8
_QUOTED = re.compile(r"[\"“][^\"”]{1,60}[\"”]")
_LEAD = re.compile(r"^(?:optionally|alternatively|instead|for example|for instance),?\s+", re.IGNORECASE)
_CUT = phrase_of("english", "step_titles.CUT")
"""A sign or conjunction before which a title can end."""
_PREPOSITION = re.compile(r"\s(?:with|for|from|to|in|on|at|into|inside|over|under|through|of|near|next to"
                          r"|down|behind|along|around|across|against|as|per|via|within|about|opposite"
                          r"|between|and|or)\s", re.IGNORECASE)  # fmt: skip
_DANGLING = phrase_of("english", "step_titles.DANGLING")
"""Words with which no title ends."""


_PLACE = re.compile(r"\bthe (?:end|middle|top|bottom|sides?|beginning|start|front|back|center|edge)$", re.IGNORECASE)
"""A place that is incomplete without its preposition: "the end of the list"."""


_INCOMPLETE = phrase_of("english", "step_titles.INCOMPLETE")
"""The end of a text that "of" completes: an amount, or the second of two things."""


def title_from(phrase: str) -> str:
    """A title of at most eight words, made of an instruction's text or of a goal, without its full stop.

    >>> title_from("Click continue to summary to review what you selected before.")
    'Click continue to summary'
    >>> title_from("create an API token in the Cloudflare dashboard")
    'Create an API token in the Cloudflare dashboard'
    >>> title_from("Conduct check-ins at 30, 60, and 90 days to see how they're adjusting, and answer any questions.")
    'Conduct check-ins at 30, 60, and 90 days'
    """
    phrase = re.sub(r",? for (?:example|instance)\.?$", "", _LEAD.sub("", phrase.strip().rstrip("!?")))
    phrase = phrase if TIME_OF_DAY.search(phrase) else phrase.rstrip(".!?")
    quotes: list[str] = []

    def held(found: re.Match[str]) -> str:
        quotes.append(found[0])
        return chr(_FIRST_HELD + len(quotes) - 1)

    short = _shortened(_QUOTED.sub(held, phrase))
    title = _HELD.sub(lambda found: dict(enumerate(quotes, _FIRST_HELD)).get(ord(found[0]), ""), short)
    if quotes and len(title.split()) > MOST_TITLE_WORDS and (last := title.rfind(quotes[-1])) > 0:
        title = title[: last + len(quotes[-1])]
    return title if len(title.split()) <= MOST_TITLE_WORDS else _shortened(phrase)


_FIRST_HELD = 0xE000
"""Quotations are held by one character each, from here on, so that no title ends inside one."""
_HELD = re.compile(r"[\ue000-\uf8ff]")
_HALF = phrase_of("english", "step_titles.HALF")
"""A sign that a title is a clause that was cut, or no phrase at all: "login I'm going", "when you receive"."""


def is_whole(title: str) -> bool:
    """Whether a title reads as a phrase of its own.

    >>> is_whole("Send a welcome email"), is_whole("When you receive confirmation"), is_whole("Login I'm going")
    (True, False, False)
    """
    bare = _QUOTED.sub("Qz", title)
    return bool(bare.strip()) and not _HALF.search(bare) and bare.count('"') == 0


def _shortened(phrase: str) -> str:
    """The phrase in at most eight words, with a capital letter at the start."""
    words = phrase.split()
    before = phrase
    if len(words) > MOST_TITLE_WORDS or _CUT.search(phrase):
        phrase = _cut_to_length(phrase)
    cut = phrase != before
    while cut and (shorter := _DANGLING.sub("", phrase)) != phrase:
        phrase = shorter
    phrase = phrase.strip(" ,;:–-")
    return phrase[:1].upper() + phrase[1:]


_NEXT_NUMBER = re.compile(r"(?:and |or )?\d")
"""The next one in a row of numbers, which no title breaks: "at 30, 60, and 90 days"."""
_SUBJECTS = ("you", "we", "i", "it", "they", "he", "she", "there")
_PRONOUNS = ("it", "that", "this", "them", "these", "those", "you", "in", "on", "out", "up", "off", "sure", "to", "one")


def _cut_to_length(phrase: str) -> str:
    """The phrase cut before the first conjunction with a verb and an object before it. If it is still too long, it is
    cut before its last possible preposition, or else after the eighth word."""
    for found in _CUT.finditer(phrase):
        head = phrase[: found.start()]
        joint, following = found.group().strip().lower(), phrase[found.end() :].split(" ")[0].lower()
        if joint in ("and", "or", "but") and following not in ACTION_VERBS and following not in _SUBJECTS:
            continue
        if head[-1:].isdigit() and _NEXT_NUMBER.match(phrase, found.end()):
            continue
        words = head.lower().split()
        if len(words) >= 3 or (len(words) == 2 and words[1] not in _PRONOUNS):
            if len(head.split()) <= MOST_TITLE_WORDS:
                return head
            phrase = head
            break
    if len(phrase.split()) <= MOST_TITLE_WORDS:
        return phrase
    best = ""
    for found in _PREPOSITION.finditer(phrase):
        head = phrase[: found.start()]
        if found.group().strip().lower() == "of" and _INCOMPLETE.search(head):
            continue
        if 3 <= len(head.split()) <= MOST_TITLE_WORDS and not (best and _PLACE.search(head)):
            best = head
    return best or " ".join(phrase.split()[:MOST_TITLE_WORDS])
