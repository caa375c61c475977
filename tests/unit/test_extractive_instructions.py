"""How neighbouring sentences affect each other: aims and their instructions, menus and choices, corrections,
repetitions."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.options import GuideOptions
from pipeline.speech.languages import rules_for
from tests.unit.extractive_guides import actions, make, transcript

BEFORE = (
    "Open the dashboard of your company in the browser of your choice.",
    "Click Settings in the menu on the left.",
    "Choose the blue widget in the list of all widgets.",
    "Enter the number of the widget into the first field at the top.",
    "Select the colour of the frame in the drop-down below it.",
    "Drag the widget into the grey area in the middle of the page.",
    "Press the button with the two arrows that you find on its right side.",
)


def actions_from(*lines: str, language: str = "en") -> list[str]:
    """The actions of a guide of these lines. They come after some lines that are always there."""
    _, end, drafts = make(transcript(*BEFORE, *lines))
    assert end.no_procedure is None
    return actions(drafts)[len(BEFORE) :]


def test_what_is_announced_and_then_done_is_the_title() -> None:
    steps, _, drafts = make(
        transcript(*BEFORE, "Now let's save the banner.", "Choose File, Save As.", "Type a name.", "Click Save.")
    )
    assert "Save the banner" in [step.title for step in steps]
    assert actions(drafts)[len(BEFORE) :] == ["Choose File, Save As.", "Type a name.", "Click Save."]
    (first,) = [a for draft in drafts for a in draft.actions if a.instruction == "Choose File, Save As."]
    assert set(first.utterance_ids) >= {8, 9}  # the announcement is cited too


def test_an_aim_takes_what_completes_it_along() -> None:
    said = ("What we want to do is save out this image and store it on the desktop.", "Choose File, Save As.",
            "Type a name.", "Click Save.")  # fmt: skip
    assert actions_from(*said) == ["Choose File, Save As.", "Type a name.", "Click Save."]


def test_what_the_first_of_several_instructions_begins_is_the_title() -> None:
    said = ("We'll continue with Git and push it to the server.", "We'll start by staging the files with Git add.",
            "Then we'll commit them with Git commit.", "Finally, we'll push the changes with Git push.")  # fmt: skip
    assert actions_from(*said) == [
        "Stage the files with Git add.",
        "Commit them with Git commit.",
        "Push the changes with Git push.",
    ]


def test_what_is_announced_and_not_done_stays_an_instruction() -> None:
    assert actions_from("Now let's save the banner.", "That's all there is to it.") == ["Save the banner."]


@pytest.mark.parametrize("between", [(), ("Try that.",), ("Yeah.", "Try that.")])
def test_a_correction_reaches_past_small_talk(between: tuple[str, ...]) -> None:
    written = actions_from("Go to explorer.example.org/insight.", *between, "Actually, just explorer.example.org.")
    assert written == ["Go to explorer.example.org."]


def test_an_instruction_said_again_is_one_line_that_cites_both() -> None:
    _, _, drafts = make(transcript(*BEFORE, "Click the Save button.", "So again, click the Save button."))
    (saved,) = [a for draft in drafts for a in draft.actions if a.instruction == "Click the Save button."]
    assert saved.utterance_ids == (8, 9)


def test_an_instruction_done_again_after_others_is_told_again() -> None:
    others = [f"Open the {colour} drawer." for colour in ("red", "green", "grey", "white", "black", "brown", "pink")]
    written = actions_from("Click the Save button.", *others, "Click the Save button.")
    assert written == ["Click the Save button.", *others, "Click the Save button."]


@pytest.mark.parametrize(
    ("text", "kind", "before"),
    [
        ("It's a good idea to take a screenshot.", CautionKind.TIP, 4),  # after the third action of its step
        ("Be careful not to drag the widget out of the area.", CautionKind.WARNING, 2),
    ],
)
def test_a_warning_stands_before_what_it_warns_of_and_a_tip_where_it_was_said(
    text: str, kind: CautionKind, before: int
) -> None:
    _, _, drafts = make(transcript(*BEFORE, text))
    ((draft, caution),) = [(draft, caution) for draft in drafts for caution in draft.cautions]
    assert len(draft.actions) == 3
    assert (caution.kind, caution.text, caution.before) == (kind, text, before)


@pytest.mark.parametrize(
    ("warned", "before"),
    [("Never bend it.", 5), ("Never touch the reader.", 4), ("Don't run with scissors.", 5)],
)
def test_a_warning_said_last_stands_last_unless_it_names_what_is_before_it(warned: str, before: int) -> None:
    said = (
        "Take the red card out of the box.",
        "Peel the label off.",
        "Fold the card twice.",
        "Put it into the reader.",
    )
    _, _, drafts = make(transcript(*said, warned), GuideOptions(steps=1))
    ((draft, caution),) = [(draft, caution) for draft in drafts for caution in draft.cautions]
    assert (len(draft.actions), caution.text, caution.before) == (4, warned, before)


def test_an_announced_deed_stays_where_the_next_one_moves_its_object() -> None:
    said = ("Now let's remove the blue cap.", "Put it into the tray.", "Press the lever.", "Slide the drawer in.")
    assert actions_from(*said) == ["Remove the blue cap.", *said[1:]]


def test_a_heading_is_the_title_and_a_turn_names_its_step() -> None:
    said = ("Loading a custom dataset.", "In this video we'll see how that goes, so let's get started.", *BEFORE,
            "Let's now take a look at loading raw text files.", "Choose the text script.", "Enter its address.",
            "Press the Load button.")  # fmt: skip
    steps, end, drafts = make(transcript(*said))
    assert end.title == "Load a custom dataset"
    assert steps[-1].title == "Load raw text files"
    assert actions(drafts) == [*BEFORE, "Choose the text script.", "Enter its address.", "Press the Load button."]


def test_what_is_to_be_done_for_a_purpose_counts_before_the_doing_begins() -> None:
    needed = "To load a file of this kind, you need to provide the name of the format to the load_file function."
    _, _, drafts = make(transcript("Hello and welcome.", needed, "To see this in action, let's start.", *BEFORE))
    assert (
        actions(drafts)[0] == "To load a file of this kind, provide the name of the format to the load_file function."
    )


@pytest.mark.parametrize(
    ("said", "corrected", "expected"),
    [
        ("Press Reset.", "Sorry, I meant press Clear.", ["Press Clear."]),
        ("Press Reset.", "Oops, I mean press Clear.", ["Press Clear."]),
        ("Press Reset.", "I'm sorry, I meant Clear.", ["Press Clear."]),
        ("Set the channel to 11.", "Actually no, set it to 6.", ["Set the channel to 6."]),
        (
            "If you don't see it, restart the machine.",
            "Sorry, I meant log out and log in again.",
            ["If you don't see it, log out and log in again."],
        ),
    ],
)
def test_a_correction_takes_the_place_of_what_was_said(said: str, corrected: str, expected: list[str]) -> None:
    assert actions_from(said, corrected) == expected


@pytest.mark.parametrize(
    ("said", "after", "language", "expected"),
    [
        ("If it's red, press A, otherwise leave it.", "Then press Reset.", "en", "Press Reset."),
        ("Wenn es rot ist, drücken Sie A, sonst lassen Sie es.", "Dann drücken Sie Reset.", "de", "Reset drücken."),
        ("If it's not red, press the key.", "Then press Reset.", "en", "Then press Reset."),
        ("If it's red, press the key.", "Then press Reset.", "en", "Then press Reset."),
        ("If the drawer is full, I empty it and wipe it.", "Then I close the hatch.", "en", "Then close the hatch."),
        ("If the drawer is full, empty it.", "After that, put the lid on.", "en", "Then put the lid on."),
        (
            "Wenn das Fach leer ist, füllen Sie es.",
            "Danach schließen Sie die Klappe.",
            "de",
            "Dann die Klappe schließen.",
        ),
        (
            "If there's a sticker on the box, scan it.",
            "Then peel the sticker off.",
            "en",
            "If there's a sticker on the box, scan it, then peel the sticker off.",
        ),
    ],
)
def test_what_follows_a_condition_has_it_only_if_it_is_plainly_in_it(
    said: str, after: str, language: str, expected: str
) -> None:
    before = (
        BEFORE if language == "en" else ("Öffnen Sie die Tür.", "Nehmen Sie die Karte heraus.", "Drücken Sie Start.")
    )
    _, _, drafts = make(transcript(*before, said, after, language=language))
    assert actions(drafts)[-1] == expected


@pytest.mark.parametrize(
    ("said", "language", "warned"),
    [
        (
            ("Don't touch the drum.", "It is sensitive to light."),
            "en",
            "Don't touch the drum. It is sensitive to light.",
        ),
        (("Don't touch the drum.", "It's going to be a long day."), "en", "Don't touch the drum."),
        (("Don't touch the drum.", "Open the second door."), "en", "Don't touch the drum."),
        (
            ("Berühren Sie die Trommel nicht.", "Sie ist sehr empfindlich."),
            "de",
            "Berühren Sie die Trommel nicht. Sie ist sehr empfindlich.",
        ),
    ],
)
def test_a_warning_has_its_reason(said: tuple[str, ...], language: str, warned: str) -> None:
    before = (
        BEFORE if language == "en" else ("Öffnen Sie die Tür.", "Nehmen Sie die Karte heraus.", "Drücken Sie Start.")
    )
    _, _, drafts = make(transcript(*before, *said, language=language))
    assert [caution.text for draft in drafts for caution in draft.cautions] == [warned]


def test_a_warning_at_the_beginning_is_kept_until_the_first_instruction() -> None:
    talk = ("It's an old one that was made in Japan.", "We got it last year.", "It works well.")
    _, _, drafts = make(transcript("Never touch the drum with your fingers.", *talk, *BEFORE))
    assert [(c.text, c.before) for c in drafts[0].cautions] == [("Never touch the drum with your fingers.", 1)]


def test_what_is_done_for_the_meeting_is_no_instruction() -> None:
    assert actions_from("Sure, I'll send you the link.", "Please also fill out the feedback form.") == []
    assert actions_from("Open the feedback form.") == ["Open the feedback form."]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Grab the short strap.", "Sorry, not the short one but the long one."), ["Grab the long strap."]),
        (("Scroll to the fourth row.", "I mean the fifth row."), ["Scroll to the fifth row."]),
        (("Stir in two spoons of sugar.", "Actually, make that four spoons."), ["Stir in four spoons of sugar."]),
        (("Enter the path slash home.", "Um, actually it's slash start."), ["Enter the path slash start."]),
        (("Tap the grey tile, no, the white tile, in the middle.",), ["Tap the white tile, in the middle."]),
        (("Tilt the tray left, I mean right, and lock it.",), ["Tilt the tray right.", "Lock it."]),
        (("Pick the round file.", "Hmm, no, that's not it.", "Pick the flat file."), ["Pick the flat file."]),
        (("Loosen the upper nut.", "Actually, don't do that.", "Loosen the lower nut."), ["Loosen the lower nut."]),
    ],
)
def test_only_what_was_meant_at_last_is_written(lines: tuple[str, ...], expected: list[str]) -> None:
    _, _, drafts = make(transcript(*BEFORE, *lines))
    assert actions(drafts)[len(BEFORE) :] == expected
    if lines[1:2] and expected[0].endswith("file."):
        assert len(BEFORE) + 1 not in {
            cited for draft in drafts for one in draft.actions for cited in one.utterance_ids
        }


def test_what_is_done_in_that_case_keeps_the_case() -> None:
    _, _, drafts = make(transcript(*BEFORE, "Some of you have the short strap.", "In that case, add the clip."))
    assert actions(drafts)[-1] == "“Some of you have the short strap. In that case, add the clip.”"


def test_what_is_done_in_any_case_is_no_repeat_of_what_is_done_in_one() -> None:
    _, _, drafts = make(transcript(*BEFORE, "If the lamp is red, press the Reset key.", "Press the Reset key."))
    assert actions(drafts)[-2:] == ["If the lamp is red, press the Reset key.", "Press the Reset key."]


def test_what_is_done_in_one_case_is_no_repeat_of_what_is_done_in_any() -> None:
    said = "You can hang it on the first hook, but if that's taken, you should hang it on the second hook."
    _, _, drafts = make(transcript(*BEFORE, said))
    assert actions(drafts)[-2:] == ["Hang it on the first hook.", "If that's taken, hang it on the second hook."]


def test_what_limits_an_instruction_may_be_a_sentence_of_its_own() -> None:
    _, _, drafts = make(transcript(*BEFORE, "Pull the lever.", "But not until the red lamp is out."))
    assert actions(drafts)[-1] == "Pull the lever, but not until the red lamp is out."


@pytest.mark.parametrize(
    ("said", "vague"),
    [("Then we take the visor off.", False), ("We put the visor back in.", False), ("We take the visor.", True)],
)
def test_a_thing_that_is_taken_off_is_not_vague(said: str, vague: bool) -> None:
    (instruction,) = rules_for("en").read(said).instructions
    assert instruction.vague is vague


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "When you are done, close the lid, wipe the rim and put the pump away.",
            ["When you are done, close the lid, wipe the rim and put the pump away."],
        ),
        ("If it is full, press Stop and call the office.", ["If it is full, press Stop and call the office."]),
        ("Press Stop and call the office.", ["Press Stop.", "Call the office."]),
    ],
)
def test_a_condition_is_said_once_for_what_it_leads(said: str, expected: list[str]) -> None:
    assert actions_from("Open the valve.", said)[1:] == expected
