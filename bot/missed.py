"""Takes up what was said while nobody listened: Slack sends an event again for six minutes, and then no more.

Each process that listens notes every half minute that it does. Where nobody has noted that for longer, because no
process ran, none was connected or the database couldn't be used, the conversations that the app is in are looked
through for what was missed. What is taken up twice becomes one job, as with what Slack sends twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.app import Bot
from bot.listeners.events import dropped_from
from bot.slack_client import SlackClient
from bot.slack_errors import Meaning, SlackUnreachable, code_of, in_words, meaning
from bot.store import Scope, StoreError

log = logging.getLogger(__name__)

NOTED_SECONDS = 30.0
"""How often a process notes that it listens."""
GAP_SECONDS = 120.0
"""After a shorter gap Slack sends again what came in it."""
SENT_AGAIN_SECONDS = 420.0
"""For so long Slack may send something again (Slack, "Events API", "Retries"): so much sooner than the gap may have
come what was taken by nobody in the end."""
MOST_SECONDS = 3 * 86_400.0
"""What was said longer ago isn't looked for: nobody waits for that any more."""
BETWEEN_SECONDS = 2.5
"""Between two calls: half of what Slack allows, so that jobs have the rest."""
PAGE, PAGES = 100, 20
"""Messages of a page, and the most pages of a conversation."""
KINDS = ("public_channel", "private_channel", "mpim", "im")
LISTENING = "listening"


class _NotTaken(Exception):
    """The database can't keep it now."""


@dataclass(frozen=True)
class _Workspace:
    """Where the app is installed, and who it is there."""

    team: str
    bot_id: str | None
    bot_user: str | None

    def context(self) -> AsyncBoltContext:
        return AsyncBoltContext({"team_id": self.team, "bot_id": self.bot_id, "bot_user_id": self.bot_user})


