"""What a line may rest on: the words of utterances and passages, in the forms in which a fact may stand there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from html import unescape

from pipeline.grounding.tokens import Token, fold, spell_numbers, spell_symbols, stem, tokenize

_PUNCTUATION = frozenset(".,;:!?…\"'()[]“”‘’„«»、。「」『』`")
_OPERATORS = frozenset("|;&><`$!~%^?")
"""Symbols that change what a command does and have to be said; people leave out others, as the dot of a file."""
_BARRIER = "\u241e"
"""Stands between texts that don't follow each other, so that nothing is found across them."""


class Stream:
    """Tokens one after the other, and their letters and digits squeezed together for finding.

    A text occurs where its letters and digits stand in a row from the beginning of a word to the end of one, whatever
    the blanks ("kube ctl" is kubectl), and where its symbols don't contradict those that were said.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = [token for token in tokens if token.word]
        self._places = [i for i, token in enumerate(tokens) if token.word]
        self.squeezed = "".join(token.text for token in self.words)
        self._starts: list[int] = []
        at = 0
        for token in self.words:
            self._starts.append(at)
            at += len(token.text)
        self._starts.append(at)
        self._start_set = frozenset(self._starts)

    def occurrences(self, wanted: Stream) -> Iterator[tuple[int, int]]:
        """Where `wanted` occurs: (first word, the word after the last), as indexes into `words`."""
        text = wanted.squeezed
        if not text:
            return
        at = self.squeezed.find(text)
        while at >= 0:
            if at in self._start_set and at + len(text) in self._start_set:
                first, after = bisect_left(self._starts, at), bisect_left(self._starts, at + len(text))
                if self._agrees(wanted, at, first, after):
                    yield first, after
            at = self.squeezed.find(text, at + 1)

    def symbols_before(self, word: int) -> list[Token]:
        """The symbols between a word and the one in front of it."""
        begin = self._places[word - 1] + 1 if word else 0
        end = self._places[word] if word < len(self._places) else len(self.tokens)
        return list(self.tokens[begin:end])

    def word_starting(self, offset: int) -> int | None:
        """The word that begins at an offset into `squeezed`, or None where none does."""
        i = bisect_left(self._starts, offset)
        return i if i < len(self.words) and self._starts[i] == offset else None

    def _agrees(self, wanted: Stream, at: int, first: int, after: int) -> bool:
        """Whether the symbols and the seams of an occurrence are those of what is wanted, or weren't said."""
        if not self._whole_number(wanted, first, after):
            return False
        offsets = set(wanted._starts[1:-1]) | {start - at for start in self._starts[first + 1 : after]}
        for offset in sorted(offsets):
            mine, theirs = self.word_starting(at + offset), wanted.word_starting(offset)
            digits = wanted.squeezed[offset - 1].isdigit() and wanted.squeezed[offset].isdigit()
            wanted_symbols = "".join(t.text for t in wanted.symbols_before(theirs)) if theirs is not None else ""
            if mine is None:
                if digits or wanted_symbols.strip(".-'’ "):
                    return False
                continue
            between = self.symbols_before(mine)
            said = "".join(t.text for t in between if not self._is_punctuation(t, between, mine))
            if not _subsequence(said.replace(" ", ""), wanted_symbols):
                return False
            if digits and between and not wanted_symbols and not self._single_digits(mine):
                return False
            if any(c in _OPERATORS and all(t.text != c for t in between) for c in wanted_symbols):
                return False
        leading = "".join(t.text for t in wanted.symbols_before(0))
        if any(c in _OPERATORS for c in leading):
            said = "".join(t.text for t in self.symbols_before(first))
            return all(c not in _OPERATORS or c in said for c in leading)
        return True

    def _whole_number(self, wanted: Stream, first: int, after: int) -> bool:
        """Whether digits at either end of an occurrence are no part of a longer number or name, as 1.2 of 1.2.3."""
        begin = self.words[first]
        glued = first and begin.text.isdigit() and not begin.spaced and not self.symbols_before(first)
        # Letters and digits make a name; in other scripts a number follows a particle without a blank.
        if glued and self.words[first - 1].text.isascii():
            return False
        for inner, outer, edge in ((first, first - 1, first), (after - 1, after, after)):
            if not (0 <= outer < len(self.words)):
                continue
            if not (self.words[inner].text.isdigit() and self.words[outer].text.isdigit()):
                continue
            between = self.symbols_before(edge)
            joined = between and not any(t.spaced for t in between) and not self.words[edge].spaced
            if joined and "".join(t.text for t in between) in (".", ",", ":"):
                return False
        return True

    def _is_punctuation(self, symbol: Token, between: Sequence[Token], word: int) -> bool:
        """Whether a symbol belongs to the sentence around rather than to what is written: a blank follows it, or it
        only encloses or quotes."""
        if symbol.spoken:
            return False
        if symbol.text in "\"'`“”‘’„«»「」『』":
            return True
        return symbol.text in _PUNCTUATION and (self.words[word].spaced or symbol.text in "()[]")

    def _single_digits(self, word: int) -> bool:
        return len(self.words[word].text) == 1 and len(self.words[word - 1].text) == 1


