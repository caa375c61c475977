"""Commands behind a place, a tool or an aim without a comma, and what the speaker calls optional."""

from __future__ import annotations

import pytest

from pipeline.speech.english.step_titles import title_from
from pipeline.speech.languages import rules_for


def told_in(said: str) -> list[str]:
    return [one.text for one in rules_for("en").read(said).instructions]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "In a wide pot warm two cups of milk, a stick of butter, and a spoon of honey.",
            "In a wide pot, warm two cups of milk, a stick of butter, and a spoon of honey.",
        ),
        ("From the sidebar choose Archive.", "From the sidebar, choose Archive."),
        ("For the glaze melt the chocolate in a pan.", "For the glaze, melt the chocolate in a pan."),
        ("On a clean bench roll the cloth out.", "On a clean bench, roll the cloth out."),
        ("With both thumbs press the seal into the rim.", "With both thumbs, press the seal into the rim."),
        ("In a small pan we're just going to warm about ten olives.", "In a small pan, warm about ten olives."),
        ("Okay everyone, fold the sheet in half.", "Fold the sheet in half."),
        ("The jars need to be sterilised before use.", "Sterilise the jars before use."),
        ("All we have to do now is splice it at the bend.", "Splice it at the bend."),
        ("Untick that box in the corner.", "Untick that box in the corner."),
        ("While the resin's still soft, scrape off the drips.", "While the resin's still soft, scrape off the drips."),
        ("Keep the gate shut while the dog's in there.", "Keep the gate shut while the dog's in there."),
        ("Spend no more than an hour on the draft.", "Spend no more than an hour on the draft."),
        ("For the second coat set the pressure to 2 bar.", "For the second coat, set the pressure to 2 bar."),
    ],
)
def test_a_command_behind_other_words_is_read(said: str, told: str) -> None:
    assert told_in(said) == [told]


@pytest.mark.parametrize(
    "said",
    [
        "In the trail mix the raisins are already salted.",
        "In these firms clerks open the post.",
        "On the first evening children set the table.",
        "In this lesson we use a brush.",
        "All you need to know is that it floats.",
        "Note that the box is red.",
    ],
)
def test_a_statement_is_no_command(said: str) -> None:
    assert told_in(said) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Then dust the loaf with flour, but that's optional.", "Optionally, dust the loaf with flour."),
        (
            "I like to wax my edges with a candle, but that's totally optional.",
            "Optionally, wax your edges with a candle.",
        ),
        ("Tape the corners, although it's not strictly necessary.", "Optionally, tape the corners."),
        ("Optional: print a label.", "Optionally, print a label."),
        ("Print a label, that is necessary.", "Print a label."),
    ],
)
def test_what_is_called_optional_stays_optional(said: str, told: str) -> None:
    assert told_in(said) == [told]


@pytest.mark.parametrize(
    ("phrase", "title"),
    [
        ("Begin by washing all of your new paint brushes.", "Begin by washing all your new paint brushes"),
        (
            "Pour about a quarter of that sugar syrup over the sponge with a spoon",
            "Pour about a quarter of that sugar syrup",
        ),
        ("Open the drawer that you emptied before the lesson began", "Open the drawer"),
    ],
)
def test_no_title_ends_with_an_amount(phrase: str, title: str) -> None:
    assert title_from(phrase) == title


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("If it rattles swap the bearing.", "If it rattles, swap the bearing."),
        ("Once it's cold peel the film off.", "Once it's cold, peel the film off."),
        ("If there's no signal move the aerial.", "If there's no signal, move the aerial."),
        ("When you're finished lock the cabinet.", "When you're finished, lock the cabinet."),
        ("When the pump stops drain the hose.", "When the pump stops, drain the hose."),
    ],
)
def test_a_brief_condition_needs_no_comma(said: str, told: str) -> None:
    assert told_in(said) == [told]


@pytest.mark.parametrize(
    "said",
    [
        "If it freezes the pipe bursts.",
        "When it is in the box the lid closes.",
        "If the wind turns the sail flaps.",
        "When it's time to lock the cabinet I tell you.",
    ],
)
def test_what_a_condition_brings_about_is_no_command(said: str) -> None:
    assert told_in(said) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("So the hinge, oil it with a drop or two.", ["Oil the hinge with a drop or two."]),
        ("Now the next thing is the gasket, lift it out with a pick.", ["Lift the gasket out with a pick."]),
        ("Step three is labels, print one for each box.", ["Print one for each box."]),
        ("The ladder, it folds up.", []),
        ("The invoice, you find it in your inbox.", []),
        ("The next part is the hard one, so be careful.", []),
    ],
)
def test_the_command_in_the_breath_that_names_its_topic_is_read(said: str, told: list[str]) -> None:
    assert told_in(said) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Next is to grease the tin.", ["Grease the tin."]),
        ("Step two would be to sign the form.", ["Sign the form."]),
        ("It's just a case of dragging the clip onto the track.", ["Drag the clip onto the track."]),
        ("What you're going to want to do is shake the tin.", ["Shake the tin."]),
        ("I'm going to go over here and click Publish.", ["Click Publish."]),
        ("We go to the Inbox and there they are.", ["Go to the Inbox."]),
        ("The goal is to grease the tin less often.", []),
        ("And then let's uh query hit this new query button.", ["Hit this new query button."]),
        ("You need to double click the icon.", ["Double-click the icon."]),
        ("So to open the kiln I'm going to lift the latch, right?", ["To open the kiln, lift the latch."]),
        ("We're going to go to shelf nine, okay?", ["Go to shelf nine."]),
        ("So what we're going to do is let's drain the tank, right?", ["Drain the tank."]),
        ("Should we lift the latch, right?", []),
        ("I'm going to select those layers, and then just delete.", ["Select those layers.", "Delete."]),
        ("Let's turn our attention to part number two.", []),
        ("You're going to start seeing small cracks in the glaze.", []),
        ("We could use the coarse file but it leaves deep marks.", []),
        ("Stir it, okay, that thickens the sauce.", ["Stir it."]),
        ("Shut the lid, and let's say we have a second tank.", ["Shut the lid."]),
        ("You drag the slider over the edge like we're doing right here.", ["Drag the slider over the edge."]),
    ],
)
def test_what_leads_to_a_deed_is_left_out(said: str, told: list[str]) -> None:
    assert told_in(said) == told


@pytest.mark.parametrize(
    ("said", "told", "seen"),
    [
        ("When I click Invoices, it opens a list of them.", ["Click Invoices."], "It opens a list of them."),
        (
            "So when we go to Plans and then expand Spring, we now have the beds in a row.",
            ["Go to Plans.", "Expand Spring."],
            "You now have the beds in a row.",
        ),
        ("If you click Delete, it wipes the whole list.", [], None),
    ],
)
def test_what_a_presenter_tries_is_done_and_what_appears_is_its_result(
    said: str, told: list[str], seen: str | None
) -> None:
    reading = rules_for("en").read(said)
    assert ([one.text for one in reading.instructions], reading.expected) == (told, seen)


def test_the_idea_is_no_result() -> None:
    assert rules_for("en").read("You get the general idea.").expected is None
