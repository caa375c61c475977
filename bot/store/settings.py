"""The settings' queries: what a workspace, a channel or a person has set, as JSON."""

from __future__ import annotations

import time
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.tables import settings


class Scope(StrEnum):
    """Whom a setting is for; a person's wins over a channel's, a channel's over the workspace's."""

    WORKSPACE = "workspace"
    CHANNEL = "channel"
    PERSON = "person"


class KeptSettings:
    """Settings by scope, team and subject: the id of the channel or person, and of the team for a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, scope: Scope, team: str, subject: str) -> dict[str, Any] | None:
        """What was set, or None where nothing was."""
        finding = select(settings.c.value).where(
            settings.c.scope == scope, settings.c.team == team, settings.c.subject == subject
        )
        async with self._database.reading() as connection:
            value: dict[str, Any] | None = await connection.scalar(finding)
        return value

    async def put(self, scope: Scope, team: str, subject: str, value: Mapping[str, Any]) -> None:
        """Sets it: JSON values only, in the place of what was set before."""
        async with self._database.writing() as connection:
            setting = connection.insert_into(settings).values(
                scope=scope.value, team=team, subject=subject, value=dict(value), changed=time.time()
            )
            new = {"value": setting.excluded.value, "changed": setting.excluded.changed}
            await connection.execute(
                setting.on_conflict_do_update(index_elements=["scope", "team", "subject"], set_=new)
            )

    async def delete(self, scope: Scope, team: str, subject: str) -> None:
        """Back to what holds where nothing is set."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(settings).where(
                    settings.c.scope == scope, settings.c.team == team, settings.c.subject == subject
                )
            )
