"""Which messages were answered: Slack sends a mention as two events, each again until it is acknowledged."""

from __future__ import annotations

import logging
from collections import OrderedDict

from bot.store import StoreError
from bot.store.settings import KeptSettings

log = logging.getLogger(__name__)

REMEMBERED = 1000
"""Messages that are remembered here, for when the database can't be used. Slack repeats an event within minutes."""


class Answered:
    """Remembers the messages that were answered, in the database too: another process may get the same event."""

    def __init__(self, notes: KeptSettings) -> None:
        self._notes = notes
        self._here: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def first(self, team: str, message: str) -> bool:
        """Whether nobody has answered this message of the team yet; from now on somebody has."""
        if (team, message) in self._here:
            return False
        self._here[team, message] = None
        if len(self._here) > REMEMBERED:
            self._here.popitem(last=False)
        try:
            return await self._notes.note_once(team, f"answered:{message}")
        except StoreError as error:
            log.warning("that a message was answered can't be noted: %s", error)
            return True
