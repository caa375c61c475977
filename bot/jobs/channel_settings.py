"""What a channel has set: what becomes of the transcripts that are dropped there, who may change that, and who did."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import access
from bot.jobs.refusal import Refused
from bot.jobs.requests import Chosen, Commanded
from bot.jobs.workspace_settings import WorkspaceSettings
from bot.messages.channel_settings import ChannelState, Drops, settings_message
from bot.messages.language import Words
from bot.messages.message import Message, plain, shorten
from bot.store import Scope
from bot.store.settings import KeptSettings

log = logging.getLogger(__name__)

DIRECT = "D"
"""How the ids of direct messages begin, in which nothing is dropped that isn't meant for the app."""


class ChannelSettings:
    """Reads and changes what channels have set. All raise StoreError; what asks Slack raises SlackApiError and
    SlackUnreachable too."""

    def __init__(
        self,
        client: AsyncWebClient,
        settings: KeptSettings,
        workspace: WorkspaceSettings | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._workspace = workspace
        self._settings = settings
        self._clock = clock

    async def drops(self, team: str, channel: str) -> Drops:
        """What becomes of transcripts that are dropped in this channel."""
        set_here = (await self._state(team, channel)).drops
        return await self._everywhere(team) if set_here is Drops.DEFAULT else set_here

    async def command(self, say: Words, text: str, asked: Commanded) -> Message:
        """Does what `settings …` asks for: shows them, or changes them first. Raises Refused."""
        wanted = " ".join(text.split()).lower()
        try:
            chosen = Drops(wanted) if wanted else None
        except ValueError:
            raise Refused(
                f"There is no setting “{plain(shorten(wanted, 60))}”. Type `/script2doc settings` with `at once`, "
                "`ask first`, `off` or `default`."
            ) from None
        return await self._shown(say, asked.team, asked.channel, asked.user, chosen)

    async def choose(self, say: Words, asked: Chosen) -> Message:
        """Sets what a person has chosen in the menu, and shows it. Raises Refused."""
        return await self._shown(say, asked.team, asked.channel, asked.user, Drops(asked.value))

    async def _shown(self, say: Words, team: str, channel: str, user: str, chosen: Drops | None) -> Message:
        if channel.startswith(DIRECT):
            raise Refused("Settings are for channels. In a direct message, I use every file that you send me.")
        if not await access.is_member(self._client, user, channel):
            raise Refused(
                "Settings are for the members of a channel that I'm in. Invite me with `/invite @Script2Doc`, and try "
                "again."
            )
        may_change = await access.may_change_channel(self._client, user)
        if chosen is not None:
            if not may_change:
                raise Refused("Only full members of this channel and admins can change its settings.")
            await self.set_for(team, channel, user, chosen)
        state, everywhere = await self._state(team, channel), await self._everywhere(team)
        return settings_message(say, channel, state, may_change=may_change, workspace=everywhere)

    async def set_for(self, team: str, channel: str, user: str, chosen: Drops) -> None:
        """Sets it for somebody who may."""
        set_now = partial(_changed, ChannelState(chosen, user, self._clock()))
        await self._settings.change(Scope.CHANNEL, team, channel, set_now)
        log.info("%s has set transcripts dropped in %s to “%s”", user, channel, chosen)

    async def _everywhere(self, team: str) -> Drops:
        return (await self._workspace.of(team)).drops if self._workspace else Drops.DEFAULT

    async def _state(self, team: str, channel: str) -> ChannelState:
        return state_in(await self._settings.get(Scope.CHANNEL, team, channel))


def state_in(kept: Mapping[str, Any] | None) -> ChannelState:
    """What a channel has set, in what is kept of it."""
    drops = (kept or {}).get("drops")
    return ChannelState() if drops is None else ChannelState(Drops(drops["set"]), drops["by"], drops["at"])


def _changed(state: ChannelState, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is kept of a channel, with this in it."""
    return {**(before or {}), "drops": {"set": state.drops.value, "by": state.changed_by, "at": state.changed}}
