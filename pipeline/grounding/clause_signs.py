"""Signs of single clauses: each clause of a line is compared with the passage that it is about, so that an opposite, a
"not", an "all" or a "before" is seen although the cited utterances have such words elsewhere.

Each is as strong as the share of the clause that was said: in a free paraphrase a word more or less says little.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.grounding import opposed
from pipeline.grounding.denials import negated
from pipeline.grounding.passages import Passage, Spoken, clauses, passage, texts_of
from pipeline.grounding.sentence_words import SaidWord, said_words
from pipeline.grounding.word_lists import LANGUAGES

CLAUSE_SIGNS = ("opposite", "negation gone", "all for some", "order told")
SAID_ELSEWHERE = 0.4
"""How much an "all" or a "before" counts that the cited utterances have at another place."""
MOST_TRANSLATED_WORDS = 22
"""What was said in another language is the passage as a whole if it has so few words and none of them is known."""
OF_UNKNOWN_WORDS = 0.5
"""The share that counts then."""
ONLY_FOR_ALL = 0.5
"""How much an "only" counts where others were said too: right lines often have one for "just" or "I only need"."""

_Words = Mapping[str, frozenset[str]]


def _of_languages(*words: str) -> _Words:
    return {language: frozenset(some.split()) for language, some in zip(LANGUAGES, words, strict=True)}


_ALL = _of_languages(
    "all every everyone said everybody always entire entirely",
    "alle allen alles jede jeder jedes jeden immer stets samtliche",
    "todo toda todos todas siempre cualquier cada",
    "tout toute tous toutes toujours chaque",
    "tutto tutta tutti tutte sempre ogni",
)
_AS_ALL = _of_languages(
    "any both each whole",
    "ganze ganzen",
    "cualquiera",
    "",
    "",
)
"""What may be told as "all"."""
_SOME = _of_languages(
    "some several various specific particular certain usually typically generally only one first any a an example "
    "often may",
    "einige einigen mehrere mehreren bestimmte bestimmten meist nur ein eine einen erste ersten beispiel kann",
    "algun alguno algunos algunas varios varias especifico normalmente solo un una primer ejemplo puede",
    "quelques plusieurs certain certains generalement seulement un une exemple peut",
    "alcuni alcune diversi certo generalmente solo un una esempio puo",
)
"""What is less than "all"."""
_ONLY = _of_languages(
    "only just solely merely",
    "nur lediglich ausschliesslich",
    "solo solamente unicamente",
    "seulement uniquement",
    "solo soltanto solamente",
)
_BEFORE = _of_languages("before earlier", "bevor vorher zuvor vor", "antes", "avant", "prima")
_AFTER = _of_languages(
    "after afterwards",
    "nachdem danach sobald anschliessend nach",
    "despues tras luego",
    "apres ensuite puis",
    "dopo quindi",
)


@dataclass(frozen=True)
class _Clause:
    text: str
    words: tuple[SaidWord, ...]
    passage: Passage
    written_in: str
    said_in: str

    @cached_property
    def denies(self) -> bool:
        return negated(self.words, self.written_in)

    @cached_property
    def said_denies(self) -> bool:
        return negated(self.passage.wide, self.said_in)


def clause_signs(text: str, said: Spoken, written_in: str, said_in: str) -> dict[str, float]:
    """The signs of `CLAUSE_SIGNS` for a line that cites these utterances. Both languages must be of `LANGUAGES`."""
    found = dict.fromkeys(CLAUSE_SIGNS, 0.0)
    all_words = said_words(text, written_in)
    for part in clauses(text):
        words = said_words(part, written_in)
        if not any(word.content for word in words):
            continue
        about = passage(words, said, written_in, said_in)
        if about is None and written_in != said_in and len(said.words) <= MOST_TRANSLATED_WORDS:
            about = Passage(said.words, said.words, OF_UNKNOWN_WORDS)
        if about is None:
            continue
        clause = _Clause(part, words, about, written_in, said_in)
        some = {
            "opposite": float(_opposite(clause, said)),
            "negation gone": float(_gone(clause, all_words)),
            "all for some": max(_all_for_some(clause, said), ONLY_FOR_ALL * _only_for_all(clause, said)),
            "order told": max(_told(clause, said, _BEFORE), _told(clause, said, _AFTER)),
        }
        found = {name: max(value, some[name] * about.share) for name, value in found.items()}
    return found


def _gone(clause: _Clause, line: Sequence[SaidWord]) -> bool:
    """Whether the passage has a negation and the line has none, nor an opposite that says the same: "keep closed"."""
    if not negated(clause.passage.core, clause.said_in) or negated(line, clause.written_in):
        return False
    told = opposed.sides(clause.text, clause.written_in)
    heard = opposed.sides(texts_of(clause.passage.wide), clause.said_in)
    return not any(opposed.turned(told, heard))


def _opposite(clause: _Clause, said: Spoken) -> bool:
    """Whether the clause has a word whose opposite was said in its place, and which wasn't said at all."""
    told = opposed.sides(clause.text, clause.written_in)
    heard = opposed.sides(texts_of(clause.passage.wide), clause.said_in)
    anywhere = opposed.sides(said.text, clause.said_in)
    unsaid = {side: word for side, word in told.items() if side not in anywhere}
    for name, word, _ in opposed.turned(told, heard):
        if not any(one == name and known == word for (one, _), known in unsaid.items()):
            continue
        if clause.denies is clause.said_denies and not (name in opposed.FREE and clause.denies):
            return True
    return False


def _all_for_some(clause: _Clause, said: Spoken) -> float:
    some = _has(clause.passage.wide, _SOME[clause.said_in])
    return _told(clause, said, _ALL, _AS_ALL) if some else 0.0


def _only_for_all(clause: _Clause, said: Spoken) -> float:
    more = _has(clause.passage.wide, _ALL[clause.said_in] | _AS_ALL[clause.said_in] | _SOME[clause.said_in])
    return _told(clause, said, _ONLY) if more else 0.0


def _told(clause: _Clause, said: Spoken, words: _Words, also: _Words | None = None) -> float:
    """How much it counts that the clause has one of these words and its passage has none of them, nor of `also`."""
    if not _has(clause.words, words[clause.written_in]):
        return 0.0
    known = words[clause.said_in] | (also or {}).get(clause.said_in, frozenset())
    if _has(clause.passage.wide, known):
        return 0.0
    return SAID_ELSEWHERE if _has(said.words, known) else 1.0


def _has(words: Sequence[SaidWord], some: Collection[str]) -> bool:
    return any(word.text in some for word in words)
