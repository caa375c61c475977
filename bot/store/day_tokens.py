"""The model's tokens of a day, which all processes on one database share: each claims some of them at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.store.settings import KeptSettings, Scope

_TEAM, _SUBJECT = "", "model tokens"
"""A row of the settings that is no workspace's."""


class DayTokens:
    """What was claimed of a day's tokens is kept in one row, and an earlier day's goes."""

    def __init__(self, settings: KeptSettings, most: int) -> None:
        """`most` is how many tokens a day has."""
        self._settings = settings
        self._most = most

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
            given = max(-used, min(tokens, self._most - used))
            return {"day": day, "claimed": used + given}

        await self._settings.change(Scope.WORKSPACE, _TEAM, _SUBJECT, claimed)
        return given
