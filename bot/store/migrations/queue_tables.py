"""The tables of the queue on PostgreSQL, which are Procrastinate's: in a schema of their own, brought up to date in the
same transaction as ours.

Procrastinate ships what makes them anew, and a file for each change since (its manual: "Migrations").
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.connection import Connection as AsyncConnection
from bot.store.database import Database

SCHEMA = "procrastinate"
"""PostgreSQL's schema, where nothing else is."""

_ASKING = text(f"SELECT version FROM {SCHEMA}.script2doc_tables")  # noqa: S608 — our own words


def installed() -> str:
    """The version of Procrastinate that is installed."""
    return version("procrastinate")


async def up_to_date(database: Database) -> bool:
    """Whether a server has the tables of the version that is installed, or of a newer one. SQLite needs none."""
    if not database.on_server:
        return True

    async def there(connection: AsyncConnection) -> str | None:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table("script2doc_tables", SCHEMA)):
            return None
        found: str | None = await connection.scalar(_ASKING)
        return found

    async with database.reading() as connection:
        found = await there(connection)
    return found is not None and _numbers(found) >= _numbers(installed())


def upgrade(connection: Connection) -> None:
    """Makes the tables, or changes those of an older version."""
    from procrastinate.schema import SchemaManager

    connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
    if inspect(connection).has_table("script2doc_tables", SCHEMA):
        before = _numbers(connection.execute(_ASKING).scalar_one())
        for file in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
            if before < _numbers(file.name.partition("_")[0]):
                _run(connection, file.read_text(encoding="utf-8"))
        setting = text(f"UPDATE {SCHEMA}.script2doc_tables SET version = :version")  # noqa: S608
    else:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        _run(connection, SchemaManager.get_schema())
        connection.execute(text(f"CREATE TABLE {SCHEMA}.script2doc_tables (version text NOT NULL)"))
        setting = text(f"INSERT INTO {SCHEMA}.script2doc_tables VALUES (:version)")  # noqa: S608
    connection.execute(setting, {"version": installed()})


def _run(connection: Connection, script: str) -> None:
    """Runs many statements, as only the driver itself can."""
    cursor = connection.connection.cursor()
    cursor.execute(script)
    cursor.close()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3])
