"""The table of what Slack does wrong: each way to fail, at each method that the bot calls, at each moment of a job.

A cell is one job in a whole bot against the playground. Whatever goes wrong in it, the job ends, the person has the
document or knows why not and what to do, its place is free, and nothing is there twice. Waiting is scaled: the bot's
pauses and Slack's Retry-After take a thousandth of their time.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.jobs.model import JobState
from bot.playground import Playground
from bot.playground.faults import PAGE, Cut
from bot.playground.workspace import Message
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import UNHURRIED, Office, part_of, text_of

ANSWER_SECONDS = 0.5
SCALE = 1000


async def briefly(seconds: float) -> None:
    """A thousandth of a pause."""
    await asyncio.sleep(seconds / SCALE)


SCALED = replace(UNHURRIED, pause=briefly)
"""Pauses are short; an answer is waited for as long as a busy machine takes."""
BRIEF = replace(SCALED, answer=ANSWER_SECONDS, transfer=ANSWER_SECONDS)
"""For faults in which Slack doesn't answer."""

KINDS: dict[str, dict[str, Any]] = {
    "cut": {"cut": Cut.ANSWER, "times": 3},
    "cut body": {"cut": Cut.BODY, "times": 3},
    "500": {"status": 500, "times": 3},
    "503 page": {"status": 503, "page": PAGE, "times": 3},
    "page": {"page": PAGE, "times": 1},
    "internal_error": {"error": "internal_error", "times": 3},
    "fatal_error": {"error": "fatal_error", "times": 4},
    "rate_limited": {"error": "rate_limited", "times": 3},
    "ratelimited 200": {"error": "ratelimited", "in_body": True, "times": 7},
    "429": {"error": "ratelimited", "retry_after": 20, "times": 2},
    "429 long": {"error": "ratelimited", "retry_after": 300, "times": 2},
    "no answer": {"delay": ANSWER_SECONDS + 0.3, "error": "internal_error", "times": 1},
    "lasting": {"times": 1000},
    "500 for ever": {"status": 500, "times": 100_000},
    "done, then 500": {"after": True, "status": 500, "times": 1},
    "done, then cut": {"after": True, "cut": Cut.ANSWER, "times": 1},
    "done, then cut body": {"after": True, "cut": Cut.BODY, "times": 3},
    "done, no answer": {"after": True, "delay": ANSWER_SECONDS + 0.3, "status": 500, "times": 1},
}
"""What `Playground.fail_next` is told."""

LASTING = {
    "chat.postMessage": ("is_archived", "restricted_action_read_only_channel", "not_in_channel", "msg_too_long"),
    "chat.update": ("message_not_found", "is_archived", "invalid_blocks", "edit_window_closed"),
    "files.info": ("access_denied", "file_deleted"),
    "files.getUploadURLExternal": ("file_uploads_disabled",),
    "files.completeUploadExternal": ("not_in_channel", "posting_to_channel_denied", "storage_limit_reached"),
    "conversations.replies": (),
    "conversations.history": ("missing_scope",),
    "conversations.info": ("channel_not_found",),
    "conversations.members": ("channel_not_found",),
    "conversations.open": ("user_not_found",),
    "users.info": ("user_not_found",),
    "auth.test": ("missing_scope",),
    "chat.getPermalink": ("message_not_found",),
    "chat.postEphemeral": ("user_not_in_channel",),
    "views.open": ("expired_trigger_id",),
    "reactions.add": ("not_reactable",),
    "reactions.remove": ("message_not_found",),
    "agents.sessions.setStatus": ("thread_not_found", "missing_scope"),
    "download": (403,),
    "upload": (400,),
}
"""How Slack refuses each method for good. Those of a message or a file concern its conversation only."""

MOMENTS: dict[str, str | None] = {
    "first": None,
    "middle": "download",
    "delivery": "files.getUploadURLExternal",
    "end": "upload",
}
"""From when on it goes wrong: from the start, or once this was called."""

JOB = (
    *("chat.postMessage", "chat.update", "files.info", "download"),
    *("files.getUploadURLExternal", "upload", "files.completeUploadExternal"),
)
"""What a dropped file makes the bot call."""
REACTING = ("reactions.add", "reactions.remove", "agents.sessions.setStatus")
"""Called beside a job, of which nothing depends on them."""
LOOKING = ("conversations.replies", "conversations.history")
"""Called only after something else went wrong: an answer of chat.postMessage that was lost goes before."""
ASKING = ("users.info", "conversations.info", "conversations.members", "auth.test")
"""Called before a job, to find out who may see what."""
ENDING = ("chat.postMessage", "chat.update", *LOOKING)
"""Called once the document is there: to announce it, and to finish the progress message."""
UNSAID = ("chat.getPermalink", "chat.postEphemeral", "conversations.open", "views.open")
"""Called for what people press or ask beside a job."""

