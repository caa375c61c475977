"""PostgreSQL's own ways: what each connection is told, and how many a process takes.

Transactions are READ COMMITTED: each statement sees what was committed before it began. What reads and then writes
locks what it reads (SELECT … FOR UPDATE), or is one statement.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

READERS = 3
"""Connections that read at the same time. They are opened as they are needed."""

WRITERS = 3
"""Connections that write at the same time. A server takes 100 of all processes if nobody has changed that (PostgreSQL:
"max_connections")."""

CONNECT_SECONDS = 10
"""The longest wait for a server to let a connection in."""

LOCK_SECONDS = 30
"""The longest wait for a row that another process holds."""

IDLE_SECONDS = 60
"""After this time the server ends a transaction in which nothing is done, as of a process that was frozen: its locks
would hold up all others."""

SILENCE_SECONDS = 30
"""After this time a connection whose other end is silent counts as lost."""

MIGRATING = 0x5C21D0C
"""The advisory lock that a process has while it changes the tables. The number only has to be ours."""


def connect_args(url: URL) -> dict[str, Any]:
    """What psycopg is told beside the address, where the address doesn't say it."""
    ours = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "script2doc",
        "keepalives_idle": SILENCE_SECONDS // 2,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": SILENCE_SECONDS * 1000,
        "options": f"-c lock_timeout={LOCK_SECONDS}s -c idle_in_transaction_session_timeout={IDLE_SECONDS}s",
    }
    return {name: value for name, value in ours.items() if name not in url.query}


def conninfo(url: URL, *, search_path: str | None = None) -> str:
    """The address as libpq takes it, for connections that aren't the engine's."""
    from psycopg.conninfo import make_conninfo

    said = {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    parts = {"host": url.host, "port": url.port, "user": url.username, "password": url.password, "dbname": url.database}
    given = {name: value for name, value in parts.items() if value is not None} | said | connect_args(url)
    if search_path:
        given["options"] = f"{given.get('options', '')} -c search_path={search_path}"
    return make_conninfo("", **given)


def engine(url: URL, *, writing: bool) -> AsyncEngine:
    """The connections that write, or those that only read."""
    return create_async_engine(
        url,
        connect_args=connect_args(url),
        pool_size=WRITERS if writing else READERS,
        max_overflow=0,
        # A server that was restarted has closed them all: each is tried before it is used.
        pool_pre_ping=True,
        hide_parameters=True,
        execution_options={} if writing else {"postgresql_readonly": True},
    )
