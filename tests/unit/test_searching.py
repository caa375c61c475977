"""A long text is searched piece by piece, and what is found is what one search finds."""

from __future__ import annotations

import re

import pytest

from pipeline.searching import PIECE_CHARACTERS, lowered, matches
from pipeline.speech import sentences

PATTERNS = [r"b+a", r"(?<=c)a{1,400}", r"(?<=[。!])", r"\ba\w*", r"x"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("before", [0, 1, 3, 250, 450])
def test_what_stands_across_a_cut_is_found(pattern: str, before: int):
    text = "z " * ((PIECE_CHARACTERS - before) // 2) + "bbbba c" + "a" * 400 + "!。" + " ab" * PIECE_CHARACTERS
    compiled = re.compile(pattern)

    assert [m.span() for m in matches(compiled, text)] == [m.span() for m in compiled.finditer(text)]


def test_the_ends_of_sentences_are_the_same_in_long_texts():
    text = " ".join(f"Click Save {number}. Then open e.g. “Settings”. Is it there? now wait" for number in range(2000))
    boundary = sentences._BOUNDARY

    assert [m.span() for m in matches(boundary, text)] == [m.span() for m in boundary.finditer(text)]


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyzñóéíèçłöäüß")
def test_a_lowered_text_has_a_letter_where_a_pattern_that_ignores_case_finds_it(letter: str):
    text = "".join(map(chr, range(0x10000)))
    ignoring_case = re.compile(letter, re.IGNORECASE)

    in_lower_case = lowered(text)

    assert len(in_lower_case) == len(text)
    assert [m.span() for m in re.finditer(letter, in_lower_case)] == [m.span() for m in ignoring_case.finditer(text)]


class Counted:
    """A pattern that notes how many characters each search may look at."""

    def __init__(self) -> None:
        self.looked_at: list[int] = []

    def search(self, text: str, begin: int, end: int) -> None:
        self.looked_at.append(min(end, len(text)) - begin)


def test_no_search_looks_at_more_than_a_piece():
    counted = Counted()

    assert list(matches(counted, "a" * 10 * PIECE_CHARACTERS)) == []  # type: ignore[arg-type]
    assert len(counted.looked_at) == 10
    assert max(counted.looked_at) <= 1.1 * PIECE_CHARACTERS
