"""Tokens in a row, and where a text occurs in them although it was cut, joined or spelled out otherwise."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.grounding.tokens import Token

_PUNCTUATION = frozenset(".,;:!?…\"'()[]“”‘’„«»、。「」『』`")
_OPERATORS = frozenset("|;&><`$!~%^?")
"""Symbols that change what a command does and have to be said; people leave out others, as the dot of a file."""


_AT_ENDS = frozenset("|;&><`$~*")
"""Those that do so at either end too, where others end a sentence."""


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
        seams = set(wanted._starts[1:-1]) | {start - at for start in self._starts[first + 1 : after]}
        return (
            self._whole_number(wanted, first, after)
            and self._ends_agree(wanted, first, after)
            and all(self._seam_agrees(wanted, at, offset) for offset in sorted(seams))
        )

    def _seam_agrees(self, wanted: Stream, at: int, offset: int) -> bool:
        """Whether the same may stand between two words, where one text or both have a seam."""
        mine, theirs = self.word_starting(at + offset), wanted.word_starting(offset)
        digits = wanted.squeezed[offset - 1].isdigit() and wanted.squeezed[offset].isdigit()
        asked = "".join(t.text for t in wanted.symbols_before(theirs)) if theirs is not None else ""
        if mine is None:
            return not digits and not asked.strip(".-'’ ")
        between = self.symbols_before(mine)
        # A comma that is said between digits is the point of a decimal number.
        told = "".join(
            "." if digits and t.spoken and t.text == "," else t.text
            for t in between
            if not self._is_punctuation(t, mine)
        )
        if not _subsequence(told.replace(" ", ""), asked):
            return False
        if digits and between and not asked:
            return len(wanted.squeezed) > 2 and self._single_digits(mine)
        return all(c not in _OPERATORS or any(t.text == c for t in between) for c in asked)

    def _ends_agree(self, wanted: Stream, first: int, after: int) -> bool:
        """Whether the operators at either end of what is wanted were said."""
        for asked, told in (
            (wanted.symbols_before(0), self.symbols_before(first)),
            (wanted.symbols_before(len(wanted.words)), self.symbols_before(after)),
        ):
            said = {token.text for token in told}
            if any(token.text in _AT_ENDS and token.text not in said for token in asked):
                return False
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

    def _is_punctuation(self, symbol: Token, word: int) -> bool:
        """Whether a symbol belongs to the sentence around rather than to what is written: a blank follows it, or it
        only encloses or quotes."""
        if symbol.spoken:
            return False
        if symbol.text in "\"'`“”‘’„«»「」『』":
            return True
        return symbol.text in _PUNCTUATION and (self.words[word].spaced or symbol.text in "()[]")

    def _single_digits(self, word: int) -> bool:
        return len(self.words[word].text) == 1 and len(self.words[word - 1].text) == 1


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
