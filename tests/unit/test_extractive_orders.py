"""Recordings that consist of orders, with verbs that no list has."""

from __future__ import annotations

import pytest

from pipeline.speech.instructions import find_instructions
from pipeline.speech.languages import rules_for
from pipeline.transcript import Transcript
from tests.unit.extractive_guides import transcript as transcript_of

WHEEL = (
    "Switch on the hazard lights and pull over.",
    "Loosen the wheel nuts a quarter turn.",
    "Jack up the car until the wheel is clear of the ground.",
    "Tug the wheel towards yourself.",
    "Stand the old wheel against the car.",
    "Fit the spare and do the nuts up by hand.",
)
TALK = (
    "So today we have a look at the new catalogue.",
    "It was printed in two colours last year.",
    "Jack up the road sells it as well.",
    "Water was a problem for everybody.",
    "I think that most of you know the old one.",
    "The new one is thinner.",
)


def told(transcript: Transcript) -> list[str]:
    return [one.text for sentence in find_instructions(transcript).sentences for one in sentence.instructions]


def test_an_order_with_any_verb_counts_in_a_recording_of_orders():
    assert told(transcript_of(*WHEEL)) == [
        "Switch on the hazard lights and pull over.",
        "Loosen the wheel nuts a quarter turn.",
        "Jack up the car until the wheel is clear of the ground.",
        "Tug the wheel towards yourself.",
        "Stand the old wheel against the car.",
        "Fit the spare.",
        "Do the nuts up by hand.",
    ]


def test_what_only_begins_like_an_order_is_none_in_a_talk():
    assert told(transcript_of(*TALK)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Water is what it needs.",
        "Thank you for coming.",
        "Let me show you the old one.",
        "Doors open at eight.",
        "Quickly, before it dries.",
        "Watch what happens?",
    ],
)
def test_no_order(sentence: str):
    assert rules_for("en").orders(sentence) == ()


def test_the_button_of_the_mouse_stays():
    assert told(transcript_of("Now right-click on the desktop.", "Right, click the folder.")) == [
        "Right-click the desktop.",
        "Click the folder.",
    ]


def test_a_joint_whose_other_side_is_gone_is_no_part_of_an_instruction():
    said = "Tap on the plus sign in the corner and then it says new account."

    assert told(transcript_of("Open the settings page first.", said, "Then click the Save button."))[1] == (
        "Tap the plus sign in the corner."
    )
