"""What runs beside the jobs while Slack is served, and what a start says when it can't be."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.playground import Playground
from bot.serve import through_outages
from bot.settings import SettingsError, Unavailable
from bot.signals import Stop
from bot.store import DatabaseAway, Store
from bot.store.requests import KeptRequest
from tests.conftest import HANG_SECONDS
from tests.databases import database_in
from tests.integration.conftest import OpenOffice
from tests.integration.serving import free_port, served, status
from tests.integration.slack_faults import SCALED

pytestmark = pytest.mark.usefixtures("loggers")

SECRET = "8f742231b10e"


@pytest.fixture
def cleaned() -> Iterator[asyncio.Event]:
    """Set when housekeeping has said that it deleted something."""
    said = asyncio.Event()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.set()

    ear, log = Ear(), logging.getLogger("bot.store.housekeeping")
    log.addHandler(ear)
    yield said
    log.removeHandler(ear)


async def test_what_had_its_time_is_deleted_while_slack_is_served(tmp_path: Path, cleaned: asyncio.Event):
    url = database_in(tmp_path)
    async with Store.open(url) as store:
        old = await store.blobs.put(b"an old transcript", "transcript", 1_700_000_000.0)
        new = await store.blobs.put(b"a new transcript", "transcript", 7_000_000_000.0)
    async with served(tmp_path, signing_secret=SECRET, port="0"), asyncio.timeout(HANG_SECONDS):
        await cleaned.wait()
    async with Store.open(url) as store:
        assert await store.blobs.get(old) is None
        assert await store.blobs.get(new) == b"a new transcript"


async def test_a_machine_whose_clock_is_wrong_forgets_nothing_too_soon(
    tmp_path: Path, cleaned: asyncio.Event, monkeypatch: pytest.MonkeyPatch
):
    url, right = database_in(tmp_path), time.time
    async with Store.open(url) as store:
        await store.blobs.put(b"an old transcript", "transcript", right() - 86_400)
        new = await store.blobs.put(b"a new transcript", "transcript", right() + 30 * 86_400)
        asked = KeptRequest("r1", "Commanded", {}, right(), "elsewhere:1:gone")
        await store.requests.keep(asked, lambda: True)
    ahead = SimpleNamespace(time=lambda: right() + 60 * 86_400, monotonic=time.monotonic)
    for module in ("bot.slack_clock.time", "bot.serve.time"):
        monkeypatch.setattr(module, ahead)
    async with served(tmp_path, signing_secret=SECRET, port="0"), asyncio.timeout(HANG_SECONDS):
        await cleaned.wait()
    async with Store.open(url) as store:
        assert await store.blobs.get(new) == b"a new transcript"


async def test_nothing_runs_on_after_the_end(tmp_path: Path):
    before = asyncio.all_tasks()
    port, health = free_port(), free_port()
    async with served(tmp_path, signing_secret=SECRET, port=str(port), health_port=str(health)):
        assert await status("GET", f"http://127.0.0.1:{health}/healthz") == 200
    assert {task.get_name() for task in asyncio.all_tasks() - before} == set()
    for ended in (port, health):
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", ended)


@pytest.mark.parametrize(("field", "name"), [("port", "SCRIPT2DOC_PORT"), ("health_port", "SCRIPT2DOC_HEALTH_PORT")])
async def test_a_port_that_is_taken_ends_the_start_and_names_the_setting(tmp_path: Path, field: str, name: str):
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        ports = {"port": "0", field: str(taken.getsockname()[1])}
        with pytest.raises(SettingsError, match=name):
            async with served(tmp_path, signing_secret=SECRET, **ports):
                pass


# Both are for documentation (RFC 5737, RFC 2606): no machine has them.
@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
async def test_a_host_that_is_not_this_machines_is_no_matter_of_ports(tmp_path: Path, host: str):
    with pytest.raises(SettingsError, match=f"SCRIPT2DOC_HOST can't be used: .*{host}") as caught:
        async with served(tmp_path, signing_secret=SECRET, port="0", host=host):
            pass
    assert "PORT" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [("SLACK_BOT_TOKEN", "xoxb-" + 9 * "wrong"), ("SLACK_APP_TOKEN", "xapp-" + 9 * "wrong")]
)
async def test_a_token_that_slack_does_not_take_ends_the_start(open_office: OpenOffice, name: str, value: str):
    with pytest.raises(SettingsError, match=rf"{name} \(invalid_auth\)") as caught:
        async with open_office(**{name: value}):
            pass
    assert not isinstance(caught.value, Unavailable)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("auth.test", {"error": "internal_error"}),
        ("auth.test", {"status": 403}),
        ("apps.connections.open", {"error": "service_unavailable"}),
    ],
)
async def test_an_outage_of_slack_is_no_mistake_in_the_settings(
    open_office: OpenOffice, method: str, fault: dict[str, Any]
):
    playground = Playground()
    playground.fail_next(method, **fault, times=9)
    with pytest.raises(Unavailable, match="Slack can't be reached"):
        async with open_office(playground, waiting=SCALED):
            pass


async def test_without_a_bot_token_nothing_is_asked(open_office: OpenOffice):
    playground = Playground()
    with pytest.raises(SettingsError):
        async with open_office(playground, SLACK_BOT_TOKEN=""):
            pass
    assert playground.calls == []


async def test_a_slack_that_cannot_be_reached_is_named(open_office: OpenOffice):
    address = f"http://127.0.0.1:{free_port()}/api/"
    with pytest.raises(SettingsError, match=address):
        async with open_office(waiting=SCALED, SLACK_API_URL=address):
            pass


@pytest.mark.parametrize(
    ("name", "value"), [("SCRIPT2DOC_TEMPLATE", "/nowhere/company.docx"), ("SCRIPT2DOC_MODEL_DAILY_TOKENS", "many")]
)
async def test_a_setting_that_is_wrong_is_named(open_office: OpenOffice, name: str, value: str):
    with pytest.raises(SettingsError, match=name):
        async with open_office(**{name: value, "OPENAI_API_KEY": "sk-loopback"}):
            pass


async def test_a_database_that_goes_away_in_the_middle_of_a_start_does_not_end_it(monkeypatch: pytest.MonkeyPatch):
    task = asyncio.current_task()
    assert task is not None
    stop, starts = Stop(task), 0

    async def start() -> None:
        nonlocal starts
        starts += 1
        if starts < 3:
            raise DatabaseAway
        if starts == 4:
            stop.serving = True
            raise DatabaseAway

    await through_outages(start, stop)
    assert starts == 3

    with pytest.raises(DatabaseAway):  # once it serves, each part of it waits by itself
        await through_outages(start, stop)
    assert starts == 4

    starts, stop.serving = 0, False
    monkeypatch.setattr("bot.serve.BUSY_SECONDS", -1.0)
    with pytest.raises(DatabaseAway):
        await through_outages(start, stop)
    assert starts == 1
