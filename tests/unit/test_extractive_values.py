"""What is typed, set, checked or hit stays whole, with the value that is named behind it."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from pipeline.speech.english import English
from tests.unit.extractive_guides import actions, make, transcript


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Enter the server address, that's 10.20.30.40, port 443.",
            "“Enter the server address, that's 10.20.30.40, port 443.”",
        ),
        ("Enter the server address. It's 10.20.30.40.", "Enter the server address, it's 10.20.30.40."),
        ("Select the region. For us that's Europe West.", "Select the region, for you that's Europe West."),
        ("Set the name, it's vpn-berlin.", "Set the name, it's vpn-berlin."),
        ("Select the size, it's important.", "Select the size."),
        ("Type server1 in the Name field.", "Type server1 in the Name field."),
        ("Type my-app in the Name field.", "Type my-app in the Name field."),
        ("In the Name box, type vpn-berlin.", "In the Name box, type vpn-berlin."),
        ("Set the timeout to, let me see, 30 seconds.", "Set the timeout to 30 seconds."),
        ("Make sure the green light is on.", "Make sure the green light is on."),
        ("Double-check that the light is green.", "Double-check that the light is green."),
        ("Here I hit OK.", "Hit OK."),
        ("Here I hit the Save button.", "Hit the Save button."),
    ],
)
def test_what_is_typed_set_checked_or_hit_is_whole(said: str, expected: str) -> None:
    _, _, drafts = make(transcript("Open the settings.", said, "Click Cancel."), GuideOptions(anyway=True))
    assert actions(drafts) == ["Open the settings.", expected, "Click Cancel."]


def test_two_deeds_of_a_presenter_are_two_instructions() -> None:
    read = English().read("So here I choose Berlin, and I hit OK.").instructions
    assert [instruction.text for instruction in read] == ["Choose Berlin.", "Hit OK."]


def test_what_a_presenter_runs_into_is_no_instruction() -> None:
    assert English().read("Here I hit a problem.").instructions == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Gebt die Serveradresse ein, das ist 10.20.30.40, Port 443.",
            "„Gebt die Serveradresse ein, das ist 10.20.30.40, Port 443.“",
        ),
        ("Wählt die Region, das ist wichtig.", "Die Region wählen."),
    ],
)
def test_a_value_behind_a_german_instruction_stays_with_it(said: str, expected: str) -> None:
    lines = transcript("Öffnet die Einstellungen.", said, "Klickt auf Speichern.", language="de")
    _, _, drafts = make(lines, GuideOptions(anyway=True))
    assert actions(drafts)[1:-1] == [expected]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["Server name is print01.", "Type that in the box."], "Type print01 in the box."),
        (["Just hit Save, and then unplug the cable."], "Unplug the cable."),
    ],
)
def test_a_line_has_its_objects(said: list[str], expected: str) -> None:
    _, _, drafts = make(transcript("Open the settings.", *said, "Close the settings."))
    assert expected in actions(drafts)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Enter the mail server, that's smtp.example.net for everyone.",
            ["Enter the mail server, that's smtp.example.net for everyone."],
        ),
        ("Set the depth, so that's 35, and press Start.", None),
        (
            "Type the extension, and that's 618 for the kitchen.",
            ["Type the extension, and that's 618 for the kitchen."],
        ),
        ("Pick the shelf, ours is called Nord 4.", ["Pick the shelf, yours is called Nord 4."]),
        ("Add the sugar, that's 80 grams.", ["Add the sugar, that's 80 grams."]),
        ("Select the paper, it's the A3 one.", ["Select the paper, it's the A3 one."]),
        ("Enter the meter, you find it below, it's ZR-31.", ["Enter the meter, you find it below, it's ZR-31."]),
        ("Start the pump, it takes 8 minutes.", ["Start the pump, it takes 8 minutes."]),
        ("The gauge says 14 then, so you tighten the clamp.", None),
        ("Step 2: press Start.", ["Step 2: press Start."]),
        ("Set the speed to, 900.", ["Set the speed to 900."]),
        ("Click Apply and OK.", ["Click Apply and OK."]),
        ("The badge is blue, you'd use yours here.", []),
        ("Make sure you pull the lever slowly, it really does.", ["Make sure you pull the lever slowly."]),
    ],
)
def test_no_value_behind_an_instruction_is_lost(said: str, expected: list[str] | None) -> None:
    _, _, drafts = make(transcript("Open the lid.", said, "Close the lid."), GuideOptions(anyway=True))
    assert actions(drafts)[1:-1] == (expected if expected is not None else [f"“{said}”"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Klickt auf Neu und gebt die Adresse ein, bei uns 172.20.4.9.",
            ["Auf Neu klicken.", "Die Adresse eingeben, bei uns 172.20.4.9."],
        ),
        ("Gebt den Bereich an, das wäre die 618.", ["Den Bereich angeben, das wäre die 618."]),
        (
            "Tragt den Server ein, das ist smtp.example.net für alle.",
            ["Den Server eintragen, das ist smtp.example.net für alle."],
        ),
    ],
)
def test_no_value_behind_a_german_instruction_is_lost(said: str, expected: list[str]) -> None:
    lines = transcript("Öffnet den Deckel.", said, "Schließt den Deckel.", language="de")
    _, _, drafts = make(lines, GuideOptions(anyway=True))
    assert actions(drafts)[1:-1] == expected


def test_a_value_that_was_corrected_is_not_lost() -> None:
    _, _, drafts = make(
        transcript("Open the lid.", "Set the speed to 700, no sorry, 900.", "Close the lid."), GuideOptions(anyway=True)
    )
    assert actions(drafts) == ["Open the lid.", "Set the speed to 900.", "Close the lid."]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["Set the gain to 4, that one is loud.", "Actually no, use 6."], "Set the gain to 6."),
        (["Set the gain to 4.", "No wait, make it 6."], "Set the gain to 6."),
        (["Pick track 4, no sorry, take 6."], "Pick track 6."),
    ],
)
def test_a_number_that_is_chosen_anew_replaces_the_one_before(said: list[str], expected: str) -> None:
    _, _, drafts = make(transcript("Open the lid.", *said, "Close the lid."), GuideOptions(anyway=True))
    assert actions(drafts) == ["Open the lid.", expected, "Close the lid."]
