"""What a model answers is read piece by piece, and checked against what it was shown."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.outline.outline_answer import SCHEMA, OutlineAnswer, read_outline
from pipeline.outline.outline_scanner import OutlineScanner
from pipeline.prompts.answers import read_ids, read_json, tidy_title
from pipeline.writing import DraftGap
from pipeline.writing.draft_answer import ActionAnswer, CautionAnswer, StepAnswer, read_draft, schema
from tests.loopback.model_schema import BadRequest, check_strict

STEP = {
    "title": "Open the port",
    "goal": "Traffic gets in.",
    "actions": [
        {
            "instruction": "Open  port\n8443.",
            "code": "```\nufw allow 8443\n```",
            "expected": "",
            "utterances": [4, 5],
            "passages": ["p1"],
        }
    ],
    "cautions": [{"kind": "warning", "text": "Never open 22.", "utterances": [6], "before": 1}],
    "missing": [{"text": "The address was only  shown.", "utterances": [5, 6]}],
    "mended": [{"heard": "untag  it", "written": "untick it"}, {"heard": "", "written": "nothing"}],
}


def scanned(pieces: list[str]) -> list[list[tuple[str, str | dict[str, Any]]]]:
    scanner = OutlineScanner()
    return [scanner.feed(piece) for piece in pieces]


def test_a_step_counts_when_its_closing_brace_was_read() -> None:
    pieces = ['{"title":"A","steps":[{"title":"One","utterances":"1', '2"', "}", ',{"title":"Two"', "}]}"]

    assert scanned(pieces) == [
        [],
        [],
        [("steps", {"title": "One", "utterances": "12"})],
        [],
        [("steps", {"title": "Two"})],
    ]


def test_a_line_counts_when_its_closing_quotation_mark_was_read() -> None:
    pieces = [
        '{"title":"A","names":["B ← b"],"steps":["One | 1',
        '2 | way: \\"x\\"',
        '"',
        ', "Two',
        ' | 3"]',
        ',"title":"B"}',
    ]

    assert scanned(pieces) == [
        [("names", "B ← b")],
        [],
        [("steps", 'One | 12 | way: "x"')],
        [],
        [("steps", "Two | 3")],
        [],
    ]


def test_the_plan_is_complete_when_the_steps_are_and_not_when_the_names_are() -> None:
    scanner = OutlineScanner()

    names = scanner.feed('{"names":[{"right":"Nebius","heard":["nebulous","ne, [b]us"]}]')
    assert names == [("names", {"right": "Nebius", "heard": ["nebulous", "ne, [b]us"]})]
    assert not scanner.steps_complete
    scanner.feed(',"steps":[{"title":"One [1]"}')
    assert not scanner.steps_complete
    scanner.feed("]")
    assert scanner.steps_complete


texts = st.text(st.sampled_from('ab"\\{}[],: é\n<'), max_size=12)
outlines = st.fixed_dictionaries(
    {
        "title": texts,
        "no_procedure": st.none() | texts,
        "names": st.lists(
            texts | st.fixed_dictionaries({"right": texts, "heard": st.lists(texts, max_size=2)}), max_size=2
        ),
        "steps": st.lists(texts | st.fixed_dictionaries({"title": texts, "utterances": texts}), max_size=4),
        "audience": texts,
        "prerequisites": st.lists(st.fixed_dictionaries({"text": texts, "utterances": texts}), max_size=2),
    }
)


@given(outline=outlines, cuts=st.lists(st.integers(0, 400)), around=st.sampled_from(["", "```json\n", "Sure:\n"]))
def test_the_steps_are_found_wherever_the_pieces_are_cut(outline: dict[str, Any], cuts: list[int], around: str) -> None:
    text = around + json.dumps(outline)
    bounds = [0, *sorted(c for c in cuts if c < len(text)), len(text)]
    pieces = [text[a:b] for a, b in pairwise(bounds)]

    found = [pair for some in scanned(pieces) for pair in some]
    for array in ("names", "steps"):
        assert [value for name, value in found if name == array] == outline[array]


def test_thoughts_before_the_answer_are_skipped() -> None:
    pieces = ["<thi", 'nk>{"steps":[{"no":1}]}', "</think>", '{"steps":[{"yes":1}]}']

    assert [step for found in scanned(pieces) for step in found] == [("steps", {"yes": 1})]


@given(st.text(st.sampled_from('{}[]",:\\ae1<think>/')))
def test_no_text_breaks_the_scanner(text: str) -> None:
    OutlineScanner().feed(text)


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ("12-14, 20", [12, 13, 14, 20]),
        ("[12]–[14]", [12, 13, 14]),
        ([3, "5-6"], [3, 5, 6]),
        (7, [7]),
        ("18-12", []),
        ("28-9999999, 1000000-2000000", [28, 29, 30]),
        ("0, 31, -4", [4]),
        ("none", []),
    ],
)
def test_ids_are_read_as_models_write_them(given: Any, ids: list[int]) -> None:
    assert sorted(read_ids(given, 1, 30)) == ids


@pytest.mark.parametrize("text", ["", "I can't", "[1, 2]", '{"steps": ', '{"actions": [{}]}'])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_draft(text, "T", {1}, [], translated=False)


def test_a_draft_cites_only_what_the_model_was_shown() -> None:
    draft = read_draft(json.dumps(STEP), "Planned", {4, 6}, ["p2"], translated=False)

    (action,) = draft.actions
    assert action.instruction == "Open port 8443."
    assert action.code == "```\nufw allow 8443\n```", "whether the fence is to be typed is seen later"
    assert action.expected is None
    assert action.utterance_ids == (4,)
    assert action.passage_ids == ()
    assert draft.cautions[0].before == 1
    behind = {**STEP, "cautions": [{**STEP["cautions"][0], "before": 2}, {**STEP["cautions"][0], "before": 3}]}  # type: ignore[dict-item]
    assert [c.before for c in read_draft(json.dumps(behind), "", {4}, [], translated=False).cautions] == [2, None]
    assert draft.missing == (DraftGap("The address was only shown.", (6,)),)


def test_a_flood_of_output_is_cut() -> None:
    flood = {**STEP, "title": "x" * 9999, "actions": [{"instruction": "Do it.", "utterances": [4]}] * 500}
    flood["actions"].append({"instruction": "y" * 100_000})  # type: ignore[attr-defined]

    draft = read_draft(json.dumps(flood), "Planned", {4}, [], translated=False)

    assert len(draft.title) <= 160
    assert len(draft.actions) == 40


def test_an_outline_without_strictness_is_read_all_the_same() -> None:
    answer = read_outline('Here:\n{"title": "A", "steps": [{"title": "B", "utterances": [1, 2]}]} Good luck!')

    assert answer.steps[0].ids(1, 9) == {1, 2}
    assert answer.no_procedure is None


def test_titles_are_tidied() -> None:
    assert tidy_title("  ## Open\nthe port: ") == "Open the port"
    assert tidy_title("**Pay** <!channel> now\u202e at [us](https://evil.example)") == "Pay now at us"
    assert read_json('<think>{"a": 1}</think>{"b": 2}') == {"b": 2}


@pytest.mark.parametrize(
    ("form", "model"), [(SCHEMA, OutlineAnswer), (schema(False), StepAnswer), (schema(True), StepAnswer)]
)
def test_the_schemas_are_as_strict_mode_takes_them_and_say_what_is_read(form: Any, model: Any) -> None:
    check_strict("form", form)

    unasked = {"not_said", "questions", "details"} if model is OutlineAnswer else set()
    assert set(form["properties"]) | unasked == set(model.model_fields)


def test_the_parts_of_a_step_are_what_is_read() -> None:
    parts = schema(True)["properties"]

    assert set(parts["actions"]["items"]["properties"]) == set(ActionAnswer.model_fields)
    assert set(parts["cautions"]["items"]["properties"]) == set(CautionAnswer.model_fields)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"type": "array"}, "type 'object'"),
        ({"type": "object", "properties": {}, "required": []}, "additionalProperties"),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": [], "additionalProperties": False},
            "Missing 'a'",
        ),
        (
            {"type": "object", "properties": {"a": {}}, "required": ["a"], "additionalProperties": False},
            "must have a 'type' key",
        ),
        ({"type": "object", "properties": {}, "required": [], "additionalProperties": False, "not": {}}, "'not'"),
    ],
)
def test_the_stand_in_refuses_what_strict_mode_refuses(broken: Any, why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        check_strict("broken", broken)