class Evidence:
    """Texts in a row, each with its id, and the ways to ask whether something stands in them."""

    def __init__(self, texts: Iterable[tuple[str, str]], languages: Sequence[str]) -> None:
        self.texts = tuple((i, unescape(text) if "&" in text else text) for i, text in texts)
        self.languages = tuple(dict.fromkeys([*languages, "en"]))
        tokens: list[Token] = []
        self._bounds: list[int] = []
        at = 0
        before = ""
        for source_id, text in self.texts:
            if tokens and not _follows(before, source_id):
                tokens.append(Token(_BARRIER, at - 1, False, True, spoken=True))
            before = source_id
            self._bounds.append(at)
            tokens += [
                Token(t.text, t.start + at, t.word, t.spaced or t.start == 0, t.spoken)
                for t in tokenize(text, self.languages[0])
            ]
            # Longer than the text and its folded form, so that places of different texts never meet.
            at += 4 * len(text) + 1
        self.tokens = tuple(tokens)

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """The forms of the words: as they stand; with numbers as digits; with symbols as symbols; with both."""
        spoken = spell_symbols(self.tokens, self.languages)
        forms: list[Sequence[Token]] = [
            self.tokens,
            spell_numbers(self.tokens, self.languages),
            spoken,
            spell_numbers(spoken, self.languages),
        ]
        unique: list[Sequence[Token]] = []
        for form in forms:
            if form not in unique:
                unique.append(form)
        return tuple(Stream(form) for form in unique)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(token.text for token in self.tokens if token.word)

    @cached_property
    def stems(self) -> frozenset[str]:
        language = self.languages[0]
        return frozenset(stem(word, language) for word in self.words) | frozenset(stem(word) for word in self.words)

    @cached_property
    def initials(self) -> str:
        """The first letters of the words, in a row: what an abbreviation is made of."""
        return "".join(token.text[0] if token.word else "." for token in self.tokens)

    def find(self, text: str, language: str | None = None) -> str | None:
        """The id of the source in which a text begins, with blanks, case and spoken symbols folded away; or None."""
        wanted = Stream(tokenize(text, language))
        for stream in self.streams:
            for first, _ in stream.occurrences(wanted):
                return self.source_at(stream.words[first].start)
        return None

    def find_word(self, word: str) -> str | None:
        """The id of the source with this word in any inflection, or None."""
        folded = fold(word)
        language = self.languages[0]
        wanted = {stem(folded, language), stem(folded)}
        for token in self.tokens:
            if token.word and (token.text == folded or {stem(token.text, language), stem(token.text)} & wanted):
                return self.source_at(token.start)
        return None

    def source_at(self, place: int) -> str:
        return self.texts[bisect_right(self._bounds, place) - 1][0]

    def has_symbols(self, text: str) -> bool:
        """Whether symbols stand, or are said, somewhere in this order without letters between them."""
        wanted = re.sub(r"\s", "", fold(text))
        return any(wanted in "".join(t.text if not t.word else " " for t in stream.tokens) for stream in self.streams)


def _follows(before: str, after: str) -> bool:
    """Whether two ids are those of an utterance and the next; captions break in the middle of a name."""
    return before[:1] == after[:1] == "u" and int(after[1:]) == int(before[1:]) + 1


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