NEXT = ("try again", "again", "invite", "tell whoever", "an admin", "copy the link")
"""One of these tells a person what to do."""

STEPS = (
    "So first we open the settings page number {}.",
    "Now click on New token.",
    "Then type a name for it, and click on Continue.",
    "Next, choose the permissions that you want.",
    "Finally, click on Create token and copy it.",
    "Then close the page again.",
)


@dataclass(frozen=True)
class Cell:
    way: str
    """drop | command."""
    method: str
    kind: str
    moment: str
    code: str | int | None = None

    def __str__(self) -> str:
        code = f" {self.code}" if self.code else ""
        return f"{self.way}: {self.method}, {self.kind}{code}, {self.moment}"


def cells() -> Iterator[Cell]:
    """All of them."""
    for method, kind, moment in itertools.product((*JOB, *LOOKING), KINDS, MOMENTS):
        if moment == "end" and method not in ENDING:
            continue
        codes = LASTING[method] if kind == "lasting" else (None,)
        for code, way in itertools.product(codes, ("drop", "command")):
            yield Cell(way, method, kind, moment, code)
    for method, kind in itertools.product(REACTING, KINDS):
        for code in LASTING[method] if kind == "lasting" else (None,):
            yield Cell("drop", method, kind, "first", code)
    for method, kind in itertools.product((*ASKING, *UNSAID), KINDS):
        for code in LASTING[method] if kind == "lasting" else (None,):
            yield Cell("press" if method in UNSAID else "command", method, kind, "first", code)


