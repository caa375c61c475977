"""What the doctor looks at in the database: whether it can be used, the queue in it, and who shares it."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy import insert, text

from bot.called import BOT
from bot.findings import Finding, Mark
from bot.settings import Settings
from bot.store import Database, Store, StoreError
from bot.store.address import file_of, parse_url
from bot.store.migrations import newest, of_a_newer_version, version
from bot.store.migrations.queue_tables import SCHEMA, up_to_date
from bot.store.tables import workers

ENOUGH_DISK = 500_000_000
"""Bytes that should be free where the database is."""
OLDEST_SERVER = 13
"""The oldest PostgreSQL that the queue's library takes (Procrastinate: "Requirements")."""
FEW_CONNECTIONS = 10
"""As many as a process takes."""
CLOCK_SECONDS = 30.0
"""A clock that is so far off makes hours and days of limits wrong for people."""
LONG_SECONDS = 600.0
"""A job that has waited for so long waits for something else than its turn, most likely."""


async def examined(settings: Settings) -> AsyncIterator[Finding]:
    """What is found, one after the other. The database is neither made nor brought up to date here: an app may be using
    it."""
    async with contextlib.AsyncExitStack() as stack:
        try:
            file = file_of(parse_url(settings.database_url))
            if file and (new := _new_database(file)):
                yield new
                return
            database = await Database.open(settings.database_url)
            stack.push_async_callback(database.close)
            there = await version(database)
            if there is not None and there > newest():
                yield Finding("database", Mark.WRONG, of_a_newer_version(there, database))
                return
            if database.on_server and (wrong := await _server_problem(database)):
                yield Finding("database", Mark.WRONG, wrong)
                return
            if there != newest():
                yield Finding("database", Mark.OK, f"opens; starting the app updates it to version {newest()}")
                return
            await _try_to_write(database)
            counts = await Store(database).jobs.counts()
        except StoreError as error:
            yield Finding("database", Mark.WRONG, str(error))
            return
        where = f"{database.told}: " if database.on_server else ""
        said = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "no jobs yet"
        yield Finding("database", Mark.OK, f"{where}opens and accepts rows; {said}")
        if not database.on_server:
            return
        for look in (_connections, _queue, _processes, _clock):
            try:
                yield await look(database)
            except StoreError as error:
                yield Finding(look.__name__.strip("_"), Mark.WRONG, str(error))


async def _server_problem(database: Database) -> str | None:
    """Why nothing can be written to a server's database. Raises StoreError."""
    async with database.writing() as connection:
        number = int(await connection.scalar(text("SELECT current_setting('server_version_num')::int")))
        standby = await connection.scalar(text("SELECT pg_is_in_recovery()"))
        read_only = await connection.scalar(text("SELECT current_setting('transaction_read_only')"))
    if number // 10_000 < OLDEST_SERVER:
        return (
            f"The server of {database.told} is PostgreSQL {number // 10_000}, which is too old: use {OLDEST_SERVER} or "
            "later."
        )
    if standby:
        return f"{database.told} is a standby, which can't be written to. Set SCRIPT2DOC_DATABASE_URL to the primary."
    if read_only == "on":
        return (
            f"{database.told} only lets itself be read (default_transaction_read_only is on). Turn that off for this "
            "user or database."
        )
    return None


class _Undone(Exception):
    """The transaction is to leave nothing behind."""


async def _try_to_write(database: Database) -> None:
    """Writes a row that nobody else sees, and takes it back. Raises StoreError."""
    with contextlib.suppress(_Undone):
        async with database.writing() as connection:
            await connection.execute(insert(workers).values(name=f"doctor:{os.getpid()}", beat=0, places=0))
            raise _Undone


async def _connections(database: Database) -> Finding:
    async with database.reading() as connection:
        most = int(await connection.scalar(text("SELECT current_setting('max_connections')::int")))
        used = int(
            await connection.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'client%'"))
        )
        release = await connection.scalar(text("SELECT current_setting('server_version')"))
    said = f"PostgreSQL {str(release).split()[0]}: {used} of {most} connections are in use"
    if most - used < FEW_CONNECTIONS:
        said += (
            f". A process takes up to {FEW_CONNECTIONS}: raise the server's max_connections, or run fewer processes."
        )
        return Finding("server", Mark.WARNING, said)
    return Finding("server", Mark.OK, said)


