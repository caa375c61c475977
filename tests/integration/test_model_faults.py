"""What becomes of a call for everything that a model's server can do to it."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator

import pytest

from pipeline.errors import (
    ModelAnswerUnusable,
    ModelBusy,
    ModelError,
    ModelNotAllowed,
    ModelRefused,
    ModelUnavailable,
)
from tests.clock import LeapingClock
from tests.conftest import HANG_SECONDS
from tests.integration.model_calls import StartJob, jobs_of
from tests.loopback.model_answers import outline
from tests.loopback.model_server import Fault, ModelServer

SPEECHLESS = (Fault.SILENCE, Fault.HANG)


def patience(fault: Fault) -> dict[str, float]:
    """A short one for servers that say nothing, and none that a slow machine could use up for the others."""
    return {"silence_seconds": 0.3, "call_seconds": 0.3} if fault in SPEECHLESS else {}


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer(steps=4) as server:
        yield server


@pytest.fixture
async def jobs(server: ModelServer) -> AsyncIterator[StartJob]:
    async with jobs_of(server) as start:
        yield start


PASSING = [
    Fault.RATE_LIMIT,
    Fault.SERVER_ERROR,
    Fault.EMPTY,
    Fault.INVALID_JSON,
    Fault.DISCONNECT,
    Fault.SILENCE,
    Fault.HANG,
    Fault.GARBAGE,
    Fault.TRUNCATED,
    Fault.STREAM_ERROR,
]


TIMELY = [fault for fault in PASSING if fault not in SPEECHLESS]


@pytest.mark.parametrize("fault", TIMELY)
async def test_a_fault_that_passes_costs_time_and_nothing_else(
    server: ModelServer, jobs: StartJob, fault: Fault
) -> None:
    server.fails(fault, times=1)
    job = jobs()

    written = await job.step()

    assert [action.utterance_ids for action in written.draft.actions] == [(3,), (4,)]
    assert len(server.requests) == 2
    assert job.meter.usage.calls == len(server.requests)


@pytest.mark.parametrize("fault", SPEECHLESS)
async def test_a_step_that_a_good_server_never_answers_is_asked_again(
    server: ModelServer, jobs: StartJob, fault: Fault
) -> None:
    server.fails(fault, kind="step", times=1)
    job = jobs()

    with LeapingClock():
        silent = asyncio.create_task(job.step())
        await server.asked(1)
        await job.outline()
        written = await silent

    assert [action.utterance_ids for action in written.draft.actions] == [(3,), (4,)]
    assert len(server.of("step")) == 2


@pytest.mark.parametrize("fault", [*TIMELY, Fault.SILENCE])
async def test_an_outline_that_breaks_off_goes_on_where_it_broke_off(
    server: ModelServer, jobs: StartJob, fault: Fault
) -> None:
    server.fails(fault, kind="outline", times=1)
    job = jobs(silence_seconds=0.3 if fault is Fault.SILENCE else HANG_SECONDS)

    steps, end = await job.outline()

    assert [step.number for step in steps] == [1, 2, 3, 4]
    assert [n for step in steps for n in step.utterance_ids] == list(range(1, 25))
    assert end.no_procedure is None
    assert len(server.requests) >= 2


async def test_a_server_that_never_says_a_word_costs_the_time_of_one_call(server: ModelServer, jobs: StartJob) -> None:
    server.fails(Fault.HANG, times=None)
    job = jobs(call_seconds=0.3)

    for asked in (job.outline, job.step, job.step):
        with pytest.raises(ModelUnavailable, match="too long to answer"):
            await asked()

    assert len(server.requests) == 1


LASTING = {
    Fault.RATE_LIMIT: ModelBusy,
    Fault.SERVER_ERROR: ModelUnavailable,
    Fault.EMPTY: ModelAnswerUnusable,
    Fault.INVALID_JSON: ModelAnswerUnusable,
    Fault.DISCONNECT: ModelUnavailable,
    Fault.SILENCE: ModelUnavailable,
    Fault.HANG: ModelUnavailable,
    Fault.GARBAGE: ModelError,
    Fault.TRUNCATED: ModelAnswerUnusable,
    Fault.STREAM_ERROR: ModelUnavailable,
    Fault.NO_CREDIT: ModelNotAllowed,
    Fault.FILTERED_QUESTION: ModelRefused,
    Fault.FILTERED_ANSWER: ModelRefused,
    Fault.REFUSAL: ModelRefused,
    Fault.TOO_LONG: ModelAnswerUnusable,
}


CUT_OFF = (Fault.INVALID_JSON, Fault.DISCONNECT, Fault.SILENCE, Fault.TRUNCATED, Fault.STREAM_ERROR)
"""What sends a part of the answer. Each further one brings an outline on."""


@pytest.mark.parametrize("fault", CUT_OFF)
async def test_a_plan_that_is_complete_is_not_lost_with_the_rest_of_the_outline(
    server: ModelServer, jobs: StartJob, fault: Fault
) -> None:
    # The plan is within the half of the answer that comes.
    server.answers(lambda asked: {**outline(asked, server.steps), "about": "It goes on. " * 200}, kind="outline")
    server.fails(fault, kind="outline", times=None)
    # A silent server has the time of one call, which is longer than three silences.
    job = jobs(retries=1, busy_seconds=0.2, **{**patience(fault), "call_seconds": HANG_SECONDS})

    steps, end = await job.outline()

    assert [n for step in steps for n in step.utterance_ids] == list(range(1, 25))
    assert not end.prerequisites
    assert job.client.gate.under_way == 0


async def test_a_plan_that_broke_off_is_used_and_asked_for_again_by_the_next_run(
    server: ModelServer, jobs: StartJob
) -> None:
    server.steps = 8
    server.fails(Fault.DISCONNECT, kind="outline", times=None, after=28)
    job = jobs(retries=1, busy_seconds=0.2)

    some, in_part = await job.outline()
    server.recovers()
    steps, end = await job.outline()

    assert 0 < len(some) < 8
    assert "What it had planned by then was used." in (in_part.note or "")
    assert (len(steps), end.note) == (8, None)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [("step", fault) for fault in LASTING] + [("outline", fault) for fault in LASTING if fault not in CUT_OFF],
)
async def test_a_fault_that_lasts_ends_in_an_error_that_says_which(
    server: ModelServer, jobs: StartJob, fault: Fault, kind: str
) -> None:
    server.fails(fault, times=None)
    job = jobs(retries=1, busy_seconds=0.2, **patience(fault))

    with pytest.raises(LASTING[fault]) as caught:
        await (job.outline() if kind == "outline" else job.step())

    assert caught.value.message.endswith(".")
    assert job.meter.usage.calls == len(server.requests)
    assert job.client.gate.under_way == 0


@pytest.mark.parametrize("fault", [Fault.REFUSAL, Fault.FILTERED_QUESTION, Fault.NO_CREDIT, Fault.TOO_LONG])
async def test_what_another_try_cannot_mend_is_asked_once(server: ModelServer, jobs: StartJob, fault: Fault) -> None:
    server.fails(fault, times=None)

    with pytest.raises(ModelError):
        await jobs().step()

    assert len(server.requests) == 1


async def test_how_much_fits_is_learned_from_the_refusal_of_a_question_that_is_too_long(
    server: ModelServer, jobs: StartJob
) -> None:
    server.fails(Fault.TOO_LONG, times=None)
    job = jobs()
    with pytest.raises(ModelError):
        await job.step()

    contexts, model = job.client.contexts, job.client.settings.model
    assert contexts.of(model) == 8192
    assert contexts.room_for(model, 5_000)
    assert not contexts.room_for(model, 7_000)


async def test_a_rejected_key_names_the_setting_and_is_logged_once(
    server: ModelServer, jobs: StartJob, caplog: pytest.LogCaptureFixture
) -> None:
    job = jobs(api_key="sk-wrong-and-secret")

    for _ in range(3):
        with pytest.raises(ModelNotAllowed, match="OPENAI_API_KEY"):
            await job.step()

    assert len([r for r in caplog.records if r.levelname == "ERROR"]) == 1
    assert "sk-wrong-and-secret" not in caplog.text


async def test_an_unknown_model_is_named(server: ModelServer, jobs: StartJob) -> None:
    server.models = {"gpt-4o"}

    with pytest.raises(ModelNotAllowed, match=r"gpt-4\.1-mini"):
        await jobs().step()


async def test_a_missing_package_for_entra_id_is_named(jobs: StartJob) -> None:
    if importlib.util.find_spec("azure"):
        pytest.skip("Needs an environment without azure-identity: pip uninstall azure-identity")
    job = jobs(base_url=None, azure_endpoint="http://127.0.0.1:9", azure_identity=True)

    for _ in range(2):
        with pytest.raises(ModelNotAllowed, match="azure-identity"):
            await job.step()


async def test_no_server_at_all(server: ModelServer, jobs: StartJob) -> None:
    job = jobs(base_url="http://127.0.0.1:9/v1", retries=1)

    with pytest.raises(ModelUnavailable, match="couldn't be reached"):
        await job.step()


async def test_the_servers_wish_to_wait_is_kept_to(server: ModelServer, jobs: StartJob) -> None:
    server.fails(Fault.RATE_LIMIT, times=1, retry_after=0.4)

    await jobs().step()

    first, second = server.requests
    assert second.began - first.began >= 0.4


async def test_a_server_that_says_to_come_back_in_an_hour_is_not_waited_for(
    server: ModelServer, jobs: StartJob
) -> None:
    server.fails(Fault.RATE_LIMIT, times=1, retry_after=3600)
    job = jobs()

    with pytest.raises(ModelBusy):
        await job.step()
    with pytest.raises(ModelBusy, match="60 minutes"):
        await job.step()

    assert len(server.requests) == 1


@pytest.mark.parametrize("parameter", ["temperature", "max_tokens", "stream_options", "response_format"])
async def test_a_parameter_that_the_server_refuses_is_dropped_and_stays_so(
    server: ModelServer, jobs: StartJob, parameter: str
) -> None:
    server.unsupported[parameter] = "Unsupported parameter: '{name}' is not supported with this model."
    job = jobs()

    steps, _ = await job.outline()
    await job.step()
    await job.step()

    assert len(steps) == 4
    assert not any(parameter in request.body for request in server.requests)
    assert job.client.gate.under_way == 0


async def test_a_model_that_reasons_is_asked_for_the_least_effort_that_it_takes(
    server: ModelServer, jobs: StartJob
) -> None:
    server.unsupported["reasoning_effort"] = "Unsupported value: '{name}' does not support 'none' with this model."
    job = jobs(model="gpt-5.6-luna")

    await job.step()

    assert "reasoning_effort" not in server.requests[-1].body


@pytest.mark.parametrize(("setting", "effort"), [({}, "low"), ({"outline_effort": "medium"}, "medium")])
async def test_a_model_that_reasons_does_so_for_the_outline_and_not_for_the_steps(
    server: ModelServer, jobs: StartJob, setting: dict[str, str], effort: str
) -> None:
    job = jobs(model="gpt-5.6-luna", **setting)

    await job.outline()
    await job.step()

    asked = {request.asked.kind: request.body["reasoning_effort"] for request in server.requests}
    assert asked == {"outline": effort, "step": "none"}


@pytest.mark.parametrize("forms", [{"json_object", "text"}, {"text"}])
async def test_a_server_without_schemas_is_told_the_schema_in_words(
    server: ModelServer, jobs: StartJob, forms: set[str]
) -> None:
    server.forms = forms
    job = jobs()

    steps, _ = await job.outline()
    written = await job.step()

    assert len(steps) == 4
    assert written.draft.actions
    form = server.requests[-1].body.get("response_format", {"type": "text"})
    assert form["type"] == ("json_object" if "json_object" in forms else "text")


async def test_an_answer_with_words_around_it_is_read(server: ModelServer, jobs: StartJob) -> None:
    server.forms = {"text"}
    good = '{"title":"T","goal":null,"actions":[{"instruction":"Open page 3.","utterances":[3]}],"cautions":[]}'
    server.answers(f"<think>Maybe {{3}}?</think>Here you are:\n```json\n{good}\n```\nAnything else?", kind="step")

    written = await jobs().step()

    assert [action.instruction for action in written.draft.actions] == ["Open page 3."]


async def test_a_model_is_told_why_its_answer_was_of_no_use(server: ModelServer, jobs: StartJob) -> None:
    server.answers({"title": "T", "goal": None, "actions": [], "cautions": []}, kind="step", times=1)

    written = await jobs().step()

    assert written.draft.actions
    assert "YOUR LAST ANSWER COULD NOT BE USED\nThe step has no actions." in server.requests[1].asked.user
