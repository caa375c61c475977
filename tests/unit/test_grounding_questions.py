"""Doubtful lines are put to the model as a question, before anything is told, marked or taken out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import pytest

from pipeline.errors import ModelUnavailable
from pipeline.grounding import ground
from pipeline.guide import CautionKind, FindingKind, Level
from pipeline.writing import Doubt, Draft, DraftAction, DraftCaution, StepRequest, Verdict
from pipeline.writing.verdict_answer import SCHEMA, LineAnswer, VerdictAnswer, read_verdicts
from tests.loopback.model_schema import check_strict
from tests.unit.test_grounding import GOOD, Mender, request

WARNING = "Share the token with anyone."
TURNED = replace(GOOD, cautions=(DraftCaution(CautionKind.WARNING, WARNING, (6,)),))
"""What was said is "Never share the token with anyone."."""


@dataclass
class Judge(Mender):
    """A model that gives the same verdict on every line."""

    verdict: Verdict | Exception | None = None
    asked: list[tuple[Doubt, ...]] = field(default_factory=list)

    async def judge(self, request: StepRequest, doubts: tuple[Doubt, ...]) -> tuple[Verdict | None, ...]:
        self.asked.append(doubts)
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return (self.verdict,) * len(doubts)


async def test_a_sound_draft_raises_no_question() -> None:
    writer = Judge()

    await ground(request(), GOOD, writer)

    assert writer.asked == []


async def test_only_the_doubtful_line_is_asked_about_with_what_was_said() -> None:
    writer = Judge(verdict=Verdict(same=True))

    await ground(request(), TURNED, writer)

    assert writer.asked == [(Doubt(WARNING, (6,)),)]


async def test_a_line_that_is_acquitted_is_neither_marked_nor_rewritten() -> None:
    writer = Judge(verdict=Verdict(same=True))

    step = await ground(request(), TURNED, writer)

    assert step.cautions[0].findings == ()
    assert step.confidence.level is Level.HIGH
    assert writer.told == []


async def test_what_is_confirmed_is_told_with_the_reason_and_mended() -> None:
    writer = Judge([GOOD], verdict=Verdict(same=False, differs="“Never” is lacking."))

    step = await ground(request(), TURNED, writer)

    assert "“Never” is lacking." in writer.told[0][0]
    assert step.cautions[0].text == "Never share the token with anyone."
    assert step.cautions[0].findings == ()


async def test_what_is_confirmed_and_not_mended_is_marked_with_the_reason() -> None:
    writer = Judge([TURNED], verdict=Verdict(same=False, differs="“Never” is lacking."))

    step = await ground(request(), TURNED, writer)

    (finding,) = step.cautions[0].findings
    assert (finding.kind, finding.message) == (FindingKind.CONTRADICTED, "“Never” is lacking.")
    assert step.confidence.level is Level.LOW


@pytest.mark.parametrize("verdict", [None, ModelUnavailable()])
async def test_a_doubt_that_nobody_settles_is_marked(verdict: Verdict | Exception | None) -> None:
    step = await ground(request(), TURNED, Judge(verdict=verdict))

    assert [finding.kind for finding in step.cautions[0].findings] == [FindingKind.POLARITY]


async def test_a_line_in_other_words_is_kept_if_it_says_the_same() -> None:
    paraphrase = DraftAction("Begin with preferences.", (1,))
    draft = Draft("Create a token", (*GOOD.actions, paraphrase))

    without = await ground(request(), draft, Judge([draft], verdict=None))
    acquitted = await ground(request(), draft, Judge([draft], verdict=Verdict(same=True)))

    assert paraphrase.instruction not in [action.instruction for action in without.actions]
    assert paraphrase.instruction in [action.instruction for action in acquitted.actions]


async def test_a_verdict_clears_no_value_that_nobody_said() -> None:
    wrong = replace(TURNED, actions=(DraftAction("Set the port to 8080.", (4,)),))

    step = await ground(request(), wrong, Judge([wrong], verdict=Verdict(same=True)))

    assert [finding.kind for finding in step.actions[0].findings] == [FindingKind.UNSUPPORTED]


async def test_a_reason_is_plain_text() -> None:
    hostile = Verdict(same=False, differs="<b>Pay</b> at [us](https://evil.example)")

    step = await ground(request(), TURNED, Judge([TURNED], verdict=hostile))

    assert "evil" not in step.cautions[0].findings[0].message
    assert "<b>" not in step.cautions[0].findings[0].message


def test_the_schema_is_as_strict_mode_takes_it_and_says_what_is_read() -> None:
    check_strict("judge", SCHEMA)

    assert set(SCHEMA["properties"]) == set(VerdictAnswer.model_fields)
    assert set(SCHEMA["properties"]["lines"]["items"]["properties"]) == set(LineAnswer.model_fields)


def test_verdicts_are_read_by_number_and_those_left_out_are_unknown() -> None:
    lines = [
        {"line": 3, "same": False, "differs": " on,  not\n off "},
        {"line": 1, "same": True, "differs": "nothing"},
        {"line": 9, "same": True, "differs": None},
    ]

    assert read_verdicts(json.dumps({"lines": lines}), 3) == (
        Verdict(same=True),
        None,
        Verdict(same=False, differs="on, not off"),
    )


@pytest.mark.parametrize("text", ["", "{}", '{"lines": []}', '{"lines": [{"line": 7, "same": true}]}', "yes"])
def test_what_is_no_verdict_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_verdicts(text, 2)
