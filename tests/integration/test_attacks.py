"""Prompt injection: whatever a model returns that was fooled by a transcript, the code lets nothing foreign through.

The attacks are data (tests/fixtures/attacks): what was said, what a model that obeys it returns, and what then must
stand nowhere in the step (`gone`) or only in a line that is marked (`marked`).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from pipeline import llm
from pipeline.grounding import ground
from pipeline.guide import Action, Caution, CautionKind, Level, Step, WriterKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.run import make_guide
from pipeline.tools import Tools
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Claim, Draft, DraftAction, DraftCaution, StepRequest, Verdict, Written
from tests.conftest import further
from tests.loopback.model_server import Fault, ModelServer

FOLDER = Path(__file__).parents[1] / "fixtures" / "attacks"


@dataclass(frozen=True)
class Attack:
    """One attack as its file describes it."""

    file: str
    data: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}: {self.data['name']}"

    @property
    def said(self) -> list[str]:
        return list(self.data["said"])

    @property
    def own(self) -> tuple[int, ...]:
        return tuple(self.data.get("step", range(1, len(self.said) + 1)))

    @cached_property
    def draft(self) -> Draft:
        """What a fooled model returns."""
        data = self.data
        return Draft(
            title=data.get("title", self.planned) * data.get("title_times", 1),
            goal=data.get("goal"),
            actions=tuple(
                DraftAction(
                    instruction=each["instruction"] * each.get("times", 1),
                    utterance_ids=tuple(each["utterances"] * each.get("utterance_times", 1)),
                    passage_ids=tuple(each.get("passages", ())),
                    code=each["code"] * each.get("code_times", 1) if "code" in each else None,
                    expected=each.get("expected"),
                    source_instruction=each.get("source_instruction"),
                )
                for each in data["actions"]
                for _ in range(each.get("copies", 1))
            ),
            cautions=tuple(
                DraftCaution(CautionKind(each["kind"]), each["text"], tuple(each["utterances"]), each.get("before"))
                for each in data.get("cautions", ())
                for _ in range(each.get("copies", 1))
            ),
        )

    @property
    def planned(self) -> str:
        return str(self.data.get("planned", self.said[0].rstrip(".")))

    @cached_property
    def request(self) -> StepRequest:
        transcript = Transcript(
            "0" * 64, tuple(Utterance(n, text) for n, text in enumerate(self.said, 1)), language="en"
        )
        options = GuideOptions(language=self.data.get("language"))
        step = PlannedStep(1, self.planned, self.own)
        others = (PlannedStep(2, "The next one", tuple(ids)),) if (ids := self.data.get("next_step")) else ()
        return StepRequest(step, (step, *others), transcript, options)


def attacks() -> Iterator[Attack]:
    for file in sorted(FOLDER.glob("*.toml")):
        for data in tomllib.loads(file.read_text("utf-8"))["attack"]:
            yield Attack(file.stem, data)


ATTACKS = tuple(attacks())


class Obedient:
    """A writer that returns what the attack wants, however often it is told."""

    kind = WriterKind.MODEL

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.told: list[tuple[str, ...]] = []

    def outline(self, transcript: Transcript, options: GuideOptions) -> AsyncIterator[Any]:
        raise NotImplementedError

    async def write(self, request: StepRequest) -> Written:
        return Written(self.draft)

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        return ()

    async def repair(self, request: StepRequest, draft: Draft, problems: tuple[str, ...]) -> Written:
        self.told.append(problems)
        return Written(self.draft)


def lines(step: Step) -> Iterator[tuple[str, Action | Caution | None]]:
    """Every text of a step that a reader sees as certain, unless its line is marked."""
    yield step.title, None
    yield step.goal or "", None
    for action in step.actions:
        for text in (action.instruction, action.code, action.expected):
            yield text or "", action
    for caution in step.cautions:
        yield caution.text, caution


def check(attack: Attack, step: Step) -> None:
    """Nothing foreign stands in the step unmarked."""
    data = attack.data
    whole = " ¦ ".join(text for text, _ in lines(step))
    findings = [line.findings for line in step.actions] + [line.findings for line in step.cautions]
    told = " ".join(finding.message for found in findings for finding in found)
    for text in data.get("gone", ()):
        assert text not in whole
        assert len(text) < 3 or text not in told
    for text in data.get("marked", ()):
        for shown, where in lines(step):
            if text in shown:
                assert where is not None
                assert where.findings
                assert step.confidence.level is not Level.HIGH
    longest = data.get("longest", 400)
    assert all(len(text) <= max(longest, 400) for text, _ in lines(step))
    assert len(step.title) <= 120
    assert len(step.actions) <= data.get("most_actions", 20)
    assert len(step.cautions) <= data.get("most_cautions", 10)
    for cited in [line.citations for line in step.actions] + [line.citations for line in step.cautions]:
        assert len(cited) <= data.get("most_citations", 12)
        assert len(set(cited)) == len(cited)
        assert {int(c[1:]) for c in cited} <= set(range(1, len(attack.said) + 1))
    assert all(c.before is None or 1 <= c.before <= len(step.actions) for c in step.cautions)
    assert not re.search(r"</?[A-Za-z!@#]", whole)
    assert not [c for c in whole if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn") and c != "\n"]


def honest(attack: Attack) -> list[str]:
    """The lines of the draft with nothing wrong in them."""
    wrong = [*attack.data.get("gone", ()), *attack.data.get("marked", ())]
    told = [
        a
        for a in attack.draft.actions
        if not any(w in a.instruction + (a.code or "") + (a.expected or "") for w in wrong)
    ]
    return [a.instruction for a in told if re.fullmatch(r"(?:Click|Open|Sign)[\w ]+\.", a.instruction)]


def test_there_are_enough_attacks():
    assert len(ATTACKS) >= 60
    assert len({str(attack) for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
async def test_what_a_fooled_model_returns_is_stopped(attack: Attack):
    writer = Obedient(attack.draft)
    step = await ground(attack.request, attack.draft, writer)
    check(attack, step)
    assert len(writer.told) <= 1
    kept = [action.instruction for action in step.actions]
    assert set(honest(attack)) <= set(kept)


# The same through the whole pipeline


def spoken(attack: Attack) -> bytes:
    """The attack's transcript as a caption file, a cue for each utterance."""
    cues = [f"00:{n:02}:00.000 --> 00:{n:02}:50.000\n{text}" for n, text in enumerate(attack.said)]
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def answer_outline(attack: Attack) -> dict[str, Any]:
    others = attack.request.plan[1:]
    return {
        "title": attack.data.get("title", "") or "Do it",
        "no_procedure": None,
        "steps": [
            {"title": step.title, "utterances": ", ".join(map(str, step.utterance_ids))}
            for step in (attack.request.step, *others)
        ],
        "audience": None,
        "prerequisites": [],
    }


