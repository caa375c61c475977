"""A span for each job, stage and call of the model, with nothing of a transcript in it; without a setting, none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from bot import tracing
from bot.settings import read_settings
from pipeline.progress import Stage
from tests.integration.conftest import ROOM, SCREENCAST, Office, OpenOffice
from tests.loopback.model_server import Fault, ModelServer
from tests.planted import WORDS

ROOT = Path(__file__).parents[2]


def traced(office: Office) -> InMemorySpanExporter:
    spans = InMemorySpanExporter()
    office.bot.desk.tracing.export(SimpleSpanProcessor(spans))
    return spans


def times(span: ReadableSpan) -> tuple[int, int]:
    assert span.start_time is not None
    assert span.end_time is not None
    return span.start_time, span.end_time


async def test_a_job_is_a_trace_with_its_stages_and_its_calls(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env) as office:
        exporter = traced(office)
        model.fails(Fault.RATE_LIMIT, kind="step", step=1, times=1, retry_after=0.01)
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        await office.bot.desk.tasks.idle()
        asked = [f"model {request.kind}" for request in model.requests]
        (job,) = await office.bot.store.jobs.recent_of("T0PLAYGROUND", office.playground.you.id)

    spans = exporter.get_finished_spans()
    (root,) = [span for span in spans if span.name == "job"]
    assert root.attributes == {"script2doc.job": job.id, "script2doc.attempt": 1, "script2doc.state": "done"}
    assert root.parent is None
    within = [span for span in spans if span is not root]
    assert all(span.parent and span.parent.span_id == root.context.span_id for span in within)
    began, ended = times(root)
    assert all(start <= end and began <= end <= ended for start, end in map(times, within))
    stages = {span.name for span in within if span.name.startswith("stage")}
    assert {f"stage {stage}" for stage in Stage} - stages <= {"stage fetch"}
    assert sorted(span.name for span in within if span.name.startswith("model")) == sorted(asked)
    failed = [span for span in within if span.status.status_code is StatusCode.ERROR]
    assert [dict(span.attributes or {})["script2doc.ending"] for span in failed] == ["busy"]
    assert root.resource.attributes["service.name"] == "script2doc"
    assert_no_text(spans)


async def test_a_job_that_fails_says_so_and_nothing_of_its_file(open_office: OpenOffice):
    async with open_office() as office:
        exporter = traced(office)
        files = [("Payroll of Ann.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nNothing is done here.\n")]
        mention = f"<@{office.playground.app_user.id}>"
        await office.playground.post_message(ROOM, office.playground.you.id, mention, files)
        await office.playground.until(lambda: exporter.get_finished_spans())
        await office.bot.desk.tasks.idle()

    spans = exporter.get_finished_spans()
    assert {dict(span.attributes or {})["script2doc.state"] for span in spans if span.name == "job"} == {"failed"}
    assert_no_text(spans, "Payroll", "Nothing is done")


async def test_of_what_breaks_a_job_off_only_its_kind_is_told(open_office: OpenOffice):
    async with open_office() as office:
        exporter = traced(office)
        with pytest.raises(ValueError), office.bot.desk.tracing.job("j0b", 2, lambda: "running"):
            raise ValueError("Payroll of Ann.vtt")

    (span,) = exporter.get_finished_spans()
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "ValueError")
    assert_no_text((span,), "Payroll")


def assert_no_text(spans: tuple[ReadableSpan, ...], *more: str) -> None:
    said = "\n".join(json.dumps(json.loads(span.to_json())) for span in spans)
    assert not [span for span in spans if span.events]
    assert not [word for word in (*WORDS, *more) if word in said]


PROGRAM = """
import sys
from bot.tracing import opened
import bot.app
for env in ({}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"}):
    print(opened(env).on, "opentelemetry" in sys.modules)
"""


def test_without_the_setting_nothing_is_loaded():
    """Neither where there is none, nor where it is off."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"] * 2


def test_where_the_packages_are_missing_that_is_said(caplog: pytest.LogCaptureFixture):
    if tracing.installed():
        pytest.skip("Needs an environment without OpenTelemetry's exporter")

    assert not tracing.opened({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}).on
    assert "pip install -r requirements-otel.txt" in caplog.text


def test_what_is_sent_along_as_a_key_is_a_secret():
    env = {"OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20abcdefgh1234, x-team=docs"}

    assert "Bearer%20abcdefgh1234" in read_settings({}).secrets(env)
