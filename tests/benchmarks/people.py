"""Two hundred people in as many channels who all use the app within a minute, in a workspace that counts calls as Slack
does: how soon each is acknowledged, what is refused for its rate, and whether anything is lost.

The bot is a process of its own, with its default settings and no model.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.messages.outcome import MARKDOWN
from bot.playground import Playground
from bot.playground.interactions import find_element
from bot.playground.people import BOT_USER, Channel, User
from bot.playground.workspace import Message
from tests.benchmarks.load import bot_process

PEOPLE, SECONDS = 200, 60.0
PRESSING = 4
"""Every so many-th person also presses a button under their guide."""
PATIENCE_SECONDS = 900.0
ACKNOWLEDGE_SECONDS, LAST_EDIT_SECONDS = 1.0, 300.0
WANTED = ("chat.update", "chat.postMessage", "files.completeUploadExternal")
"""Methods that no call may be refused of for its rate where the app can pace itself."""


@dataclass(frozen=True)
class Crowd:
    """What was seen."""

    acknowledged: list[float]
    """Seconds, of everything that was sent."""
    unacknowledged: int
    jobs: dict[str, int]
    """How many, by their state."""
    documents: int
    markdown: int
    """Channels that have one."""
    calls: dict[str, int]
    refused: dict[str, int]
    """Calls that were refused for their rate, by method."""
    to_document: list[float]
    """Seconds, from each drop to its document."""
    to_last_edit: list[float]
    """Seconds, from each document to the last edit of its message."""
    unfinished: int
    """Messages that don't show the end of their job."""
    notified: int


async def crowd(people: int = PEOPLE, seconds: float = SECONDS) -> Crowd:
    """So many people each drop a transcript, ask for their jobs, and some press a button."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"{folder}/people.db"
        env = {"SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
        async with Playground() as playground, bot_process(playground, **env):
            await asyncio.sleep(1)
            rooms = [_room(playground, number) for number in range(people)]
            dropped: dict[str, tuple[Message, float]] = {}

            async def drop(number: int) -> None:
                user, channel = rooms[number]
                message = await playground.post_message(channel, user, "", [(f"talk-{number}.vtt", talk(number))])
                dropped[channel] = message, time.time()

            async def ask(number: int) -> None:
                user, channel = rooms[number]
                await playground.slash_command(channel, user, "/script2doc", "jobs")

            async def press(number: int) -> None:
                user, channel = rooms[number]

                def summary() -> Message | None:
                    said = [m for m in playground.messages(channel) if m.by_app]
                    if channel in dropped:
                        said += playground.thread(channel, dropped[channel][0].ts)
                    return next((m for m in said if m.by_app and find_element(m.blocks, MARKDOWN)), None)

                while not (there := summary()):
                    await asyncio.sleep(0.5)
                await playground.press(there.ts, MARKDOWN, user)

            presses = [asyncio.create_task(press(number)) for number in range(0, people, PRESSING)]
            await asyncio.gather(_spread(drop, people, seconds, 0.0), _spread(ask, people, seconds, 0.5))
            until = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < until:
                if set(_states(database)) <= {"done", "failed", "cancelled"} and all(task.done() for task in presses):
                    break
                await asyncio.sleep(1)
            await asyncio.sleep(5)  # what is only an extra may still be under way
            for task in presses:
                task.cancel()
            return _seen(playground, rooms, dropped, _states(database))


def _room(playground: Playground, number: int) -> tuple[str, str]:
    """A person, and a channel that they and the app are in; their ids."""
    user = User(f"U0PERSON{number:03}", f"person{number}", f"Person {number}")
    channel = Channel(f"C0ROOM{number:05}", f"room-{number}", "channel", [BOT_USER.id, user.id])
    playground.workspace.users[user.id] = user
    playground.workspace.channels[channel.id] = channel
    return user.id, channel.id


def talk(number: int) -> bytes:
    """A small transcript that shows how to do something."""
    said = (
        f"In this video I'll show you how to set up printer number {number}.",
        "First, open the settings and click Devices.",
        "Click Add printer and choose the printer from the list.",
        f"Type office-{number} in the Name box and press Enter.",
        "Then select the Double-sided check box.",
        "Finally, click Print test page and take the page out of the tray.",
    )
    cues = [f"00:00:{5 * n:02}.000 --> 00:00:{5 * n + 5:02}.000\n{line}\n" for n, line in enumerate(said)]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


async def _spread(act: Callable[[int], Awaitable[None]], people: int, seconds: float, part: float) -> None:
    """Has everybody do something, evenly within this time; `part` shifts them by a part of the time between two."""
    began = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        for number in range(people):
            due = began + (number + part) * seconds / people
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            tasks.create_task(_quietly(act(number)))


async def _quietly(work: Awaitable[None]) -> None:
    await work


def _states(database: str) -> dict[str, int]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30) as rows:
        return dict(rows.execute("SELECT state, count(*) FROM jobs GROUP BY state"))


def _seen(
    playground: Playground,
    rooms: list[tuple[str, str]],
    dropped: dict[str, tuple[Message, float]],
    states: dict[str, int],
) -> Crowd:
    to_document, to_last_edit, unfinished, documents, markdown, notified = list[float](), list[float](), 0, 0, 0, 0
    edits: dict[str, float] = {}
    for call in playground.calls:
        if call.method == "chat.update" and call.ok:
            edits[str(call.args["channel"])] = call.at + call.seconds
    for user, channel in rooms:
        message, at = dropped[channel]
        thread = playground.thread(channel, message.ts)
        held = [(float(m.ts), id) for m in thread for id in m.files]
        names = [(ts, playground.workspace.files[id].name) for ts, id in held]
        documents += (has := any(name.endswith(".docx") for _, name in names))
        markdown += any(name.endswith(".md") for _, name in names)
        notified += any(f"<@{user}>" in m.text for m in thread if m.by_app)
        unfinished += not any(find_element(m.blocks, MARKDOWN) for m in thread if m.by_app)
        if has:
            ts = next(ts for ts, name in names if name.endswith(".docx"))
            to_document.append(ts - at)
            if channel in edits:
                to_last_edit.append(edits[channel] - ts)
    receipts = playground.receipts
    return Crowd(
        acknowledged=sorted(receipt.seconds for receipt in receipts if receipt.acknowledged),
        unacknowledged=sum(not receipt.acknowledged for receipt in receipts),
        jobs=states,
        documents=documents,
        markdown=markdown,
        calls=dict(Counter(call.method for call in playground.calls)),
        refused=dict(Counter(call.method for call in playground.calls if call.error == "ratelimited")),
        to_document=sorted(to_document),
        to_last_edit=sorted(to_last_edit),
        unfinished=unfinished,
        notified=notified,
    )
