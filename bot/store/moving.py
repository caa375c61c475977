"""Moves all rows of one database into another, such as from SQLite to PostgreSQL: all or nothing, and compared
afterwards."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, Table, create_engine, delete, event, func, inspect, select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from bot.called import BOT
from bot.store import migrations, postgres, sqlite
from bot.store.address import file_of, on_server, parse_url, told
from bot.store.errors import StoreError, explained
from bot.store.migrations.__main__ import upgrade
from bot.store.settings import Scope
from bot.store.tables import metadata, settings, workers

BATCH_ROWS, BATCH_BYTES = 500, 4_000_000
"""How many rows are in memory at once; fewer where they are large."""
LEASE_SECONDS = 30.0
"""How long the processes of the source are watched, if it names any: one that is alive renews its lease meanwhile."""
LEFT = (workers.name, "alembic_version")
"""Tables whose rows stay: leases end with the processes that have them."""


@dataclass(frozen=True)
class Moved:
    """How many rows of a table were moved."""

    table: str
    rows: int


def move(
    source: str,
    target: str,
    watched_seconds: float = LEASE_SECONDS,
    tell: Callable[[str], None] = lambda line: None,
    pause: Callable[[float], None] = time.sleep,
) -> tuple[Moved, ...]:
    """Copies all rows of `source` to `target`, both addresses as SCRIPT2DOC_DATABASE_URL has them. The target gets its
    tables if it has none. `tell` is given what is under way, a line each. Raises StoreError if the source is in use or
    of another version, the target has rows, or what arrived isn't what was sent; then the target is as it was."""
    there, here = parse_url(source, "FROM"), parse_url(target, "TO")
    if there == here:
        raise StoreError("Both addresses name the same database.")
    if (file := file_of(there)) is not None and not file.is_file():
        raise StoreError(f"There is no database {file}.")
    with _explaining(there, "FROM"), _engine(there) as reading, reading.connect() as before:
        _of_this_version(before, there)
        _unused(before, there, watched_seconds, tell, pause)
        before.rollback()  # a lock of its own now, so that nobody writes while the rows are read
        with before.begin():
            tables = _tables(before, there)
            with _explaining(here, "TO"):
                upgrade(target)
                with _engine(here) as writing, writing.begin() as after:
                    _empty(after, here)
                    return tuple(_moved(table, before, after, tell) for table in tables)


def _moved(table: Table, before: Connection, after: Connection, tell: Callable[[str], None]) -> Moved:
    rows, sent = 0, 0
    for batch in _batches(table, before):
        after.execute(table.insert(), [dict(row) for row in batch])
        rows += len(batch)
        sent ^= _digest(batch)
        tell(f"{table.name}: {rows:,} rows")
    arrived, count = 0, 0
    for batch in _batches(table, after):
        count += len(batch)
        arrived ^= _digest(batch)
    if (count, arrived) != (rows, sent):
        raise StoreError(f"The rows of “{table.name}” arrived changed. Nothing was moved.")
    _number_on(table, after)
    return Moved(table.name, rows)


def _batches(table: Table, connection: Connection) -> Iterator[list[Any]]:
    """All rows, in the order of their keys, some at a time."""
    keys = list(table.primary_key)
    all_keys = connection.execute(select(*keys)).all()
    large = table.c.get("size")
    sizes = {}
    if large is not None:
        sizes = {tuple(row[:-1]): row[-1] for row in connection.execute(select(*keys, large))}
    batch: list[Any] = []
    held = 0
    for key in all_keys:
        batch.append(tuple(key))
        held += sizes.get(tuple(key), 0)
        if len(batch) >= BATCH_ROWS or held >= BATCH_BYTES:
            yield _rows(table, keys, batch, connection)
            batch, held = [], 0
    if batch:
        yield _rows(table, keys, batch, connection)


