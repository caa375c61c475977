"""Files of a hundred kinds that nobody says aloud, made by chance, are no transcripts."""

from __future__ import annotations

import random

import pytest
from hypothesis import settings

from pipeline.readers import Verdict, sniff
from tests.unit.readers.negatives import MADE

SEEDS = 12 if settings().max_examples > 100 else 4
"""Files of each kind."""


@pytest.mark.parametrize("kind", MADE)
def test_what_nobody_says_is_no_transcript(kind: str):
    made = [MADE[kind](random.Random(f"{kind} {seed}")) for seed in range(SEEDS)]

    taken = [text for text in made if sniff(text.encode(), f"export.{kind.rsplit('.', 1)[-1]}").verdict is Verdict.YES]

    assert not taken


def test_there_are_many_of_them():
    assert len(MADE) * 4 >= 300
