"""What one presenter proposes and another one agrees to is done."""

import pytest

from pipeline.speech.instructions import find_instructions
from pipeline.transcript import Transcript, Utterance

WORK = [("Ann", "Now I open the control panel."), ("Ben", "Then I click Services and choose the print service.")]


def told(*said: tuple[str, str]) -> list[str]:
    utterances = tuple(Utterance(n, text, speaker) for n, (speaker, text) in enumerate([*WORK, *said], 1))
    read = find_instructions(Transcript("x", utterances, language="en"))
    return [each.text for one in read.sentences[len(WORK) :] for each in one.instructions]


@pytest.mark.parametrize(
    ("proposed", "agreed", "done"),
    [
        ("Okay, so should we restart the print service?", "Yeah.", "Restart the print service."),
        ("Should I clear the queue just to make sure that nothing is left?", "Yes, please do.", "Clear the queue."),
        ("Shall we open the log file?", "Let's do that.", "Open the log file."),
    ],
)
def test_what_is_agreed_to_is_an_instruction(proposed: str, agreed: str, done: str) -> None:
    assert told(("Ann", proposed), ("Ben", agreed)) == [done]


@pytest.mark.parametrize(
    ("proposed", "answered"),
    [
        ("Should we restart the print service?", "No, it's running."),
        ("Should we restart the print service?", "Yeah, but not today."),
        ("Should we restart the print service?", "It takes a minute."),
        ("Should we have about twenty minutes?", "Yes."),
        ("Should this restart the print service?", "Yes."),
    ],
)
def test_what_is_not_agreed_to_is_none(proposed: str, answered: str) -> None:
    assert told(("Ann", proposed), ("Ben", answered)) == []


def test_a_request_behind_an_exclamation_is_one() -> None:
    assert told(("Ann", "Oh, can you check the version of the driver?")) == ["Check the version of the driver."]


def test_who_mostly_asks_proposes_nothing() -> None:
    learner = (
        ("Cy", "What comes first?"),
        ("Ben", "Open the box."),
        ("Cy", "And which side is up?"),
        ("Ben", "The red one."),
    )
    asked = ("Cy", "Should I use all the screws?"), ("Ben", "Yes.")
    assert "Use all the screws." not in told(*learner, *asked)
    assert told(("Ann", "Should we use all the screws?"), ("Ben", "Yes.")) == ["Use all the screws."]