def _rows(table: Table, keys: Sequence[Any], wanted: list[Any], connection: Connection) -> list[Any]:
    chosen = tuple_(*keys).in_(wanted) if len(keys) > 1 else keys[0].in_([key for (key,) in wanted])
    return list(connection.execute(select(table).where(chosen)).mappings())


def _digest(rows: Sequence[Any]) -> int:
    """The same number for the same rows, in whatever order a database gives them."""
    total = 0
    for row in rows:
        said = json.dumps(dict(row), sort_keys=True, default=_as_text).encode()
        total ^= int.from_bytes(hashlib.sha256(said).digest())
    return total


def _as_text(value: object) -> str:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes | memoryview) else repr(value)


def _tables(connection: Connection, url: URL) -> list[Table]:
    """What is moved, each table behind those that it refers to. Raises StoreError if there are others."""
    known = {table.name for table in metadata.sorted_tables}
    others = [name for name in inspect(connection).get_table_names() if name not in known and name not in LEFT]
    if others:
        raise StoreError(f"The database {told(url)} has tables that aren't Script2Doc's: {', '.join(sorted(others))}.")
    return [table for table in metadata.sorted_tables if table.name not in LEFT]


def _of_this_version(connection: Connection, url: URL) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    found = MigrationContext.configure(connection).get_current_revision()
    if found != newest:
        raise StoreError(
            f"The database {told(url)} was made by another version of Script2Doc. Start the app with it once, or run "
            f"`{BOT}.store.migrations ADDRESS`, and try again."
        )


def _unused(
    connection: Connection,
    url: URL,
    seconds: float,
    tell: Callable[[str], None],
    pause: Callable[[float], None],
) -> None:
    """Waits to see whether a process that has a lease renews it. Raises StoreError if one does."""
    beats = _beats(connection)
    if not beats:
        return
    connection.rollback()  # or it couldn't renew it
    tell(f"looking for {seconds:g} s whether a process is using {told(url)}")
    pause(seconds)
    if alive := sorted(name for name, beat in _beats(connection).items() if beats.get(name) != beat):
        raise StoreError(
            f"The database {told(url)} is in use by {', '.join(alive)}. Stop all processes first: what they store "
            "meanwhile would be lost."
        )


def _beats(connection: Connection) -> dict[str, int]:
    return {row.name: row.beat for row in connection.execute(select(workers))}


def _empty(connection: Connection, url: URL) -> None:
    # What the app notes of itself at each start isn't anybody's.
    connection.execute(delete(settings).where(settings.c.scope == Scope.APP))
    for table in metadata.sorted_tables:
        if table.name not in LEFT and (rows := connection.scalar(select(func.count()).select_from(table))):
            raise StoreError(
                f"The database {told(url)} isn't empty: “{table.name}” has {rows:,} rows. Name a new one, so that "
                "nothing is overwritten."
            )


def _number_on(table: Table, connection: Connection) -> None:
    """Has PostgreSQL count on from the largest key, where it counts keys itself."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    largest = connection.scalar(select(func.max(column)))
    if largest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, largest)))


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    if on_server(url):
        # What is read is as it was when the reading began.
        engine = create_engine(url, connect_args=postgres.connect_args(url), isolation_level="REPEATABLE READ")
    else:
        engine = create_engine(url.set(drivername="sqlite"), connect_args={"isolation_level": None})

        @event.listens_for(engine, "connect")
        def connected(connection: object, _: object) -> None:
            sqlite.set_pragmas(connection, writing=True)

        event.listen(engine, "begin", sqlite.begin_immediate)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _explaining(url: URL, named: str) -> Iterator[None]:
    """Raises StoreError for what a driver raises. `named`: what names this address here, and no setting does."""
    try:
        yield
    except (StoreError, SQLAlchemyError, sqlite3.Error) as error:
        said = error if isinstance(error, StoreError) else explained(error, told(url))
        if said is None:
            raise
        raise type(said)(str(said).replace("SCRIPT2DOC_DATABASE_URL", named)) from error
