"""The templates' queries: the Word template of each workspace that has one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.tables import templates


@dataclass(frozen=True)
class KeptTemplate:
    """What is known of a workspace's template."""

    name: str
    """Of the file that was uploaded."""
    size: int
    """In bytes."""
    added_by: str
    added: float
    """Seconds since the epoch, UTC."""


class Templates:
    """Every method raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, team: str, template: KeptTemplate, data: bytes) -> None:
        """Keeps a workspace's template in place of the one before, until it is deleted."""
        values = {
            "name": template.name,
            "size": template.size,
            "added_by": template.added_by,
            "added": template.added,
            "bytes": data,
        }
        async with self._database.writing() as connection:
            adding = connection.insert_into(templates).values(team=team, **values)
            await connection.execute(adding.on_conflict_do_update(index_elements=["team"], set_=values))

    async def of(self, team: str) -> KeptTemplate | None:
        """What is known of a workspace's template, if it has one."""
        columns = templates.c
        finding = select(columns.name, columns.size, columns.added_by, columns.added).where(columns.team == team)
        async with self._database.reading() as connection:
            row = (await connection.execute(finding)).one_or_none()
        return KeptTemplate(row.name, row.size, row.added_by, row.added) if row else None

    async def get(self, team: str) -> bytes | None:
        """The template itself, if the workspace has one."""
        async with self._database.reading() as connection:
            data: bytes | None = await connection.scalar(select(templates.c.bytes).where(templates.c.team == team))
        return data

    async def delete(self, team: str) -> bool:
        """Deletes it; whether there was one."""
        async with self._database.writing() as connection:
            gone = (await connection.execute(delete(templates).where(templates.c.team == team))).rowcount
        if gone:
            await self._database.compact()
        return bool(gone)
