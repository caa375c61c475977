"""python -m bot.store.migrations [URL]: brings the tables of a database up to date, all or nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from bot.store import postgres, sqlite
from bot.store.address import on_server, parse_url, told
from bot.store.errors import StoreError, explained
from bot.store.migrations import URL_VARIABLE, queue_tables

LONGEST_SECONDS = 600
"""How long another process may take to migrate."""


def upgrade(url: str, to: str = "head") -> None:
    """Runs the revisions that a database lacks, in one transaction that waits for that of another process."""
    there = parse_url(url)
    engine = _postgres(there) if on_server(there) else _sqlite(there)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            if on_server(there):
                connection.execute(text(f"SET LOCAL lock_timeout = '{LONGEST_SECONDS}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:ours)"), {"ours": postgres.MIGRATING})
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            if on_server(there) and to == "head":
                queue_tables.upgrade(connection)
    finally:
        engine.dispose()


def _sqlite(url: URL) -> Engine:
    sqlite.make_file(Path(url.database or ""))
    engine = create_engine(url.set(drivername="sqlite"), connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def connected(connection: object, _: object) -> None:
        sqlite.set_pragmas(connection, writing=True)

    event.listen(engine, "begin", sqlite.begin_immediate)
    return engine


def _postgres(url: URL) -> Engine:
    return create_engine(url, connect_args=postgres.connect_args(url))


def main() -> int:
    url = sys.argv[1] if len(sys.argv) > 1 else os.environ.get(URL_VARIABLE, "")
    try:
        upgrade(url)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001 — the boundary of the process: its last line is what the operator is shown
        print(
            explained(error, told(parse_url(url))) or f"{type(error).__name__}: {_first_line(error)}", file=sys.stderr
        )
        return 1
    return 0


def _first_line(error: Exception) -> str:
    """What the database says. The line below it shows where in the statement it stumbled, and SQLAlchemy's own shows
    the statement."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return said.partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
