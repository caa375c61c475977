"""The whole bot in this process, against the playground: real Bolt, real Socket Mode, real files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import pytest_asyncio

from bot.app import Bot, running_bot
from bot.playground import Playground, Timing
from bot.playground.files import StoredFile
from bot.playground.workspace import Message
from bot.serve import listening
from bot.settings import Settings, read_settings
from bot.slack_client import Waiting
from pipeline.knowledge.parsers import Parsers
from tests.block_types.payloads import record
from tests.conftest import HANG_SECONDS, SAMPLES
from tests.databases import database_in
from tests.loopback.name_server import NameServer

SCREENCAST = "cloudflare-create-api-token.vtt"
FIRST_CUES = 21
"""Of the screencast: three steps, with a title and what one needs before."""
ROOM = "#how-to-guides"
PATIENT = Timing(acknowledge=HANG_SECONDS, trigger=HANG_SECONDS, share=0.02)
"""Slack's clocks, but for those that a bot on a slow machine would overrun."""


UNHURRIED = Waiting(keep=HANG_SECONDS, look=HANG_SECONDS)
"""For the same reason."""
PROMPTLY = replace(UNHURRIED, pause=lambda seconds: asyncio.sleep(seconds / 20))
"""For tests in which Slack fails until the bot gives up."""


@cache
def sample(name: str) -> bytes:
    """A sample file; of the screencast its first minute: a guide of the whole takes twice as long, and in Slack it has
    nothing that a shorter one hasn't."""
    data = (SAMPLES / name).read_bytes()
    return b"\n\n".join(data.split(b"\n\n")[: 1 + FIRST_CUES]) + b"\n" if name == SCREENCAST else data


@dataclass
class Office:
    """A playground with the bot in it, and the questions that tests ask of it."""

    playground: Playground
    settings: Settings
    bot: Bot
    names: dict[str, str] = field(default_factory=dict)

    async def drop(self, *names: str, text: str = "", channel: str = ROOM, user: str = "", **more: Any) -> Message:
        """Somebody drops sample files in a channel."""
        files = [(name, sample(name)) for name in names]
        return await self.playground.post_message(channel, user or self.playground.you.id, text, files, **more)

    def documents(self, channel: str, ts: str) -> list[StoredFile]:
        """The .docx files in a thread."""
        held = [id for message in self.playground.thread(channel, ts) for id in message.files]
        return [file for file in self.playground.files if file.id in held and file.name.endswith(".docx")]

    def progress(self, channel: str, ts: str) -> list[Message]:
        """The app's own messages in a thread, without those that carry or announce a document."""
        mine = [m for m in self.playground.thread(channel, ts) if m.by_app and not m.files]
        return [m for m in mine if part_of(m) != "announcement"]

    def announcements(self, channel: str, ts: str) -> list[Message]:
        """The messages in a thread that tell somebody that a guide is ready."""
        return [m for m in self.playground.thread(channel, ts) if part_of(m) == "announcement"]

    async def summary(self, channel: str, ts: str) -> str:
        """What the progress message says when the job has ended well."""
        await self.playground.until(lambda: self.said(channel, ts, "is in this thread"))
        return self.last(channel, ts)

    def said(self, channel: str, ts: str, words: str) -> bool:
        return any(words in text_of(message) for message in self.progress(channel, ts))

    def last(self, channel: str, ts: str) -> str:
        """All that the app's last message in a thread says now."""
        return text_of(self.progress(channel, ts)[-1])


def part_of(message: Message) -> str | None:
    """Which part of a job a message of the app is."""
    return message.metadata["event_payload"]["part"] if message.metadata else None


def text_of(message: Message) -> str:
    """Everything that a message says now."""
    parts = [message.text]
    for block in message.blocks:
        if "text" in block:
            parts.append(block["text"]["text"])
        parts += [e["text"] for e in block.get("elements", []) if isinstance(e.get("text"), str)]
        if block["type"] == "plan":
            parts += [block["title"], *(f"{task['status']}: {task['title']}" for task in block["tasks"])]
    return "\n".join(parts)


def opened(file: StoredFile) -> Any:
    """A document as python-docx reads it."""
    return docx.Document(BytesIO(file.content))


OpenOffice = Callable[..., AbstractAsyncContextManager[Office]]


@pytest.fixture
def open_office(tmp_path: Path) -> OpenOffice:
    """Opens a playground with a bot in it: `async with open_office(playground, SCRIPT2DOC_…="…") as office`. `waiting`:
    how long the bot waits for Slack. `confined`: whether files are read in a process of their own, which takes a third
    of a second to start."""

    @asynccontextmanager
    async def opening(
        playground: Playground | None = None, *, waiting: Waiting | None = None, confined: bool = False, **env: str
    ) -> AsyncIterator[Office]:
        async with playground or Playground(timing=PATIENT) as there:
            settings = read_settings(
                {
                    "SLACK_BOT_TOKEN": there.bot_token,
                    "SLACK_APP_TOKEN": there.app_token,
                    "SLACK_API_URL": there.api_url,
                    "SCRIPT2DOC_DATABASE_URL": database_in(tmp_path),
                    "SCRIPT2DOC_LEASE_SECONDS": "2",
                    **env,
                }
            )
            async with (
                running_bot(settings, env, waiting or UNHURRIED, confined=confined) as bot,
                listening(settings, bot),
            ):
                yield Office(there, settings, bot)
            record(there.calls)

    return opening


@pytest.fixture
async def office(open_office: OpenOffice) -> AsyncIterator[Office]:
    async with open_office() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def parsers() -> AsyncIterator[Parsers]:
    """Shared by the tests of a file, as by the jobs of a process: whatever one page does to them, the next is read."""
    made = Parsers()
    yield made
    await made.aclose()


@pytest.fixture
def names(parsers: Parsers) -> NameServer:
    return NameServer(parsers)
