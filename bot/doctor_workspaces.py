"""What the doctor looks at where the app is installed in several workspaces: the key, and each one's token."""

from __future__ import annotations

import asyncio
import contextlib
import os

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.allowed import Allowed
from bot.findings import Finding, Mark
from bot.settings import Settings
from bot.slack_errors import SlackUnreachable, code_of
from bot.store import Database, StoreError
from bot.store.address import file_of, parse_url
from bot.store.encryption import TokenCipher
from bot.store.installations import Installations, Installed
from bot.store.migrations import newest, version
from bot.tokens import INSTALL_PATH

MOST = 20
"""Of so many workspaces the tokens are tried."""


async def examined(settings: Settings, client: AsyncWebClient, patience: float, asked: set[str]) -> Finding:
    """Whether the tokens can be decrypted, and whether Slack takes them and has granted the scopes that are `asked`
    for. Slack may take `patience` seconds for each."""
    try:
        found = await _installed(settings)
    except StoreError as error:
        return Finding("workspaces", Mark.WRONG, str(error))
    if not found:
        said = f"none has installed the app yet; open {INSTALL_PATH} in a browser once it's running"
        return Finding("workspaces", Mark.NOTHING, said)
    allowed = Allowed(settings.allowed)
    ignored = [
        f"“{each.name}” ({each.workspace}) isn't in SCRIPT2DOC_WORKSPACES: what Slack sends of it is ignored."
        for each in found[:MOST]
        if not allowed.takes(each.workspace, each.enterprise)
    ]
    outcomes = await asyncio.gather(*(_tried(client, each, patience, asked) for each in found[:MOST]))
    wrong = [*ignored, *(said for said in outcomes if said)]
    names = ", ".join(f"“{each.name}”" for each in found[:MOST]) + (" …" if len(found) > MOST else "")
    said = " ".join([f"{len(found)}: {names}.", *wrong])
    return Finding("workspaces", Mark.WARNING if wrong else Mark.OK, said)


async def _installed(settings: Settings) -> list[Installed]:
    """Raises StoreError. A database that isn't there yet, or isn't up to date, has none."""
    if _not_made(settings):
        return []
    async with contextlib.AsyncExitStack() as stack:
        database = await Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        if await version(database) != newest():
            return []
        return await Installations(database, TokenCipher(settings.keys)).all()


def _not_made(settings: Settings) -> bool:
    """Whether the database is a file that isn't there yet."""
    file = file_of(parse_url(settings.database_url))
    return file is not None and not os.path.isfile(file)


async def _tried(client: AsyncWebClient, installed: Installed, patience: float, asked: set[str]) -> str | None:
    """What is wrong with an installation, in a sentence."""
    try:
        async with asyncio.timeout(patience):
            await client.auth_test(token=installed.token)
    except SlackApiError as error:
        return f"Slack rejects the token of “{installed.name}” ({code_of(error)}): have it install the app again."
    except (SlackUnreachable, OSError, TimeoutError) as error:
        return f"The token of “{installed.name}” couldn't be tried: {error or 'no answer in time'}."
    if missing := sorted(asked - set(installed.scopes.split(","))):
        return f"“{installed.name}” hasn't granted {', '.join(missing)}: have it install the app again."
    return None
