"""The rules behind the figures, one by one: measures, closed classes, clauses turned round, new words, actions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.guide import Action, Guide, Source
from pipeline.transcript import Transcript, Utterance
from tests.quality import facts, measure, novelty, polarity
from tests.quality.clauses import turned_round
from tests.quality.closed import named, side_kept, sides, sign_said, signs
from tests.quality.form import count_actions
from tests.quality.measures import measure_said, measures_of, unit_said, units_of
from tests.quality.spoken import Said
from tests.quality.words import listed
from tests.unit.test_quality_faults import GUIDE, TRANSCRIPT

WORDS = listed("""
    if unless you don't have one make sure it isn't red and a half inch 3 feet 1-1/2 left top bottom scroll up semicolon
    ; . , called named called. two seconds to of the 10 % 1/4""")
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(sorted(WORDS))).map(" ".join))


def told(instruction: str, *said: str) -> tuple[Guide, Transcript]:
    """A guide of one action that cites all that was said."""
    transcript = replace(TRANSCRIPT, utterances=tuple(Utterance(n, text) for n, text in enumerate(said, 1)))
    sources = tuple(Source(f"u{n}", text) for n, text in enumerate(said, 1))
    action = Action(instruction, tuple(source.id for source in sources))
    step = replace(GUIDE.steps[0], title="Go on", cautions=(), actions=(action,))
    return replace(GUIDE, title="Go on", steps=(step,), sources=sources), transcript


class TestMeasures:
    @pytest.mark.parametrize(
        ("measure", "text"),
        [
            ("2 feet", "about a 2-foot length"),
            ("half an inch", "a half an inch wide"),
            ("1/2-inch", "half an inch"),
            ("1-1/2 inches", "one and a half inches"),
            ("2 inch", "a 1-1/2 or 2 inch hole"),
            ("1 second", "wait a second"),
            ("500 ms", "five hundred milliseconds"),
            ("50 percent", "50%"),
            ("20 MB", "twenty megs"),
        ],
    )
    def test_the_same_measure(self, measure: str, text: str) -> None:
        assert measure_said(measure, text)

    @pytest.mark.parametrize(
        ("measure", "text"),
        [
            ("2 feet", "two pieces about 3 feet long"),
            ("3 meters", "3 feet"),
            ("1/4-inch", "four pieces 1/2-inch wide"),
            ("5 seconds", "one second, five times"),
            ("20 GB", "20 megabytes"),
        ],
    )
    def test_another(self, measure: str, text: str) -> None:
        assert not measure_said(measure, text)

    def test_a_unit_without_a_number(self) -> None:
        assert list(units_of("Set the number of seconds to wait.")) == ["seconds"]
        assert unit_said("seconds", "how many secs")
        assert not unit_said("seconds", "the number of milliseconds")

    def test_what_isnt_a_measure(self) -> None:
        assert list(measures_of("Repeat it on the second, in the minutes of the meeting.")) == []

    @given(TEXTS)
    @example("1;0/2%")
    def test_any_text_says_its_own(self, text: str) -> None:
        assert all(measure_said(found[0], text) for found in measures_of(text))


class TestClosedClasses:
    @pytest.mark.parametrize(
        ("instruction", "said", "fact"),
        [
            ("Connect the blue hose to the port.", "connect the red hose to the port", "colour “blue”"),
            ("Scroll to the top of the page.", "scroll to the bottom of the page", "side “top”"),
            ("Wrap it with the sticky side in.", "wrap it with the sticky side out in one go", "side “side in”"),
            ("Scroll up to the list.", "scroll down to the list", "side “scroll up”"),
            ("Add a bracket behind the name.", "add a semicolon behind the name", "sign “bracket”"),
            ("Create a folder called programs.", "create a folder called features for it", "name “programs”"),
            ("Call the function tool.override.", "call the function tool.wrap", "path “tool.override”"),
            ("Wait for 5 seconds.", "wait for five minutes, not seconds", "measure “5 seconds”"),
        ],
    )
    def test_another_word_of_the_class(self, instruction: str, said: str, fact: str) -> None:
        (found,) = facts(*told(instruction, said)).certain

        assert fact in found

    @pytest.mark.parametrize(
        ("instruction", "said"),
        [
            ("Put it on the left side.", "put it on the side, over there"),
            ("Right-click the left icon.", "right click the icon, the one on the left"),
            ("Log in to the page.", "log in, then look out for the page"),
            ("Add a bracket behind the name.", "add one of these, ( behind the name"),
            ("Add a dash between the names.", "add a minus between the names"),
            ("Create a folder called whatever you like.", "create a folder, the name is up to you"),
        ],
    )
    def test_what_isnt_another(self, instruction: str, said: str) -> None:
        assert facts(*told(instruction, said)).certain == ()

    def test_a_label_in_a_line_of_capitals(self) -> None:
        (found,) = facts(*told("Select Copy Zone.", "then select Copy Account")).certain

        assert "name “Zone”" in found

    def test_the_parts_of_a_command_in_another_order(self) -> None:
        guide, transcript = told("Set the key.", "set the key for the stream, it's stream colon weather")
        action = guide.steps[0].actions[0]
        for code, wrong in (("stream:weather", False), ("weather:stream", True)):
            step = replace(guide.steps[0], actions=(replace(action, code=code),))
            assert bool(facts(replace(guide, steps=(step,)), transcript).certain) is wrong

    def test_an_action_of_which_nothing_was_said(self) -> None:
        (found,) = facts(*told("Pleat the excess material for a tight seal.", "Pull it over the arch.")).certain

        assert "claim" in found

    def test_a_translated_guide_has_other_words(self) -> None:
        guide, transcript = told("Connect the red hose for 5 seconds.", "Den roten Schlauch 5 Sekunden verbinden.")

        assert facts(guide, replace(transcript, language="de")).certain == ()

    @given(TEXTS)
    def test_any_text_says_its_own(self, text: str) -> None:
        said = Said(text)
        assert all(side_kept(side, said) for side in sides(text))
        assert all(sign_said(sign, said) for sign in signs(text))
        assert all(said.says(name) for name in named(text))


class TestPolarity:
    @pytest.mark.parametrize(
        ("said", "instruction"),
        [
            (["Don't open the lid until it has cooled."], "Don't open the lid."),
            (["If it hasn't been done, cut the sheath."], "If it has been done, cut the sheath."),
            (["Unless you don't use the cache, clear the cache."], "If you don't use the cache, clear the cache."),
            (["If there's any rest of it, just pleat it."], "Pleat the rest."),
            (["You can adjust the rights, or leave them. You can share them."], "Never adjust the rights."),
            (["Make sure that the light is on."], "Make sure that the light is not on."),
            (["Ensure that the group has been created."], "Ensure that the group hasn't been created."),
            (["Treat the key like a password."], "Do not treat the key like a password."),
            (["If you only have one account, it looks different.", "Log in and go on."], "Log in."),
            (["Please make sure you never touch the rim."], "Make sure you touch the rim."),
            (["Now touch the rim."], "Make sure you don't touch the rim."),
        ],
    )
    def test_a_flip(self, said: list[str], instruction: str) -> None:
        assert len(polarity(*told(instruction, *said)).flips) == 1

    @pytest.mark.parametrize(
        ("said", "instruction"),
        [
            (["Don't open the lid until it has cooled."], "When it has cooled, open the lid."),
            (["Don't open the lid until it has cooled."], "Don't open the lid until it has cooled."),
            (["If it isn't there, create the file."], "Unless it is there, create the file."),
            (["If it hasn't been done, cut the sheath."], "If the sheath isn't cut yet, cut the sheath."),
            (["Check if the light isn't red. If it is green, go on and press Start."], "If it is green, press Start."),
            (["Make sure not only that the light is on but that it's green."], "Make sure that the light is on."),
            (["If you look at the menu, there's a button.", "Click the menu button."], "Click the menu button."),
            (["Make sure you don't touch the rim."], "Make sure you don't touch the rim."),
            (["And make sure to not touch the rim."], "Make sure to not touch the rim."),
        ],
    )
    def test_no_flip(self, said: list[str], instruction: str) -> None:
        assert polarity(*told(instruction, *said)).flips == ()

    @given(TEXTS)
    def test_no_text_is_its_own_reverse(self, text: str) -> None:
        assert not turned_round(text, text)


class TestNovelty:
    def test_a_thing_that_nobody_named(self) -> None:
        found = novelty(*told("Print this info to a log.", "we print this info to the screen"))

        assert found is not None
        assert found.unsaid == ("1.1 “log” in “Print this info to a log.”",)

    @pytest.mark.parametrize(
        "instruction",
        ["Display the info carefully.", "Print both infos afterwards.", "Open the installed page.", "Find the page."],
    )
    def test_words_with_which_anything_can_be_told(self, instruction: str) -> None:
        found = novelty(*told(instruction, "Look at this info on the page of the installation."))

        assert found is not None
        assert found.unsaid == ()

    def test_it_is_reported_and_not_demanded(self) -> None:
        assert measure(*told("Print it to a file.", "print it"))["unsaid words"].bound is None

    def test_english_only(self) -> None:
        guide, transcript = told("Datei öffnen.", "wir öffnen das")

        assert novelty(replace(guide, language="de"), transcript) is None


@pytest.mark.parametrize(
    ("instruction", "actions"),
    [
        ("Open the menu and select Copy.", 2),
        ("Open the panel and start configuring it.", 2),
        ("Print the info, and then sleep for 1 second.", 2),
        ("Select Read and Write Permissions.", 1),
        ("Cut along one side, close to the seal.", 1),
        ("Pass it around the bottom and back up the other side.", 1),
        ("Stop the server and back up the database.", 2),
    ],
)
def test_the_actions_of_an_instruction(instruction: str, actions: int) -> None:
    assert count_actions(instruction) == actions