async def _queue(database: Database) -> Finding:
    """Whether the queue's tables are there, and what waits in them."""
    if not await up_to_date(database):
        return Finding("queue", Mark.WARNING, "its tables are missing or old; starting the app updates them")
    async with database.reading() as connection:
        waiting = await connection.scalar(
            text(f"SELECT count(*) FROM {SCHEMA}.procrastinate_jobs WHERE status = 'todo'")  # noqa: S608 — our own word
        )
        oldest = await connection.scalar(text("SELECT min(created) FROM jobs WHERE state = 'queued'"))
    since = time.time() - oldest if oldest else 0.0
    if since > LONG_SECONDS:
        said = (
            f"a job has waited for {since / 60:.0f} minutes. Check that processes run that take jobs: "
            f"`{BOT} worker`, or `serve` with SCRIPT2DOC_JOBS_AT_ONCE above 0."
        )
        return Finding("queue", Mark.WARNING, said)
    return Finding("queue", Mark.OK, f"its tables are up to date; {waiting} offered jobs wait in it")


async def _processes(database: Database) -> Finding:
    """The processes that have a lease, and whether any runs jobs."""
    store = Store(database)
    there, working = len(await store.workers.beats()), await store.workers.that_run_jobs()
    if not there:
        return Finding("processes", Mark.NOTHING, "none has a lease; the app isn't running")
    said = f"with a lease: {there}; of those, run jobs: {working}"
    if not working:
        return Finding("processes", Mark.WRONG, f"{said}. Start `{BOT} worker`.")
    return Finding("processes", Mark.OK, said)


async def _clock(database: Database) -> Finding:
    """Leases go by no clock; hours and days of limits do."""
    async with database.reading() as connection:
        theirs = float(await connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())")))
    off = time.time() - theirs
    if abs(off) > CLOCK_SECONDS:
        way = "ahead of" if off > 0 else "behind"
        said = f"this machine's is {abs(off):.0f} s {way} the database server's. Set both by NTP: limits go by them."
        return Finding("clock", Mark.WARNING, said)
    return Finding("clock", Mark.OK, "this machine's and the database server's agree")


def _new_database(file: Path) -> Finding | None:
    """Whether a database that isn't there yet can be made; None where it is there."""
    if os.path.isfile(file):
        return None
    there = next(parent for parent in file.parents if os.path.lexists(parent))
    if os.path.isdir(there) and os.access(there, os.W_OK | os.X_OK) and shutil.disk_usage(there).total:
        return Finding("database", Mark.OK, f"{file} isn't there yet; starting the app makes it")
    problem = f"{file} can't be made: {there} isn't a folder that this user can write files to."
    return Finding("database", Mark.WRONG, f"{problem} Set SCRIPT2DOC_DATABASE_URL to another path.")


def disk(settings: Settings) -> Finding:
    """The database's file with those beside it, and the room that is left."""
    from bot.store import StoreError
    from bot.store.address import file_of, parse_url

    try:
        file = file_of(parse_url(settings.database_url))
    except StoreError:
        return Finding("data folder", Mark.NOTHING, "not looked at, because of the problem above")
    if file is None:
        return Finding("data folder", Mark.NOTHING, "none is needed; everything is on the database server")
    folder = file.parent
    beside = (Path(f"{file}{ending}") for ending in ("", "-wal", "-shm"))
    used = sum(os.path.getsize(part) for part in beside if os.path.isfile(part))
    there = next(parent for parent in (folder, *folder.parents) if os.path.isdir(parent))
    room = shutil.disk_usage(there)
    if not room.total:  # no files can be kept in a folder such as /proc
        return Finding("data folder", Mark.NOTHING, "not looked at, because of the problem above")
    free = room.free
    said = f"{folder}: the database uses {used / 1e6:.1f} MB; {free / 1e9:.1f} GB are free"
    if free < ENOUGH_DISK:
        said += f". Free up some space: at least {ENOUGH_DISK / 1e9:.1f} GB should be free."
    return Finding("data folder", Mark.OK if free >= ENOUGH_DISK else Mark.WRONG, said)
