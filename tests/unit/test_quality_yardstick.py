"""The yardstick: what a guide has of the lines of a recipe that were told, and in which order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.readers import read_transcript
from tests.quality.report import Report
from tests.quality.yardstick import Dialogue, Turn, main, measured, read_dialogue, reports, turns_of

DIALOGUE = Dialogue(
    "tea",
    (
        Turn("Learner", "Hello, how do I make the tea?", ()),
        Turn("Cook", "Boil the water in the kettle. Then warm the pot.", ("inst-1", "inst-2")),
        Turn("Learner", "Okay, and then?", ()),
        Turn("Cook", "Put two spoons of tea leaves into the pot.", ("inst-3",)),
        Turn("Learner", "Which pot?", ()),
        Turn("Cook", "The blue one was the nicest of all.", ("inst-10",)),
        Turn("Learner", "Done, what comes next?", ()),
        Turn("Cook", "Pour the water over the leaves and wait for four minutes.", ("inst-11",)),
    ),
)


async def _report(dialogue: Dialogue) -> Report:
    (report,) = await reports([dialogue])
    return report


async def test_a_line_counts_if_an_action_cites_an_utterance_that_tells_it() -> None:
    report = await _report(DIALOGUE)

    assert report["recall"].counts == "4/5"
    assert report["recall"].offenders == ("“The blue one was the nicest of all.”",)
    assert report["order"].counts == "6/6"
    assert report["refused"].hits == 0
    assert report["citations of the learner"].hits == 0


async def test_lines_in_another_order_than_the_recipes_are_counted() -> None:
    turns = DIALOGUE.turns
    turned = Dialogue("tea", (*turns[:1], turns[3], turns[2], turns[1], *turns[4:]))

    report = await _report(turned)

    assert report["order"].counts == "4/6"


async def test_a_refused_dialogue_has_none_of_its_lines() -> None:
    transcript = await read_transcript(DIALOGUE.text.encode(), "tea.txt")

    report = measured(DIALOGUE, transcript, None)

    assert (report["recall"].counts, report["refused"].hits) == ("0/5", 1)


async def test_each_utterance_is_of_the_turn_that_it_was_said_in() -> None:
    transcript = await read_transcript(DIALOGUE.text.encode(), "tea.txt")

    found = turns_of(DIALOGUE, transcript)

    assert [transcript[number].speaker for number in found] == [DIALOGUE.turns[at].speaker for at in found.values()]
    assert set(found.values()) == set(range(len(DIALOGUE.turns)))


def test_the_lines_of_a_recipe_are_in_its_order_by_number() -> None:
    assert DIALOGUE.told == ("inst-1", "inst-2", "inst-3", "inst-10", "inst-11")


def test_dialogues_are_read_where_the_setting_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {
        "id": DIALOGUE.name,
        "turns": [{"speaker": t.speaker, "text": t.text, "tells": list(t.tells)} for t in DIALOGUE.turns],
    }
    assert read_dialogue(json.dumps(given)) == DIALOGUE
    (tmp_path / "dialogs.jsonl").write_text(json.dumps(given) + "\n", encoding="utf-8")
    monkeypatch.setenv("SCRIPT2DOC_COOKDIAL", str(tmp_path))

    assert main([]) == 0
    assert main(["--strict"]) == 1
    assert "CookDial (1)" in capsys.readouterr().out


def test_without_the_setting_it_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SCRIPT2DOC_COOKDIAL", raising=False)

    assert main([]) == 2
    assert "SCRIPT2DOC_COOKDIAL" in capsys.readouterr().err
