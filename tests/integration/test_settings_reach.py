"""Every setting changes something: what an operator sets arrives at the object that it is for."""

from __future__ import annotations

import asyncio
import logging
import queue
import webbrowser
from collections.abc import Awaitable, Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import observe
from bot.app import Bot, running_bot
from bot.playground import Playground
from bot.playground.several import Slack
from bot.settings import Settings, SettingsError, read_settings
from bot.store.encryption import new_key
from pipeline.knowledge import Fetcher
from tests.conftest import HANG_SECONDS
from tests.databases import database_in
from tests.integration.companies import ACME, companies
from tests.integration.serving import free_port, name_of, played, served, status


def fetcher(bot: Bot) -> Fetcher:
    assert bot.desk.tools.fetcher is not None
    return bot.desk.tools.fetcher


def kept_days(bot: Bot) -> float | str:
    """For how long what is fetched and what is made is kept."""
    made = bot.desk.workspace_settings.limits.keep_days
    fetched = bot.store.cache._max_age / 86_400
    return fetched if fetched == made else f"{fetched} and {made}"


BY_JOBS: Mapping[str, tuple[str, Callable[[Bot], Any]]] = {
    "bot_token": ("", lambda bot: bot.app.client.token),
    "api_url": ("", lambda bot: bot.desk.client.base_url),
    "database_url": ("", lambda bot: bot.store.database.url.render_as_string(hide_password=False)),
    "template": ("", lambda bot: (bot.desk.tools.template or b"").decode()),
    "keep_days": ("3", kept_days),
    "cache_bytes": ("7000000", lambda bot: bot.store.cache._max_bytes),
    "jobs_at_once": ("7", lambda bot: bot.service._worker._places._free),
    # tests/integration/test_bot.py sees what comes of it.
    "jobs_per_person": ("3", lambda bot: bot.desk.settings.jobs_per_person),
    # tests/integration/test_limits.py sees what comes of these.
    "jobs_per_workspace": ("8", lambda bot: bot.desk.job_limits(1).workspace),
    "hourly_jobs_per_person": ("9", lambda bot: bot.desk.job_limits(1).person_an_hour),
    "hourly_jobs_per_workspace": ("11", lambda bot: bot.desk.job_limits(1).workspace_an_hour),
    "daily_tokens_per_person": ("1005", lambda bot: bot.desk.allowances.person),
    "daily_tokens_per_workspace": ("1006", lambda bot: bot.desk.allowances.workspace),
    # tests/integration/test_job_endings.py sees what comes of it.
    "job_seconds": ("77", lambda bot: bot.desk.settings.job_seconds),
    # tests/integration/test_job_lease.py sees how long another process waits.
    "lease_seconds": ("86400", lambda bot: bot.desk.settings.lease_seconds),
    "edits_per_minute": ("6", lambda bot: bot.desk.editor._refill * 60),
    "transcript_bytes": ("1001", lambda bot: bot.desk.tools.limits.transcript_bytes),
    "transcript_words": ("1002", lambda bot: bot.desk.tools.limits.transcript_words),
    "reference_urls": ("4", lambda bot: bot.desk.tools.limits.urls),
    "reference_wait": ("1.5", lambda bot: bot.desk.tools.limits.reference_wait),
    "job_tokens": ("1003", lambda bot: bot.desk.tools.limits.job_tokens),
    "page_bytes": ("1004", lambda bot: fetcher(bot)._limits.page_bytes),
    "fetch_seconds": ("2.5", lambda bot: fetcher(bot)._limits.fetch_seconds),
    "allow_hosts": ("allowed.example", lambda bot: fetcher(bot)._rules.allow_hosts),
    "deny_hosts": ("denied.example", lambda bot: fetcher(bot)._rules.deny_hosts),
    "allowed_ports": ("81", lambda bot: fetcher(bot)._rules.ports),
    "private_hosts": ("wiki.example", lambda bot: fetcher(bot)._rules.private_hosts),
    "proxy": ("http://127.0.0.1:1", lambda bot: fetcher(bot)._proxy),
    "contact": ("docs@example.com", lambda bot: fetcher(bot)._user_agent.partition("; +")[2].rstrip(")")),
}
"""Setting -> a value that isn't its default (the test makes it where none stands here), and where it arrives."""


async def test_what_jobs_go_by_arrives_at_the_objects_that_it_is_for(tmp_path: Path):
    template = tmp_path / "company.docx"
    template.write_text(str(template))
    async with Playground() as playground:
        made = {
            "bot_token": playground.bot_token,
            "api_url": playground.api_url,
            "database_url": database_in(tmp_path),
            "template": str(template),
        }
        settings = read_settings({name_of(field): value or made[field] for field, (value, _) in BY_JOBS.items()})
        async with running_bot(settings, {}) as bot:
            arrived = {field: reached(bot) for field, (_, reached) in BY_JOBS.items()}
    given = {field: shown(getattr(settings, field)) for field in BY_JOBS}

    assert arrived == given
    assert [field for field in BY_JOBS if given[field] == shown(Settings.model_fields[field].default)] == []


