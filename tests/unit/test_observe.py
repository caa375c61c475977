"""The log: no secret gets into it, each record is one line, and it says what it is about. And what metrics say."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from bot import observe
from bot.metrics import Metrics
from bot.settings import SettingsError
from bot.store import StoreError

ROOT = Path(__file__).parents[2]

SECRETS = [
    # Put together here, so that nobody who searches the repository for tokens finds one.
    "xoxb" + "-1234567890-0987654321-AbCdEfGhIjKl",
    "xoxe.xoxp" + "-1-Mi0yLTEyMzQ1Njc4OTA",
    "xapp" + "-1-A0123456789-1234567890-abcdef0123456789",
    "sk" + "-proj-AbCdEfGhIjKlMnOpQrStUvWx_yz",
]

WAYS = [
    "token={}&channel=C1",
    "{{'Authorization': 'Bearer {}', 'User-Agent': 'x'}}",
    "{{'authorization': b'Bearer {}'}}",
    '{{"headers": "{{\\"Authorization\\": \\"Basic {}\\"}}"}}',
    "Authorization: Bearer {}",
    "[('Authorization', 'Bearer {}')]",
    "api-key: {}",
    "https://name:{}@host.example/path",
    "wss://wss-primary.slack.com/link/?ticket={}&app_id=1",
    "https://hooks.slack.com/commands/T1/2/{}",
]


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What is logged during a test; the loggers are put back afterwards."""
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    levels = {name: logging.getLogger(name).level for name in observe._QUIET}
    yield StringIO()
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    logging.captureWarnings(False)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("format", ["plain", "json"])
@pytest.mark.parametrize(
    ("way", "secret"),
    [(way, secret) for way in WAYS for secret in [*SECRETS, "0d4f1c2b3a495867"]]
    + [("the token is {}", secret) for secret in SECRETS],
)
def test_no_secret_reaches_the_log(lines: StringIO, format: str, way: str, secret: str):
    observe.configure("DEBUG", format, stream=lines)

    logging.getLogger("bot").info("calling: %s", way.format(secret))

    assert secret not in lines.getvalue()
    assert secret[8:] not in lines.getvalue()
    assert "…" in lines.getvalue()


@pytest.mark.parametrize("format", ["plain", "json"])
def test_no_secret_in_what_was_raised_reaches_the_log(lines: StringIO, format: str):
    observe.configure("INFO", format, stream=lines)

    try:
        raise ValueError(f"Slack refused {SECRETS[0]}")
    except ValueError:
        logging.getLogger("bot").exception("it failed")

    assert "Slack refused xoxb-…" in lines.getvalue()
    assert "Traceback" in lines.getvalue()


def test_secrets_that_look_like_nothing_are_hidden_where_they_are_named(lines: StringIO):
    observe.configure("INFO", "plain", secrets=["8f742231b10e8888abcd99yyyzzz85a5", ""], stream=lines)

    logging.getLogger("bot").info("signed with 8f742231b10e8888abcd99yyyzzz85a5, said nobody")

    assert lines.getvalue().endswith("signed with …, said nobody\n")


@pytest.mark.parametrize(
    "text",
    [
        "task-based-planning-of-work",
        "a basic step",
        "job 4f7k2m9p done in 3.2 s: 8 steps",
        "https://wiki.example/a:b@c",
    ],
)
def test_what_is_no_secret_is_left_as_it_is(lines: StringIO, text: str):
    observe.configure("INFO", "plain", stream=lines)

    logging.getLogger("bot").info(text)

    assert lines.getvalue().endswith(f"bot: {text}\n")


@given(text=st.text())
def test_a_record_is_one_line_that_moves_no_cursor(text: str):
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, "%s", (text,), None)

    plain, in_json = observe.PlainLines([]).format(record), observe.JsonLines([]).format(record)

    assert not any(c in plain for c in "\n\r\x1b\x07\u202e")
    assert "\n" not in in_json
    assert json.loads(in_json)["logger"] == "bot"


async def test_a_record_says_which_job_it_is_about_also_in_tasks_started_for_it(lines: StringIO):
    observe.configure("INFO", "json", stream=lines)

    async def work() -> None:
        logging.getLogger("bot").info("working")

    with observe.about(job="4f7k2m9p"):
        task = asyncio.create_task(work())
    await task
    await work()

    first, second = map(json.loads, lines.getvalue().splitlines())
    assert first["job"] == "4f7k2m9p"
    assert "job" not in second
    assert first["level"] == "info"
    assert first["time"].endswith("Z")


@pytest.mark.parametrize("format", ["plain", "json"])
def test_why_the_app_ends_is_told_in_the_form_of_the_log(
    lines: StringIO, capsys: pytest.CaptureFixture[str], format: str
):
    said = "Copy a token from your app's “Basic Information” page."
    observe.configure(format=format, stream=lines)

    observe.say_problems([said])

    if format == "json":
        assert (json.loads(lines.getvalue())["message"], capsys.readouterr().err) == (said, "")
    else:
        assert (lines.getvalue(), capsys.readouterr().err) == ("", f"script2doc: {said}\n")


def test_auto_is_json_where_there_is_no_terminal(lines: StringIO):
    observe.configure("INFO", "auto", stream=lines)

    logging.getLogger("bot").warning("disk nearly full")

    assert json.loads(lines.getvalue())["message"] == "disk nearly full"


