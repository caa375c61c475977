"""The material of `tests/fixtures/checks` as requests and drafts: honest steps, faults planted in them, and lies with
their honest twins."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.guide import CautionKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.prompts.answers import read_ids
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Draft, DraftAction, DraftCaution, StepRequest
from tests.conftest import FIXTURES

FOLDER = FIXTURES / "checks"
MORE_GUIDES = "SCRIPT2DOC_GUIDES"
"""The setting that names a folder like fixtures/checks/guides, with guides of transcripts that can't be kept here."""


@dataclass(frozen=True)
class Case:
    """A step as a model might write it, and where to look."""

    name: str
    request: StepRequest
    draft: Draft
    part: str | None
    """The check that matters, as `Check.part` names it. None: every line."""
    kind: str = "honest"
    held_back: bool = False


@cache
def drafts() -> dict[str, dict[str, Any]]:
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((FOLDER / "drafts").glob("*.json"))}


@cache
def _held_back() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "held_back.json").read_text("utf-8"))
    return found


def honest() -> list[Case]:
    """Every step of every draft."""
    return [
        Case(f"{name} {number}", *_step(guide, number), None, held_back=number in _held_back()["steps"].get(name, ()))
        for name, guide in drafts().items()
        for number in range(1, len(guide["steps"]) + 1)
    ]


@cache
def _freely_worded() -> dict[str, dict[str, Any]]:
    files = sorted((FOLDER / "freely_worded").glob("*.json"))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


def freely_worded() -> list[Case]:
    """Every step of the drafts that were put more freely, in other words than a model mostly takes. None is held
    back."""
    return [
        Case(f"{name} {number}", *_step(guide, number), None)
        for name, guide in _freely_worded().items()
        for number in range(1, len(guide["steps"]) + 1)
    ]


def recorded() -> list[Case]:
    """Every step of the recorded answers in tests/fixtures/recordings, which stay near to what was said."""
    cases = []
    for file in sorted((FIXTURES / "recordings").glob("*.json")):
        answers = json.loads(file.read_text("utf-8"))
        last = max(map(int, answers["utterances"]))
        guide = {
            "said_in": "en",
            "written_in": "en",
            "transcript_sha256": answers["about"]["transcript"],
            "said": answers["utterances"],
            "steps": [_cited(step["answer"], last) | {"utterances": step["ids"]} for step in answers["steps"]],
        }
        cases += [Case(f"{file.stem} {n}", *_step(guide, n), None) for n in range(1, len(guide["steps"]) + 1)]
    return cases


def _cited(answer: dict[str, Any], last: int) -> dict[str, Any]:
    """An answer whose citations are numbers: "15, 17-18" is [15, 17, 18]. `last` is the last utterance."""

    def of(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [line | {"utterances": sorted(read_ids(line["utterances"], 1, last))} for line in lines]

    return answer | {"actions": of(answer["actions"]), "cautions": of(answer["cautions"])}


def planted() -> tuple[list[Case], int]:
    """Every step with one fault, and how many faults are in what belongs to the whole guide, which no check sees."""
    cases, of_guides = [], 0
    for line in (FOLDER / "planted.jsonl").read_text("utf-8").splitlines():
        fault = json.loads(line)
        if fault["step"] is None:
            of_guides += 1
            continue
        request, draft = _step(drafts()[fault["draft"]], fault["step"])
        draft, part = _with_fault(draft, fault)
        name = f"{fault['draft']} {fault['step']}: {fault['fault']}"
        cases.append(Case(name, request, draft, part, fault["kind"], fault["draft"] in _held_back()["planted_in"]))
    return cases, of_guides


@cache
def _guides(folder: Path) -> dict[str, dict[str, Any]]:
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))}


def _folders_of_guides(*, more: bool) -> Iterator[Path]:
    yield FOLDER / "guides"
    if more and (named := os.environ.get(MORE_GUIDES)):
        yield Path(named)


def recording_of(guide: str) -> str:
    """What a guide that a model wrote is of. Several are of the same recording."""
    return guide.rpartition("-")[0]


def guides(*, more: bool = False) -> list[Case]:
    """Every step of the guides that a model wrote. With `more`, also those of the folder that SCRIPT2DOC_GUIDES
    names."""
    return [
        Case(f"{name} {number}", *_step(guide, number), None)
        for folder in _folders_of_guides(more=more)
        for name, guide in _guides(folder).items()
        for number in range(1, len(guide["steps"]) + 1)
    ]


def faults_in_guides(*, more: bool = False) -> tuple[list[Case], list[Case]]:
    """Actions of these guides with a fault or a lie, and an honest wording of the same action for each."""
    faults: list[Case] = []
    honest: list[Case] = []
    for folder in _folders_of_guides(more=more):
        for line in (folder / "faults.jsonl").read_text("utf-8").splitlines():
            fault = json.loads(line)
            request, draft = _step(_guides(folder)[fault["guide"]], fault["step"])
            for cases, text, kind in ((faults, fault["fault"], fault["kind"]), (honest, fault["twin"], "honest")):
                actions = list(draft.actions)
                place, cited = fault["action"] - 1, tuple(fault["utterances"])
                actions[place] = replace(actions[place], instruction=text, utterance_ids=cited)
                name, part = f"{fault['guide']} {fault['step']}: {text}", f"action {place + 1}"
                cases.append(Case(name, request, replace(draft, actions=tuple(actions)), part, kind))
    return faults, honest


