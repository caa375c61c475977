"""What a step without a model is called: after a heading of the speaker, or its main deed, never a chance click."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from pipeline.outline.plain_titles import plain_title
from pipeline.outline.title_worth import is_no_title
from pipeline.speech.english import English
from pipeline.speech.languages import rules_for
from tests.unit.extractive_guides import actions, make, transcript


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (("Open Tools.", "Click Network drives.", "Click Next.", "Wait until it beeps."), "Click Network drives"),
        (("Press Next.", "Wait for the green light.", "Fit the filter.", "Click OK."), "Fit the filter"),
        (("Flip it after a minute.", "Pour the glaze into the tray.", "Serve it."), "Pour the glaze into the tray"),
        (("Finally, print a label to check that it sticks.", "Press Next."), "Print a label"),
        (("Lift the cover.", "Set the gain to 4, that is loud.", "Actually no, use 6."), "Set the gain to 6"),
        (("Click Next.", "Copy this new key.", "Click OK."), "Copy this new key"),
    ],
)
def test_a_step_is_named_after_its_main_deed(said: tuple[str, ...], title: str) -> None:
    steps, _, _ = make(transcript(*said), GuideOptions(anyway=True, steps=1))
    assert [step.title for step in steps] == [title]


@pytest.mark.parametrize(
    ("title", "is_none"),
    [
        ("Press Next", True),
        ("Click on the OK button", True),
        ("Press Enter twice", True),
        ("Wait", True),
        ("Auf Weiter klicken", True),
        ("Bis zum Ende warten", True),
        ("Auf „Weiter“ klicken", True),
        ("Haga clic en «Guardar»", True),
        ("Cliquez sur « Suivant »", True),
        ("Click “Save”", True),
        ("Auf „Neuer Drucker“ klicken", False),
        ("Press Next Steps", False),
        ("Waiter training", False),
        ("Select the back wheel", False),
    ],
)
def test_a_button_of_every_window_is_no_title(title: str, is_none: bool) -> None:
    assert is_no_title(title) is is_none


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Next: the bearings.", "the bearings"),
        ("Okay, so next up, guest access.", "guest access"),
        ("And now the cutter.", "the cutter"),
        ("Then comes the second coat.", "the second coat"),
        ("Now for the rear axle.", "the rear axle"),
        ("Next, click Save.", None),
        ("Now the door opens.", None),
        ("Next up, close it.", None),
    ],
)
def test_a_heading_is_a_sentence_without_a_verb(said: str, named: str | None) -> None:
    assert English().topic_named(said) == named


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Als Nächstes geht es um den neuen Treiber.", "der neue Treiber"),
        ("Und jetzt geht's um die Maske.", "die Maske"),
        ("Dann geht es weiter mit dem Fenster.", None),
        ("Jetzt geht es um alles.", None),
        ("Dann geht ihr um die Ecke.", None),
    ],
)
def test_what_german_goes_on_with_is_a_heading(said: str, named: str | None) -> None:
    assert rules_for("de").topic_named(said) == named


def test_a_german_step_is_named_after_what_it_is_about_which_is_no_instruction() -> None:
    said = ("Öffnet das Portal.", "Gebt den Namen ein.", "Als Nächstes geht es um den Treiber.", 'Klickt auf "Weiter".')
    more = (
        "Wählt den Hersteller.",
        'Klickt auf "Los".',
        "Dann geht es weiter mit dem Papier.",
        "Zieht das Fach heraus.",
    )
    steps, _, drafts = make(transcript(*said, *more, language="de"), GuideOptions(anyway=True))
    assert "Der Treiber" in [step.title for step in steps]
    assert not any("gehen" in line for line in actions(drafts))


def test_a_step_begins_with_a_heading_and_is_named_after_it() -> None:
    said = (
        "Open the hood.",
        "Click Add.",
        "Press OK.",
        "Next: the bearings.",
        "Pull the pin.",
        "Grease it.",
        "Push it.",
    )
    steps, _, drafts = make(transcript(*said), GuideOptions(anyway=True))
    assert steps[-1].title == "The bearings"
    assert not any("Next" in line for line in actions(drafts))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Danach die Klappe öffnen.", "Die Klappe öffnen"),
        ("Den Nutzer eintragen, zum Beispiel k.lang, und einen Code mit Zeichen.", "Den Nutzer eintragen"),
        ("Salz, Pfeffer und Öl mischen.", "Salz mischen"),
    ],
)
def test_a_german_title_has_one_verb_and_no_word_that_only_goes_on(line: str, title: str) -> None:
    assert rules_for("de").title(line) == title


def test_a_guide_is_named_after_what_is_shown_and_not_after_the_showing() -> None:
    said = ("Today I show how to change the blade.", "Open the guard.", "Pull the pin.", "Press Start.")
    _, end, _ = make(transcript(*said), GuideOptions(anyway=True))
    assert end.title == "Change the blade"


def test_a_step_begins_where_a_sentence_turns_to_another_goal() -> None:
    said = (
        "Next, unlock the pump.",
        "Lift the cover.",
        "Pull the pin.",
        "Choose Release to empty the tank, open the valve and turn the wheel.",
        "Drain the hose.",
        "Close the tap.",
    )
    steps, _, drafts = make(transcript(*said), GuideOptions(anyway=True, steps=2))
    assert steps[1].title == "Empty the tank"
    assert actions(drafts[:1])[-1] == "Choose Release."
    assert actions(drafts[1:])[0] == "To empty the tank, open the valve."
    assert len(actions(drafts)) == len(set(actions(drafts)))


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("en", ("Open the settings.", "Click “Next”.", "Click “Install”."), "Open the settings"),
        ("de", ('Klickt auf "Weiter".', "Wählt den Drucker.", 'Klickt auf "Los".'), "Den Drucker wählen"),
        ("es", ("Hagan clic en «Aplicar».", "Elijan el formato.", "Esperen a que termine."), "Elija el formato"),
        ("fr", ("Cliquez sur « Suivant ».", "Saisissez ensuite l'adresse.", "Attendez la fin."), "Saisissez l'adresse"),
        ("fr", ("Cliquez ensuite sur « Suivant ».", "Attendez la fin."), "Cliquez sur « Suivant »"),
    ],
)
def test_a_step_is_named_after_what_it_is_for_rather_than_a_button(
    language: str, said: tuple[str, ...], title: str
) -> None:
    steps, _, _ = make(transcript(*said, language=language), GuideOptions(anyway=True, steps=1))
    assert [step.title for step in steps] == [title]


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("en", ("Wash three carrots.", "Cut them into thin sticks and dry them well."), "Wash three carrots"),
        (
            "en",
            ("Roll out the dough.", "Prick it all over with a fork.", "Give it a rest of an hour."),
            "Roll out the dough",
        ),
        ("en", ("Drain the pasta.", "Put all of it into the wide pan with the sauce."), "Drain the pasta"),
        ("de", ("Waschen Sie drei Karotten.", "Schneiden Sie sie in dünne Streifen."), "Drei Karotten waschen"),
        ("es", ("Lave tres zanahorias.", "Córtelas en tiras finas y séquelas bien."), "Lave tres zanahorias"),
        ("es", ("Abra la caja.", "Póngala encima de la mesa.", "Dele la vuelta con cuidado."), "Abra la caja"),
        ("fr", ("Lavez trois carottes.", "Coupez-les en fins bâtonnets."), "Lavez trois carottes"),
    ],
)
def test_a_step_is_named_after_a_thing_and_no_bare_pronoun(language: str, said: tuple[str, ...], title: str) -> None:
    steps, _, _ = make(transcript(*said, language=language), GuideOptions(anyway=True, steps=1))
    assert [step.title for step in steps] == [title]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Shake it well.", "Then pour them into it slowly.")),
        ("de", ("Schütteln Sie es gut.", "Stellen Sie sie auf den Tisch.")),
        ("es", ("Agítelo bien.", "Viértalas despacio.")),
        ("fr", ("Secouez-le bien.", "Posez-les sur la table.")),
    ],
)
def test_a_step_that_names_no_thing_is_not_named_after_its_deeds(language: str, said: tuple[str, ...]) -> None:
    steps, end, _ = make(transcript(*said, language=language), GuideOptions(anyway=True, steps=1))
    assert [step.title for step in steps if not step.title.startswith(("“", "„", "«"))] in ([], ["Step 1"])
    assert end.title == plain_title(language)
