"""The reasons for a step's confidence, in the guide's language."""

from __future__ import annotations

import pytest

from pipeline.grounding.confidence import confidence, with_uncompared
from pipeline.guide import Action, Caution, CautionKind, Finding, FindingKind, Level
from pipeline.render.confidence_reasons import localized
from pipeline.render.localization import Words

ALL = (
    "1 of 2 instructions backed by a source; 3 of 4 exact values found in the sources; 2 lines to check; "
    "1 unsupported part removed; 5 names respelled; "
    "translated from what was said, so the wording can only be compared indirectly"
)
BEFORE = (
    "1 of 2 instructions cited; 3 of 4 exact values found; 2 lines to check; 1 unsupported part taken out; "
    "5 names respelled; translated from what was said, so wording can only be compared indirectly"
)
"""The same reasons in guides that earlier versions stored."""


@pytest.mark.parametrize("reason", [ALL, BEFORE])
def test_every_count_is_kept(reason: str):
    assert localized(Words("de"), reason) == (
        "Aktionen mit Beleg: 1 von 2; genaue Angaben gefunden: 3 von 4; zu prüfende Zeilen: 2; "
        "entfernte unbelegte Teile: 1; korrigierte Namen: 5; "
        "aus dem Gesagten übersetzt, der Wortlaut ist daher nur mittelbar vergleichbar"
    )


def test_one_and_all_in_stored_guides_are_counts_too():
    german = Words("de")

    assert localized(german, "the one exact value found") == "genaue Angaben gefunden: 1 von 1"
    assert localized(german, "all 9 exact values found") == "genaue Angaben gefunden: 9 von 9"


def test_a_reason_in_other_words_stays_as_it_is():
    assert localized(Words("de"), "3 of 3 instructions backed by a source; the moon was full") is None


def test_what_grounding_says_is_understood():
    action = Action("Click Save.", ("u1",), findings=(Finding(FindingKind.UNSUPPORTED, "x"),))
    note = Caution(CautionKind.NOTE, "x")

    for translated in (False, True):
        made = confidence([], [action, Action("Wait.")], [note], translated=translated)
        assert localized(Words("de"), made.reason), made.reason
        assert localized(Words("de"), with_uncompared(made, 2).reason), made.reason


def test_a_step_that_no_model_wrote_is_never_of_high_confidence_and_says_why():
    sound = [Action("Click Save.", ("u1",)), Action("Wait.", ("u2",))]

    made = confidence([], sound, [], translated=False, by_model=False)
    wrong = confidence([], [Action("Click Save.")], [], translated=False, by_model=False)

    assert (made.level, wrong.level) == (Level.MEDIUM, Level.LOW)
    assert made.reason.endswith("; written without a language model")
    assert localized(Words("de"), made.reason) == "Aktionen mit Beleg: 2 von 2; ohne Sprachmodell geschrieben"


def test_what_nobody_commanded_is_counted_and_understood():
    actions = [Action("Click Save.", ("u1",)), Action("Wait.", ("u2",)), Action("Go on.", ("u3",))]
    few, many = (confidence([], actions, [], translated=False, not_told=count) for count in (1, 2))
    assert (few.level, many.level) == (Level.HIGH, Level.MEDIUM)
    assert "1 of 3 said as an instruction, the rest only shown or mentioned as possible" in many.reason
    assert localized(Words("de"), many.reason) != many.reason
    before = "1 of 3 said as an instruction, the rest shown or named as possible"
    assert localized(Words("de"), before) == "als Anweisung gesagt: 1 von 3, der Rest gezeigt oder als möglich genannt"


def test_a_step_of_quotations_is_of_low_confidence_and_says_why():
    quoted = (Action("“It was great, thanks.”"), Action("“We went to the lake.”"))

    judged = confidence((), quoted, (), translated=False, not_told=2, by_model=False, quoted=True)

    assert judged.level is Level.LOW
    assert judged.reason == (
        "only quoted, since nobody was heard giving instructions; written without a language model"
    )
    assert localized(Words("de"), judged.reason) == (
        "nur zitiert, da niemand beim Anleiten zu hören war; ohne Sprachmodell geschrieben"
    )
