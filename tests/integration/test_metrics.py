"""/metrics after real jobs: how they ended, how long each stage took, what the model was asked and what it cost."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import observe
from bot.app import Bot
from bot.metrics import Metrics, Reason, reason_of
from bot.slack_files import FileUnavailable
from bot.store import StoreError
from pipeline.errors import EmptyTranscript, NoModel, NoProcedure, PipelineError, RenderError
from pipeline.guide import Guide
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice
from tests.loopback.model_server import Fault, ModelServer


class Told:
    """What /metrics says."""

    def __init__(self, text: str) -> None:
        self.samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]

    def value(self, name: str, **labels: str) -> float:
        """The value of the one sample with this name and these labels."""
        (found,) = (sample.value for sample in self.samples if (sample.name, sample.labels) == (name, labels))
        return float(found)

    def above_zero(self, name: str, *by: str) -> dict[tuple[str, ...], float]:
        """The values of all samples of this name that aren't 0, by the values of these labels."""
        return {tuple(s.labels[label] for label in by): s.value for s in self.samples if s.name == name and s.value}


async def told_by(bot: Bot) -> Told:
    async with (
        observe.health_server("127.0.0.1", 0, bot) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        return Told(await answer.text())


async def test_a_job_that_is_done_is_told_with_its_stages_its_calls_and_its_tokens(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        await office.bot.desk.tasks.idle()
        (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)
        usage = Guide.from_json(await office.bot.store.guides.get(job.guide or "") or b"").making.usage

        told = await told_by(office.bot)

    steps = float(len(model.of("step")))
    assert told.above_zero("script2doc_jobs_ended_total", "outcome") == {("done",): 1}
    assert told.above_zero("script2doc_jobs", "state") == {("done",): 1}
    assert told.above_zero("script2doc_job_failures_total", "reason") == {}
    assert told.value("script2doc_job_seconds_count") == 1
    assert 0 < told.value("script2doc_job_seconds_sum") < HANG_SECONDS, "seconds, and no other unit"
    counts = {"read": 1, "outline": 1, "write": steps, "render": 1}
    assert told.above_zero("script2doc_stage_seconds_count", "stage") == {(stage,): n for stage, n in counts.items()}
    assert told.above_zero("script2doc_steps_total", "writer") == {("model",): steps}
    calls = {("outline", "answered"): 1, ("step", "answered"): steps, ("judge", "answered"): steps + 1}
    calls[("revise", "answered")] = calls[("walkthrough", "answered")] = 1
    assert told.above_zero("script2doc_model_calls_total", "kind", "ending") == calls
    assert told.above_zero("script2doc_model_call_seconds_count", "kind") == {
        (kind,): times for (kind, _), times in calls.items()
    }
    assert told.value("script2doc_tokens_total", kind="input") == usage.input_tokens - usage.cached_tokens
    assert told.value("script2doc_tokens_total", kind="cached_input") == usage.cached_tokens
    assert told.value("script2doc_tokens_total", kind="output") == usage.output_tokens > 0
    reads = {("outline", "miss"): 1, ("step", "miss"): steps, ("judge", "miss"): steps + 1}
    reads |= {("revise", "miss"): 1, ("walkthrough", "miss"): 1}
    assert told.above_zero("script2doc_cache_reads_total", "kind", "result") == reads
    assert told.value("script2doc_database_up") == 1
    assert told.value("script2doc_jobs_running") == 0
    assert told.value("process_cpu_seconds_total") > 0


async def test_a_second_guide_of_the_same_is_found_in_the_cache(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        for channel in (ROOM, "#general"):
            dropped = await office.drop(SCREENCAST, channel=channel)
            await office.summary(channel, dropped.ts)
        again = await office.drop(SCREENCAST)
        await office.bot.desk.tasks.idle()
        await office.playground.until(lambda: office.progress(ROOM, again.ts))
        await office.bot.desk.tasks.idle()

        told = await told_by(office.bot)

    steps = float(len(model.of("step")))
    assert told.above_zero("script2doc_jobs_ended_total", "outcome") == {("done",): 2, ("repeated",): 1}
    assert told.value("script2doc_cache_reads_total", kind="step", result="hit") == steps
    assert told.value("script2doc_cache_reads_total", kind="outline", result="hit") == 1


async def test_each_try_is_told_by_how_it_ended(open_office: OpenOffice):
    async with ModelServer() as model:
        model.fails(Fault.RATE_LIMIT, kind="step", step=1)
        model.fails(Fault.DISCONNECT, kind="step", step=2)
        model.fails(Fault.REFUSAL, kind="step", step=3, times=None)
        async with open_office(**model.env) as office:
            dropped = await office.drop(SCREENCAST)
            await office.summary(ROOM, dropped.ts)

            told = await told_by(office.bot)

    steps = len({request.step for request in model.of("step")})
    calls = told.above_zero("script2doc_model_calls_total", "kind", "ending")
    assert calls["step", "busy"] == 1
    assert calls["step", "failed"] == 1
    assert sum(calls.values()) == len(model.requests)
    assert told.above_zero("script2doc_steps_total", "writer") == {("model",): steps - 1, ("fallback",): 1}


async def test_a_cancelled_job_drops_its_calls_and_is_no_failure(open_office: OpenOffice):
    async with ModelServer() as model:
        model.hold("step")
        async with open_office(**model.env) as office:
            dropped = await office.drop(SCREENCAST)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "in_progress"))
            async with asyncio.timeout(HANG_SECONDS):
                await model.asked(1, "step")
            (message,) = office.progress(ROOM, dropped.ts)
            await office.playground.press(message.ts, "cancel_job", office.playground.you.id)
            await office.playground.until(lambda: office.said(ROOM, dropped.ts, "Stopped by"))
            await office.bot.desk.tasks.idle()

            told = await told_by(office.bot)

    assert told.above_zero("script2doc_jobs_ended_total", "outcome") == {("cancelled",): 1}
    assert told.above_zero("script2doc_job_failures_total", "reason") == {}
    assert told.above_zero("script2doc_model_calls_total", "kind", "ending")["step", "dropped"] > 0


MEETING = "\n".join(
    f"[00:00:{n}0] {'Ann' if n % 2 else 'Bo'}: {line}"
    for n, line in enumerate(
        [
            "Good morning everybody, how was your weekend?",
            "It was lovely, thank you, we were at the lake with the children.",
            "Nice. The weather was great, wasn't it?",
            "It was. Shall we wait for Carla?",
            "She said that she was ill today, unfortunately.",
            "Oh no. I hope she feels better soon.",
        ]
    )
).encode()


async def test_jobs_without_a_document_are_told_with_the_reason_and_without_a_word_from_outside(office: Office):
    you = office.playground.you.id
    mention = f"<@{office.playground.app_user.id}> make a guide"
    meeting = await office.playground.post_message(ROOM, you, mention, [("standup.txt", MEETING)])
    binary = await office.playground.post_message(ROOM, you, mention, [("data.bin", bytes(range(256)) * 20)])
    await office.playground.post_message(ROOM, you, "", [("notes.md", b"# Shopping\n\n- milk\n- bread\n")])
    said = "I couldn't make a guide"
    await office.playground.until(lambda: all(office.said(ROOM, each.ts, said) for each in (meeting, binary)))
    await office.playground.settled()
    await office.bot.desk.tasks.idle()

    told = await told_by(office.bot)

    assert told.above_zero("script2doc_jobs_ended_total", "outcome") == {("failed",): 2, ("ignored",): 1}
    assert told.above_zero("script2doc_job_failures_total", "reason") == {("no_procedure",): 1, ("transcript",): 1}
    labels = " ".join(value for sample in told.samples for value in sample.labels.values())
    assert not [word for word in ("standup", "data.bin", "notes", "Shopping", "Carla", you) if word in labels]


async def test_two_bots_are_counted_apart():
    one, other = Metrics(), Metrics()

    one.job_done(3.0)

    assert other.registry.get_sample_value("script2doc_jobs_ended_total", {"outcome": "done"}) == 0


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NoProcedure(), Reason.NO_PROCEDURE),
        (EmptyTranscript(), Reason.TRANSCRIPT),
        (NoModel(), Reason.OPTIONS),
        (FileUnavailable("gone"), Reason.FILE),
        (RenderError(), Reason.DOCUMENT),
        (StoreError("The disk is full."), Reason.DATABASE),
        (ConnectionResetError(), Reason.SLACK),
        (TimeoutError(), Reason.SLACK),
        (PipelineError(), Reason.DEFECT),
        (KeyError("secret"), Reason.DEFECT),
    ],
)
def test_whatever_ends_a_job_has_a_reason(error: Exception, reason: Reason):
    assert reason_of(error) is reason
