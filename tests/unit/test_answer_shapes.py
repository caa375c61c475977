"""Answers of models that aren't held to a schema: each flaw costs what is flawed, and nothing else."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import CautionKind
from pipeline.llm.calls import NoAnswerInside
from pipeline.outline.outline_answer import read_outline
from pipeline.outline.outline_scanner import OutlineScanner
from pipeline.prompts.answers import read_ids, read_json
from pipeline.writing import Draft
from pipeline.writing.draft_answer import read_draft
from pipeline.writing.verdict_answer import read_verdicts

STEPS = [{"title": "Open the page", "utterances": "2-4"}, {"title": "Click Save", "utterances": "5-7"}]
LINES = ["Open the page | 2-4", "Click Save | 5-7"]
OUTLINE: dict[str, Any] = {"title": "Save the job", "no_procedure": None, "steps": STEPS, "prerequisites": []}
WHOLE = json.dumps(OUTLINE)
ACTION: dict[str, Any] = {"instruction": "Open the page.", "code": None, "expected": None, "utterances": [2]}
STEP: dict[str, Any] = {"title": "Open the page", "goal": None, "actions": [ACTION], "cautions": []}


@pytest.mark.parametrize(
    "answer",
    [
        WHOLE,
        {**OUTLINE, "title": None},
        {**OUTLINE, "no_procedure": False},
        {**OUTLINE, "no_procedure": "None"},
        {**OUTLINE, "prerequisites": None},
        {**OUTLINE, "prerequisites": "An account"},
        {**OUTLINE, "prerequisites": ["An account", None, 7, {"text": ["An", "account"]}]},
        {**OUTLINE, "details": "none", "names": {}, "choices": [[]], "not_said": 0, "about": [], "audience": {}},
        {**OUTLINE, "details": [{"step": "step 1", "optional": "yes", "when": None}, {"step": [], "when": 4}]},
        {**OUTLINE, "steps": [{**STEPS[0], "when": "none"}, {**STEPS[1], "condition": []}]},
        {**OUTLINE, "steps": {"1": STEPS[0], "2": STEPS[1]}},
        {**OUTLINE, "steps": [{"name": "Open the page", "Utterance IDs": [2, 3, 4]}, STEPS[1]]},
        STEPS,
        LINES,
        {"outline": OUTLINE},
        {**OUTLINE, "steps": LINES},
        {**OUTLINE, "steps": {"1": LINES[0], "2": LINES[1]}},
        {**OUTLINE, "steps": ["Open the page [2-4]", "Click Save | utterances: 5-7 | way: null"]},
        {**OUTLINE, "steps": ["Open the page|u2 to u4", "Click Save | [5, 6, 7] | a remark"]},
        {**OUTLINE, "steps": [LINES[0], STEPS[1]]},
        {"result": {"outline": [OUTLINE]}},
        {"answer": WHOLE},
        json.dumps(WHOLE),
        {"type": "object", "properties": OUTLINE},
        {"title": "Outline", "type": "object", "properties": OUTLINE},
        WHOLE[:-1] + ",}",
        WHOLE[:-1],
        WHOLE.replace('"prerequisites": []}', '"prerequisites": '),
        WHOLE.replace("}, {", "} {"),
        WHOLE.replace('"no_procedure": null', "'no_procedure': None, // as it was asked\n"),
        f"Following the schema {{title, steps}}:\n{WHOLE}",
        f'Like {{"title": "…"}}, so:\n```json\n{WHOLE}\n```\nIs that {{all}}?',
        f'Maybe {{"title": "A", "steps": [{{"title": "B", "utterances": "1"}}]}}? No.\n</think>\n\n{WHOLE}',
        f"<thought>{{hm}}</thought>{WHOLE}",
        f"[THINK]2 of [3]?[/THINK]{WHOLE}",
        f'<|channel|>analysis<|message|>{{"steps": []}}<|end|><|start|>assistant<|channel|>final<|message|>{WHOLE}',
    ],
    ids=str,
)
def test_an_outline_is_read_whatever_is_around_its_steps_or_wrong_beside_them(answer: Any) -> None:
    text = answer if isinstance(answer, str) else json.dumps(answer)

    read = read_outline(text)

    assert [(step.title, sorted(step.ids(1, 9))) for step in read.steps] == [
        ("Open the page", [2, 3, 4]),
        ("Click Save", [5, 6, 7]),
    ]
    assert read.no_procedure is None


def test_a_line_has_what_an_object_has() -> None:
    read = read_outline(
        json.dumps(
            {
                "names": ["Kubernetes ← cooper netties | cube in eddies", "kubectl <- cube cuttle", "nothing"],
                "steps": [
                    "Pipe | and bar | 1, 4-5 | way: By post: fast | if: you can | optional",
                    "Call (2 times) | 7 | Rescue",
                ],
                "prerequisites": [
                    "5 eggs [2-3]",
                    "Tools:",
                    "A colander (2 l) | 3 | way: In the fridge",
                    "A knife",
                    {"text": "Salt", "utterances": "4", "group": "Spices"},
                    "Optional: ",
                    "Pepper: black | 9",
                ],
            }
        )
    )

    assert [(name.right, name.heard) for name in read.names] == [
        ("Kubernetes", ["cooper netties", "cube in eddies"]),
        ("kubectl", ["cube cuttle"]),
        ("nothing", []),
    ]
    assert [(s.title, sorted(s.ids(1, 9)), s.way, s.when, s.optional, s.rescue) for s in read.steps] == [
        ("Pipe | and bar", [1, 4, 5], "By post: fast", "you can", True, False),
        ("Call (2 times)", [7], None, None, False, True),
    ]
    assert [(need.text, need.utterances, need.way, need.group) for need in read.prerequisites] == [
        ("5 eggs", "2-3", None, None),
        ("A colander (2 l)", "3", "In the fridge", "Tools"),
        ("A knife", "", None, "Tools"),
        ("Salt", "4", None, "Spices"),
        ("Pepper: black", "9", None, "Optional"),
    ]


@pytest.mark.parametrize("text", [WHOLE[:60], '{"title": "A"}', "no JSON", '{"steps": [{"title": "A"}, ', ""])
def test_an_outline_that_ends_before_its_steps_do_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_outline(text)


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ("2 to 4", {2, 3, 4}),
        ("from 2 through 4", {2, 3, 4}),
        ("[2] to [4]", {2, 3, 4}),
        ("2 bis 4 und 7", {2, 3, 4, 7}),
        ("2..4", {2, 3, 4}),
        ("2 ~ 4", {2, 3, 4}),
        ("u2-u4", {2, 3, 4}),
        ("2 and 4", {2, 4}),
        ([2, 4], {2, 4}),
        ([[2, 4]], {2, 3, 4}),
        ([[2, 3, 4], [7]], {2, 3, 4, 7}),
        ([2.0, "4"], {2, 4}),
        ([{"start": 2, "end": 4}], {2, 3, 4}),
        ({"from": "2", "to": "4"}, {2, 3, 4}),
        ([{"id": 2}, {"utterance_id": 4}], {2, 4}),
        ([None, True, {}, [], "x"], set()),
        (None, set()),
    ],
)
def test_ids_are_read_in_any_form(given: Any, ids: set[int]) -> None:
    assert read_ids(given, 1, 9) == ids


def drafted(**changes: Any) -> Draft:
    return read_draft(json.dumps({**STEP, **changes}), "Planned", set(range(1, 20)), ["p1"], translated=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"goal": []},
        {"goal": {"text": None}},
        {"cautions": None},
        {"cautions": {}},
        {"missing": None},
        {"actions": {"1": ACTION}},
        {"actions": ACTION},
        {"actions": [{**ACTION, "passages": None}]},
        {"actions": [{**ACTION, "passages": "p9", "code": False, "expected": False}]},
        {"actions": [{**ACTION, "utterances": "[2]"}, None, {}, 7, {"instruction": None}]},
        {"actions": [{"text": "Open the page.", "utterance_ids": ["2"]}]},
    ],
    ids=str,
)
def test_a_step_is_read_whatever_is_wrong_beside_its_actions(changes: dict[str, Any]) -> None:
    draft = drafted(**changes)

    (action,) = draft.actions
    assert (action.instruction, action.utterance_ids) == ("Open the page.", (2,))
    assert (action.code, action.expected, draft.goal) == (None, None, None)


def test_what_a_field_holds_in_another_form_is_kept() -> None:
    draft = drafted(
        actions=["Open the page.", {**ACTION, "code": ["a b", "c"], "expected": ["It", "opens."], "passages": "p1"}],
        cautions=["Take care.", {"type": "caution", "message": "Never share it.", "before": "2"}],
        missing="The name.",
    )

    assert [action.instruction for action in draft.actions] == ["Open the page.", "Open the page."]
    assert (draft.actions[1].code, draft.actions[1].expected) == ("a b\nc", "It opens.")
    assert draft.actions[1].passage_ids == ("p1",)
    assert [(c.kind, c.text, c.before) for c in draft.cautions] == [
        (CautionKind.NOTE, "Take care.", None),
        (CautionKind.WARNING, "Never share it.", 2),
    ]
    assert [gap.text for gap in draft.missing] == ["The name."]


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Warning", "warning"), ("important", "warning"), ("Hint", "tip"), ("INFO", "note"), (None, "note"), (3, "note")],
)
def test_kinds_of_cautions_go_by_many_names(word: Any, kind: str) -> None:
    (caution,) = drafted(cautions=[{"kind": word, "text": "Take care.", "utterances": [3]}]).cautions

    assert caution.kind.value == kind


@pytest.mark.parametrize("text", ['{"differing": "none"}', '{"differing": [{"differs": "it"}]}', "{}", "[]"])
def test_a_verdict_that_is_not_clear_clears_nothing(text: str) -> None:
    with pytest.raises(ValueError):
        read_verdicts(text, 2)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('{"differing": null}', [True, True]),
        ('{"differing": [{"line": "line 2", "reason": "not"}]}', [True, False]),
        ('[{"line": 1, "differs": null}]', [False, True]),
    ],
)
def test_a_verdict_in_another_form_is_read(text: str, same: list[bool]) -> None:
    assert [verdict.same for verdict in read_verdicts(text, 2)] == same


def test_thoughts_without_a_beginning_are_a_draft() -> None:
    scanner = OutlineScanner()
    pieces = ['Like {"steps": [{"title": "Draft"}', "}?\n</thi", 'nk>{"steps": [{"title": "A"}', "]}"]

    found = [pair for piece in pieces for pair in scanner.feed(piece)]

    assert found == [("steps", {"title": "Draft"}), ("steps", {"title": "A"})]
    assert (scanner.restarts, scanner.steps_complete) == (1, True)


def test_words_of_a_prompt_are_no_answer() -> None:
    with pytest.raises(NoAnswerInside):
        read_json("# The steps\n1. Open [it]")


@given(st.text(st.sampled_from("{}[]\",:'\\/ae1\n<think>")))
def test_no_text_breaks_the_reading(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_json(text), dict)


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
values = st.recursive(leaves, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3))


@given(
    st.dictionaries(st.sampled_from(sorted({*STEP, "missing"})), values),
    st.dictionaries(st.sampled_from(sorted(ACTION)), values),
)
def test_no_value_breaks_a_field(step: dict[str, Any], action: dict[str, Any]) -> None:
    draft = read_draft(json.dumps({**step, "actions": [ACTION, action]}), "T", set(range(9)), ["p1"], translated=True)

    assert draft.actions[0].instruction == "Open the page."


@given(st.text(st.sampled_from("|[]():← ,-0a1\noptinal"), max_size=80))
def test_no_text_breaks_a_line(line: str) -> None:
    read = read_outline(json.dumps({"steps": [line, *LINES], "names": [line], "prerequisites": [line]}))

    assert [step.title for step in read.steps][-2:] == ["Open the page", "Click Save"]


@given(st.dictionaries(st.sampled_from([*OUTLINE, "details", "names", "choices", "not_said", "about"]), values))
def test_no_value_breaks_an_outline(outline: dict[str, Any]) -> None:
    read = read_outline(json.dumps({**outline, "steps": STEPS}))

    assert [step.title for step in read.steps][:1] == ["Open the page"]
