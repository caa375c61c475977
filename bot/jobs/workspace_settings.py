"""What a workspace has set for all guides: kept as one value, with who changed it last and when."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.jobs.standing import pages_in
from bot.messages.channel_settings import Drops
from bot.messages.workspace_settings import Defaults
from bot.store import Scope
from bot.store.settings import KeptSettings
from pipeline.options import GuideOptions, WriterChoice

CACHED_SECONDS = 10.0
"""How long a process goes by what it has read: another one may have changed it."""
MOST_NAMES = 200
"""What a glossary can hold; the person's own names come first."""
REMEMBERED = 500
"""Workspaces that are kept in memory."""


@dataclass(frozen=True)
class Limits:
    """What the operator allows; a workspace can set less."""

    jobs_per_person: int
    keep_days: float


class WorkspaceSettings:
    """Reads and changes what workspaces have set. Raises StoreError."""

    def __init__(self, settings: KeptSettings, limits: Limits, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._clock = clock
        self.limits = limits
        self._cached: OrderedDict[str, tuple[float, Defaults]] = OrderedDict()

    async def of(self, team: str) -> Defaults:
        """What holds for a workspace, at most CACHED_SECONDS old."""
        until, found = self._cached.get(team, (0.0, Defaults()))
        if self._clock() < until:
            return found
        found = defaults_in(await self._settings.get(Scope.WORKSPACE, team, team))
        self._cached[team] = self._clock() + CACHED_SECONDS, found
        if len(self._cached) > REMEMBERED:
            self._cached.popitem(last=False)
        return found

    async def change(self, team: str, by: str, defaults: Defaults) -> None:
        """Sets all of it at once."""
        now = replace(defaults, changed_by=by, changed=self._clock())
        await self._settings.change(Scope.WORKSPACE, team, team, lambda before: _kept(now, before))
        self._cached.pop(team, None)

    async def jobs_per_person(self, team: str) -> int:
        """How many guides a person may have in progress."""
        return min(self.limits.jobs_per_person, (await self.of(team)).jobs_per_person or self.limits.jobs_per_person)

    async def keep_days(self, team: str) -> float:
        """How long transcripts and guides are kept that are stored from now on."""
        return min(self.limits.keep_days, (await self.of(team)).keep_days or self.limits.keep_days)

    async def added_to(self, options: GuideOptions, team: str) -> GuideOptions:
        """The options with what the workspace has set where the person said nothing."""
        defaults = await self.of(team)
        glossary = tuple(dict.fromkeys([*options.glossary, *defaults.glossary]))[:MOST_NAMES]
        writer = defaults.writer if options.writer is WriterChoice.AUTO else options.writer
        return options.but(glossary=glossary, writer=writer)


def defaults_in(kept: Mapping[str, Any] | None) -> Defaults:
    """What a workspace has set, in what is kept of it."""
    held = (kept or {}).get("defaults") or {}
    return Defaults(
        drops=Drops(held.get("drops", Drops.DEFAULT)),
        references=tuple(pages_in(kept)),
        glossary=tuple(held.get("glossary", ())),
        writer=WriterChoice(held.get("writer", WriterChoice.AUTO)),
        jobs_per_person=held.get("jobs_per_person"),
        keep_days=held.get("keep_days"),
        changed_by=held.get("by"),
        changed=held.get("at"),
        changes={name: (str(by), float(at)) for name, (by, at) in (held.get("changes") or {}).items()},
    )


SETTINGS = ("drops", "references", "glossary", "writer", "jobs_per_person", "keep_days")
"""What a workspace can set, by the names of Defaults."""


def _kept(defaults: Defaults, before: Mapping[str, Any] | None) -> dict[str, Any]:
    was = defaults_in(before)
    changed = [name for name in SETTINGS if getattr(defaults, name) != getattr(was, name)]
    if not changed:  # the form was sent as it was opened
        return dict(before or {})
    changes = {**was.changes, **dict.fromkeys(changed, (defaults.changed_by, defaults.changed))}
    held = {
        "drops": defaults.drops.value,
        "glossary": list(defaults.glossary),
        "writer": defaults.writer.value,
        "jobs_per_person": defaults.jobs_per_person,
        "keep_days": defaults.keep_days,
        "by": defaults.changed_by,
        "at": defaults.changed,
        "changes": {name: list(change) for name, change in changes.items()},
    }
    return {**(before or {}), "references": list(defaults.references), "defaults": held}
