"""Instructions end where a second sentence begins that nothing joins to them."""

from __future__ import annotations

import pytest

from pipeline.speech.instructions import find_instructions
from pipeline.speech.run_ons import first_sentence
from pipeline.transcript import Transcript, Utterance


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Fold the flap over you can see the mark.", "Fold the flap over you can see the mark."),  # "the flap … you"
        ("Fold it over you can see the mark.", "Fold it over"),
        ("Slide the tray in there's a stop at the end.", "Slide the tray in"),
        ("Move it further up so let's open the valve.", "Move it further up"),
        ("Press OK we go back to the list.", "Press OK"),
        ("Open the drawer you have labelled.", "Open the drawer you have labelled."),
        ("Make sure it is dry.", "Make sure it is dry."),
        ("Wait until you can touch it.", "Wait until you can touch it."),
        ("If it is wet, wipe it.", "If it is wet, wipe it."),
        ("Unless it is wet, then you don't wipe it.", "Unless it is wet, then you don't wipe it."),
        ("Give it to them.", "Give it to them."),
        ("", ""),
    ],
)
def test_a_text_up_to_its_second_sentence(text: str, kept: str) -> None:
    assert first_sentence(text) == kept


@pytest.mark.parametrize(
    ("said", "instructions"),
    [
        ("Click Start Now it'll take a few minutes.", ["Click Start Now."]),
        ("Now open the lid there's a red switch inside.", ["Open the lid."]),
        ("You need to turn the knob let's do it now.", ["Turn the knob."]),
        ("Click Save we have a list of names on the right.", ["Click Save."]),
        ("Press the green button that you have seen.", ["Press the green button that you have seen."]),
    ],
)
def test_an_instruction_is_ended_in_time_or_left_out(said: str, instructions: list[str]) -> None:
    read = find_instructions(Transcript("", (Utterance(1, said),), language="en"))
    assert [each.text for one in read.sentences for each in one.instructions] == instructions


def test_another_case_isnt_cut_off_behind_what_leads_in_it() -> None:
    said = "For oak, take the coarse blade, for pine you must not use it."
    assert first_sentence(said) == said
