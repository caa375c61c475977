"""The files of which Slack tells, by an event, that they are in their conversation. What is heard needn't
be looked up: files.info has 100 calls a minute for a workspace, and a look each half second uses them up."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace

from bot.slack_files import SlackFile

Key = tuple[str, str, str]
"""Team, file and channel."""
REMEMBERED = 500
"""Shares that are kept until somebody waits for them."""


class HeardShares:
    """As one process hears of them. With several processes, another one may."""

    def __init__(self) -> None:
        self._heard: OrderedDict[Key, SlackFile] = OrderedDict()
        self._awaited: dict[Key, asyncio.Event] = {}

    def hear(self, team: str, file: SlackFile, channel: str, ts: str, thread_ts: str | None) -> None:
        """Notes that a file is on this message. `team`: the workspace, where there are several."""
        shares = file.shares or ((channel, ts, thread_ts),)
        key = team, file.id, channel
        self._heard[key] = replace(file, shares=shares)
        if len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        if awaited := self._awaited.get(key):
            awaited.set()

    async def wait(self, team: str, file_id: str, channel: str, seconds: float) -> SlackFile | None:
        """The file once it is known to be in this conversation, told once; None if that isn't heard in time."""
        key = team, file_id, channel
        if key not in self._heard:
            awaited = self._awaited.setdefault(key, asyncio.Event())
            try:
                async with asyncio.timeout(seconds):
                    await awaited.wait()
            except TimeoutError:
                return None
            finally:
                self._awaited.pop(key, None)
        return self._heard.pop(key, None)
