"""A draft with faults is put to the model once more, and used if it has become better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import ModelBusy
from pipeline.grounding import ground, ground_in_full
from pipeline.guide import FindingKind, Level, WriterKind
from pipeline.writing import Draft, DraftAction
from tests.unit.drafted_steps import GOOD, WRONG, Mender, request


async def test_the_model_is_told_what_is_wrong_and_mends_it():
    writer = Mender([GOOD])
    grounded = await ground_in_full(request(), WRONG, writer)
    assert writer.told == [("Action 2 (“Set the port to 8080.”): The number “8080” isn't in the source cited here.",)]
    assert grounded.repaired
    assert grounded.problems == writer.told[0]
    assert grounded.step.actions[1].instruction == "Set the port to 8443."
    assert grounded.step.confidence.level is Level.HIGH


async def test_the_model_is_told_once_and_what_still_fails_is_marked():
    writer = Mender([WRONG])
    step = await ground(request(), WRONG, writer)
    assert len(writer.told) == 1
    (finding,) = step.actions[1].findings
    assert finding.kind is FindingKind.UNSUPPORTED
    assert "8080" in finding.message
    assert step.confidence.level is Level.LOW
    assert (
        step.confidence.reason
        == "2 of 2 instructions backed by a source; 1 of 2 exact values found in the sources; 1 line to check"
    )


async def test_a_repair_that_fails_costs_nothing():
    step = await ground(request(), WRONG, Mender([ModelBusy()]))
    assert [action.instruction for action in step.actions] == [action.instruction for action in WRONG.actions]
    assert step.actions[1].findings


@pytest.mark.parametrize(
    "worse",
    [
        Draft("Create a token", ()),
        replace(WRONG, actions=(*WRONG.actions, DraftAction("Click 77 times on token.", (2,)))),
    ],
)
async def test_a_repair_that_makes_it_worse_is_not_used(worse: Draft):
    grounded = await ground_in_full(request(), WRONG, Mender([worse]))
    assert not grounded.repaired
    assert len(grounded.step.actions) == 2


async def test_a_writer_without_a_model_is_not_asked_to_repair():
    writer = Mender(kind=WriterKind.EXTRACTIVE)
    step = await ground(request(), WRONG, writer, fallback="The language model couldn't be reached.")
    assert writer.told == []
    assert step.fallback == "The language model couldn't be reached."
    assert step.actions[1].findings
