"""Words of code and of goals that nobody said: both are made of what was said more often than other lines, so that a
word from elsewhere says much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.grounding.meanings import LANGUAGES, meanings_of
from pipeline.grounding.passages import likeness_of
from pipeline.grounding.sentence_words import SaidWord, said_words
from pipeline.grounding.tokens import fold, spell_numbers, tokenize

UNSAID_IN_CITED = 0.6
"""How much a word of code counts that only other utterances of the step have."""
MANY_UNSAID = 2
"""So many words of code that nobody said count fully."""
LEAST_LETTERS_INSIDE = 3
"""A word of code with so many letters was said if a longer one, or several words in a row, have it inside."""
_CODE = re.compile(r" `([^`]+)`$")
_FILLED_IN = re.compile(r"<[^<>]{1,80}>|#[^\n]*")
"""Places that the reader fills in, and comments."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NO_LETTER = re.compile(r"[\W_]+")


def without_code(line: str) -> str:
    """A line as its check has it, without the code behind it."""
    return _CODE.sub("", line)


def code_unsaid(line: str, cited: Sequence[str], step: Sequence[str], others: Iterable[str], language: str) -> float:
    """How much of the code at the end of a line wasn't said, from 0 to 1. `cited` are the utterances of the line,
    `step` those of its step; what the code of `others` has, the lines beside it, may have been carried on."""
    code = _CODE.search(line)
    if code is None:
        return 0.0
    known = {word for other in others if (more := _CODE.search(other)) for word in _words(more[1])}
    words = [word for word in _words(_FILLED_IN.sub(" ", code[1])) if word not in known]
    missing = _unsaid(words, cited, language)
    unsaid = _unsaid(missing, [*cited, *step], language) if missing else []
    if unsaid:
        return min(1.0, len(unsaid) / MANY_UNSAID)
    return UNSAID_IN_CITED if missing else 0.0


def _words(code: str) -> list[str]:
    return _WORD.findall(fold(code))


def _unsaid(words: Iterable[str], texts: Sequence[str], language: str) -> list[str]:
    text = " ".join(texts)
    tokens = tokenize(text, language)
    said = {token.text for some in (tokens, spell_numbers(tokens, [language])) for token in some}
    letters = _NO_LETTER.sub("", fold(text))
    return [word for word in words if word not in said and not (len(word) >= LEAST_LETTERS_INSIDE and word in letters)]


def goal_unsaid(
    goal: str, step: Sequence[str], others: Iterable[str], written_in: str, said_in: str, said: Sequence[SaidWord]
) -> float:
    """The share of a goal's content words that neither the utterances of its step nor its other lines have. `said` are
    the words of the utterances."""
    content = [word for word in said_words(goal, written_in) if word.content]
    told = [word for other in others for word in said_words(other, written_in) if word.content]
    meanings = meanings_of(" ".join(step), said_in) if {written_in, said_in} <= set(LANGUAGES) else frozenset()
    unsaid = [
        word
        for word in content
        if not any(likeness_of(word, other, written_in, written_in) == 1 for other in told)
        and not any(likeness_of(word, other, written_in, said_in) for other in said if other.content)
        and not (meanings and meanings & meanings_of(word.text, written_in))
    ]
    return len(unsaid) / len(content) if content else 0.0