@asynccontextmanager
async def looked_after(bot: Bot, listens: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
    """While the context is open, what was missed is taken up. `listens`: whether Slack can reach this process now."""
    keeping = asyncio.create_task(Missed(bot, listens).keep(), name="missed")
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


class Missed:
    """What the app has missed. The gap that is being looked through stays noted until that is done."""

    def __init__(self, bot: Bot, listens: Callable[[], Awaitable[bool]]) -> None:
        self._bot = bot
        self._desk = bot.desk
        self._listens = listens
        self._looking: asyncio.Task[None] | None = None
        self._looked: set[tuple[str, str]] = set()
        """The conversations of this gap that were looked through."""

    async def keep(self) -> None:
        """Notes that the app listens, and has gaps looked through, until it is cancelled."""
        try:
            while True:
                try:
                    if await self._listens() and (since := await self._note()) and not self._busy:
                        self._looking = asyncio.create_task(self._look_through(since), name="looking")
                except StoreError as error:
                    log.warning("that the app listens can't be noted: %s", error)
                except Exception:
                    # Catch-all: it must not end for a defect of one round.
                    log.exception("noting that the app listens failed unexpectedly")
                await asyncio.sleep(NOTED_SECONDS)
        finally:
            if self._looking:
                self._looking.cancel()
                await asyncio.gather(self._looking, return_exceptions=True)

    @property
    def _busy(self) -> bool:
        return self._looking is not None and not self._looking.done()

    async def _note(self) -> float | None:
        """Notes that the app listens now; returns since when it hasn't, by Slack's clock, if there is a gap that this
        process is to look through. Raises StoreError."""
        now, me = self._desk.client.clock.now(), self._desk.worker
        mine: float | None = None

        def noted(before: Mapping[str, Any] | None) -> Mapping[str, Any]:
            nonlocal mine
            kept = {"at": now, **(before or {})}
            if now - kept["at"] > GAP_SECONDS:
                kept["since"] = min(kept["at"], kept.get("since", now))
            kept["at"], mine = now, None
            # One process looks, and says so each time; the others wait until it is gone.
            if "since" in kept and (kept.get("by", me) == me or now - kept["seen"] > GAP_SECONDS):
                mine, kept["by"], kept["seen"] = kept["since"], me, now
            return kept

        await self._desk.store.settings.change(Scope.APP, "", LISTENING, noted)
        return mine

    async def _look_through(self, since: float) -> None:
        """Takes up what was said since then. What keeps it from being done leaves the gap noted, so that it is done
        later."""

        def looked(before: Mapping[str, Any] | None) -> Mapping[str, Any]:
            kept = dict(before or {})
            return {"at": kept["at"]} if kept.get("since") == since and kept.get("by") == self._desk.worker else kept

        oldest = max(since, self._desk.client.clock.now() - MOST_SECONDS) - SENT_AGAIN_SECONDS
        try:
            taken = 0
            for workspace in await self._workspaces():
                taken += await self._look_in(workspace, oldest)
            await self._desk.store.settings.change(Scope.APP, "", LISTENING, looked)
        except (StoreError, _NotTaken, SlackApiError, SlackUnreachable) as error:
            log.warning("what was said while the app was away is looked for again later: %s", _why(error))
        except Exception:
            # Catch-all: a defect here must not look as if nobody listened.
            log.exception("looking for what was missed failed unexpectedly")
        else:
            self._looked.clear()
            log.info("the app was away: %d messages from then are taken up", taken)

    async def _workspaces(self) -> list[_Workspace]:
        installations = self._desk.installations
        if installations is None:
            who = await self._desk.client.auth_test()
            return [_Workspace(str(who["team_id"]), who.get("bot_id"), who.get("user_id"))]
        found = []
        for each in await installations.all():
            teams = await installations.teams_of(each.workspace) if each.for_organization else [each.workspace]
            found += [_Workspace(team, each.bot_id, each.bot_user) for team in teams]
        return found

    async def _look_in(self, workspace: _Workspace, oldest: float) -> int:
        """How many messages of a workspace are taken up."""
        client, taken = self._desk.of(workspace.team).client, 0
        if not await client.usable():
            return 0
        for kind in KINDS:
            async for channel in self._conversations(client, workspace.team, kind):
                if (workspace.team, channel) in self._looked:
                    continue
                for message in await self._said(client, workspace, channel, oldest):
                    event = {**message, "channel": channel, "channel_type": kind}
                    asked = dropped_from(event, workspace.context())
                    if asked is None or not (asked.files or asked.direct or asked.mentioned):
                        continue
                    if not await self._bot.service.take(asked):
                        raise _NotTaken
                    taken += 1
                self._looked.add((workspace.team, channel))
        return taken

    async def _conversations(self, client: SlackClient, team: str, kind: str) -> AsyncIterator[str]:
        """The ids of those that the app is in. An organization's token has to be told of which workspace."""
        cursor = ""
        while True:
            await asyncio.sleep(BETWEEN_SECONDS)
            try:
                found = await client.users_conversations(
                    types=kind, exclude_archived=True, limit=200, cursor=cursor or None, team_id=team
                )
            except SlackApiError as error:
                if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
                    raise
                log.info("conversations of the kind %s can't be listed: %s", kind, code_of(error))
                return
            for channel in found["channels"]:
                yield str(channel["id"])
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def _said(
        self, client: SlackClient, workspace: _Workspace, channel: str, oldest: float
    ) -> list[dict[str, Any]]:
        """What people have said in a conversation since then, in order: each message that the app hasn't answered, and
        the replies to what is as new."""
        found: list[dict[str, Any]] = []
        for message in await self._pages(client, channel, oldest):
            who = set(message.get("reply_users") or ())
            if workspace.bot_user not in who:
                found.append(message)
            if who - {workspace.bot_user}:
                replies = await self._pages(client, channel, oldest, thread=str(message["ts"]))
                found += [reply for reply in replies if reply["ts"] != message["ts"]]
        return sorted(found, key=lambda message: float(message["ts"]))

    async def _pages(
        self, client: SlackClient, channel: str, oldest: float, thread: str | None = None
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor = ""
        for _ in range(PAGES):
            await asyncio.sleep(BETWEEN_SECONDS)
            since, following = f"{oldest:.6f}", cursor or None
            try:
                if thread:
                    page = await client.conversations_replies(
                        channel=channel, ts=thread, oldest=since, limit=PAGE, cursor=following
                    )
                else:
                    page = await client.conversations_history(
                        channel=channel, oldest=since, limit=PAGE, cursor=following
                    )
            except SlackApiError as error:
                if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
                    raise
                log.info("what was said in %s can't be looked up: %s", channel, code_of(error))
                break
            found += page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found


def _why(error: Exception) -> str:
    if isinstance(error, _NotTaken):
        return "the database takes nothing now"
    return in_words(error) if isinstance(error, SlackApiError | SlackUnreachable) else str(error)
