"""Processes that are told in the present tense, with who does what, and recordings of more than one presenter."""

from __future__ import annotations

import pytest

from pipeline.speech.english import English
from tests.unit.extractive_guides import actions, make, transcript

ENGLISH = English()


def written(said: str) -> list[str]:
    return [instruction.text for instruction in ENGLISH.read(said).instructions if instruction.weight >= 0.42]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "When a tenant has given notice, we send them the form for the handover.",
            ["When a tenant has given notice, send them the form for the handover."],
        ),
        (
            "In the second week we have them read the manual, and sign the last page.",
            ["In the second week, have them read the manual, and sign the last page."],
        ),
        ("Every Friday, we empty the traps.", ["Every Friday, empty the traps."]),
        ("We usually ship the parts within two days.", ["Ship the parts within two days."]),
        (
            "We also work with the bank to release the deposit.",
            ["Work with the bank to release the deposit."],
        ),
        ("This involves weighing each crate.", ["Weigh each crate."]),
        ("Payroll then books the hours.", ["Payroll then books the hours."]),
        (
            "Once the sample is in, the technician labels it and the nurse calls the ward.",
            ["Once the sample is in, the technician labels it.", "The nurse calls the ward."],
        ),
        ("IT wipes the laptop and mails the receipt.", ["IT wipes the laptop and mails the receipt."]),
        (
            "We prepare a folder that includes the lease, the list of keys, and the numbers of the caretaker, so that"
            " all of it is at hand.",
            ["Prepare a folder that includes the lease, the list of keys, and the numbers of the caretaker, so that"
             " all of it is at hand."],
        ),
        (
            "We call them to ask how it went, answer what they ask, and note what is missing.",
            ["Call them to ask how it went, answer what they ask, and note what is missing."],
        ),
    ],
)  # fmt: skip
def test_a_habit_of_the_house_is_an_instruction(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "The browser sends the request to the server.",
        "The manager thinks it's fine.",
        "The team needs more people.",
        "It sends the mail by itself.",
        "The nurse labelled the sample.",
        "Some suppliers deliver late.",
        "We never ship on Sundays.",
        "I usually ship the parts within two days.",
        "This means losing a whole day.",
    ],
)
def test_what_a_thing_does_or_somebody_did_is_none(said: str) -> None:
    assert written(said) == []


def test_a_process_with_its_doers() -> None:
    _, end, drafts = make(
        transcript(
            ("Ivy", "Today I walk you through how we take over a flat."),
            ("Tom", "Sounds good, how do we start?"),
            ("Ivy", "First, when a tenant has given notice, we send them the form for the handover."),
            ("Ivy", "Next, we schedule a visit. Accounting then checks the rent and releases the deposit."),
            ("Tom", "And who gets the keys?"),
            ("Ivy", "On the last day we have them return the keys and sign the protocol."),
            (
                "Ivy",
                "It has to be signed by both of them, which sounds strict to most people the first time they hear it,"
                " but it has saved us quite a lot of trouble in the end.",
            ),
            ("Ivy", "We photograph the meters, and the caretaker files the readings."),
        )
    )
    assert end.no_procedure is None
    assert actions(drafts) == [
        "When a tenant has given notice, send them the form for the handover.",
        "Schedule a visit.",
        "Accounting then checks the rent and releases the deposit.",
        "On the last day, have them return the keys and sign the protocol.",
        "Photograph the meters.",
        "The caretaker files the readings.",
    ]


TURNS = (
    ("Mia", "Today Leo and I show how to set up the till."),
    ("Mia", "First, open the drawer and take out the tray."),
    ("Mia", "Now count the coins, and type the amount into the first field."),
    ("Mia", "Press the blue key. Over to Leo."),
)


def test_a_second_presenter_in_the_first_person_is_heard() -> None:
    said = (
        ("Leo", "So I'm going to plug the scanner into the left socket."),
        ("Leo", "I'm gonna scan the code on the lid."),
        ("Leo", "Now I press the red key."),
    )
    _, _, drafts = make(transcript(*TURNS, *said))
    assert actions(drafts)[-3:] == [
        "Plug the scanner into the left socket.",
        "Scan the code on the lid.",
        "Press the red key.",
    ]


def test_a_learner_is_not_heard() -> None:
    said = (
        ("Leo", "Okay, should I count the notes as well?"),
        ("Leo", "Fine, I'm going to count the coins."),
        ("Leo", "Do I press the red key now?"),
        ("Leo", "I'll move the drawer to the other side."),
        ("Leo", "And what if it beeps?"),
        ("Leo", "I'll write that down in my book."),
    )
    _, _, drafts = make(transcript(*TURNS, *said))
    assert actions(drafts)[-1] == "Press the blue key."