@pytest.mark.parametrize(("level", "said"), [("INFO", False), ("DEBUG", True)])
def test_that_slacks_client_asks_once_more_is_told_to_who_debugs(lines: StringIO, level: str, said: bool):
    observe.configure(level, "plain", stream=lines)
    logging.getLogger("bot.slack_client").info("A retry handler found: Again for POST https://slack.example/api")

    assert ("A retry handler" in lines.getvalue()) is said


def test_other_peoples_loggers_keep_contents_to_themselves_even_when_debugging(lines: StringIO):
    observe.configure("DEBUG", "plain", stream=lines)

    logging.getLogger("aiosqlite").debug("executing INSERT with (transcript)")
    logging.getLogger("slack_sdk.web").debug("Sending a request with body (transcript)")

    assert lines.getvalue() == ""


@dataclass
class FakeJobs:
    """Counts, or the reason why there are none."""

    answer: Mapping[str, int] | StoreError

    async def counts(self) -> Mapping[Any, int]:
        if isinstance(self.answer, StoreError):
            raise self.answer
        return self.answer


@dataclass
class FakeStore:
    jobs: FakeJobs


@dataclass
class FakeBot:
    store: FakeStore
    running: int = 2
    leased: bool = True
    metrics: Metrics = field(default_factory=Metrics)


async def asked(bot: FakeBot, path: str) -> tuple[int, str]:
    async with (
        observe.health_server("127.0.0.1", 0, bot) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_health_and_metrics_of_a_bot_that_is_well():
    bot = FakeBot(FakeStore(FakeJobs({"done": 3, "running": 2})))

    status, health = await asked(bot, "/healthz")
    _, metrics = await asked(bot, "/metrics")

    assert status == 200
    assert json.loads(health) == {"status": "well", "running": 2}
    told = {family.name: family for family in text_string_to_metric_families(metrics)}
    assert {s.labels["state"]: s.value for s in told["script2doc_jobs"].samples} == {"done": 3, "running": 2}
    assert [s.value for s in told["script2doc_jobs_running"].samples] == [2]
    assert [s.value for s in told["script2doc_database_up"].samples] == [1]


async def test_health_and_metrics_while_the_database_is_away():
    bot = FakeBot(FakeStore(FakeJobs(StoreError("The disk is full."))))

    status, health = await asked(bot, "/healthz")
    metrics_status, metrics = await asked(bot, "/metrics")

    assert status == 503
    assert "disk" not in health  # the reason is for the log
    assert metrics_status == 200
    assert "script2doc_database_up 0.0\n" in metrics
    assert "script2doc_jobs{" not in metrics


@pytest.mark.parametrize(
    ("counts", "leased", "status", "said"),
    [
        ({"done": 3}, True, 200, {"status": "ready"}),
        ({"done": 3}, False, 503, {"status": "not ready", "lease": "not renewed"}),
        (StoreError("The disk is full."), True, 503, {"status": "not ready", "database": "no answer"}),
    ],
    ids=["ready", "without a lease", "without a database"],
)
async def test_who_takes_what_is_asked_for_is_ready(
    counts: dict[str, int] | StoreError, leased: bool, status: int, said: dict[str, str]
):
    found, text = await asked(FakeBot(FakeStore(FakeJobs(counts)), leased=leased), "/readyz")

    assert (found, json.loads(text)) == (status, said)


@pytest.mark.parametrize(("counts", "code"), [({"done": 3}, 0), (StoreError("The disk is full."), 1)])
async def test_the_images_health_check_tells_a_bot_that_is_well_from_one_that_is_not(
    counts: dict[str, int] | StoreError, code: int
):
    image = (ROOT / "Dockerfile").read_text()
    port = re.search(r"SCRIPT2DOC_HEALTH_PORT=(\d+)", image)
    check = re.search(r"HEALTHCHECK .*?CMD (\[.*?\])\n", image, re.DOTALL)
    assert port
    assert check
    python, flag, program = json.loads(check[1])
    assert (python, flag) == ("python", "-c")
    assert f"127.0.0.1:{port[1]}/healthz" in program

    async with observe.health_server("127.0.0.1", 0, FakeBot(FakeStore(FakeJobs(counts)))) as there:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, flag, program.replace(port[1], str(there))), stderr=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == code


async def test_states_that_have_no_jobs_any_more_are_no_longer_told():
    bot = FakeBot(FakeStore(FakeJobs({"running": 1})))
    await asked(bot, "/metrics")
    bot.store.jobs.answer = {"done": 1}

    _, metrics = await asked(bot, "/metrics")

    assert 'script2doc_jobs{state="done"} 1.0\n' in metrics
    assert 'state="running"' not in metrics


async def test_a_port_that_is_taken_is_said_in_one_line():
    bot = FakeBot(FakeStore(FakeJobs({})))

    async with observe.health_server("127.0.0.1", 0, bot) as port:
        with pytest.raises(SettingsError, match=f"Port {port} is already in use.* SCRIPT2DOC_HEALTH_PORT"):
            async with observe.health_server("127.0.0.1", port, bot):
                pass


async def test_a_host_that_is_not_this_machines_is_said_in_one_line():
    # An address for documentation (RFC 5737), which no machine has.
    with pytest.raises(SettingsError, match=r"SCRIPT2DOC_HOST can't be used: .* address 192\.0\.2\.1"):
        async with observe.health_server("192.0.2.1", 0, FakeBot(FakeStore(FakeJobs({})))):
            pass


async def test_logging_loads_no_web_server():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import sys, bot.observe; sys.exit('aiohttp' in sys.modules)", cwd=str(ROOT)
    )
    assert await process.wait() == 0
