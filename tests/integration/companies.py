"""The bot in several workspaces, each of which installs it in a browser: real Bolt, real OAuth pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.app import Bot, running_bot
from bot.playground import Playground
from bot.playground.files import StoredFile
from bot.playground.people import Team
from bot.playground.several import Slack
from bot.playground.workspace import Message
from bot.serve import listening
from bot.settings import read_settings
from bot.store.encryption import new_key
from bot.store.tables import jobs
from tests.databases import database_in
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, UNHURRIED, sample, text_of
from tests.integration.serving import free_port

ACME, BOLT, GRID = (
    Team("T0ACME", "acme", "Acme"),
    Team("T0BOLT", "bolt", "Bolt"),
    Team("T0GRID", "grid", "Grid", "E0GRID"),
)
KEY = new_key()
PLANTED = "the marmalade stands behind the zebra"
TALK = f"""WEBVTT

00:00:01.000 --> 00:00:05.000
Today I show you how to set up the printer. First, open Settings.

00:00:06.000 --> 00:00:09.000
Then click Printers and choose Add printer, because {PLANTED}.

00:00:10.000 --> 00:00:14.000
Enter the address 10.0.0.7 and click Save. Then print a test page.
""".encode()


@dataclass
class Companies:
    slack: Slack
    port: int
    folder: Path
    bot: Bot | None = None

    def env(self, **more: str) -> dict[str, str]:
        return {
            "SLACK_CLIENT_ID": self.slack.client_id,
            "SLACK_CLIENT_SECRET": self.slack.client_secret,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_REDIRECT_URI": self.page("oauth_redirect"),
            "SLACK_API_URL": self.slack.api_url,
            "SCRIPT2DOC_TOKEN_KEYS": KEY,
            "SCRIPT2DOC_HOST": "127.0.0.1",
            "SCRIPT2DOC_PORT": str(self.port),
            "SCRIPT2DOC_DATABASE_URL": database_in(self.folder),
            "SCRIPT2DOC_LEASE_SECONDS": "2",
            **more,
        }

    def page(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/slack/{name}"

    @asynccontextmanager
    async def served(self, **more: str) -> AsyncIterator[Bot]:
        """The bot, as long as it runs."""
        settings = read_settings(self.env(**more))
        async with running_bot(settings, {}, UNHURRIED, confined=False) as bot, listening(settings, bot):
            if settings.app_token is None:
                self.slack.deliver_over_http(self.page("events"))
            self.bot = bot
            yield bot

    async def install(self, team: str, *, whole: bool = False) -> int:
        """Somebody installs the app in their browser; the status of the last page."""
        back, cookie = await self.allowed(team, whole=whole)
        return (await self.visit(back, cookie))[0]

    async def allowed(self, team: str, *, whole: bool = False) -> tuple[str, str]:
        """Where Slack sends the browser of somebody who allows the app (or cancels, for no team), and its cookie."""
        async with aiohttp.ClientSession() as browser:
            async with browser.get(self.page("install")) as answer:
                page, cookie = await answer.text(), answer.headers["Set-Cookie"].partition(";")[0]
            found = re.search(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page)
            assert found, page
            form = {"team": team, "whole": "yes" if whole else "no"}
            async with browser.post(unescape(found[1]), data=form, allow_redirects=False) as answer:
                assert answer.status == 302, await answer.text()
                return answer.headers["Location"], cookie

    async def visit(self, url: str, cookie: str = "") -> tuple[int, str]:
        headers = {"Cookie": cookie} if cookie else {}
        async with aiohttp.ClientSession() as browser, browser.get(url, headers=headers) as answer:
            return answer.status, await answer.text()

    async def drop(self, team: str, name: str = SCREENCAST, content: bytes | None = None) -> Message:
        there = self.slack[team]
        given = content if content is not None else sample(name)
        return await there.post_message(ROOM, there.you.id, "", [(name, given)])

    async def done(self, team: str, dropped: Message) -> None:
        """Waits until the guide of what was dropped is in its thread."""
        there = self.slack[team]
        await there.until(lambda: "is in this thread" in said_in(there, dropped))

    def documents(self, team: str) -> list[StoredFile]:
        return [
            file
            for file in self.slack[team].files
            if file.name.endswith(".docx") and file.shares and file.state == "complete"
        ]

    def lying_about(self) -> bytes:
        """All that is in the database's files."""
        return b"".join(path.read_bytes() for path in self.folder.glob("jobs.db*"))


def said_in(there: Playground, dropped: Message) -> str:
    return "\n".join(text_of(message) for message in there.thread(ROOM, dropped.ts) if message.by_app)


@asynccontextmanager
async def companies(folder: Path, *teams: Team, **more: Any) -> AsyncIterator[Companies]:
    async with Slack(*(teams or (ACME, BOLT)), timing=PATIENT, **more) as slack:
        yield Companies(slack, free_port(), folder)


async def teams_with_jobs(here: Companies) -> list[str]:
    assert here.bot
    async with here.bot.store.database.reading() as connection:
        return sorted((await connection.execute(select(jobs.c.team))).scalars())


async def quiet(here: Companies, *teams: str) -> None:
    """Returns when Slack has told everything in these workspaces, and everything that came of it is done."""
    assert here.bot
    for _ in range(2):
        for team in teams:
            await here.slack[team].settled()
        await here.bot.desk.tasks.idle()
