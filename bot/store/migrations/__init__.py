"""The tables' versions: `versions/0001_….py` and on, each an Alembic revision named by its number.

`python -m bot.store.migrations [URL]` brings a database up to date. The bot runs that as a process of its own, and
only if there is something to do, so that Alembic costs it neither memory nor time.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy import Column, MetaData, Table, Text, inspect, select

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.migrations.queue_tables import up_to_date

VERSIONS = Path(__file__).parent / "versions"
URL_VARIABLE = "SCRIPT2DOC_MIGRATE_URL"
"""The variable that gives the migrating process the database's address. Others on the machine could read arguments."""

_version = Table("alembic_version", MetaData(), Column("version_num", Text))


def newest() -> str:
    """The newest version that this program knows: "0001", …"""
    return max(path.name[:4] for path in VERSIONS.glob("[0-9][0-9][0-9][0-9]_*.py"))


async def version(database: Database) -> str | None:
    """The version of a database's tables, or None if it has none. Raises StoreError."""
    async with database.reading() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table(_version.name)):
            return None
        there: str | None = await connection.scalar(select(_version.c.version_num))
    return there


def of_a_newer_version(there: str, database: Database) -> str:
    """What is said of tables of this version."""
    return (
        f"The database {database.told} belongs to a newer version of Script2Doc (its tables have version {there}; this "
        f"program knows up to {newest()}). Install that version, or set SCRIPT2DOC_DATABASE_URL to another database."
    )


async def migrate(database: Database) -> None:
    """Brings the tables up to date. If they are already, that costs two small queries. Raises StoreError."""
    there = await version(database)
    if there == newest() and await up_to_date(database):
        return
    if there is not None and there > newest():
        raise StoreError(of_a_newer_version(there, database))
    root = str(Path(__file__).parents[3])
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.store.migrations",
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])]),
            URL_VARIABLE: database.url.render_as_string(hide_password=False),
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        # Ctrl-C in a terminal goes to all of its processes; this one is ended below, in one way only.
        start_new_session=True,
    )
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        # A transaction that is broken off leaves the tables as they were.
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        last = (said.decode(errors="replace").strip().splitlines() or ["no reason was given"])[-1]
        raise StoreError(
            f"The tables of the database {database.told} couldn't be updated from version {there or 'none'} "
            f"to {newest()} and are unchanged. The reason: {last}"
        )