class Table:
    """Runs cells, one after another, in one bot."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.met: Counter[str] = Counter()
        """Cells whose fault a call met, by method and kind."""
        self._number = 0

    @property
    def _playground(self) -> Playground:
        return self.office.playground

    async def wrong(self, cell: Cell) -> str | None:
        """What doesn't hold in a cell; None where all does."""
        try:
            await self.run(cell)
        except AssertionError as error:
            return str(error).splitlines()[0]
        return None

    async def run(self, cell: Cell) -> None:
        """Raises AssertionError, naming the cell, where something doesn't hold."""
        playground, you = self._playground, self._playground.you.id
        self._number += 1
        before = set(playground.workspace.messages)
        channel = playground.channel("#how-to-guides")
        done: Message | None = None
        if cell.way == "press":
            done = await self._finished(channel.id)
            before = set(playground.workspace.messages)
        elif cell.way == "command":
            with playground.events.muted():
                asked = await playground.post_message(channel.id, you, "", [(f"t{self._number}.vtt", self._vtt())])
        for user in (you, playground.colleague.id):  # so that the fault meets what depends on the answer
            await self.office.bot.desk.people.words(user)
        fault = self._plan(cell, channel.id)
        if cell.way == "drop":
            await playground.post_message(channel.id, you, "", [(f"t{self._number}.vtt", self._vtt())])
        elif cell.way == "command":
            link = f"https://playground.slack.com/archives/{channel.id}/p{asked.ts.replace('.', '')}"
            await playground.slash_command("#general", you, "/script2doc", link)
        elif done is not None:
            await self._press(cell, done)
        async with asyncio.timeout(HANG_SECONDS):
            await playground.settled()
            await self.office.bot.desk.tasks.idle()
            await playground.settled()
        if fault.met.is_set():
            self.met[f"{cell.method} {cell.kind}"] += 1
        playground.faults.clear()
        said = [m for ts, m in playground.workspace.messages.items() if ts not in before and m.by_app]
        await self._judge(cell, said, met=fault.met.is_set())

    def _vtt(self) -> bytes:
        lines = [said.format(self._number) for said in STEPS]
        cues = [f"00:00:{n * 5:02d}.000 --> 00:00:{n * 5 + 4:02d}.000\n{line}\n" for n, line in enumerate(lines)]
        return ("WEBVTT\n\n" + "\n".join(cues)).encode()

    def _plan(self, cell: Cell, channel: str) -> Any:
        planned = dict(KINDS[cell.kind])
        if isinstance(cell.code, int):
            planned["status"] = cell.code
        elif cell.code:
            planned["error"] = cell.code
            if cell.method in ("chat.postMessage", "chat.update", "files.completeUploadExternal"):
                planned["channel"] = channel
        if cell.method in LOOKING:
            once = MOMENTS["end"] if cell.moment == "end" else None
            self._playground.fail_next("chat.postMessage", after=True, status=500, once=once)
        if cell.method == "chat.postMessage" and cell.moment == "delivery":  # the summary has to be posted anew
            self._playground.fail_next("chat.update", error="message_not_found", once=MOMENTS["delivery"], times=2)
        if cell.method == "conversations.open":
            self._playground.fail_next("chat.postEphemeral", error="not_in_channel")
        return self._playground.fail_next(cell.method, **planned, once=MOMENTS[cell.moment])

    async def _finished(self, channel: str) -> Message:
        """The message of a guide that was made before."""
        playground = self._playground
        name = f"t{self._number}.vtt"
        dropped = await playground.post_message(channel, playground.you.id, "", [(name, self._vtt())])
        await self.office.summary(channel, dropped.ts)
        await self.office.bot.desk.tasks.idle()
        return self.office.progress(channel, dropped.ts)[-1]

    async def _press(self, cell: Cell, done: Message) -> None:
        playground = self._playground
        if cell.method == "views.open":
            await playground.press(done.ts, "redo_job", playground.you.id)
        elif cell.method == "chat.getPermalink":
            await playground.slash_command("#general", playground.you.id, "/script2doc", "jobs")
        else:  # what is refused to a person is said to them alone
            await playground.press(done.ts, "redo_job", playground.colleague.id)

    async def _judge(self, cell: Cell, said: list[Message], *, met: bool) -> None:
        counts = await self.office.bot.store.jobs.counts()
        running = [state for state in counts if not state.ended]
        assert not running, f"{cell}: jobs stand at {running}"
        shown = [m for m in said if not m.deleted]
        texts = [text_of(m) for m in shown]
        documents = [id for m in shown for id in m.files]
        assert len(documents) <= 1, f"{cell}: {len(documents)} documents"
        parts = Counter(str(m.metadata) for m in shown if m.metadata and m.visible_to is None)
        assert not [part for part, n in parts.items() if n > 1], f"{cell}: posted twice: {texts}"
        announced = [m for m in shown if part_of(m) == "announcement"]
        told = [text for text in texts if any(what in text.lower() for what in NEXT)]
        if cell.way == "press":
            opened = self._playground.views.stacks.pop(self._playground.you.id, None)
            assert opened or texts or cell.method != "views.open", f"{cell}: nobody is told"
            if cell.kind not in ("500 for ever", "429 long", "ratelimited 200", "lasting"):
                assert opened or texts, f"{cell}: nobody is told"
            return
        summary = [text for text in texts if "is in this thread" in text or "is ready" in text]
        failed = [text for text in texts if "couldn't make a guide" in text]
        assert not (documents and failed), f"{cell}: the guide is there, and is said to have failed: {failed}"
        if (cell.code, cell.way, cell.moment) == ("file_deleted", "drop", "first"):
            assert not texts, f"{cell}: nobody wants to hear of it: {texts}"
            return
        silent = (cell.code, cell.moment) == ("msg_too_long", "delivery")  # nothing can be posted, and nothing is wrong
        assert (documents and (summary or silent)) or told, f"{cell}: neither the guide nor a reason: {texts}"
        standing = [text for text in texts if "Uploading" in text or "Fetching the" in text or "Reading the" in text]
        unedited = cell.method == "chat.update" or (cell.method, cell.moment) == ("chat.postMessage", "delivery")
        unknown = (cell.method, cell.kind) == ("conversations.replies", "500 for ever")
        if not unedited and not unknown:
            assert not standing, f"{cell}: stands as {standing}"
        asking = cell.method in ASKING or (cell.way, cell.method) == ("command", "conversations.history")
        login_page = (cell.method, cell.kind) == ("download", "page")
        if (cell.kind not in ("lasting", "500 for ever") and not asking and not login_page) or cell.method in REACTING:
            assert documents, f"{cell}: no document, but {texts}"
        mentions = [text_of(m) for m in announced if f"<@{self._playground.you.id}>" in text_of(m)]
        assert len(mentions) == len(announced) <= len(documents), f"{cell}: announced as {mentions}"
        asked_for = cell.method in ("chat.postMessage", *LOOKING)
        if not (asked_for and cell.kind in ("lasting", "500 for ever", "429 long", "ratelimited 200")):
            assert not documents or announced, f"{cell}: the guide isn't announced: {texts}"
        if not met:
            assert documents, f"{cell}: no document although nothing failed: {texts}"

    async def listed_as_running(self) -> list[str]:
        """The lines of `/script2doc jobs` that name a job under way."""
        playground = self._playground
        await playground.slash_command("#general", playground.you.id, "/script2doc", "jobs")
        await self.office.bot.desk.tasks.idle()
        listed = text_of(playground.ephemeral(playground.you.id)[-1])
        states = [JobState.QUEUED, JobState.RUNNING, JobState.DELIVERING]
        return [line for line in listed.splitlines() if any(f"·  {state}  ·" in line for state in states)]
