"""What the listener is only urged not to do is a warning, and what is joined to it is done all the same."""

import pytest

from pipeline.speech.languages import rules_for

URGED = [
    ("en", "Please don't rush this part and hold the pipe with both hands.", "Hold the pipe with both hands."),
    ("en", "So don't miss it and write down the number.", "Write down the number."),
    ("de", "Beeilen Sie sich nicht und ziehen Sie die Schraube von Hand fest.", "Die Schraube von Hand festziehen."),
    ("es", "No se preocupe y pulse el botón verde.", "Pulse el botón verde."),
    ("fr", "Ne paniquez pas et coupez le courant.", "Coupez le courant."),
]
FORBIDDEN = [
    ("en", "Don't lift the lid and look inside."),
    ("en", "Don't skip the rinse and put the lid on."),
    ("en", "Don't hurry and risk a burn."),
    ("es", "No abra la válvula y mire dentro."),
]


@pytest.mark.parametrize(("language", "said", "done"), URGED)
def test_what_is_joined_to_it_is_an_instruction(language: str, said: str, done: str):
    assert [one.text for one in rules_for(language).read(said).instructions] == [done]


@pytest.mark.parametrize(("language", "said"), FORBIDDEN)
def test_what_is_forbidden_stays_whole(language: str, said: str):
    reading = rules_for(language).read(said)

    assert reading.instructions == ()
    assert reading.aside is not None
    assert reading.aside.text == said
