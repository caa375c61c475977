"""The model's tokens of a day, which all processes on one database share: each claims some of them at a time. There may
be some for all, for each workspace and for each person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.store.settings import KeptSettings, Scope

_TEAM, _SUBJECT = "", "model tokens"
"""A row of the settings that is no workspace's."""
OF_WORKSPACE = "model tokens"
"""A note of a workspace, and with a person's id behind it of that person. Notes go when jobs do."""


class DayTokens:
    """What was claimed of a day's tokens is kept in one row, and an earlier day's goes."""

    def __init__(self, settings: KeptSettings, most: int, team: str | None = None, person: str = "") -> None:
        """`most` is how many tokens a day has: for all, or for a team, or for a person in it."""
        self._settings = settings
        self.most = most
        if team is None:
            self._row = Scope.WORKSPACE, _TEAM, _SUBJECT
        else:
            self._row = Scope.JOB, team, f"{OF_WORKSPACE} {person}".strip()

    async def claim(self, day: str, tokens: int) -> int:
        """How many of these tokens of a day ("2026-11-30") are now the caller's: all, or as many as are left. With a
        number below 0, that many are given back. Raises StoreError."""
        given = 0

        def claimed(before: Mapping[str, Any] | None) -> Mapping[str, Any]:
            nonlocal given
            kept = before or {}
            if str(kept.get("day", "")) > day:  # this process's clock is behind: that day is over
                given = min(tokens, 0)
                return kept
            used = int(kept.get("claimed", 0)) if kept.get("day") == day else 0
            given = max(-used, min(tokens, self.most - used))
            return {"day": day, "claimed": used + given}

        await self._settings.change(*self._row, claimed)
        return given

    async def left(self, day: str) -> int:
        """How many tokens of a day nobody has claimed. Raises StoreError."""
        kept = await self._settings.get(*self._row) or {}
        return self.most - (int(kept.get("claimed", 0)) if kept.get("day") == day else 0)
