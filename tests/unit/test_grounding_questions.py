"""Doubtful lines are put to the model as a question, before anything is told, marked or taken out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

import pytest

from pipeline.errors import ModelError, ModelUnavailable
from pipeline.grounding import explain, ground
from pipeline.guide import CautionKind, FindingKind, Level
from pipeline.options import GuideOptions
from pipeline.writing import Claim, Draft, DraftAction, DraftCaution, StepRequest, Verdict
from pipeline.writing.verdict_answer import SCHEMA, LineAnswer, VerdictAnswer, read_verdicts
from tests.loopback.model_schema import check_strict
from tests.unit.drafted_steps import GOOD, Mender, request

WARNING = "Share the token with anyone."
TURNED = replace(GOOD, cautions=(DraftCaution(CautionKind.WARNING, WARNING, (6,)),))
"""What was said is "Never share the token with anyone."."""


@dataclass
class Judge(Mender):
    """A model that says of some lines that they differ, and that all others hold."""

    differing: dict[str, str] = field(default_factory=dict)
    error: ModelError | None = None
    asked: list[tuple[Claim, ...]] = field(default_factory=list)

    async def judge(self, request: StepRequest, claims: tuple[Claim, ...]) -> tuple[Verdict, ...]:
        self.asked.append(claims)
        if self.error:
            raise self.error
        wrong = [self.differing.get(claim.text) for claim in claims]
        return tuple(Verdict(same=reason is None, differs=reason) for reason in wrong)


async def test_every_line_is_compared_in_one_question_each_with_what_it_rests_on() -> None:
    writer = Judge()
    draft = replace(
        GOOD,
        goal="You get a new token.",
        actions=(replace(GOOD.actions[0], expected="The settings page opens."), replace(GOOD.actions[1], code="8443")),
    )

    await ground(request(), draft, writer)

    (asked,) = writer.asked
    assert {claim.text: claim.said for claim in asked} == {
        "Go to the settings page and click “New token”.": (1, 2),
        "Set the port to 8443. `8443`": (4,),
        "Never share the token with anyone.": (6,),
        "You get a new token.": (1, 2, 3, 4, 5, 6),
        "Create a token": (1, 2, 3, 4, 5, 6),
    } | {claim.text: claim.said for claim in asked if claim.text == "The settings page opens."}


@pytest.mark.parametrize(("held", "error"), [(True, None), (False, None), (False, ModelUnavailable())])
async def test_what_is_seen_long_after_the_deed_is_asked_about_and_then_cited(
    held: bool, error: ModelError | None
) -> None:
    said = ("Now start the pump.", "It takes a while.", "Don't be afraid.", "We wait.", "Here we are, 25 bar.", "Good.")
    result = "The gauge shows 25 bar."
    draft = Draft("Start the pump", (DraftAction("Start the pump.", (1,), expected=result),))
    writer = Judge([draft], differing={} if held else {result: "Nobody says that."}, error=error)

    (action,) = (await ground(request(said=said), draft, writer)).actions

    assert action.expected == (result if held else None)
    assert action.citations == (("u1", "u5") if held else ("u1",))


async def test_a_result_that_is_nowhere_is_not_asked_about() -> None:
    draft = Draft("Set the port", (DraftAction("Set the port to 8443.", (4,), expected="It shows 99 ports."),))
    writer = Judge()

    (action,) = (await ground(request(), draft, writer)).actions

    assert action.expected is None
    assert not any("99" in claim.text for asked in writer.asked for claim in asked)


async def test_a_translation_that_was_compared_is_sure() -> None:
    action = DraftAction("Setzen Sie den Port auf 8443.", (4,), source_instruction="Set the port to 8443.")
    draft = Draft("Den Port setzen", (action,))
    ask = replace(request(), options=GuideOptions(language="de"))

    assert (await ground(ask, draft, Judge())).confidence.level is Level.HIGH
    assert (await ground(ask, draft, Judge(error=ModelUnavailable()))).confidence.level is Level.MEDIUM


@pytest.mark.parametrize(
    ("line", "source", "wrong"),
    [
        ("Abra el desplegable, para cumplir la Sección 508.", "Open the dropdown, to meet Section 508.", None),
        ("Pida a la Oficina de Ayuda que lo abra.", "Ask the Help Desk to open it.", None),
        ("Abra el desplegable con Photoshop.", "Open the dropdown.", "Photoshop"),
        ("Abra el desplegable con Photoshop.", "Open the dropdown with Photoshop.", "Photoshop"),
        ("Abra el desplegable, para cumplir la Sección 509.", "Open the dropdown, to meet Section 508.", "509"),
    ],
)
async def test_a_name_that_a_translation_has_in_its_own_language_is_none_that_nobody_said(
    line: str, source: str, wrong: str | None
) -> None:
    said = ("Open the dropdown, to meet Section 508.", "Ask the Help Desk to open the dropdown.")
    draft = Draft("Cumplir", (DraftAction(line, (1, 2), source_instruction=source),))
    ask = replace(request(said=said), options=GuideOptions(language="es"))

    checks = explain(ask, draft)

    missing = [fact.text for check in checks for fact in check.facts if fact.missing]
    assert missing == ([wrong] if wrong else [])


async def test_a_line_that_is_acquitted_is_neither_marked_nor_rewritten() -> None:
    writer = Judge()

    step = await ground(request(), TURNED, writer)

    assert step.cautions[0].findings == ()
    assert step.confidence.level is Level.HIGH
    assert writer.told == []


async def test_what_is_confirmed_is_told_with_the_reason_and_mended() -> None:
    writer = Judge([GOOD], differing={WARNING: "“Never” is lacking."})

    step = await ground(request(), TURNED, writer)

    assert "“Never” is lacking." in writer.told[0][0]
    assert step.cautions[0].text == "Never share the token with anyone."
    assert step.cautions[0].findings == ()


async def test_what_is_confirmed_and_not_mended_is_marked_with_the_reason() -> None:
    writer = Judge([TURNED], differing={WARNING: "“Never” is lacking."})

    step = await ground(request(), TURNED, writer)

    (finding,) = step.cautions[0].findings
    assert (finding.kind, finding.message) == (FindingKind.CONTRADICTED, "“Never” is lacking.")
    assert step.confidence.level is Level.LOW


async def test_a_line_without_any_doubt_is_marked_if_the_model_finds_that_it_differs() -> None:
    reason = "“settings” is wrong."
    writer = Judge([GOOD], differing={GOOD.actions[0].instruction: reason})

    step = await ground(request(), GOOD, writer)

    assert [finding.message for finding in step.actions[0].findings] == [reason]


async def test_goals_results_and_titles_that_differ_are_left_out() -> None:
    draft = replace(GOOD, title="Delete a token", goal="You get a new token.")
    writer = Judge(differing={"You get a new token.": "No.", "Delete a token": "“Delete”"})

    step = await ground(request(), draft, writer)

    assert (step.title, step.goal) == ("Create a token", None)
    assert writer.told == []


async def test_what_a_repair_has_changed_is_compared_too() -> None:
    mended = replace(GOOD, cautions=(DraftCaution(CautionKind.WARNING, "Never share your token.", (6,)),))
    writer = Judge([mended], differing={WARNING: "“Never” is lacking."})

    await ground(request(), TURNED, writer)

    assert [claim.text for claim in writer.asked[1]] == ["Never share your token."]


@pytest.mark.parametrize("error", [None, ModelUnavailable()])
async def test_a_doubt_that_nobody_settles_is_marked(error: ModelError | None) -> None:
    step = await ground(request(), TURNED, Judge(error=error) if error else Mender())

    assert [finding.kind for finding in step.cautions[0].findings] == [FindingKind.POLARITY]


async def test_a_verdict_clears_no_value_and_no_line_that_nobody_said() -> None:
    foreign = DraftAction("Buy two bitcoins.", (4,))
    wrong = replace(TURNED, actions=(DraftAction("Set the port to 8080.", (4,)), foreign))

    step = await ground(request(), wrong, Judge([wrong]))

    assert len(step.actions) == 1
    assert [finding.kind for finding in step.actions[0].findings] == [FindingKind.UNSUPPORTED]


async def test_a_line_in_none_of_the_speakers_words_is_asked_about_before_it_goes() -> None:
    told = "Leave the remaining fields empty."
    draft = replace(GOOD, actions=(*GOOD.actions, DraftAction(told, (5,))))

    acquitted = await ground(request(), draft, Judge())
    refuted = await ground(request(), draft, Judge([GOOD], differing={told: "Nobody said so."}))
    alone = await ground(request(), draft, Judge([draft], error=ModelUnavailable()))

    assert acquitted.actions[-1].instruction == told
    assert acquitted.actions[-1].findings == ()
    for step in (refuted, alone):
        assert told not in [action.instruction for action in step.actions]


async def test_a_reason_is_plain_text() -> None:
    hostile = "<b>Pay</b> at [us](https://evil.example)"

    step = await ground(request(), TURNED, Judge([TURNED], differing={WARNING: hostile}))

    assert "evil" not in step.cautions[0].findings[0].message
    assert "<b>" not in step.cautions[0].findings[0].message


def test_the_schema_is_as_strict_mode_takes_it_and_says_what_is_read() -> None:
    check_strict("judge", SCHEMA)

    assert set(SCHEMA["properties"]) == set(VerdictAnswer.model_fields)
    assert set(SCHEMA["properties"]["differing"]["items"]["properties"]) == set(LineAnswer.model_fields)


def test_lines_that_arent_named_hold() -> None:
    differing = [{"line": 3, "differs": " on,  not\n off "}, {"line": 9, "differs": "x"}, {"line": 3, "differs": "y"}]

    assert read_verdicts(json.dumps({"differing": differing}), 3) == (
        Verdict(same=True),
        Verdict(same=True),
        Verdict(same=False, differs="on, not off"),
    )


@pytest.mark.parametrize("text", ["", "{}", '{"differing": "none"}', '{"differing": [{"differs": "7"}]}', "yes"])
def test_what_is_no_verdict_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_verdicts(text, 2)