def shown(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


SECRET = "8f742231b10e"


async def app_token(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
        async with served(tmp_path, app_token="xapp-1-wrong"):
            pass


async def signing_secret(tmp_path: Path) -> None:
    port = free_port()
    async with served(tmp_path, signing_secret=SECRET, port=str(port)):
        assert await status("POST", f"http://127.0.0.1:{port}/slack/events") == 401, "what isn't signed is refused"


async def port(tmp_path: Path) -> None:
    port = free_port()
    async with served(tmp_path, signing_secret=SECRET, port=str(port)):
        assert await status("GET", f"http://127.0.0.1:{port}/") == 404, "somebody listens"


async def host(tmp_path: Path) -> None:
    # An address for documentation (RFC 5737), which no machine has: it shows that it was tried by being refused.
    with pytest.raises(SettingsError, match="SCRIPT2DOC_HOST"):
        async with served(tmp_path, signing_secret=SECRET, host="192.0.2.1", port="0"):
            pass


async def health_port(tmp_path: Path) -> None:
    port = free_port()
    async with served(tmp_path, signing_secret=SECRET, port="0", health_port=str(port)):
        assert await status("GET", f"http://127.0.0.1:{port}/healthz") == 200
        assert await status("GET", f"http://127.0.0.1:{port}/readyz") == 200
        assert await status("GET", f"http://127.0.0.1:{port}/metrics") == 200


async def log_level(tmp_path: Path) -> None:
    async with served(tmp_path, signing_secret=SECRET, port="0", log_level="ERROR"):
        assert logging.getLogger().level == logging.ERROR


async def log_format(tmp_path: Path) -> None:
    for format, lines in (("plain", observe.PlainLines), ("json", observe.JsonLines)):
        async with served(tmp_path, signing_secret=SECRET, port="0", log_format=format):
            assert isinstance(logging.getLogger().handlers[0].formatter, lines)


async def playground_port(tmp_path: Path) -> None:
    port = free_port()
    async with played(playground_port=str(port), open_browser="0"):
        assert await status("GET", f"http://127.0.0.1:{port}/") == 200


async def playground_data(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    async with played(playground_port="0", playground_data=str(folder), open_browser="0"):
        pass
    assert {"workspace.db", "playground.db"} <= {path.name for path in folder.iterdir()}


async def open_browser(tmp_path: Path) -> None:
    opened: queue.Queue[str] = queue.Queue()

    class Browser(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            opened.put(url)
            return True

    port = free_port()
    webbrowser.register("a test's", None, Browser(), preferred=True)
    try:
        async with played(playground_port=str(port), open_browser="1"):
            shown = await asyncio.to_thread(opened.get, timeout=HANG_SECONDS)
    finally:
        webbrowser._tryorder.remove("a test's")  # type: ignore[attr-defined]
        webbrowser._browsers.pop("a test's")  # type: ignore[attr-defined]
    assert shown == f"http://127.0.0.1:{port}/"


async def several(tmp_path: Path, redirect_uri: str | None = None) -> tuple[str, Slack]:
    """The address of the authorize page to which an install is sent."""
    async with (
        companies(tmp_path) as here,
        here.served(**({"SLACK_REDIRECT_URI": redirect_uri} if redirect_uri else {})),
    ):
        page = (await here.visit(here.page("install")))[1]
    return unescape(page), here.slack


async def client_id(tmp_path: Path) -> None:
    page, slack = await several(tmp_path)
    assert f"client_id={slack.client_id}" in page


async def redirect_uri(tmp_path: Path) -> None:
    page, _ = await several(tmp_path, "http://localhost:7/slack/oauth_redirect")
    assert "redirect_uri=http://localhost:7/slack/oauth_redirect" in page


async def client_secret(tmp_path: Path) -> None:
    async with companies(tmp_path) as here, here.served(SLACK_CLIENT_SECRET=32 * "0"):
        assert await here.install(ACME.id) == 401


async def token_keys(tmp_path: Path) -> None:
    async with companies(tmp_path) as here:
        async with here.served():
            await here.install(ACME.id)
        with pytest.raises(SettingsError, match="SCRIPT2DOC_TOKEN_KEYS"):
            async with here.served(SCRIPT2DOC_TOKEN_KEYS=new_key()):
                pass


async def workspaces(tmp_path: Path) -> None:
    async with companies(tmp_path) as here, here.served(SCRIPT2DOC_WORKSPACES="T0BOLT"):
        assert await here.install(ACME.id) == 403


WHILE_SERVING: Mapping[str, Callable[[Path], Awaitable[None]]] = {
    check.__name__: check
    for check in (
        *(app_token, signing_secret, host, port, health_port, log_level, log_format),
        *(playground_port, playground_data, open_browser),
        *(client_id, client_secret, redirect_uri, token_keys, workspaces),
    )
}
"""Setting -> what looks at what comes of it."""


@pytest.mark.parametrize("field", WHILE_SERVING)
@pytest.mark.usefixtures("loggers")
async def test_what_serving_goes_by_shows(field: str, tmp_path: Path):
    await WHILE_SERVING[field](tmp_path)


def test_every_setting_is_in_one_of_the_tables():
    assert sorted([*BY_JOBS, *WHILE_SERVING]) == sorted(Settings.model_fields)