def twins() -> tuple[list[Case], list[Case]]:
    """Lies, and an honest line about the same for each."""
    lies: list[Case] = []
    truths: list[Case] = []
    for number, line in enumerate((FOLDER / "twins.jsonl").read_text("utf-8").splitlines(), 1):
        pair = json.loads(line)
        held = number in _held_back()["twins"]
        for cases, text in ((lies, pair["lie"]), (truths, pair["honest"])):
            request, draft, part = _said(pair, text)
            cases.append(Case(f"{number}: {text}", request, draft, part, pair["kind"], held))
    return lies, truths


def _step(guide: dict[str, Any], number: int) -> tuple[StepRequest, Draft]:
    step = guide["steps"][number - 1]
    options = GuideOptions(language=guide["written_in"] if guide["written_in"] != guide["said_in"] else None)
    planned = PlannedStep(number, step["title"], tuple(step["utterances"]))
    actions = tuple(
        DraftAction(
            each["instruction"],
            tuple(each["utterances"]),
            code=each["code"],
            expected=each["expected"],
            source_instruction=each.get("source_instruction"),
        )
        for each in step["actions"]
    )
    cautions = tuple(
        DraftCaution(CautionKind(each["kind"]), each["text"], tuple(each["utterances"]), each.get("before"))
        for each in step["cautions"]
    )
    draft = Draft(step["title"], actions, step["goal"], cautions)
    return StepRequest(planned, (), _transcript(guide), options, ()), draft


def _transcript(guide: dict[str, Any]) -> Transcript:
    said = {int(number): text for number, text in guide["said"].items()}
    # What isn't cited by any step isn't kept with the draft.
    utterances = tuple(Utterance(number, said.get(number, "…")) for number in range(1, max(said) + 1))
    return Transcript(guide["transcript_sha256"], utterances, language=guide["said_in"])


def _with_fault(draft: Draft, fault: dict[str, Any]) -> tuple[Draft, str]:
    """The draft with the fault in it, and the part that has it."""
    text, place = fault["fault"], (fault["index"] or 0) - 1
    match fault["part"], fault.get("of"):
        case ("title" | "goal") as part, _:
            return replace(draft, **{part: text}), part
        case ("instruction" | "expected" | "code") as part, _:
            actions = list(draft.actions)
            if part == "instruction" and fault["honest"] is None:
                actions.insert(place, DraftAction(text, tuple(fault["utterances"])))
            else:
                actions[place] = replace(actions[place], **{part: text})
            suffix = " expected" if part == "expected" else ""
            return replace(draft, actions=tuple(actions)), f"action {place + 1}{suffix}"
        case "citations", "action":
            actions = list(draft.actions)
            actions[place] = replace(actions[place], utterance_ids=tuple(text))
            return replace(draft, actions=tuple(actions)), f"action {place + 1}"
        case _, _:
            cautions = list(draft.cautions)
            if fault["part"] == "citations":
                cautions[place] = replace(cautions[place], utterance_ids=tuple(text))
            elif fault["honest"] is None:
                cautions.insert(place, DraftCaution(CautionKind.NOTE, text, tuple(fault["utterances"])))
            else:
                cautions[place] = replace(cautions[place], text=text)
            return replace(draft, cautions=tuple(cautions)), f"caution {place + 1}"


def _said(pair: dict[str, Any], text: str) -> tuple[StepRequest, Draft, str]:
    ids = tuple(range(1, len(pair["said"]) + 1))
    transcript = Transcript(
        "twins", tuple(Utterance(n, said) for n, said in zip(ids, pair["said"], strict=True)), language=pair["language"]
    )
    request = StepRequest(PlannedStep(1, "Step 1", ids), (), transcript, GuideOptions(), ())
    # What belongs to a guide is put where the same checks see it.
    part = {"prerequisite": "instruction", "audience": "goal"}.get(pair["part"], pair["part"])
    first = DraftAction(pair["said"][0], ids)
    match part:
        case "caution":
            return request, Draft("", (first,), None, (DraftCaution(CautionKind.NOTE, text, ids),)), "caution 1"
        case "goal":
            return request, Draft("", (first,), text), "goal"
        case "title":
            return request, Draft(text, (first,)), "title"
        case "expected":
            return request, Draft("", (replace(first, expected=text),)), "action 1 expected"
        case "code":
            return request, Draft("", (replace(first, code=text),)), "action 1"
        case _:
            return request, Draft("", (DraftAction(text, ids),)), "action 1"
