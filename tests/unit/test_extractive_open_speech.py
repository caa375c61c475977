"""What is told in open speech, of any trade, and what a guide makes of it. No sentence is from a recording."""

from __future__ import annotations

import pytest

from pipeline.guide import CautionKind
from pipeline.outline.procedural import measure, why_no_procedure
from pipeline.speech.english import English
from pipeline.speech.instructions import find_instructions
from pipeline.speech.languages import rules_for
from pipeline.speech.understanding import extract_of
from pipeline.transcript import Transcript, Utterance

ENGLISH = English()


def actions(said: str, language: str = "en") -> list[str]:
    return [instruction.text for instruction in rules_for(language).read(said).instructions]


def told(*lines: str) -> Transcript:
    return Transcript("test", tuple(Utterance(n, line) for n, line in enumerate(lines, 1)), language="en")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Next thing you do is unhook the spring.", ["Unhook the spring."]),
        ("First thing you do after you park the van is pull the handbrake.", ["Pull the handbrake."]),
        ("The first step for setting up the kiln is to open the vent.", ["Open the vent."]),
        ("The last thing before you leave is to quickly check the meter.", ["Check the meter."]),
        ("See if the pilot flame is blue.", ["Check if the pilot flame is blue."]),
        ("You'd then want to rinse the brush in clean water.", ["Rinse the brush in clean water."]),
    ],
)
def test_what_is_announced_is_told(said: str, written: list[str]) -> None:
    assert actions(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (
            "To get the cover off the motor loosen the four nuts.",
            ["To get the cover off the motor, loosen the four nuts."],
        ),
        ("In the Tools menu choose the export option.", ["In the Tools menu, choose the export option."]),
        ("Or, pick the colour from the list.", ["Alternatively, pick the colour from the list."]),
    ],
)
def test_no_comma_is_needed_behind_an_aim_a_place_or_a_state(said: str, written: list[str]) -> None:
    assert actions(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "In the log the entries open the door to attacks.",
        "To keep the shop running the owner needs a licence.",
        "On the left is the pump, in addition to that the hose.",
    ],
)
def test_a_statement_behind_a_place_stays_one(said: str) -> None:
    assert actions(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Have the patient raise both arms and count to ten.",
        "Have the client sit down with both feet on the floor.",
        "Make sure nobody is standing behind the gate before you lower it.",
    ],
)
def test_whoever_is_made_to_do_it_is_kept(said: str) -> None:
    (instruction,) = ENGLISH.read(said).instructions
    assert (instruction.text, instruction.vague) == (said, False)


def test_both_halves_of_a_choice_keep_their_condition() -> None:
    said = "Either take the lift or, if it's out of order, use the back stairs."
    assert actions(said) == ["Take the lift or, if it's out of order, use the back stairs."]


@pytest.mark.parametrize(
    "said",
    [
        "The next chapter goes into more detail.",
        "Two cups of coffee are enough for me.",
        "The law was signed by the president.",
        "Is it two cups of flour?",
    ],
)
def test_other_statements_tell_nobody_to_do_anything(said: str) -> None:
    assert actions(said) == []


def test_what_a_presenter_can_do_with_the_mouse_is_surer_than_a_possibility() -> None:
    (click,) = ENGLISH.read("I can drag the slider to the left.").instructions
    (think,) = ENGLISH.read("I can write a longer report.").instructions
    assert click.weight == 0.6 > think.weight


def test_forbidden_things_are_warned_of() -> None:
    aside = ENGLISH.read("Never open the hatch while the drum is spinning.").aside
    assert aside is not None
    assert (aside.kind, aside.text) == (CautionKind.WARNING, "Never open the hatch while the drum is spinning.")


@pytest.mark.parametrize(
    "said",
    [
        "Remember to always bring a spare fuse.",
        "Be sure to label each tube before it goes in the freezer.",
    ],
)
def test_what_is_told_in_other_words_stays_in_them(said: str) -> None:
    assert actions(said) == [said]


@pytest.mark.parametrize(
    ("said", "kind", "written"),
    [
        ("Two people must be present.", CautionKind.NOTE, "Two people must be present."),
        ("That needs to come off first.", CautionKind.NOTE, "That needs to come off first."),
        ("Whatever you do, don't mix the two.", CautionKind.WARNING, "Don't mix the two."),
        ("You never want to leave it unattended.", CautionKind.WARNING, "You never want to leave it unattended."),
        ("You want the blade facing away from you.", CautionKind.NOTE, "You want the blade facing away from you."),
    ],
)
def test_how_it_must_be_becomes_a_note(said: str, kind: CautionKind, written: str) -> None:
    aside = ENGLISH.read(said).aside
    assert aside is not None
    assert (aside.kind, aside.text) == (kind, written)


