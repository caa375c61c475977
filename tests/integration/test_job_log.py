"""What the log says of a job: how it began, who writes it, which way was taken; and nothing of what was said."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest

from bot.observe import JsonLines
from tests.integration.conftest import ROOM, SCREENCAST, OpenOffice, sample
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
    assert "read its transcript: WebVTT, 222 words in “en”" in said
    assert "path taken: no model (no model is configured)" in said
    assert "path taken: no model (as requested)" in said
    assert "API token" not in said, "the transcript's words stay out of it"


async def test_of_a_file_that_another_app_has_posted(open_office: OpenOffice, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    async with open_office() as office:
        files = [(SCREENCAST, sample(SCREENCAST))]
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


# -- whose line it is


class Lines(logging.StreamHandler[io.StringIO]):
    """The log as machines read it."""

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.setFormatter(JsonLines(()))

    @property
    def read(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Lines]:
    caplog.set_level(logging.INFO)
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


OF_JOBS = ("bot.edits", "bot.jobs.run", "bot.jobs.worker", "bot.jobs.forms", "bot.jobs.deleting", "pipeline.")
"""What logs only what comes of jobs."""


async def test_each_line_of_a_job_says_which_job_it_is(open_office: OpenOffice, lines: Lines):
    """Jobs that run beside each other: one that is stopped, one in another form, one deleted."""
    async with ModelServer() as model, open_office(**model.env) as office:
        playground, you = office.playground, office.playground.you.id
        model.fails(Fault.RATE_LIMIT, kind="outline", times=1, retry_after=0.01)
        dropped = [await office.drop(SCREENCAST, channel=place) for place in (ROOM, "#general")]
        for message in dropped:
            await office.summary(message.channel, message.ts)
        (done,) = office.progress(ROOM, dropped[0].ts)
        playground.fail_next("files.getUploadURLExternal", error="not_allowed")
        await playground.press(done.ts, "as_markdown", you)
        await office.bot.desk.tasks.idle()

        writing = model.hold("outline")
        stopped = await office.drop(SCREENCAST, text=f"<@{playground.app_user.id}> title=Another")
        await playground.until(lambda: office.progress(ROOM, stopped.ts))
        await office.bot.service._worker.stop_what_was_lost()
        jobs = await office.bot.store.jobs.recent_of("T0PLAYGROUND", you)
        await office.bot.store.jobs.cancel(jobs[0].id)
        await office.bot.service._worker.stop_what_was_lost()
        writing.set()
        await playground.press(done.ts, "delete_guide", you)
        await playground.until(lambda: playground.views.top(you))
        await playground.submit_view(you, {})
        await office.bot.desk.tasks.idle()
        ids = {job.id for job in jobs}

    said = lines.read
    assert len(ids) == 3
    assert {line.get("job") for line in said} >= ids
    nameless = [line for line in said if line["logger"].startswith(OF_JOBS) and line.get("job") not in ids]
    assert [line for line in nameless if "calls at a time" not in line["message"]] == []
    for line in said:
        named = ids & set(re.findall(r"\w+", line["message"]))
        assert not named or line.get("job") in named, line
    assert {"bot.jobs.run", "bot.jobs.worker", "bot.jobs.forms", "bot.jobs.deleting"} <= {
        line["logger"] for line in said
    }
