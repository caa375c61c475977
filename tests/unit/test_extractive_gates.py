"""What is looked at first, since that is soon done: it leaves out no sentence that the rule behind it would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.speech import literals
from pipeline.speech.english import consequences, disfluencies, sentence_kinds, sentence_parts
from pipeline.speech.english.english import English

PLAIN = st.text('abYZ09 .,-/\\~`"“”„«»()_:é', max_size=40)


@given(st.one_of(st.from_regex(literals._LITERAL, fullmatch=True), PLAIN), PLAIN, PLAIN)
def test_each_literal_has_a_sign(literal: str, before: str, after: str):
    text = f"{before}{literal}{after}"

    assert literals._SIGN.search(text) or not literals._LITERAL.search(text)


@pytest.mark.parametrize(
    "literal",
    [
        *("`git log`", '"Save"', "“Save”", "„Sichern“", "« Enregistrer »", "https://example.org/a", "~/notes", "/srv"),
        *("C:\\temp", "./run", "../up", "-v", "--force", "--level=3", "main.py", "os.getcwd()", "10.0.0.1:80"),
    ],
)
def test_literals_of_all_kinds_are_masked(literal: str):
    assert literals.mask(f"Now use {literal} and go on").text == "Now use Qz0zQ and go on"
    assert literals.mask(literal).text == "Qz0zQ"


def test_a_word_with_a_hyphen_has_no_sign():
    assert not literals._SIGN.search("Go on step-by-step, and so on...")


@pytest.mark.parametrize(
    "pattern",
    [
        *(sentence_kinds.WARNING, sentence_kinds.TIP, sentence_kinds.CHATTER),
        *(consequences._WRONG, consequences._UNMEANT),
    ],
)
def test_a_pattern_for_text_in_lower_case_has_no_capital(pattern: re.Pattern[str]):
    letters = re.sub(r"\\.", "", pattern.pattern)

    assert letters == letters.lower()


@pytest.mark.parametrize(
    "said",
    [
        *("CAUTION, the plate is hot.", "Be Careful not to touch it.", "It's Best to wait for a minute here."),
        *("Thanks For Watching.", "Then I'll Read it back to you.", "If you hit the Wrong one, you wipe the disk."),
    ],
)
def test_capitals_change_nothing(said: str):
    read, lowered = English().read(said), English().read(said.lower())

    assert (read.aside is None, len(read.instructions)) == (lowered.aside is None, len(lowered.instructions))


@given(
    st.text("youneedtohavIsugrcmdi' ", max_size=40),
    st.sampled_from(["you need to ", "make sure ", "I suggest you ", "x"]),
)
def test_advice_has_one_of_its_words(noise: str, advice: str):
    text = f"{noise} {advice}{noise}"

    assert str(sentence_parts._advised(text)) == str(sentence_parts._ADVICE.search(text))


@given(st.text("aA1)-, ", max_size=12))
def test_dashes_are_found_as_from_their_left(text: str):
    assert disfluencies._DASHES.sub(" ", text) == re.sub(r"(?<=\w)-{2,}(?=\w)", " ", text)
