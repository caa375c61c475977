"""Compares titles and other lines that cite nothing with a whole transcript of any length."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, islice

from pipeline.cleaning import LONGEST_TITLE_CHARACTERS, clean_line
from pipeline.grounding.checks import LEAST_OVERLAP_SHARE
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import Fact, FactKind, facts_in
from pipeline.grounding.stop_words import content, distinctive
from pipeline.grounding.support import where
from pipeline.grounding.tokens import fold, folded
from pipeline.guide import MendedName
from pipeline.numbers import spoken_number
from pipeline.transcript import Transcript

MOST_UTTERANCES = 300
_COMPOUNDING = frozenset(["da", "de", "fi", "hu", "nb", "nl", "nn", "no", "sv"])
"""Languages that make one word of several: a title has other words than those that were said, and means the same."""


def holds(text: str, transcript: Transcript, *, wording: bool = True, names: Iterable[MendedName] = ()) -> bool:
    """Whether the transcript has every address, number, path and command of a text and, with `wording`, enough of its
    words. `wording` is for texts about what was said, in the transcript's language; `names` are those misheard."""
    language = transcript.language
    written = " ".join(name.written for name in names)
    for fact in facts_in(text, language):
        if written and fold(fact.text) in fold(written):
            continue
        if not wording and fact.kind is FactKind.NUMBER and fact.text.isalpha():
            continue  # "three fixes": whoever sums up counts
        # A name may be spelled better than it was heard. The other words show what it names.
        if fact.kind not in (FactKind.NAME, FactKind.LABEL) and not _stands(fact, transcript):
            return False
    if not wording or (language or "").split("-")[0] in _COMPOUNDING:
        return True
    whole = f"{_all_said(transcript)} {folded(written)}"
    stems = distinctive(dict.fromkeys(content(text, language)))
    said = sum(stem in whole or _is_spoken_in_pieces(stem, transcript) for stem in stems)
    return not stems or (said > 0 and said >= LEAST_OVERLAP_SHARE * len(stems))


def _all_said(transcript: Transcript) -> str:
    return _folded(transcript.text)


LEAST_PIECED_LETTERS = 4
"""Fewer letters in a row are found by chance where words meet."""


def _is_spoken_in_pieces(name: str, transcript: Transcript) -> bool:
    """Whether a name without spaces was said letter by letter or word by word, also over the border of two utterances:
    "MS MQ" for MSMQ. Numbers are no names."""
    letters = re.sub(r"[\W_]", "", fold(name))
    pieced = " " not in name and len(letters) >= LEAST_PIECED_LETTERS and not letters.isdigit()
    return pieced and letters in _squeezed(_all_said(transcript))


@lru_cache(maxsize=2)
def _squeezed(whole: str) -> str:
    return re.sub(r"[\W_]", "", whole)


@lru_cache(maxsize=2)
def _folded(whole: str) -> str:
    """All that was said in a recording, folded. Its titles are compared with it one after the other."""
    return folded(whole)


def clean_title(
    title: str | None,
    transcript: Transcript,
    *,
    wording: bool = True,
    most: int = LONGEST_TITLE_CHARACTERS,
    names: Iterable[MendedName] = (),
) -> str:
    """A guide's title, audience or similar text as it can be shown: plain, of at most so many characters, and "" if
    the transcript doesn't support it."""
    text = clean_line(title, most)
    return text if text and holds(text, transcript, wording=wording, names=names) else ""


def _stands(fact: Fact, transcript: Transcript) -> bool:
    """Whether a transcript has a fact. Only utterances with a part of it are read closely, and no more than
    `MOST_UTTERANCES`. For eight hours of speech that takes a moment, and a title is easily replaced."""
    parts = sorted(re.findall(r"\w+", fold(fact.text)), key=len)
    if not parts:
        return True
    language = (transcript.language or "en").split("-")[0]
    if _is_spoken_in_pieces(fact.text, transcript):
        return True
    for text in filter(None, (transcript.title, *(text for _, text in transcript.headings))):
        if where(fact, Evidence([("title", text)], [language]), transcript.language):
            return True
    said = transcript.utterances if parts[-1] in _all_said(transcript) else ()
    written = (u for u in said if parts[-1] in fold(u.text))
    spoken = (u for u in transcript.utterances if fact.kind is FactKind.NUMBER and spoken_number(u.text, language))
    return any(
        where(fact, Evidence([(f"u{u.id}", u.text)], [language]), transcript.language) is not None
        for u in islice(chain(written, spoken), MOST_UTTERANCES)
    )
