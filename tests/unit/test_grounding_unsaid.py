"""What is removed because nobody said it, and what is only asked about."""

from __future__ import annotations

import pytest

from pipeline.grounding import clean_title, explain
from pipeline.grounding.plan_lines import with_clean_titles
from pipeline.guide import CautionKind, FindingKind, MendedName
from pipeline.options import GuideOptions
from pipeline.outline import Plan, PlannedStep
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Draft, DraftAction, DraftCaution, StepRequest


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


def test_a_name_that_was_said_word_by_word_is_said():
    said = "Type TCP, all of it in capitals, no, the N is a capital too, and then delay."
    (kept,) = explain(request(said), Draft("Do it", (DraftAction("Type TCPNoDelay with its capitals.", (1,)),)))[:1]
    assert not kept.removed
    assert not kept.findings

    (other,) = explain(request(said), Draft("Do it", (DraftAction("Type TCPDelayNo with its capitals.", (1,)),)))[:1]
    assert other.removed or other.findings


@pytest.mark.parametrize("guess", ["possibly “div”", "possibly `div`"])
def test_what_garbled_words_may_be_is_a_guess_that_says_so(guess: str):
    said = "And the ID of the where it renders has to match."
    draft = Draft(
        "Match it",
        (DraftAction("Match the ID.", (1,)),),
        cautions=(DraftCaution(CautionKind.NOTE, f"A word is lost before “where it renders”, {guess}.", (1,)),),
    )

    (note,) = [each for each in explain(request(said), draft) if each.part.startswith("caution")]
    assert not note.removed
    assert all(finding.kind is FindingKind.OVERLAP for finding in note.findings)


NAMES = (MendedName("TCPNoDelay", ("TCP node delay",)),)


@pytest.mark.parametrize("title", ["Add TCPNoDelay to the MSMQ key", "Set MSMQ"])
def test_a_title_may_have_names_that_were_said_in_pieces(title: str):
    transcript = Transcript(
        "0" * 64, (Utterance(1, "Open the folder ms"), Utterance(2, "MQ and add the TCP node delay."))
    )
    assert clean_title(title, transcript, names=NAMES) == title
    assert clean_title("Set 4711", transcript, names=NAMES) == ""


def test_a_letter_of_a_misheard_name_is_not_that_name():
    transcript = Transcript(
        "0" * 64, (Utterance(1, "A high pain is bad."), Utterance(2, "Type no, with a capital for it.")), language="en"
    )
    names = (MendedName("ping", ("pain",)),)
    asked = StepRequest(PlannedStep(1, "Type it", (2,)), (), transcript, GuideOptions(), names=names)
    draft = Draft("Type it", (DraftAction("Type No, with the N as a capital.", (2,)),))

    assert [each.citations for each in explain(asked, draft)[:1]] == [("u2",)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Test the adapter.", "And plugging it in and seeing if it works."),
        ("Check that the lamp is lit.", "Now let's see whether it comes on."),
    ],
)
def test_a_test_told_in_other_words_is_asked_about_and_not_removed(line: str, said: str):
    (kept,) = explain(request(said), Draft("Do it", (DraftAction(line, (1,)),)))[:1]

    assert kept.removed is None
    assert [finding.kind for finding in kept.findings] == [FindingKind.OVERLAP]


def test_a_planned_title_may_have_words_that_nobody_said_and_no_facts():
    transcript = Transcript("0" * 64, (Utterance(1, "And then we put the plug in and see."),), language="en")
    steps = tuple(PlannedStep(n, title, (1,)) for n, title in enumerate(("Try out the adapter", "Set port 4711"), 1))

    titles = [step.title for step in with_clean_titles(Plan(steps), transcript).steps]
    assert titles == ["Try out the adapter", "Step 2"]
