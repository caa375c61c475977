"""What is told of, warned of, asked or forbidden never becomes an instruction."""

from __future__ import annotations

import pytest

from pipeline.outline.extractive_outline import LEAST_WEIGHT
from pipeline.speech.english import English
from tests.conftest import FIXTURES
from tests.unit.extractive_guides import actions, make, transcript

ENGLISH = English()
SENTENCES = [
    line.split("\t")
    for line in (FIXTURES / "harm" / "english.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
AROUND = (
    "Today I'll show you how to service the machine.",
    "First, open the side door of the machine.",
    "Then press the green button on the panel.",
    "Now pull the drawer out and place it on the table.",
)


@pytest.mark.parametrize(("kind", "said"), SENTENCES, ids=lambda text: text[:40])
def test_it_is_no_instruction(kind: str, said: str) -> None:
    assert [i.text for i in ENGLISH.read(said).instructions if i.weight >= LEAST_WEIGHT] == []


@pytest.mark.parametrize(("kind", "said"), SENTENCES, ids=lambda text: text[:40])
def test_it_is_none_among_instructions_either(kind: str, said: str) -> None:
    _, end, drafts = make(transcript(*AROUND[:3], said, AROUND[3]))
    assert end.no_procedure is None
    assert actions(drafts) == [
        "Open the side door of the machine.",
        "Press the green button on the panel.",
        "Pull the drawer out.",
        "Place it on the table.",
    ]


def test_there_are_enough_of_them() -> None:
    assert len(SENTENCES) >= 60


@pytest.mark.parametrize(
    "said",
    [
        "If you lift the lid and you turn the key, the alarm goes off.",
        "If the lamp is red and you turn the key, the alarm goes off.",
        "If you go to the shelf and on the shelf you open the box, it isn't counted.",
    ],
)
def test_a_premise_of_two_halves_is_no_instruction(said: str) -> None:
    assert ENGLISH.read(said).instructions == ()
