"""Answers in other shapes than the one that was asked for, on the wire: each is read as it is, and asked for once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from pipeline.guide import CautionKind, WriterKind
from tests.conftest import further
from tests.integration.timed_guides import talk, timed_guide
from tests.loopback.model_answers import as_objects, made_up
from tests.loopback.odd_server import OddServer, Seen, good

LINES, STEPS = 12, 4
TALK = talk(LINES)
Answer = dict[str, Any]
Shape = Callable[[Answer], Any]


def with_ids(shape: Callable[[int, int], Any]) -> Shape:
    """An outline whose steps have their utterances in another shape, from the first and the last."""

    def changed(answer: Answer) -> Answer:
        steps = []
        for step in as_objects(answer["steps"]):
            numbers = [int(n) for n in step["utterances"].replace(",", "-").split("-")]
            steps.append({**step, "utterances": shape(numbers[0], numbers[-1])})
        return {**answer, "steps": steps}

    return changed


def thinking(text: str) -> str:
    return f"<thought>Steps in {{braces}}?</thought>{text}"


def in_channels(text: str) -> str:
    return (
        "<|channel|>analysis<|message|>{title, steps}<|end|><|start|>assistant<|channel|>final <|constrain|>json"
        f"<|message|>{text}"
    )


OUTLINES: dict[str, Shape] = {
    "title null": lambda answer: answer | {"title": None},
    "prerequisites as strings": lambda answer: answer | {"prerequisites": ["An account"]},
    "prerequisites null": lambda answer: answer | {"prerequisites": None},
    "no_procedure false": lambda answer: answer | {"no_procedure": False},
    "everything else null": lambda answer: {name: answer[name] if name == "steps" else None for name in answer},
    "a bare array": lambda answer: answer["steps"],
    "a bare array of objects": lambda answer: as_objects(answer["steps"]),
    "steps as objects": lambda answer: answer | {"steps": as_objects(answer["steps"])},
    "wrapped": lambda answer: {"outline": answer},
    "the schema echoed": lambda answer: {"type": "object", "properties": answer},
    "steps by their numbers": lambda answer: answer | {"steps": {str(n): s for n, s in enumerate(answer["steps"])}},
    "ids with to": with_ids(lambda first, last: f"{first} to {last}"),
    "ids as objects": with_ids(lambda first, last: [{"start": first, "end": last}]),
    "ids nested": with_ids(lambda first, last: [[first, last]]),
    "ids as a list of strings": with_ids(lambda first, last: [str(n) for n in range(first, last + 1)]),
    "ids beyond the last": with_ids(lambda first, last: f"{first}-{last if last < LINES else 999}"),
    "a trailing comma": lambda answer: json.dumps(answer)[:-1] + ",}",
    "the last bracket missing": lambda answer: json.dumps(answer)[:-1],
    "words with braces before": lambda answer: f"Following the schema {{title, steps}}:\n{json.dumps(answer)}",
    "in a fence": lambda answer: f"Here it is:\n```json\n{json.dumps(answer, indent=1)}\n```\nAnything {{else}}?",
    "JSON in a string": lambda answer: json.dumps(json.dumps(answer)),
    "A32 a thought": lambda answer: thinking(json.dumps(answer)),
    "A32 channels": lambda answer: in_channels(json.dumps(answer)),
}


def with_action(**changes: Any) -> Shape:
    return lambda answer: answer | {"actions": [action | changes for action in answer["actions"]]}


def cautioned(kind: Any) -> Shape:
    return lambda answer: answer | {"cautions": [{"kind": kind, "text": "Never click the button number 1 twice."}]}


DRAFTS: dict[str, Shape] = {
    "passages null": with_action(passages=None),
    "code as a list": with_action(code=[]),
    "expected false": with_action(expected=False),
    "cautions null": lambda answer: answer | {"cautions": None},
    "cautions as strings": lambda answer: answer | {"cautions": ["Take care."]},
    "goal as a list": lambda answer: answer | {"goal": []},
    "title null": lambda answer: answer | {"title": None},
    "wrapped": lambda answer: {"step": answer},
    "a bare array": lambda answer: answer["actions"],
    "ids as strings": lambda answer: (
        answer | {"actions": [action | {"utterances": f"[{action['utterances'][0]}]"} for action in answer["actions"]]}
    ),
    "a caution called Warning": cautioned("Warning"),
    "a caution called important": cautioned("IMPORTANT"),
    "a caution without a kind": cautioned(None),
    "before null": lambda answer: answer | {"cautions": [{"kind": "note", "text": "Look at it.", "before": "null"}]},
    "a trailing comma": lambda answer: json.dumps(answer)[:-1] + ",}",
    "A32 a thought": lambda answer: thinking(json.dumps(answer)),
    "A32 channels": lambda answer: in_channels(json.dumps(answer)),
}
FIRST = ("everything else null", "a bare array", "wrapped", "ids with to", "words with braces before", "code as a list")
ROWS = [("outline", name) for name in OUTLINES] + [("step", name) for name in DRAFTS]


@pytest.mark.parametrize(
    ("kind", "name"),
    [*(row for row in ROWS if row[1] in FIRST), *further(*(row for row in ROWS if row[1] not in FIRST))],
)
async def test_what_can_be_read_is_kept_and_nothing_is_asked_twice(kind: str, name: str) -> None:
    shape = (OUTLINES if kind == "outline" else DRAFTS)[name]

    async def odd(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, STEPS)
        changed = shape(answer) if seen.asked.kind == kind else answer
        return await good(seen, changed if isinstance(changed, str) else json.dumps(changed))

    async with OddServer(odd, STEPS) as server:
        guide, _ = await timed_guide(server, TALK)

    kinds = [seen.asked.kind for seen in server.requests]
    assert (kinds.count("outline"), kinds.count("step")) == (1, STEPS)
    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * STEPS
    own = [number for seen in server.requests if seen.asked.kind == "step" for number in seen.asked.own]
    assert sorted(own) == list(range(1, LINES + 1)), "each line is in one step"
    cited = {source for step in guide.steps for action in step.actions for source in action.citations}
    assert len(cited) == LINES, "and cited there"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a caution called Warning", CautionKind.WARNING), ("a caution called important", CautionKind.WARNING)],
)
async def test_a_caution_is_what_its_word_means(name: str, kind: CautionKind) -> None:
    async def odd(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, STEPS)
        if seen.asked.kind == "step":
            answer = DRAFTS[name](answer)
            answer["cautions"][0] |= {"text": next(iter(seen.asked.own.values())), "utterances": [min(seen.asked.own)]}
        return await good(seen, json.dumps(answer))

    async with OddServer(odd, STEPS) as server:
        guide, _ = await timed_guide(server, TALK)

    assert {caution.kind for step in guide.steps for caution in step.cautions} == {kind}


async def test_actions_as_mere_strings_are_kept_though_they_cite_nothing() -> None:
    async def odd(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, STEPS)
        if seen.asked.kind == "step":
            answer["actions"] = [action["instruction"] for action in answer["actions"]]
        return await good(seen, json.dumps(answer))

    async with OddServer(odd, STEPS) as server:
        guide, _ = await timed_guide(server, TALK)

    assert [(step.writer, step.fallback) for step in guide.steps] == [(WriterKind.MODEL, None)] * STEPS
    assert all(step.actions for step in guide.steps)


async def test_steps_without_utterances_are_no_plan() -> None:
    async def odd(seen: Seen) -> web.StreamResponse:
        answer = made_up(seen.asked, STEPS)
        if seen.asked.kind == "outline":
            answer["steps"] = [line.partition(" | ")[0] for line in answer["steps"]]
        return await good(seen, json.dumps(answer))

    async with OddServer(odd, STEPS) as server:
        guide, _ = await timed_guide(server, TALK)

    assert "didn't plan any steps" in (guide.making.note or "")
    assert [step.fallback for step in guide.steps] == [None] * len(guide.steps)
