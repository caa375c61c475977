"""Finds a text in a row of tokens, although it may be cut, joined or spelled out differently there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.grounding.tokens import Token

_PUNCTUATION = frozenset(".,;:!?…\"'()[]“”‘’„«»、。「」『』`")
_OPERATORS = frozenset("|;&><`$!~%^?")
"""Symbols that change what a command does and must be said. Others are often left out, like the dot of a file."""


_AT_ENDS = frozenset("|;&><`$~*")
"""Symbols that must also be said at either end of a text. Others there only end a sentence."""


class Stream:
    """Tokens in a row, and their letters and digits without spaces, for finding.

    A text occurs where its letters and digits follow each other from the beginning of a word to the end of one, and its
    symbols don't contradict those that were said. Spaces don't matter: "kube ctl" is kubectl.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._places = [i for i, token in enumerate(tokens) if token.word]
        self.words = [tokens[i] for i in self._places]
        texts = [token.text for token in self.words]
        self.squeezed = "".join(texts)
        self._starts = list(accumulate(map(len, texts), initial=0))
        """The offset in `squeezed` at which each word begins, and where the last one ends."""

    def occurrences(self, wanted: Stream) -> Iterator[tuple[int, int]]:
        """The occurrences of `wanted`: (index of the first word, index after the last word) in `words`."""
        text = wanted.squeezed
        if not text:
            return
        at = self.squeezed.find(text)
        while at >= 0:
            first = bisect_left(self._starts, at)
            if self._starts[first] == at:
                after = bisect_left(self._starts, at + len(text), first)
                if self._starts[after] == at + len(text) and self._agrees(wanted, at, first, after):
                    yield first, after
            at = self.squeezed.find(text, at + 1)

    def symbols_before(self, word: int) -> list[Token]:
        """The symbols between a word and the one before it."""
        begin = self._places[word - 1] + 1 if word else 0
        end = self._places[word] if word < len(self._places) else len(self.tokens)
        return list(self.tokens[begin:end])

    def word_starting(self, offset: int) -> int | None:
        """The index of the word that begins at an offset in `squeezed`, or None."""
        i = bisect_left(self._starts, offset)
        return i if i < len(self.words) and self._starts[i] == offset else None

    def _agrees(self, wanted: Stream, at: int, first: int, after: int) -> bool:
        """Whether the symbols and word boundaries of an occurrence are those of `wanted`, or weren't said."""
        seams = set(wanted._starts[1:-1]) | {start - at for start in self._starts[first + 1 : after]}
        return (
            self._whole_number(wanted, first, after)
            and self._ends_agree(wanted, first, after)
            and all(self._seam_agrees(wanted, at, offset) for offset in sorted(seams))
        )

    def _seam_agrees(self, wanted: Stream, at: int, offset: int) -> bool:
        """Whether the symbols between two words agree. At least one of the two texts has a word boundary there."""
        mine, theirs = self.word_starting(at + offset), wanted.word_starting(offset)
        digits = wanted.squeezed[offset - 1].isdigit() and wanted.squeezed[offset].isdigit()
        asked = "".join(t.text for t in wanted.symbols_before(theirs)) if theirs is not None else ""
        if mine is None:
            return not digits and not asked.strip(".-'’ ")
        between = self.symbols_before(mine)
        # A "comma" said between digits is a decimal point.
        spoken = "".join(
            "." if digits and t.spoken and t.text == "," else t.text
            for t in between
            if not self._is_punctuation(t, mine)
        )
        if not _subsequence(spoken.replace(" ", ""), asked):
            return False
        if digits and between and not asked:
            return len(wanted.squeezed) > 2 and self._single_digits(mine)
        return all(c not in _OPERATORS or any(t.text == c for t in between) for c in asked)

    def _ends_agree(self, wanted: Stream, first: int, after: int) -> bool:
        """Whether the operators at either end of `wanted` were said."""
        for asked, spoken in (
            (wanted.symbols_before(0), self.symbols_before(first)),
            (wanted.symbols_before(len(wanted.words)), self.symbols_before(after)),
        ):
            said = {token.text for token in spoken}
            if any(token.text in _AT_ENDS and token.text not in said for token in asked):
                return False
        return True

    def _whole_number(self, wanted: Stream, first: int, after: int) -> bool:
        """Whether the digits at either end of an occurrence are a whole number, and not a part of a longer number or
        name, like 1.2 of 1.2.3."""
        begin = self.words[first]
        glued = first and begin.text.isdigit() and not begin.spaced and not self.symbols_before(first)
        # Letters with digits are a name. In other scripts, a number can follow a particle without a space.
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
        """Whether a symbol is punctuation of the sentence and not part of a literal: a space follows it, or it only
        encloses or quotes."""
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
