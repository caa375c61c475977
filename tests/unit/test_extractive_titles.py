"""What steps and guides are called without a model."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from pipeline.speech.languages import rules_for
from tests.unit.extractive_guides import actions, make, transcript


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("en", "Unless you are on the old firmware, remove the update page.", "Step 1"),
        ("en", "If it says error 809, restart the laptop.", "Step 1"),
        ("en", "If it says error 809, restart the laptop and then delete the connection.", "Step 1"),
        ("en", "Restart the laptop if it says error 809.", "Step 1"),
        ("en", "Restart the laptop unless it says ready.", "Step 1"),
        ("en", "If it says error 809, restart the laptop. Select the blue connection.", "Select the blue connection"),
        ("en", "Restart the laptop, and if it asks, select the blue connection.", "Restart the laptop"),
        ("en", "Click the button “Only if asked”.", "Click the button “Only if asked”"),
        ("en", "In the left menu, restart the laptop.", "Restart the laptop"),
        ("de", "Wenn die Lampe rot ist, klicken Sie auf Speichern.", "Step 1"),
        ("de", "Falls die Lampe rot ist, starten Sie den Server neu. Öffnen Sie die Datei.", "Die Datei öffnen"),
        ("es", "Si la luz está roja, haga clic en Guardar.", "Step 1"),
        ("fr", "Si la lampe est rouge, cliquez sur Enregistrer.", "Step 1"),
    ],
)
def test_no_title_drops_the_condition_of_its_instruction(language: str, said: str, title: str) -> None:
    steps, _, drafts = make(transcript(said, language=language), GuideOptions(anyway=True, steps=1))
    assert actions(drafts)
    assert [step.title for step in steps] == [title]


def test_a_goal_said_among_instructions_names_a_step_whose_instructions_cannot() -> None:
    said = (
        "If the light is red, press the reset button.",
        "Next, let's restart the router. ",
        "If it asks, delete the old certificate.",
    )
    steps, _, _ = make(transcript(*said), GuideOptions(anyway=True, steps=1))
    assert [step.title for step in steps] == ["Restart the router"]


def test_a_guide_is_not_named_after_a_step_that_has_only_a_number() -> None:
    said = "If it says error 809, restart the laptop."
    _, end, _ = make(transcript(said), GuideOptions(anyway=True))
    assert end.title == "Step-by-step guide"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (
            ("First, open the report in the browser.", "Then click Export.", "Save the file to your desktop."),
            "Save the file to your desktop",
        ),
        (("Open the report in the browser.", "To save the file, click Export."), "Save the file"),
        (("We do this to share the report.", "Open the menu.", "Click Export.", "Save it."), None),
        (("Open Settings.", "Click Security.", "Turn on two-step verification."), "Turn on two-step verification"),
        (
            ("Wipe the tray.", "Turn the key.", "Pull the printer out.", "Unplug the printer."),
            "Unplug the printer",
        ),
        (("Open the menu.", "Click Devices."), None),
        (("To share the report, open the menu and click Export.",), "Share the report"),
        (("Save the file to your desktop.",), "Save the file to your desktop"),
        (("Today I'll show you how to share the report.", "Open the menu.", "Click Export."), "Share the report"),
    ],
    ids=[
        "what doesn't only go on", "what one action is for", "a reason", "the last of three", "told most",
        "only clicks", "what all is for", "one action", "announced",
    ],
)  # fmt: skip
def test_a_guide_that_nothing_names_is_named_after_what_is_told_most(said: tuple[str, ...], title: str | None) -> None:
    _, end, _ = make(transcript(*said), GuideOptions(anyway=True))
    assert end.title == (title or "Step-by-step guide")


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("de", "Öffne es.", "Schritt-für-Schritt-Anleitung"),
        ("de", "Öffne die Tür.", "Die Tür öffnen"),
        ("en", "Open it.", "Step-by-step guide"),
    ],
)
def test_a_guide_that_nothing_names_has_a_plain_title_in_its_language(language: str, said: str, title: str) -> None:
    _, end, _ = make(transcript(said, language=language), GuideOptions(anyway=True))
    assert end.title == title


@pytest.mark.parametrize(
    ("language", "said", "title", "step"),
    [("en", "It rained.", "What was said", "“It rained.”"), ("de", "Es regnete.", "Was gesagt wurde", "„Es regnete.“")],
)
def test_a_guide_that_only_quotes_is_not_named_after_its_first_sentence(
    language: str, said: str, title: str, step: str
) -> None:
    steps, end, _ = make(transcript(said, language=language), GuideOptions(anyway=True))
    assert end.title == title
    assert [each.title for each in steps] == [step]


@pytest.mark.parametrize(
    ("language", "text", "title", "loses"),
    [
        ("en", "Make sure you don't tick the box.", "Make sure you don't tick the box", True),
        ("en", "Don't forget to save the file.", "Don't forget to save the file", False),
        ("en", "Save the file so you don't lose it.", "Save the file", False),
        ("en", "Save the file without its comments.", "Save the file without its comments", False),
        ("en", "Save the file without its comments.", "Save the file", True),
        ("en", "Otherwise, restart the laptop.", "Restart the laptop", True),
        ("en", "Check if the light is on.", "Check if the light is on", False),
        ("de", "Die Datei nicht öffnen.", "Die Datei nicht öffnen", True),
        ("es", "No abra el archivo.", "No abra el archivo", True),
        ("fr", "N'ouvrez pas le fichier.", "N'ouvrez pas le fichier", True),
        ("ja", "保存しないでください。", "保存しないでください", False),
    ],
)
def test_what_restricts_an_instruction_may_not_be_lost(language: str, text: str, title: str, loses: bool) -> None:
    assert rules_for(language).loses_restriction(text, title) is loses


def test_a_row_of_numbers_is_whole_in_a_title() -> None:
    steps, _, _ = make(transcript("Click Report. Select the days 10, 20, and 30 to see what changed, and press Print."))
    assert not any(step.title.endswith(("10", "20", " and")) for step in steps)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("Okay, so let's move on to the back wheel.", "the back wheel"),
        ("The next thing is the drain hose, because it leaks.", "the drain hose"),
        ("Now the actual wiring: red goes to red.", "the actual wiring"),
        ("So now we tighten the bolt.", None),
        ("The next thing is to tighten the bolt.", None),
        ("The drain hose leaks.", None),
    ],
)
def test_a_speaker_names_what_comes_next(said: str, topic: str | None) -> None:
    assert rules_for("en").topic_named(said) == topic


def test_a_step_is_named_by_what_its_speaker_names() -> None:
    steps, _, _ = make(
        transcript(
            "Open the front cover.", "Loosen the two screws.", "Pull the tray out.", "Wipe the tray with a cloth.",
            "Okay, let's move on to the drain hose.", "Squeeze the clamp with the pliers.", "Slide the clamp back.",
            "Pull the hose off the pipe.", "Rinse the hose in the sink.",
        )
    )  # fmt: skip
    assert "The drain hose" in [step.title for step in steps]


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("en", "Right Sam, let me take you through descaling the kettle.", "Descale the kettle"),
        ("en", "Okay, so I'll go over setting up the stage.", "Set up the stage"),
        ("en", "You asked me how to sharpen the mower.", "Sharpen the mower"),
        ("en", "I'm going to walk you all through the steps to enrol a member.", "Enrol a member"),
        ("en", "I was looking at building permits in town.", None),
        ("en", "We're talking about closing the shop in March.", None),
        ("en", "Let's go over the meeting of last week.", None),
        ("de", "In diesem Video wechseln wir die Bremsbeläge.", "Die Bremsbeläge wechseln"),
        ("fr", "Bonjour, aujourd'hui on va changer une ampoule.", "Changer une ampoule"),
        ("fr", "Voici comment vider la citerne.", "Vider la citerne"),
    ],
)
def test_a_guide_is_named_after_what_its_opening_announces(language: str, said: str, title: str | None) -> None:
    orders = {
        "en": ("Unplug the lamp.", "Pour vinegar into the bowl.", "Shut the window."),
        "de": ("Ziehen Sie den Stecker.", "Lösen Sie die Schraube."),
        "fr": ("Débranchez la lampe.", "Fermez la porte."),
    }
    steps, end, _ = make(transcript(said, *orders[language], language=language), GuideOptions(anyway=True))
    assert end.title == title or (title is None and end.title in [step.title for step in steps])
