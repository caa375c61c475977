"""Circumstances that a line has and that were not said: an amount, a unit, a property, a direction, a condition.

Which kinds count depends on how often right lines bring one of their own. An "all" or a "then" does where the speaker
said another word of its kind instead; in a translation, where words can't be compared, an added "all" says more than an
added property, since a translator has many words for the latter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.grounding.denials import negated
from pipeline.grounding.meanings import Word, kinds, meanings_of, read
from pipeline.grounding.passages import Spoken, clauses, passage, texts_of
from pipeline.grounding.sentence_words import said_words
from pipeline.grounding.stop_words import function_words
from pipeline.grounding.tokens import stem

ALWAYS = frozenset(["property", "direction", "unit"])
IN_PLACE = frozenset(["amount", "order", "compare"])
"""Kinds that count if the passage has another word of the kind that the line hasn't."""
IN_SAID = frozenset(["amount", "compare", "polarity", "modality"])
"""Kinds that count if all other words of the clause were said."""
ALWAYS_IN_TRANSLATION = frozenset(["amount", "condition", "unit", "person"])
IN_PLACE_IN_TRANSLATION = frozenset(["thing", "direction"])
SAME_LETTERS = 4
"""A word was said if a longer one begins with it and it has so many letters."""
_MILD = frozenset(["example", "usually", "about"])
"""A line that adds one of these claims less than what was said."""
_TURNING = frozenset(["polarity", "condition", "order", "modality", "amount"])
"""Kinds of which small words count."""


def added(line: str, said: Spoken, written_in: str, said_in: str) -> tuple[frozenset[str], frozenset[str]]:
    """(the kinds of circumstances that a line adds to what it cites, those that it puts into a clause of which all else
    was said). Both languages must have meanings."""
    known = meanings_of(said.text, said_in)
    words = frozenset(word.text for word in said.words)
    stems = frozenset(stem(word.text, said_in) for word in read(said.text, said_in))
    told = meanings_of(line, written_in)
    same = written_in == said_in
    always, in_place = (ALWAYS, IN_PLACE) if same else (ALWAYS_IN_TRANSLATION, IN_PLACE_IN_TRANSLATION)
    found: set[str] = set()
    into_said: set[str] = set()
    for clause in clauses(line):
        unsaid = [word for word in read(clause, written_in) if not _said(word, known, words, stems, said_in)]
        new = {kind for word in unsaid for kind in _kinds(word, written_in)}
        found |= new & always
        if not new & (in_place | IN_SAID):
            continue
        of_clause = said_words(clause, written_in)
        about = passage(of_clause, said, written_in, said_in)
        if about is None:
            continue
        found |= new & in_place & set(_lost(read(texts_of(about.wide), said_in), told))
        own = {part for word in unsaid for part in word.text.split()}
        content = [word for word in of_clause if word.content]
        if same and round(len(content) * (1 - about.share)) <= sum(word.text in own for word in content):
            into_said |= (new if negated(of_clause, written_in) else new - {"polarity"}) & IN_SAID
    return frozenset(found), frozenset(into_said)


def _said(word: Word, known: frozenset[str], words: Iterable[str], stems: frozenset[str], said_in: str) -> bool:
    """Whether a word, or one with a meaning of it, was said; or none has to be."""
    if not word.meanings or known.intersection(word.meanings + word.light) or _MILD.intersection(word.meanings):
        return True
    begins = len(word.text) >= SAME_LETTERS and any(one.startswith(word.text) for one in words)
    return begins or stem(word.text, said_in) in stems


def _kinds(word: Word, language: str) -> frozenset[str]:
    found = frozenset(kinds()[meaning] for meaning in word.meanings)
    return found if word.text not in function_words(language) or found & _TURNING else frozenset()


def _lost(heard: Sequence[Word], told: frozenset[str]) -> Iterator[str]:
    """The kinds of meanings that the line hasn't."""
    for word in heard:
        for meaning in word.meanings:
            if meaning not in told:
                yield kinds()[meaning]
