"""Speech without punctuation: what a wrong cut would turn round is quoted, and the guide says that ends are guessed."""

import pytest

from pipeline.grounding.polarity import turned
from pipeline.speech.instructions import find_instructions
from pipeline.speech.understanding import extract_of
from pipeline.transcript import Transcript, Utterance

PLAIN = "okay so now we're going to unscrew the lid of the tank and then rinse the filter with warm water"
CONDITION = "and then if the ring is worn you put in the new ring and then close the lid"
FORBIDDEN = "so don't turn the key too far and then we're going to wipe the tank with a cloth"


def talk(*said: str, language: str = "en", listed: bool = False) -> Transcript:
    return Transcript(
        "x", tuple(Utterance(n, text) for n, text in enumerate(said, 1)), language=language, listed=listed
    )


def told(transcript: Transcript) -> list[tuple[str, bool]]:
    return [(each.text, each.as_said) for one in find_instructions(transcript).sentences for each in one.instructions]


def test_a_plain_order_is_an_order():
    assert ("Rinse the filter with warm water.", False) in told(talk(PLAIN, CONDITION, FORBIDDEN))


def test_a_condition_is_quoted_with_what_is_said_around_it():
    orders = told(talk(PLAIN, CONDITION, FORBIDDEN))

    assert any(quoted and "if the ring is worn you put in the new ring" in text for text, quoted in orders)
    assert not any("ring" in text for text, quoted in orders if not quoted)


def test_what_is_forbidden_is_quoted():
    read = find_instructions(talk(PLAIN, "okay so don't turn the key too far", PLAIN)).sentences

    assert [one.reading.aside.text for one in read if one.reading.aside] == ["“okay so don't turn the key too far”"]


@pytest.mark.parametrize("listed", [False, True])
def test_only_a_guide_whose_ends_are_guessed_says_so(listed: bool):
    extract = extract_of(find_instructions(talk(PLAIN, CONDITION, FORBIDDEN, listed=listed)).sentences, "en")

    assert (extract is not None and extract.ends_guessed) is not listed


def test_with_punctuation_a_condition_leads_its_order():
    said = ["Now we unscrew the lid. If the ring is worn, put in the new ring. Then close the lid."]

    assert ("If the ring is worn, put in the new ring.", False) in told(talk(*said))


def test_in_other_languages_too():
    said = [
        "jetzt schraubt ihr den deckel vom tank ab und nehmt den filter heraus",
        "wenn der ring alt ist setzt ihr den neuen ring ein",
        "dann macht ihr den deckel wieder zu und wischt den tank mit einem tuch ab",
    ]

    orders = told(talk(*said, language="de"))

    assert any(quoted and "wenn der ring alt ist" in text for text, quoted in orders)
    assert any(not quoted for _, quoted in orders)


def test_a_quotation_has_lost_nothing_of_what_it_is_from():
    said = ["many of those don't match what is asked here a handy tip is to map them if you can"]

    assert turned("“don't match what is asked here a handy”", said, "en") == ()
    assert turned("Match what is asked here.", said, "en") != ()
