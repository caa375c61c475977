"""python -m bot doctor: looks at tokens, scopes, model, database and disk, and says one line about each."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import slack_client
from bot.settings import Settings, SettingsError
from pipeline import llm
from pipeline.errors import ModelError, OptionError

ENOUGH_DISK = 500_000_000
"""Bytes that should be free where the database is."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `well` is None where there was nothing to look at."""

    what: str
    well: bool | None
    said: str


async def examine(settings: Settings, env: Mapping[str, str]) -> int:
    """Prints a line for each thing; the exit code is 0 where nothing is wrong, else 1."""
    bad = False
    async for finding in findings(settings, env):
        mark = {True: "ok   ", False: "WRONG", None: "-    "}[finding.well]
        print(f"{mark}  {finding.what:<10}  {finding.said}", file=sys.stdout, flush=True)
        bad = bad or finding.well is False
    return 1 if bad else 0


async def findings(settings: Settings, env: Mapping[str, str]) -> AsyncIterator[Finding]:
    """What is found, one after the other."""
    if settings.bot_token or settings.app_token or settings.signing_secret:
        async for finding in _tokens(settings):
            yield finding
    else:
        yield Finding("bot token", None, "no tokens are set: `make run` opens the playground")
    yield await _model(env)
    yield await _database(settings)
    yield _disk(settings)


async def _tokens(settings: Settings) -> AsyncIterator[Finding]:
    try:
        client = slack_client(settings)
    except SettingsError as error:
        yield Finding("bot token", False, str(error))
        return
    async for finding in _slack(client, settings):
        yield finding


async def _slack(client: AsyncWebClient, settings: Settings) -> AsyncIterator[Finding]:
    try:
        who = await client.auth_test()
    except SlackApiError as error:
        yield Finding("bot token", False, f"Slack doesn't take SLACK_BOT_TOKEN: {error.response['error']}")
        return
    except (OSError, TimeoutError) as error:
        yield Finding("bot token", False, f"Slack can't be reached at {client.base_url}: {error}")
        return
    yield Finding("bot token", True, f"{who['user']} in {who['team']}")
    granted = {scope.strip() for scope in (who.headers.get("x-oauth-scopes") or "").split(",")} - {""}
    missing = sorted(manifest_scopes() - granted)
    said = (
        f"missing: {', '.join(missing)}; install the app again from manifest.yml" if missing else f"all {len(granted)}"
    )
    yield Finding("scopes", not missing, said)
    yield await _way_in(client, settings)


async def _way_in(client: AsyncWebClient, settings: Settings) -> Finding:
    if settings.app_token:
        try:
            await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
        except SlackApiError as error:
            return Finding("way in", False, f"Slack doesn't take SLACK_APP_TOKEN: {error.response['error']}")
        return Finding("way in", True, "Socket Mode")
    if settings.signing_secret:
        return Finding("way in", True, f"HTTP at port {settings.port}, path /slack/events")
    return Finding("way in", False, "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")


def manifest_scopes() -> set[str]:
    """The bot scopes that manifest.yml asks for."""
    manifest = yaml.safe_load((Path(__file__).parents[1] / "manifest.yml").read_text(encoding="utf-8"))
    return set(manifest["oauth_config"]["scopes"]["bot"])


async def _model(env: Mapping[str, str]) -> Finding:
    try:
        settings = llm.ModelSettings.from_env(env)
    except OptionError as error:
        return Finding("model", False, error.message)
    if settings is None:
        return Finding("model", None, "none is configured; guides come from the extractive writer (set OPENAI_API_KEY)")
    client = llm.Client(settings)
    try:
        await client.check()
    except ModelError as error:
        return Finding("model", False, error.message)
    finally:
        await client.aclose()
    return Finding("model", True, f"{settings.model} answers")


async def _database(settings: Settings) -> Finding:
    from bot.store import Store, StoreError

    try:
        async with Store.open(settings.database_url) as store:
            counts = await store.jobs.counts()
    except StoreError as error:
        return Finding("database", False, str(error))
    said = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "no jobs yet"
    return Finding("database", True, f"opens and takes rows; {said}")


def _disk(settings: Settings) -> Finding:
    path = Path(settings.database_url.partition("///")[2] or ".").absolute().parent
    while not path.exists():
        path = path.parent
    free = shutil.disk_usage(path).free
    return Finding("disk", free > ENOUGH_DISK, f"{free / 1e9:.1f} GB free at the database")
