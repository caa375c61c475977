"""What the log says of a job: how it began, who writes it, which way was taken; and nothing of what was said."""

from __future__ import annotations

import logging
import re

import pytest

from tests.conftest import SAMPLES
from tests.integration.conftest import ROOM, SCREENCAST, OpenOffice
from tests.loopback.model_server import Fault, ModelServer


def job_lines(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(f"{record.name}: {record.getMessage()}" for record in caplog.records)


async def test_without_a_model(open_office: OpenOffice, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with open_office() as office:
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)
        mentioned = await office.drop(SCREENCAST, text=f"<@{office.playground.app_user.id}> writer=extractive")
        await office.summary(ROOM, mentioned.ts)

    said = job_lines(caplog)
    assert "starts: a dropped file; it will be written by the extractive writer, because no model is configured" in said
    assert "starts: a mention or a direct message; it will be written by the extractive writer, as requested" in said
    assert "read its transcript: WebVTT, 534 words in “en”" in said
    assert "path taken: no model (no model is configured)" in said
    assert "path taken: no model (as requested)" in said
    assert "API token" not in said, "the transcript's words stay out of it"


async def test_of_a_file_that_another_app_has_posted(open_office: OpenOffice, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with open_office() as office:
        files = [(SCREENCAST, (SAMPLES / SCREENCAST).read_bytes())]
        posted = office.playground.post_by_other_app(ROOM, files=files)
        await office.playground.until(lambda: office.progress(ROOM, posted.ts))
        (offer,) = office.progress(ROOM, posted.ts)
        await office.playground.press(offer.ts, "make_guide", office.playground.colleague.id)
        await office.summary(ROOM, posted.ts)

    said = job_lines(caplog)
    assert "starts: a file that another app has posted;" in said
    (made,) = re.findall(r"starts: job (\w+) requested again;", said)
    assert f"job {made} ends: asking the person whether to use the dropped file" in said


async def test_with_a_model_that_fails(open_office: OpenOffice, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with ModelServer() as model, open_office(**model.env | {"OPENAI_API_KEY": "sk-wrong"}) as office:
        dropped = await office.drop(SCREENCAST)
        await office.summary(ROOM, dropped.ts)

    said = job_lines(caplog)
    assert f"it will be written by the model {model.settings().model}" in said
    assert "path taken: no model (The language model's server rejected the key." in said
    assert "as requested" not in said


async def test_with_a_model_that_plans_and_does_not_write(open_office: OpenOffice, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with ModelServer() as model:
        model.fails(Fault.SERVER_ERROR, kind="step", times=None)
        async with open_office(**model.env, SCRIPT2DOC_MODEL_RETRIES="0") as office:
            dropped = await office.drop(SCREENCAST)
            await office.summary(ROOM, dropped.ts)

    assert "path taken: no model (The language model's server had an error (status 500)" in job_lines(caplog)