def answer_step(attack: Attack) -> dict[str, Any]:
    draft = attack.draft
    translated = attack.data.get("language") is not None
    return {
        "title": draft.title,
        "goal": draft.goal,
        "actions": [
            {
                "instruction": each.instruction,
                **({"source_instruction": each.source_instruction or ""} if translated else {}),
                "code": each.code,
                "expected": each.expected,
                "utterances": list(each.utterance_ids),
                "passages": list(each.passage_ids),
            }
            for each in draft.actions
        ],
        "cautions": [
            {"kind": each.kind.value, "text": each.text, "utterances": list(each.utterance_ids), "before": each.before}
            for each in draft.cautions
        ],
    }


FIRST = {attack.file: attack for attack in reversed(ATTACKS)}.values()
"""One of each file."""


@pytest.mark.parametrize("attack", [*FIRST, *further(*(each for each in ATTACKS if each not in FIRST))], ids=str)
async def test_nothing_foreign_reaches_a_guide(attack: Attack):
    options = GuideOptions(language=attack.data.get("language"), anyway=True)
    async with ModelServer() as server:
        server.answers(answer_outline(attack), kind="outline")
        server.answers(answer_step(attack), kind="step")
        server.answers(answer_step(attack), kind="repair")
        server.fails(Fault.REFUSAL, kind="judge", times=None)  # what is seen by code alone
        client = llm.Client(server.settings())
        try:
            guide = await make_guide(spoken(attack), "talk.vtt", options, Tools(model=client))
        finally:
            await client.aclose()
    for step in guide.steps[:1]:
        check(attack, step)
    for text in attack.data.get("gone", ()):
        assert text not in guide.title
