"""A sentence about the guide of which a half wasn't said keeps the other half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.grounding.clause_cuts import without_an_end
from pipeline.grounding.whole_guide import claims_of, without_refuted
from pipeline.outline import CitedText, OutlineEnd, Plan, PlannedChoice, PlannedStep
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Verdict

TRANSCRIPT = Transcript("t", (Utterance(1, "We bring in new people."), Utterance(2, "By post or by web.")))
PLAN = Plan((PlannedStep(1, "Send it", (1,), "Post"), PlannedStep(2, "Fill it in", (2,), "Web")))
ABOUT = "You bring in a new team member, from the letter to the check-in: all of it is arranged on time."
HEAD = "You bring in a new team member, from the letter to the check-in."


def left(about: str | None, *wrong: str, advice: str | None = None) -> OutlineEnd:
    """What is left of it where a model says of these lines that they differ."""
    choices = (PlannedChoice("Send the form", ("Post", "Web"), CitedText(advice, (1, 2))),) if advice else ()
    end = OutlineEnd("Bring in people", about=about, choices=choices)
    claims = claims_of(PLAN, end, TRANSCRIPT, "en")
    verdicts = {each.text: Verdict(each.text not in wrong, "“on time” is too much") for each in claims}
    assert set(wrong) <= verdicts.keys(), "it was asked about"
    return without_refuted(end, verdicts, "en")


@pytest.mark.parametrize(
    ("sentence", "language", "halves"),
    [
        (ABOUT, "en", (HEAD,)),
        ("You get a key for the API; it never ends.", "en", ("You get a key for the API.",)),
        ("You set up the whole desk, so that work can begin.", "en", ("You set up the whole desk.",)),
        ("You set up a desk, a chair, and a lamp.", "en", ()),
        ("If you have a key for it, but no lock, you need help.", "en", ()),
        ("You get not only a key, but also a lock.", "en", ()),
        ("You note the key (it is long; keep it safe).", "en", ()),
        ("Short: it never ends at all.", "en", ()),
        ("Sie richten den ganzen Tisch ein, damit alles bereit ist.", "de", ("Sie richten den ganzen Tisch ein.",)),
        ("Wenn Sie einen Tisch einrichten, aber keinen Stuhl, fehlt etwas.", "de", ()),
        ("Vous préparez tout le poste, afin que tout soit prêt.", "fr", ("Vous préparez tout le poste.",)),
        ("机を準備します。", "ja", ()),
    ],
)
def test_a_sentence_is_cut_where_a_whole_one_stands_before(
    sentence: str, language: str, halves: tuple[str, ...]
) -> None:
    assert without_an_end(sentence, language) == halves


@given(st.text(st.sampled_from('ab ,;:–.(“” "but so'), max_size=60))
def test_what_is_left_is_the_beginning_of_what_was_there(text: str) -> None:
    assert all(text.startswith(half[:-1]) and half != text for half in without_an_end(text, "en") if half[:-1] != text)


def test_the_half_that_was_said_stays() -> None:
    assert left(ABOUT).about == ABOUT
    end = left(f"{ABOUT} It takes a week.", ABOUT)
    assert (end.about, end.refuted) == (f"{HEAD} It takes a week.", ())


def test_a_sentence_that_is_wrong_in_both_halves_goes_and_is_told_to_who_reads_the_whole() -> None:
    end = left(f"{ABOUT} It takes a week.", ABOUT, HEAD)

    assert end.about == "It takes a week."
    assert end.refuted == (f"“{ABOUT}” (“on time” is too much)",)


def test_what_helps_to_choose_keeps_the_half_that_was_said() -> None:
    wrong = "Post: it takes three days in all; it never gets lost."
    end = left(None, wrong, advice=f"{wrong} Web: quick. It is safe, too.")

    assert [choice.advice and choice.advice.text for choice in end.choices] == [
        "Post: it takes three days in all. Web: quick. It is safe, too."
    ]
    end = left(None, "Web: quick. It is safe, too.", advice="Post: slow. Web: quick. It is safe, too.")
    assert [choice.advice and choice.advice.text for choice in end.choices] == ["Post: slow. Web: quick."]
