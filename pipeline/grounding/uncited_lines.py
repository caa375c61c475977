"""Titles and other lines that cite nothing, against a whole transcript of any length."""

from __future__ import annotations

import re
from itertools import chain, islice

from pipeline.cleaning import LONGEST_TITLE_CHARACTERS, clean_line
from pipeline.grounding.checks import LEAST_OVERLAP_SHARE
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import Fact, FactKind, facts_in
from pipeline.grounding.numbers import spoken_number
from pipeline.grounding.stop_words import content, telling
from pipeline.grounding.support import where
from pipeline.grounding.tokens import fold, folded
from pipeline.transcript import Transcript

MOST_UTTERANCES = 300


def holds(text: str, transcript: Transcript, *, wording: bool = True) -> bool:
    """Whether every address, number, path and command of a text stands somewhere in the transcript, and, with
    `wording`, enough of its words do. `wording` is for texts in the transcript's language about what was said."""
    language = transcript.language
    for fact in facts_in(text, language):
        # A name may be spelt better than it was heard; what it names shows in the other words.
        if fact.kind not in (FactKind.NAME, FactKind.LABEL) and not _stands(fact, transcript):
            return False
    if not wording:
        return True
    whole = folded(" ".join(utterance.text for utterance in transcript.utterances))
    stems = telling(dict.fromkeys(content(text, language)))
    said = sum(stem in whole for stem in stems)
    return not stems or (said > 0 and said >= LEAST_OVERLAP_SHARE * len(stems))


def clean_title(title: str | None, transcript: Transcript, *, wording: bool = True) -> str:
    """A guide's title, audience or the like as it may be shown: plain, bounded, and "" where it doesn't hold."""
    text = clean_line(title, LONGEST_TITLE_CHARACTERS)
    return text if text and holds(text, transcript, wording=wording) else ""


def _stands(fact: Fact, transcript: Transcript) -> bool:
    """Whether a fact stands somewhere in a transcript. Only utterances with a part of it are looked at closely, and not
    more than a few hundred: of eight hours of speech that takes a moment, and a title is soon replaced."""
    parts = sorted(re.findall(r"\w+", fold(fact.text)), key=len)
    if not parts:
        return True
    language = (transcript.language or "en").split("-")[0]
    if transcript.title and where(fact, Evidence([("title", transcript.title)], [language]), transcript.language):
        return True
    written = (u for u in transcript.utterances if parts[-1] in fold(u.text))
    spoken = (u for u in transcript.utterances if fact.kind is FactKind.NUMBER and spoken_number(u.text, language))
    return any(
        where(fact, Evidence([(f"u{u.id}", u.text)], [language]), transcript.language) is not None
        for u in islice(chain(written, spoken), MOST_UTTERANCES)
    )
