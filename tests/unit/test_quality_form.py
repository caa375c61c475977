"""Faults planted in the form, the words and the order of a good guide: each lowers the number that is there for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.guide import Action
from tests.quality import Gold, Report, agreement, form, read_gold, readability, restraint
from tests.quality.form import faults_of
from tests.unit.test_quality_faults import GOLD, GUIDE, TRANSCRIPT, changed, with_action, with_step


class TestForm:
    @pytest.mark.parametrize(
        ("instruction", "fault"),
        [
            ("The router page opens.", "no imperative"),
            ("You open the router page.", "no imperative"),
            ("Opening the router page.", "no imperative"),
            ("Save is a button.", "no imperative"),
            ("Save the settings and close the window.", "2 actions"),
            ("Open the page, click the button, and save the settings.", "3 actions"),
            ("Save " + "the settings " * 13, "27 words"),
        ],
    )
    def test_a_fault(self, instruction: str, fault: str) -> None:
        (found,) = form(with_action(2, 3, instruction=instruction)).faulty

        assert fault in found

    @pytest.mark.parametrize(
        "instruction",
        [
            "Press and hold the reset button.",
            "If the light is red, restart the router.",
            "Optionally, add a name.",
            "Don't delete the default rule.",
            "Select read and write permissions.",
            "In the menu, choose Save and Exit.",
            "Never share the key.",
        ],
    )
    def test_good_form(self, instruction: str) -> None:
        assert form(with_action(2, 3, instruction=instruction)).faulty == ()

    @pytest.mark.parametrize(
        ("language", "good", "bad"),
        [
            ("de", "Klicken Sie auf Speichern.", "Das Fenster ist offen."),
            ("de", "Die Zwiebeln klein schneiden.", "Der Router blinkt."),
            ("es", "Seleccione el archivo.", "El archivo está abierto."),
        ],
    )
    def test_other_languages(self, language: str, good: str, bad: str) -> None:
        assert list(faults_of(good, language)) == []
        assert list(faults_of(bad, language)) == ["no imperative"]

    def test_a_title_that_is_no_verb_phrase(self) -> None:
        assert form(with_step(1, title="The external port")).no_verb == ("1 no verb phrase: “The external port”",)

    def test_the_same_title_twice(self) -> None:
        assert len(form(with_step(1, title="Save the settings")).same_titles) == 1

    @pytest.mark.parametrize(
        ("instruction", "vague"),
        [
            ("Click here.", True),
            ("Take it a step further.", True),
            ("Do it quickly.", True),
            ("Click Advanced.", False),
            ("Press 4.", False),
            ("Create a file.", False),
            ("Log in.", False),
            ("Öffnen.", False),
        ],
    )
    def test_an_action_that_names_nothing(self, instruction: str, vague: bool) -> None:
        assert bool(form(with_action(2, 3, instruction=instruction)).vague) is vague

    def test_an_action_told_twice(self) -> None:
        again = with_action(1, 4, instruction="Save all the settings.", citations=("u8",))

        assert form(again).duplicates == ("1.4 “Save all the settings.” and 2.3 “Save the settings.”",)

    def test_actions_that_differ_by_a_number_arent_duplicates(self) -> None:
        steps = tuple(Action(f"Press key {n} for the graph.", ("u2",)) for n in (4, 5))

        assert form(with_step(1, actions=steps)).duplicates == ()


class TestReadability:
    @pytest.mark.parametrize(
        "text",
        [
            "Um, save the settings.",
            "You're gonna save the settings.",
            "So basically save the settings.",
            "Let me just save the settings.",
            "Save the settings, you know.",
            "Save save save the settings.",
        ],
    )
    def test_filler(self, text: str) -> None:
        guide = with_action(2, 3, instruction=text)

        assert len(readability(guide).filler) == 1
        assert "filler sentences" in changed(guide)

    @pytest.mark.parametrize("text", ["Click Okay.", "Make sure you know your password.", "Save the drum settings."])
    def test_what_only_looks_like_filler(self, text: str) -> None:
        assert readability(with_action(2, 3, instruction=text)).filler == ()

    def test_long_words_are_harder(self) -> None:
        hard = with_action(2, 3, instruction="Immediately consolidate organizational configuration parameters.")
        easy, harder = readability(GUIDE).ease, readability(hard).ease

        assert easy is not None
        assert harder is not None
        assert harder < easy


class TestGold:
    @pytest.fixture
    def gold(self) -> Gold:
        found = read_gold(GOLD / "gold_steps")
        assert found is not None
        return found

    def test_a_good_guide_has_the_persons_steps(self, gold: Gold) -> None:
        found = agreement(GUIDE, TRANSCRIPT, gold)

        assert found.missing == ()
        assert found.tau == 1
        assert [text.split()[0] for text in found.besides] == ["1.2", "2.1", "2.2"]

    def test_a_swapped_order(self, gold: Gold) -> None:
        swapped = replace(GUIDE, steps=tuple(reversed(GUIDE.steps)))

        tau = agreement(swapped, TRANSCRIPT, gold).tau
        assert tau is not None
        assert tau < 1
        assert "gold order (tau)" in changed(swapped, gold)
        assert "gold recall" not in changed(swapped, gold)

    def test_a_missing_step(self, gold: Gold) -> None:
        guide = with_step(1, actions=GUIDE.steps[0].actions[:3])

        assert agreement(guide, TRANSCRIPT, gold).missing == ("“Enter the external port.”",)

    def test_chapters_are_matched_by_time(self) -> None:
        gold = read_gold(GOLD / "gold_chapters")
        assert gold is not None
        full = agreement(GUIDE, TRANSCRIPT, gold)
        late = agreement(with_step(2, actions=GUIDE.steps[1].actions[:1]), TRANSCRIPT, gold)

        assert (full.missing, full.tau) == ((), 1)
        assert late.missing == ("“Saving”",)


def test_a_guide_from_what_teaches_nothing() -> None:
    report = Report("restraint", restraint({"interview.vtt": None, "meeting.vtt": GUIDE}).rows())

    assert report["restraint"].value == 0.5
    assert report["restraint"].offenders == (
        "meeting.vtt: “Forward a port”, 2 steps: Open the external port; Save the settings",
    )
