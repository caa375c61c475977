"""The material that checks are measured with holds together: what a fault is planted in is really in its draft."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline.grounding import explain
from pipeline.writing import DraftAction
from tests.checks import material
from tests.checks.verdicts import findings
from tests.conftest import FIXTURES, further

FOLDER = FIXTURES / "checks"
DRAFTS: dict[str, dict[str, Any]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted((FOLDER / "drafts").glob("*.json"))
}


def lines(draft: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for step in draft["steps"]:
        yield from (*step["actions"], *step["cautions"])


def texts(value: object) -> Iterator[object]:
    """Every text and list in a draft, at any depth."""
    yield value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def test_each_line_cites_what_was_said():
    for name, draft in DRAFTS.items():
        assert draft["licence"], name
        for line in lines(draft):
            assert line["utterances"], (name, line)
            assert all(str(number) in draft["said"] for number in line["utterances"]), (name, line)


def test_each_fault_in_a_guide_changes_an_action_that_is_in_it():
    folder = FOLDER / "guides"
    guides = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))}
    faults = [json.loads(line) for line in (folder / "faults.jsonl").read_text(encoding="utf-8").splitlines()]

    assert len(faults) >= 50
    assert all(guide["licence"] for guide in guides.values())
    for fault in faults:
        guide = guides[fault["guide"]]
        action = guide["steps"][fault["step"] - 1]["actions"][fault["action"] - 1]
        assert action["instruction"] == fault["honest"] != fault["twin"], fault
        assert fault["fault"] not in (fault["honest"], fault["twin"]) or fault["utterances"] != action["utterances"]
        assert all(str(number) in guide["said"] for number in fault["utterances"]), fault


def test_each_fault_changes_a_line_that_is_in_its_draft():
    faults = [json.loads(line) for line in (FOLDER / "planted.jsonl").read_text(encoding="utf-8").splitlines()]

    assert len(faults) >= 100
    for fault in faults:
        assert fault["fault"] != fault["honest"], fault
        added = fault["honest"] is None
        assert added or fault["honest"] in list(texts(DRAFTS[fault["draft"]])), fault


def test_steps_are_held_back_of_drafts_that_are_there():
    held_back = json.loads((FOLDER / "held_back.json").read_text(encoding="utf-8"))

    for name, numbers in held_back["steps"].items():
        assert set(numbers) <= set(range(1, len(DRAFTS[name]["steps"]) + 1))
    assert set(held_back["planted_in"]) <= set(DRAFTS)
    assert max(held_back["twins"]) <= len((FOLDER / "twins.jsonl").read_text(encoding="utf-8").splitlines())
    assert sum(map(len, held_back["steps"].values())) * 5 > sum(len(draft["steps"]) for draft in DRAFTS.values())


@pytest.mark.parametrize("every", [5, *further(1)])
def test_each_fault_is_in_the_draft_that_is_checked(every: int):
    planted, of_guides = material.planted()
    lies, truths = material.twins()

    assert len(planted) + of_guides == len((FOLDER / "planted.jsonl").read_text(encoding="utf-8").splitlines())
    for case in [*planted, *lies, *truths][::every]:
        checked = {check.part for check in explain(case.request, case.draft)}
        assert case.part in {*checked, "title"}, case.name  # a title that holds has no check


def test_an_invented_value_is_found_and_what_was_said_is_not():
    lies, truths = material.twins()
    lie, truth = lies[0], truths[0]
    said = lie.request.transcript[1].text
    invented = replace(lie, draft=replace(lie.draft, actions=(DraftAction(f"{said[:-1]} by 17:45.", (1,)),)))

    assert findings(invented)
    assert not findings(truth)
