"""Novelty: which words of the guide's lines did nobody say?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.guide import Guide
from pipeline.transcript import Transcript
from tests.quality.lines import LineKind, lines
from tests.quality.report import Row
from tests.quality.spoken import Said, number_value
from tests.quality.verbs import action_verb_stems
from tests.quality.words import STOP, listed, stem, tokens

_LINES = frozenset([LineKind.ACTION, LineKind.CAUTION, LineKind.EXPECTED, LineKind.PREREQUISITE])
"""Titles and goals sum up, in words of their own."""
_DETERMINERS = listed("a an the your this that these those its their any each every another no of")
_LINKS = listed("""
    later earlier already afterwards beforehand whether either both following appropriate corresponding desired optional
    required necessary needed example instance purpose case well via per without within instead never ever every none
    nobody someone anyone somewhere anywhere everywhere yourself itself themselves made place way part""")
"""Words with which anything can be told."""
_PLAIN = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True)
class Novelty:
    """The words of actions, cautions, results and prerequisites that stand nowhere in the transcript or in what is
    quoted from pages, other than verbs in a verb's place, adverbs in -ly and words with which anything can be told.

    The complement of extractive fragment coverage (Grusky et al., “Newsroom”, NAACL 2018), for words instead of
    fragments. Another word for the same thing is novel too, so this is reported and not demanded: each is to be read,
    since a thing that nobody named is either a better word or an invention. English only."""

    words: int
    """All that were looked at."""
    unsaid: tuple[str, ...]

    def rows(self) -> tuple[Row, ...]:
        return (Row("unsaid words", len(self.unsaid), self.words, None, self.unsaid),)


def novelty(guide: Guide, transcript: Transcript) -> Novelty | None:
    """None where what was said or what is told isn't English."""
    if guide.language.split("-")[0] != "en" or (transcript.language or "en").split("-")[0] != "en":
        return None
    quoted = [text for source in guide.sources if source.reference for text in (source.heading or "", source.quote)]
    said = Said("\n".join([*(u.text for u in transcript.utterances), *quoted]))
    count, unsaid = 0, []
    for line in lines(guide):
        if line.kind in _LINES:
            words = list(_things(line.text))
            count += len(words)
            unsaid += [f"{line.where} “{word}” in “{line.text}”" for word in words if not _said(word, said)]
    return Novelty(count, tuple(unsaid))


def _things(text: str) -> Iterator[str]:
    """The words of a text that name something, each once. Names and numbers are facts, and checked as such."""
    verbs = action_verb_stems()
    found: dict[str, None] = {}
    for before, word in zip(["", *text.split()], text.split(), strict=False):
        for piece in tokens(word):
            acts = stem(piece) in verbs and before.lower() not in _DETERMINERS
            links = piece in STOP or piece in _LINKS or piece.endswith("ly") or number_value(piece) is not None
            if _PLAIN.fullmatch(piece) and not acts and not links:
                found[piece] = None
    yield from found


def _said(word: str, said: Said) -> bool:
    return stem(word) in said.stems or said.says(word) or any(_akin(word, other) for other in said.stems)


def _akin(word: str, other: str) -> bool:
    """Whether two long words begin alike, and so are forms of one: "installation", "installed"."""
    return len(word) > 6 and word[:6] == other[:6]
