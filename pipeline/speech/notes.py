"""Completes cautions: what is needed is a note where it is said late, and a warning has the reason said after it. Says
what a warning is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.guide import CautionKind
from pipeline.speech import Aside
from pipeline.speech.read_sentences import ReadSentence

FEWEST_SENTENCES_FOR_PREREQUISITES = 8
"""A prerequisite that is said within this many sentences, or in the first third of a longer transcript, stays one."""


def with_late_prerequisites_as_notes(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences. A prerequisite that is said after the first third of the transcript becomes a note in its place,
    unless its sentence has a note already."""
    kept = list(sentences)
    for n in range(max(FEWEST_SENTENCES_FOR_PREREQUISITES, len(sentences) // 3), len(sentences)):
        reading = sentences[n].reading
        if reading.prerequisite:
            aside = reading.aside or Aside(CautionKind.NOTE, reading.prerequisite)
            kept[n] = replace(sentences[n], reading=replace(reading, prerequisite=None, aside=aside))
    return kept


_OF_WHAT_FOLLOWS = re.compile(
    r"\b(?:(?:before|when|while|as|once) (?:you(?! (?:do|did) (?:this|that|it|so)\b)|[a-z]+ing\b)|careful with"
    r"|(?:bevor|wenn|während|sobald) (?:ihr|du|sie|man)\b|beim \w+en\b|antes de\b|cuando\b|al \w+[aei]r(?:l\w+)?\b"
    r"|avant d|quand vous\b|lorsque\b)",
    re.IGNORECASE,
)
"""A warning that names a deed which is still to come: "careful when you open the bottle"."""
_OF_NO_RETURN = re.compile(
    r"\b(?:only (?:shown |displayed |visible |see (?:it|this|that|them) )?once|once only"
    r"|(?:can't|cannot|can not|won't|not|never|no way to) (?:be (?:able to )?)?(?:undo\w*|reverse\w*|recover\w*"
    r"|restore\w*|retrieve\w*|get (?:it|them|that) back|go back|see (?:it|this|that|them) again)"
    r"|nur einmal|nicht (?:mehr )?(?:rückgängig|wiederherstell\w*)|una (?:sola )?vez|une seule fois)\b",
    re.IGNORECASE,
)
"""What comes too late once the deed before it is done: "it is shown only once"."""


def speaks_of_next(warning: str) -> bool:
    """Whether a warning is about the deed that is told after it."""
    return _OF_WHAT_FOLLOWS.search(warning.replace("’", "'")) is not None


def comes_too_late(warning: str) -> bool:
    """Whether a warning is of no use once the deed that was told before it is done."""
    return _OF_NO_RETURN.search(warning.replace("’", "'")) is not None


MOST_REASON_WORDS = 14
"""A longer sentence after a warning is more than its reason."""
_REASON = {
    "en": re.compile(
        r"(?:it|they)(?:'s|'re| is| are| can| could| may| might)"
        r"(?! (?:an?|the|okay|ok|fine|easy|going|time|up|what|how|why|just)\b) \w+",
        re.IGNORECASE,
    ),
    "de": re.compile(r"(?:er|sie|es|das|die) (?:ist|sind|kann|können|könnte|könnten)(?: \w+)? \w+", re.IGNORECASE),
    "es": re.compile(r"(?:es|son|está|están|puede|pueden|podría|podrían)(?: \w+)? \w+", re.IGNORECASE),
    "fr": re.compile(r"(?:il|elle|ils|elles|c'|ce) ?(?:est|sont|peut|peuvent)(?: \w+)? \w+", re.IGNORECASE),
}
"""The beginning of a sentence about what the one before it names, by ISO 639-1 code."""


def with_reasons(sentences: Sequence[ReadSentence], language: str | None) -> list[ReadSentence]:
    """The sentences. A warning has the sentence right after it with it, if that only says how the thing is: "Don't
    touch the drum. It is sensitive to light."."""
    kept = list(sentences)
    reason = _REASON.get((language or "en").split("-")[0].lower())
    if reason is None:
        return kept
    for n, (one, after) in enumerate(pairwise(sentences)):
        aside = one.reading.aside
        if aside is None or aside.kind is not CautionKind.WARNING or one.sentence.speaker != after.sentence.speaker:
            continue
        told = after.reading
        said = after.sentence.text.strip()
        plain = not (after.instructions or told.instructions or told.aside or told.expected or told.question)
        if plain and reason.match(said.replace("’", "'")) and len(said.split()) <= MOST_REASON_WORDS:
            ends = aside.text if aside.text.endswith((".", "!")) else f"{aside.text}."
            whole = f"{ends} {said if said.endswith(('.', '!')) else f'{said}.'}"
            cites = tuple(dict.fromkeys((*one.also_cites, *after.sentence.ids)))
            kept[n] = replace(one, reading=replace(one.reading, aside=replace(aside, text=whole)), also_cites=cites)
    return kept
