"""English instructions whose verbs stand in no list: every trade has its own."""

from __future__ import annotations

import pytest

from pipeline.speech.english import English
from pipeline.speech.english.open_verbs import base_of_progressive, could_be_verb
from tests.unit.extractive_guides import actions, make, transcript

ENGLISH = English()
TRADES = (
    "caulk", "grout", "spackle", "rivet", "swage", "flare", "thatch", "brine", "macerate", "braise", "elute",
    "streak", "swaddle", "harness", "shear", "dredge", "caramelize", "catheterize", "defragment", "rehang",
    "unlatch", "hydrate", "irrigate", "fumigate", "deworm", "baptize", "notarize", "countersign", "earmark",
    "blockquote", "upsell", "ringfence", "typeset", "emulsify",
)  # fmt: skip
"""None of them is in a list."""


def written(said: str) -> list[str]:
    return [instruction.text for instruction in ENGLISH.read(said).instructions if instruction.weight >= 0.42]


@pytest.mark.parametrize("verb", TRADES)
def test_a_word_in_a_verbs_place_is_a_verb(verb: str) -> None:
    told = f"{verb.capitalize()} the left one."
    assert written(f"{verb.capitalize()} the left one.") == [told]
    assert written(f"Okay, then {verb} the left one.") == [told]
    assert written(f"You'll need to {verb} the left one.") == [told]
    assert written(f"We're gonna {verb} the left one.") == [told]
    assert written(f"Let's {verb} the left one.") == [told]
    assert written(f"Lift the lid and {verb} the left one.") == ["Lift the lid.", told]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I'm caulking the gap along the tub.", ["Caulk the gap along the tub."]),
        ("Carefully unlatch the side panel.", ["Carefully unlatch the side panel."]),
        ("We then countersign the form.", ["Countersign the form."]),
        ("I recommend grouting the joints twice.", ["Grout the joints twice."]),
        ("In this video we'll see how to thatch a small roof.", []),
    ],
)
def test_its_form_and_its_neighbours_decide(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Especially the left one is loose.",
        "Almost the whole wall was wet.",
        "Half the class had left by then.",
        "Today the left one is closed.",
        "Opens the left one.",
        "Saw the left one.",
        "Glad the left one works.",
        "Second it's much lighter.",
        "Customer names in the log.",
        "Then customer names are hidden.",
        "We faced the same problem.",
        "You lose the left one.",
        "You'll inherit the left one.",
        "We consider the left one finished.",
        "It's an interesting one.",
    ],
)
def test_other_words_in_that_place_are_no_instruction(said: str) -> None:
    assert written(said) == []


def test_a_guide_of_verbs_that_no_list_has() -> None:
    _, end, drafts = make(
        transcript(
            "Today I'll show you how to grout a small wall.",
            "First, spackle the two cracks on the left.",
            "Then caulk the gap along the tub.",
            "Now grout the joints with the rubber float.",
            "We're going to buff the tiles after twenty minutes.",
            "Finally, rehang the curtain.",
        )
    )
    assert end.no_procedure is None
    assert end.title == "Grout a small wall"
    assert actions(drafts) == [
        "Spackle the two cracks on the left.",
        "Caulk the gap along the tub.",
        "Grout the joints with the rubber float.",
        "Buff the tiles after twenty minutes.",
        "Rehang the curtain.",
    ]


@pytest.mark.parametrize(
    ("word", "base"),
    [("grouting", "grout"), ("shearing", "shear"), ("braising", "braise"), ("trimming", "trim"),
     ("hydrating", "hydrate"), ("notarizing", "notarize"), ("during", None), ("boring", None), ("losing", None)],
)  # fmt: skip
def test_the_base_form_of_an_ing_form(word: str, base: str | None) -> None:
    assert base_of_progressive(word) == base


@pytest.mark.parametrize("word", ["the", "quickly", "opened", "opens", "opening", "went", "lose", "talk", "it's", ""])
def test_what_is_no_base_form_of_a_deed(word: str) -> None:
    assert not could_be_verb(word)