def test_commands_that_nothing_joins_are_told_one_by_one() -> None:
    said = "take the cover off the motor remove the belt and clean the wheel"
    assert actions(said) == ["Take the cover off the motor.", "Remove the belt.", "Clean the wheel."]


@pytest.mark.parametrize(
    "said",
    [
        "I don't use the plastic sheet",
        "the tool lets people cut the cloth",
        "we watched the crane lift the roof",
    ],
)
def test_no_command_begins_behind_a_negation_or_a_cause(said: str) -> None:
    assert actions(said) == []


def test_what_an_instruction_points_at_is_named_and_cited() -> None:
    read = find_instructions(told("On the left there's an export option.", "I can click on that.", "Save the file."))
    (first, *_) = [one for one in read.sentences if one.instructions]
    assert first.instructions[0].text == "Click the export option."
    assert first.also_cites == (1,)


def test_what_somebody_shows_is_evidence_of_a_procedure() -> None:
    talk = [f"That is what the engineers of team {n} told us about the old pump at length." for n in range(8)]
    work = ["Let's check the valve.", "If we now open it, it hisses.", "Let's look at the pressure.", "Close the tap."]
    shown = told(*talk, *work, "Then release the lever.", "Turn the knob.")
    read = find_instructions(shown)
    assert why_no_procedure(shown, read.sentences) is None
    assert measure(shown, read.sentences).evidence > sum(i.evidence for one in read.sentences for i in one.instructions)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Sie müssen dann noch die Seriennummer eintragen.", ["Die Seriennummer eintragen."]),
        ("Dann lasst ihr den Teig eine Stunde ruhen.", ["Den Teig eine Stunde ruhen lassen."]),
        ("Lass die Farbe zwei Stunden trocknen.", ["Die Farbe zwei Stunden trocknen lassen."]),
        (
            "Als Nächstes die Schrauben lösen, aber nicht ganz herausdrehen.",
            ["Die Schrauben lösen, aber nicht ganz herausdrehen."],
        ),
        ("Nehmen Sie das Gästenetz, nicht das interne.", ["Das Gästenetz nehmen, nicht das interne."]),
        ("Das Formular kommt dann in die blaue Mappe.", ["Das Formular kommt in die blaue Mappe."]),
        ("Zwei Esslöffel Öl in die Pfanne.", ["Zwei Esslöffel Öl in die Pfanne."]),
        ("Das Wasser kommt aus der Leitung.", []),
        ("Drei Liter Milch sind zu viel.", []),
    ],
)
def test_german(said: str, written: list[str]) -> None:
    assert actions(said, "de") == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (
            "Hay que esperar a que la luz se ponga verde y luego desconectar el cable.",
            ["Espere a que la luz se ponga verde.", "Desconecte el cable."],
        ),
        (
            "A menos que tengas la versión antigua, sáltate esta página.",
            ["A menos que tenga la versión antigua, sáltese esta página."],
        ),
        ("Ahora nos vamos a Configuración.", ["Vaya a Configuración."]),
        ("Se deja reposar la masa una hora.", ["Deje reposar la masa una hora."]),
        ("Se abre una ventana.", []),
        ("Vamos a ver cómo funciona.", []),
    ],
)
def test_spanish(said: str, written: list[str]) -> None:
    assert actions(said, "es") == written


def test_a_refusal_counts_the_sentences_that_the_guide_counts_which_is_made_anyway() -> None:
    talk = [f"Our team {n} told us about the old pump at length." for n in range(12)]
    plans = ["Then let's meet again on Wednesday.", "I'd rather move two events.", "We close the shop on Friday."]
    meeting = told(*talk, "Perfect.", "Okay, great.", *plans)
    read = find_instructions(meeting)

    why, extract = why_no_procedure(meeting, read.sentences), extract_of(read.sentences, "en")

    assert extract is not None
    assert why is not None
    assert why.endswith(f" in {extract.sentences} sentences.")
    assert extract.sentences == len(read.sentences) - 2
