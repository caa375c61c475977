"""What presenters arrange about their session is no instruction; a recording that teaches it keeps what it tells."""

from __future__ import annotations

from pipeline.speech.instructions import find_instructions
from tests.unit.extractive_guides import actions, make, transcript

WORK = (
    "First, open the side door of the kiln.",
    "Then press the green button on the panel.",
    "Now pull the tray out and place it on the table.",
    "Rinse the tray in clean water.",
    "Close the door again.",
    "Set the dial to seven.",
)
SESSION = (
    "I think it's a good time for a break.",
    "There are many questions in the notes.",
    "We'll mute the stream and put a sign up.",
    "In the exercise you can try the same with your own kiln.",
    "I will switch to the other room.",
    "So see you in ten minutes, bye.",
)


def test_what_is_arranged_between_lessons_is_no_instruction() -> None:
    _, _, drafts = make(transcript(*WORK[:4], *["It looks fine."] * 5, *SESSION, *["It looks fine."] * 5, *WORK[4:]))
    told = actions(drafts)
    assert not [line for line in told if "stream" in line or "switch" in line or "exercise" in line]
    assert {"Rinse the tray in clean water.", "Close the door again."} <= set(told)


def test_a_warning_among_it_stays() -> None:
    said = transcript(*WORK, *SESSION[:3], "Never leave the kiln alone in the break.", *SESSION[3:])
    warned = [one.reading.aside.text for one in find_instructions(said).sentences if one.reading.aside]
    assert warned == ["Never leave the kiln alone in the break."]


def test_how_to_hold_a_session_is_told() -> None:
    _, _, drafts = make(
        transcript(
            "Today I'll show you how to schedule a workshop.",
            "Open the Sessions menu and click New Session.",
            "Type the name of the course.",
            "Set the length of the break to ten minutes.",
            "Tick the box for questions in the chat.",
            "Click Add Exercise.",
            "Click Start Stream.",
        )
    )
    assert {"Click New Session.", "Click Add Exercise.", "Click Start Stream."} <= set(actions(drafts))


def test_one_word_for_it_is_not_enough() -> None:
    _, _, drafts = make(transcript(*WORK, "Write the minutes down in your notes.", "Take the lid off the jar."))
    assert "Take the lid off the jar." in actions(drafts)
