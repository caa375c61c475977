"""Cues -> utterances: what is joined, where it is split, and what counts as a sentence."""

from __future__ import annotations

import pytest

from pipeline.readers.cue import Cue, Source
from pipeline.readers.sentence_boundaries import LONGEST_UTTERANCE_WORDS
from pipeline.readers.utterances import utterances_of


def spoken(*cues: Cue, turns: bool = False) -> list[tuple[str | None, float | None, float | None, str]]:
    return [(u.speaker, u.start, u.end, u.text) for u in utterances_of(Source("test", cues, turns=turns))]


def cut(text: str) -> list[str]:
    return [text for *_, text in spoken(Cue(text), turns=True)]


def test_a_cue_that_ends_in_a_sentence_is_joined_to_the_next():
    assert spoken(Cue("Open the", None, 1, 2), Cue("settings. Then press", None, 2, 3), Cue("Save.", None, 3, 4)) == [
        (None, 1, 3, "Open the settings."),
        (None, 2, 4, "Then press Save."),
    ]


def test_another_speaker_ends_a_sentence():
    assert spoken(Cue("Open the", "Ann", 1, 2), Cue("Which one?", "Bob", 2, 3)) == [
        ("Ann", 1, 2, "Open the"),
        ("Bob", 2, 3, "Which one?"),
    ]


def test_what_begins_at_the_same_time_stays_in_its_order():
    assert spoken(Cue("do you see any need for", None, 1), Cue("I can put him on.", "Ann", 1), turns=True) == [
        (None, 1, None, "do you see any need for"),
        ("Ann", 1, None, "I can put him on."),
    ]


def test_a_long_silence_ends_a_sentence_without_a_full_stop():
    assert spoken(Cue("open the settings", None, 1, 2), Cue("Then press Save", None, 30, 31)) == [
        (None, 1, 2, "open the settings"),
        (None, 30, 31, "Then press Save"),
    ]


def test_words_in_chinese_and_japanese_are_joined_without_a_blank():
    assert spoken(Cue("設定画面を", None, 1, 2), Cue("開いてください。", None, 2, 3)) == [
        (None, 1, 3, "設定画面を開いてください。")
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        "Open it now.|Press Save there.",
        "Use version 3.11 from example.com today.|It works well.",
        "Ask Dr. Smith or J. R. Tolkien about e.g. the keys.|They know it.",
        "We choose option B.|Then we go on.",
        "I asked him and he said no.|It was no. 7 of the list etc. and nothing else.",
        "Is it there now?|Yes! It is there.|Okay. Press Save now.",
        "cool. let me share my screen.|now you see it.",
        "Wir nehmen z. B. den Ordner.|Er ist da drin.",
        "He said “Press it.”|Then he left us.",
        "Well... it depends on that...|Let us see it.",
        "هل هو هناك الآن؟|نعم هو هناك الآن.",
    ],
)
def test_where_sentences_end(sentences: str):
    assert cut(sentences.replace("|", " ")) == sentences.split("|")


def test_where_sentences_end_without_blanks():
    assert cut("開きます。次に保存します。") == ["開きます。", "次に保存します。"]


def test_speech_without_punctuation_is_cut_where_something_new_begins():
    text = " ".join(["open the settings page and choose the users so that they are all shown in the list there"] * 6)

    pieces = cut(f"{text} now press save")

    assert all(len(piece.split()) <= LONGEST_UTTERANCE_WORDS for piece in pieces)
    assert " ".join(pieces) == f"{text} now press save"
    assert {piece.split()[0] for piece in pieces[1:]} <= {"and", "so", "now"}


def test_japanese_without_punctuation_is_cut_too():
    pieces = cut("あいうえお" * 100)

    assert len(pieces) > 3
    assert "".join(pieces) == "あいうえお" * 100
