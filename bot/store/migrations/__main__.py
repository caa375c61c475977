"""python -m bot.store.migrations [URL]: brings the tables of a database up to date, all or nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event

from bot.store.database import make_file, parse_url, set_pragmas
from bot.store.errors import StoreError, explained
from bot.store.migrations import URL_VARIABLE


def upgrade(url: str, to: str = "head") -> None:
    """Runs the revisions that a database lacks, in one transaction that waits for that of another process."""
    there = parse_url(url).set(drivername="sqlite")
    make_file(Path(there.database or ""))
    engine = create_engine(there, connect_args={"isolation_level": None})

    @event.listens_for(engine, "connect")
    def connected(connection: object, _: object) -> None:
        set_pragmas(connection, writing=True)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
    finally:
        engine.dispose()


def main() -> int:
    url = sys.argv[1] if len(sys.argv) > 1 else os.environ.get(URL_VARIABLE, "")
    try:
        upgrade(url)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001 — the boundary of the process: its last line is what the operator is shown
        print(explained(error, url) or f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
