"""The settings' queries: what a workspace, a channel or a person has set, as JSON, and what was noted about a job."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select

from bot.store.connection import Connection
from bot.store.database import Database
from bot.store.tables import settings


class Scope(StrEnum):
    """Whom a setting is for; a person's wins over a channel's, a channel's over the workspace's."""

    WORKSPACE = "workspace"
    CHANNEL = "channel"
    PERSON = "person"
    APP = "app"
    """What the app has noted of itself, in no workspace."""
    JOB = "job"
    """A note about a job, such as an upload that has begun, or about a message that was answered. It is kept for as
    long as jobs are."""


Change = Callable[[Mapping[str, Any] | None], Mapping[str, Any]]
"""From what was set (None if nothing was) to what is to be set."""


class KeptSettings:
    """Settings by scope, team and subject: the id of the channel or person, and of the team for a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, scope: Scope, team: str, subject: str) -> dict[str, Any] | None:
        """What was set, or None if nothing was."""
        async with self._database.reading() as connection:
            value: dict[str, Any] | None = await connection.scalar(_finding(scope, team, subject))
        return value

    async def of_channels(self, team: str) -> list[tuple[str, dict[str, Any]]]:
        """What the channels of a team have set, by their ids, the latest change first."""
        theirs = and_(settings.c.scope == Scope.CHANNEL, settings.c.team == team, ~settings.c.subject.contains(":"))
        finding = select(settings.c.subject, settings.c.value).where(theirs).order_by(settings.c.changed.desc())
        async with self._database.reading() as connection:
            return [(row.subject, row.value) for row in await connection.execute(finding)]

    async def put(self, scope: Scope, team: str, subject: str, value: Mapping[str, Any]) -> None:
        """Sets a value that can be JSON, instead of what was set before."""
        async with self._database.writing() as connection:
            await _put(connection, scope, team, subject, value)

    async def change(self, scope: Scope, team: str, subject: str, change: Change) -> None:
        """Sets what `change` makes of what was set before, in one transaction: nobody else sets it in between. What
        `change` raises leaves it as it was."""
        async with self._database.writing() as connection:
            before = await _held(connection, scope, team, subject)
            await _put(connection, scope, team, subject, change(before))

    async def note_once(self, team: str, subject: str) -> bool:
        """Notes something in the scope of jobs; whether it wasn't noted before, here or by another process."""
        async with self._database.writing() as connection:
            noting = connection.insert_into(settings).values(
                scope=Scope.JOB.value, team=team, subject=subject, value={}, changed=time.time()
            )
            first = noting.on_conflict_do_nothing(index_elements=["scope", "team", "subject"])
            return (await connection.execute(first.returning(settings.c.subject))).one_or_none() is not None

    async def delete(self, scope: Scope, team: str, subject: str) -> None:
        """Deletes the setting, so that the default holds again."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(settings).where(
                    settings.c.scope == scope, settings.c.team == team, settings.c.subject == subject
                )
            )

    async def purge(self, before: float) -> int:
        """Deletes the notes about jobs that haven't changed since then (seconds since the epoch), and returns how
        many."""
        noted = or_(
            settings.c.scope == Scope.JOB,
            # Versions up to 0.2.0 noted uploads as settings of a channel: "C123:JOB.pdf".
            and_(settings.c.scope == Scope.CHANNEL, settings.c.subject.contains(":")),
        )
        async with self._database.writing() as connection:
            done = await connection.execute(delete(settings).where(noted, settings.c.changed < before))
        return done.rowcount


def _finding(scope: Scope, team: str, subject: str) -> Select[Any]:
    return select(settings.c.value).where(
        settings.c.scope == scope, settings.c.team == team, settings.c.subject == subject
    )


async def _held(connection: Connection, scope: Scope, team: str, subject: str) -> Mapping[str, Any] | None:
    """What is set, locked until the transaction ends. A row that isn't there can't be locked, so one is made: who comes
    second waits for it."""
    making = connection.insert_into(settings).values(
        scope=scope.value, team=team, subject=subject, value={}, changed=time.time()
    )
    making = making.on_conflict_do_nothing(index_elements=["scope", "team", "subject"])
    while (await connection.execute(making.returning(settings.c.subject))).one_or_none() is None:
        there = (await connection.execute(_finding(scope, team, subject).with_for_update())).one_or_none()
        if there is not None:  # else it was deleted in between
            value: Mapping[str, Any] = there.value
            return value
    return None


async def _put(connection: Connection, scope: Scope, team: str, subject: str, value: Mapping[str, Any]) -> None:
    setting = connection.insert_into(settings).values(
        scope=scope.value, team=team, subject=subject, value=dict(value), changed=time.time()
    )
    new = {"value": setting.excluded.value, "changed": setting.excluded.changed}
    await connection.execute(setting.on_conflict_do_update(index_elements=["scope", "team", "subject"], set_=new))
