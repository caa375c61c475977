"""What text a document can hold, and in which direction it runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.render.excerpt import GAP, excerpt, shorten
from pipeline.render.localization import Words
from pipeline.render.text import clean, directions, line, lines

ANYTHING = st.text(st.characters(exclude_categories=()))


@given(ANYTHING)
def test_cleaned_text_is_accepted_by_xml_and_comes_back_as_it_was(text: str):
    element = etree.Element("t")
    element.text = clean(text)

    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (clean(text) or None)


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("a\x00b\x0bc\x1fd", "abcd"),
        ("pay\u202egpj.exe", "paygpj.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("\ud800broken\uffff", "broken"),
        ("क्\u200dष and می\u200cخواهم", "क्\u200dष and می\u200cخواهم"),
    ],
)
def test_what_nobody_sees_is_removed_and_what_spelling_needs_is_kept(given_text: str, cleaned: str):
    assert clean(given_text) == cleaned


@given(ANYTHING)
def test_a_line_is_one_line_without_blanks_around_it(text: str):
    assert line(text) == " ".join(line(text).split())


def test_code_keeps_its_indentation_and_loses_the_empty_lines_around_it():
    assert lines("\n  if x:\n\treturn\n\n") == ("  if x:", "    return")


def test_words_of_another_direction_part_a_text():
    assert directions("افتح Ctrl+Alt+T الآن", rtl=True) == (("افتح ", True), ("Ctrl+Alt+T", False), (" الآن", True))
    assert directions("Say שלום now", rtl=False) == (("Say ", False), ("שלום", True), (" now", False))


def test_a_text_of_the_other_direction_keeps_its_punctuation():
    arabic, english = Words("ar"), Words("en")

    assert arabic.embedded("https://example.com/") == "\u200ehttps://example.com/\u200e\u200f"
    assert arabic.embedded("افتح Tab.") == "افتح Tab."
    assert english.embedded("שלום!") == "\u200fשלום!\u200f\u200e"
    assert english.embedded("Say שלום!") == "Say שלום!"
    assert arabic.embedded("12:30") == "12:30"


@given(ANYTHING, st.booleans())
def test_the_pieces_make_up_the_text(text: str, rtl: bool):
    assert "".join(piece for piece, _ in directions(text, rtl)) == text


PASSAGE = (
    "Tokens belong to a user. They end after a year. To verify a token, call the verify endpoint with curl. "
    "The answer names its status. Old tokens are removed each night. Nobody can bring them back."
)


def test_an_excerpt_holds_the_sentences_that_a_line_rests_on():
    assert excerpt(PASSAGE, ["Call the verify endpoint"], longest=90) == (
        f"{GAP} To verify a token, call the verify endpoint with curl. The answer names its status. {GAP}"
    )


def test_a_short_passage_is_shown_whole():
    assert excerpt("One.\n\n\nTwo.", []) == "One.\nTwo."


@given(st.text(max_size=2000), st.lists(st.text(max_size=50), max_size=3))
def test_an_excerpt_is_word_for_word(passage: str, rests: list[str]):
    shown = excerpt(passage, rests, longest=100)

    core = shown.removeprefix(f"{GAP} ").removesuffix(f" {GAP}").removesuffix("…")
    assert " ".join(core.split()) in " ".join(clean(passage).split()) or not clean(passage).strip()
    assert len(core) <= 100


@given(st.text(max_size=300), st.integers(10, 100))
def test_a_shortened_text_is_no_longer_than_asked(text: str, most: int):
    assert len(shorten(text, most)) <= most
