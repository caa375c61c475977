"""Where one clause of speech ends and the next begins."""

from __future__ import annotations

import pytest

from tests.unit.test_extractive_modality import written


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The colour you get by turning the wheel gives you a match.", []),
        (
            "Then open the report, and in the second column, you see the totals.",
            ["Open the report."],
        ),
        (
            "Turn the wheel to the left, and then on the scale, the needle moves up.",
            ["Turn the wheel to the left."],
        ),
        (
            "I'm going to start by copying the number and then pasting it into the form.",
            ["Copy the number and then paste it into the form."],
        ),
        ("Clean the lens by breathing on it and wiping it.", ["Clean the lens by breathing on it and wiping it."]),
    ],
)
def test_a_statement_is_no_part_of_an_instruction(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Empty the bowl first, or else it'll tip over.",
        "Empty the bowl first, or else it's ruined.",
        "Empty the bowl first, otherwise it'll spill.",
        "Empty the bowl first, if not it'll spill.",
        "Empty the bowl first, otherwise it'll tip over and soak the carpet.",
        "Empty the bowl first, or the lid will fall and break the glass.",
    ],
)
def test_what_befalls_one_otherwise_stays_whole(said: str) -> None:
    assert written(said) == [said]


def test_a_deed_behind_what_befalls_one_otherwise_is_told() -> None:
    assert written("Turn it left or it'll jam, and press Start.") == ["Turn it left or it'll jam.", "Press Start."]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Cook two minutes, then flip it over and serve.", ["Cook two minutes.", "Flip it over.", "Serve."]),
        ("Close the door, switch it on, print a page.", ["Close the door.", "Switch it on.", "Print a page."]),
        ("Flip the board over.", ["Flip the board over."]),
        ("Go to the settings page over there.", ["Go to the settings page."]),
        ("Get it over.", []),
        (
            "Press Simulate, check that the balance is zero, and only then press Post.",
            ["Press Simulate.", "Check that the balance is zero.", "Press Post."],
        ),
    ],
)
def test_where_something_is_turned_or_switched_to_belongs_to_the_verb(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Click Save, close the window, grab a coffee and you are done.", ["Click Save.", "Close the window."]),
        ("Click Save, then subscribe and leave a comment below.", ["Click Save."]),
        ("Hold on, click Save.", []),
        ("Click the link in the chat and open the page.", []),
    ],
)
def test_small_talk_at_the_end_takes_no_instruction_away(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("use google authenticator hit the plus button", ["Use google authenticator.", "Hit the plus button."]),
        ("take out your phone open up your browser", ["Take out your phone.", "Open up your browser."]),
        (
            "click on reset wait two minutes until the light turns green then press save",
            ["Click reset.", "Wait two minutes until the light turns green.", "Press save."],
        ),
    ],
)
def test_commands_without_a_joint_are_told_apart(said: str, expected: list[str]) -> None:
    assert written(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Push the tray back in since", ["Push the tray back in."]),
        ("Just make sure that when you're going", []),
        ("If you can tell if we, press the bell.", []),
        ("I'm going to paint some stripes so the wall at least", ["Paint some stripes."]),
        ("I'm stirring the glaze now is what I'm doing a bit of milk.", ["Stir the glaze."]),
        ("I'm heating the iron, just I just plugged it in.", ["Heat the iron."]),
        ("Add the glaze so the cake shines.", ["Add the glaze so the cake shines."]),
    ],
)
def test_nothing_hangs_at_the_end_of_a_line(said: str, expected: list[str]) -> None:
    assert written(said) == expected
