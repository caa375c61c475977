"""What is removed because nobody said it, and what is only asked about."""

from __future__ import annotations

import pytest

from pipeline.grounding import explain
from pipeline.guide import FindingKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Draft, DraftAction, StepRequest


def request(said: str, language: str = "en") -> StepRequest:
    transcript = Transcript("0" * 64, (Utterance(1, said),), language=language)
    return StepRequest(PlannedStep(1, "Do it", (1,)), (), transcript, GuideOptions())


@pytest.mark.parametrize(
    ("line", "said", "language"),
    [
        ("Close the image.", "And then once you save it you can close it.", "en"),
        ("Schneiden Sie eine Roulade an.", "Wollen wir mal eine Rinsrouade anschneiden?", "de"),
    ],
)
def test_a_deed_whose_thing_is_named_elsewhere_is_asked_about_and_not_removed(line: str, said: str, language: str):
    (kept,) = explain(request(said, language), Draft("Do it", (DraftAction(line, (1,)),)))[:1]

    assert kept.removed is None
    assert [finding.kind for finding in kept.findings] == [FindingKind.OVERLAP]


@pytest.mark.parametrize("line", ["Click the archive.", "Delete the archive.", "Close the archive."])
def test_a_deed_that_nobody_told_is_removed(line: str):
    (gone,) = explain(request("Then you click save."), Draft("Do it", (DraftAction(line, (1,)),)))[:1]

    assert gone.removed
