"""The model's tokens that a person, and a workspace, have for a day: all processes on one database count them together.

Each process claims some at a time for the jobs that it has in hand, and gives back what they haven't used.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial

from bot.limits import Limit, Reached
from bot.store import StoreError
from bot.store.day_tokens import DayTokens
from bot.store.settings import KeptSettings
from pipeline.llm import DayAllowance

log = logging.getLogger(__name__)

LEAST_SHARE = 50
"""With less than one part in so many of a day's tokens left, nothing is begun: a guide takes more than a call."""


async def claimed(shared: DayTokens, day: str, tokens: int) -> int:
    """What the processes on one database leave of a day's tokens; none while the database can't be asked."""
    try:
        return await shared.claim(day, tokens)
    except StoreError as error:
        log.error("the day's tokens can't be counted: %s", error)
        return 0


@dataclass
class _Taken:
    day: DayAllowance
    jobs: int = 0
    """How many count in it now."""


class Allowances:
    """Those of one process."""

    def __init__(self, settings: KeptSettings, person: int | None, workspace: int | None) -> None:
        """How many tokens each person and each workspace has for a day; None: any number."""
        self._settings = settings
        self.person = person
        self.workspace = workspace
        self._taken: dict[tuple[str, str], _Taken] = {}

    @asynccontextmanager
    async def taken(self, team: str, person: str) -> AsyncIterator[tuple[DayAllowance, ...]]:
        """What the calls of one of this person's jobs are counted in. What other apps have posted counts for its
        workspace alone."""
        keys = [(each.team, each.person) for each in self._of(team, person)]
        for each in self._of(team, person):
            key = each.team, each.person
            if key not in self._taken:
                name = "this person today" if each.person else "this workspace today"
                self._taken[key] = _Taken(DayAllowance(each.tokens.most, name=name))
                self._taken[key].day.share(partial(claimed, each.tokens))
            self._taken[key].jobs += 1
        try:
            yield tuple(self._taken[key].day for key in keys)
        finally:
            for key in keys:
                await self._leave(key)

    async def _leave(self, key: tuple[str, str]) -> None:
        """The last job gives back what was claimed and isn't used."""
        taken = self._taken[key]
        taken.jobs -= 1
        if not taken.jobs:
            await taken.day.give_back()
        if not taken.jobs:  # none has begun meanwhile
            self._taken.pop(key, None)

    async def spent(self, team: str, person: str) -> Reached | None:
        """Which of them is used up for today, if one is. Raises StoreError."""
        now = datetime.now(UTC)
        for each in self._of(team, person):
            if await each.tokens.left(now.date().isoformat()) <= each.tokens.most // LEAST_SHARE:
                tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
                limit = Limit.PERSON_TOKENS if each.person else Limit.WORKSPACE_TOKENS
                return Reached(limit, each.tokens.most, tomorrow.timestamp())
        return None

    def _of(self, team: str, person: str) -> list[_Shared]:
        found = []
        if self.person is not None and person:
            found.append(_Shared(team, person, DayTokens(self._settings, self.person, team, person)))
        if self.workspace is not None:
            found.append(_Shared(team, "", DayTokens(self._settings, self.workspace, team)))
        return found


@dataclass(frozen=True)
class _Shared:
    team: str
    person: str
    """Empty for a workspace's."""
    tokens: DayTokens
