"""What a line can be based on: the words of utterances and passages, in all forms that a fact can have there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import unescape
from itertools import accumulate

from pipeline.grounding.stop_words import content, is_cjk
from pipeline.grounding.token_stream import Stream
from pipeline.grounding.tokens import Token, fold, spell_numbers, spell_symbols, stem, tokenize
from pipeline.guide import MendedName

_FORMS: tuple[Callable[[Sequence[Token], Sequence[str]], Sequence[Token]], ...] = (
    lambda tokens, languages: tokens,
    spell_numbers,
    spell_symbols,
    lambda tokens, languages: spell_numbers(spell_symbols(tokens, languages), languages),
)
_BARRIER = "\u241e"
"""Separates texts that don't follow each other, so that nothing is found across them."""


class Evidence:
    """Texts in a row, each with its id, and ways to look something up in them."""

    def __init__(
        self, texts: Iterable[tuple[str, str]], languages: Sequence[str], also: Iterable[tuple[str, str]] = ()
    ) -> None:
        """`also` has other forms of some texts, with their ids, in which words are found too."""
        self.texts = tuple((i, unescape(text) if "&" in text else text) for i, text in texts)
        self._searched = (*self.texts, *also)
        self.languages = tuple(dict.fromkeys([*languages, "en"]))
        self._streams: list[Stream | None] = []
        self._stems: dict[str | None, frozenset[str]] = {}

    @cached_property
    def _bounds(self) -> list[int]:
        """The place at which each text begins."""
        # More than the length of the text and of its folded form, so that places in different texts never meet.
        return list(accumulate((4 * len(text) + 1 for _, text in self._searched[:-1]), initial=0))

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The words and symbols of all texts."""
        tokens: list[Token] = []
        before = ""
        for at, (source_id, text) in zip(self._bounds, self._searched, strict=False):
            if tokens and not _follows(before, source_id):
                tokens.append(Token(_BARRIER, at - 1, False, True, spoken=True))
            before = source_id
            new = tokenize(text, self.languages[0])
            tokens += [Token(t.text, t.start + at, t.word, t.spaced) for t in new] if at else new
        return tokens

    @property
    def streams(self) -> Iterator[Stream]:
        """The words in up to four forms: as they are, with numbers as digits, with symbols as symbols, and with both.
        Each is made when it is first asked for: most texts are found in the first."""
        for number in range(len(_FORMS)):
            if number == len(self._streams):
                form = _FORMS[number](self.tokens, self.languages)
                new = all(form != stream.tokens for stream in self._streams if stream)
                self._streams.append(Stream(form) if new else None)
            if stream := self._streams[number]:
                yield stream

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(token.text for token in self.tokens if token.word)

    def stems(self, language: str | None) -> frozenset[str]:
        """The stems of the words, and of what `content` finds in the texts, which are in this language."""
        if language not in self._stems:
            first = self.languages[0]
            stems = {stem(word, each) for each in {first, "en"} for word in self.words}
            if (language or "en") != first or any(is_cjk(word) for word in self.words):
                stems.update(*(content(text, language) for _, text in self.texts))
            self._stems[language] = frozenset(stems)
        return self._stems[language]

    @cached_property
    def initials(self) -> str:
        """The first letters of the words in a row, for abbreviations."""
        return "".join(token.text[0] if token.word else "." for token in self.tokens)

    def find(self, text: str, language: str | None = None) -> str | None:
        """The id of the source in which a text begins, or None. Spaces, case and spoken symbols don't matter."""
        place = self.place(text, language)
        return self.source_at(place) if place is not None else None

    def place(self, text: str, language: str | None = None) -> int | None:
        """Where a text begins, as `source_at` takes it, or None. What is said later has a higher place."""
        wanted = Stream(tokenize(text, language))
        for stream in self.streams:
            for first, _ in stream.occurrences(wanted):
                return stream.words[first].start
        return None

    def find_word(self, word: str) -> str | None:
        """The id of the source with this word in any inflection, or None."""
        folded = fold(word)
        language = self.languages[0]
        wanted = {stem(folded, language), stem(folded)}
        for token in self.tokens:
            if token.word and (
                token.text == folded or stem(token.text, language) in wanted or stem(token.text) in wanted
            ):
                return self.source_at(token.start)
        return None

    def source_at(self, place: int) -> str:
        return self._searched[bisect_right(self._bounds, place) - 1][0]

    def has_symbols(self, text: str) -> bool:
        """Whether these symbols are written or spoken in this order somewhere, without letters between them."""
        wanted = re.sub(r"\s", "", fold(text))
        return any(wanted in "".join(t.text if not t.word else " " for t in stream.tokens) for stream in self.streams)


def mended(texts: Iterable[tuple[str, str]], names: Iterable[MendedName]) -> list[tuple[str, str]]:
    """Those of these texts, each with its id, that have misheard names, with the names as they are written."""
    forms = {form.casefold(): name.written for name in names for form in name.heard}
    if not forms:
        return []
    longest_first = sorted(forms, key=len, reverse=True)
    heard = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

    def written(match: re.Match[str]) -> str:
        return forms.get(match[0].casefold(), match[0])

    changed = ((source_id, text, heard.sub(written, text)) for source_id, text in texts)
    return [(source_id, new) for source_id, text, new in changed if new != text]


def _follows(before: str, after: str) -> bool:
    """Whether two ids are those of an utterance and the next one. Captions break in the middle of a name."""
    return before[:1] == after[:1] == "u" and int(after[1:]) == int(before[1:]) + 1
