"""Where sentences end in speech without punctuation, and what that was learned from."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.speech import sentence_cuts
from pipeline.speech.sentence_cuts import LONGEST_WORDS, SHORTEST_WORDS, model_for, sentence_starts, starts_by_scores
from tests.sentence_cuts.material import (
    A_SENTENCE_A_LINE,
    HELD_OUT,
    TESTED_ON,
    TRAINED_ON,
    Speech,
    read_lines,
    unpunctuated,
)
from tests.sentence_cuts.scoring import Score, score
from tests.sentence_cuts.training import fit

WEIGHTS = files("pipeline.speech").joinpath("sentence_cuts.en.json")


def cut(said: str, pauses: dict[str, float] | None = None) -> list[str]:
    """What is cut, with the seconds of silence before some of its words."""
    words = said.split()
    starts = sentence_starts(words, [(pauses or {}).get(word) for word in words], "en")
    return [" ".join(words[begin:end]) for begin, end in zip([0, *starts], [*starts, len(words)], strict=True)]


@pytest.mark.parametrize(
    ("said", "sentences"),
    [
        (
            "I'm going to loosen the four screws on the back so let's take the cover off",
            ["I'm going to loosen the four screws on the back", "so let's take the cover off"],
        ),
        (
            "we have to wait for the paint to dry and then we're going to put on the second coat",
            ["we have to wait for the paint to dry", "and then we're going to put on the second coat"],
        ),
        (
            "you can see that it's a little bit loose there now we're gonna tighten the belt",
            ["you can see that it's a little bit loose there", "now we're gonna tighten the belt"],
        ),
        (
            "press the pads while you're holding the lever back and once the disc's clean after wiping you let it dry",
            [
                "press the pads while you're holding the lever back",
                "and once the disc's clean after wiping you let it dry",
            ],
        ),
        (
            "I think that the people who know what they want can do it",
            ["I think that the people who know what they want can do it"],
        ),
    ],
)
def test_speech_is_cut_where_a_sentence_begins(said: str, sentences: list[str]) -> None:
    assert cut(said) == sentences


@pytest.mark.parametrize(
    "said",
    [
        "so if the light isn't green you have to wait for a minute",
        "once you have the frame on the table you're gonna turn it around",
        "never touch the brass plate unless the red lamp has gone out",
        "don't lift the arm of the press until the drum stands still",
    ],
)
def test_a_condition_stays_with_what_is_done_then(said: str) -> None:
    assert cut(said) == [said]


def test_what_was_wrong_stays_with_what_is_right() -> None:
    said = "and then you set the dial to seven seconds sorry not seven it's nine seconds"
    assert any(sentence.endswith("sorry not seven it's nine seconds") for sentence in cut(said))


def test_a_silence_makes_an_end_likelier() -> None:
    words = ["we", "put", "the", "lid", "on", "the", "jar", "it", "stays", "there"]
    model = model_for("en")
    quick, slow = (model.scores(words, [None] * 7 + [pause] + [None] * 2)[6] for pause in (None, 2.5))
    assert slow > quick


def test_a_short_sentence_doesnt_stand_alone() -> None:
    pieces = cut("okay there we go so now I'm going to take this one and um okay we can put it right here")
    assert min(len(piece.split()) for piece in pieces) >= SHORTEST_WORDS


def test_of_two_places_that_are_close_the_likelier_one_counts() -> None:
    scores = [-1.0] * 20
    scores[9], scores[10] = 0.5, 2.0
    assert starts_by_scores(scores) == [11]


def test_a_sentence_that_is_too_long_is_cut_where_it_is_likeliest() -> None:
    scores = [-3.0] * (2 * LONGEST_WORDS)
    scores[29] = -0.1
    starts = starts_by_scores(scores)
    assert starts[0] == 30
    assert max(b - a for a, b in zip([0, *starts], [*starts, len(scores) + 1], strict=True)) <= LONGEST_WORDS


def test_no_words_and_few_words_stay_whole() -> None:
    assert [sentence_starts(["go"] * count, [None] * count, "en") for count in (0, 1, 2, 5)] == [[], [], [], []]


def test_a_language_without_weights_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence_starts(["un", "deux"], [None, None], "fr")


def test_the_data_file_is_small_and_names_what_it_was_learned_from() -> None:
    data = json.loads(WEIGHTS.read_bytes())
    assert len(WEIGHTS.read_bytes()) < 300_000
    assert tuple(data["trained on"]) == (*TRAINED_ON, *A_SENTENCE_A_LINE)


def test_nothing_is_learned_from_what_is_tested_or_held_out() -> None:
    assert not [name for name in TRAINED_ON if name.startswith((*TESTED_ON, *HELD_OUT, "gold/"))]


class TestMaterial:
    @pytest.mark.parametrize(
        ("punctuated", "plain"),
        [
            ("Mix it. Then wait, e.g. an hour!", "mix itqzq then wait e.g an hourqzq"),
            ("I mix it, and we wait.", "i mix itqzq and we waitqzq"),
            ("I mix it, you wait.", "i mix itqzq you waitqzq"),
            ("If it's hot, you wait.", "if it's hot you waitqzq"),
            ("Salt, pepper, and oil", "salt pepper and oil"),
            ("Dr. Li said “Go.” – He went", "dr li said goqzq he went"),
        ],
    )
    def test_ends_and_joints_are_told_by_punctuation_and_capitals(self, punctuated: str, plain: str) -> None:
        assert unpunctuated(punctuated) == plain

    def test_a_file_with_a_sentence_a_line_has_an_end_at_each_line(self, tmp_path: Path) -> None:
        file = tmp_path / "told.txt"
        file.write_text("# Where it is from\n+ Take the lid off.\n- I like lids\n  Is it still hot? Then wait.\n")

        (speech,) = read_lines(file)

        assert [word for word, ends in zip(speech.words, speech.ends, strict=True) if ends] == ["off", "lids", "hot"]
        assert len(speech.words) == 13

    def test_a_model_learns_what_sentences_begin_with(self) -> None:
        words = ("now", "we", "turn", "it", "off", "now", "we", "wait", "for", "it")
        ends = tuple(at in (4, 9) for at in range(10))
        speeches = [Speech(words, ends, (None,) * 10)] * 20
        model = fit(dict.fromkeys("abcd", speeches))

        assert [at for at, score in enumerate(model.scores(words, [None] * 10)) if score > 0] == [4]

    def test_what_is_found_is_scored_without_the_end_of_the_turn(self) -> None:
        speech = Speech(tuple("abcdef"), (False, True, False, False, False, True), (None,) * 6)

        assert score([speech], lambda one: [2, 4]) == Score(found=1, wrong=1, missed=0)
        assert score([speech], lambda one: []) == Score(missed=1)


def test_the_weights_are_read_once() -> None:
    assert model_for("en") is sentence_cuts.model_for("en")


def test_a_condition_that_compares_stays_with_its_main_clause() -> None:
    said = "pass the strips around the canister and back up the other side and when you do this just as you did on the "
    said += "top make them go outboard of the hole"

    assert cut(said)[-1].startswith("and when you do this just as you did")


@pytest.mark.parametrize(
    ("said", "sentences"),
    [
        (
            "so type that in here and do not close this page yet because the next thing is really important",
            ["so type that in here", "and do not close this page yet because the next thing is really important"],
        ),
        (
            "i usually put them in my password manager don't lose these codes on the way home",
            ["i usually put them in my password manager", "don't lose these codes on the way home"],
        ),
    ],
)
def test_a_prohibition_stays_whole(said: str, sentences: list[str]) -> None:
    assert cut(said) == sentences
