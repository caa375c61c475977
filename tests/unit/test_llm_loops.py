"""A model that writes the same again and again is noticed while it does."""

from __future__ import annotations

import pytest

from pipeline.llm.loops import Loops

SAID = "".join(f"{n}. Open page {n * n} and choose {n % 7}. " for n in range(200))


@pytest.mark.parametrize(
    ("pieces", "noticed"),
    [
        ([" "] * 2_000, True),
        (["\n\t" * 600], True),
        (["word" + " " * 400, " " * 400, " " * 400], True),  # it may begin behind a word
        (["word" + " " * 400] * 3, False),  # not so much in a row
        (["Open it. "] * 400, True),
        ([SAID], False),
    ],
    ids=["blanks", "a piece of blanks", "blanks after a word", "blanks between words", "a sentence", "a text"],
)
def test_what_goes_round_is_noticed(pieces: list[str], noticed: bool):
    loops = Loops()

    assert any(loops.feed(piece) for piece in pieces) is noticed
