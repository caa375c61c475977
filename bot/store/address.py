"""The database's address: which database it means, with the driver that is used here, and how it is told without its
password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, exc, make_url

from bot.store.errors import StoreError

DEFAULT = "sqlite+aiosqlite:///data/script2doc.db"
_POSTGRES = ("postgresql", "postgres")
"""How addresses of PostgreSQL begin, whatever driver they name after a "+"."""


def parse_url(url: str, named: str = "SCRIPT2DOC_DATABASE_URL") -> URL:
    """The database's address with the driver that is used here: SQLite's with an absolute path, PostgreSQL's as psycopg
    3 takes it. `named`: what names it, for the message. Raises StoreError."""
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):  # a port that is no number
        raise StoreError(
            f"{named} isn't a valid address. It should look like {DEFAULT} or postgresql://user:password@host/name."
        ) from None
    kind = parsed.drivername.partition("+")[0]
    if kind in _POSTGRES:
        if not parsed.database:
            raise StoreError(
                f"{named} names no database. It should end with one, such as "
                "postgresql://user:password@host/script2doc."
            )
        return parsed.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise StoreError(
            f"This version doesn't support “{kind}” databases. Set {named} to {DEFAULT} or to a "
            "PostgreSQL database, such as postgresql://user:password@host/name."
        )
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError(f"{named} names no file. Set it to {DEFAULT}.")
    return parsed.set(drivername="sqlite+aiosqlite", database=str(Path(parsed.database).absolute()))


def file_of(url: URL) -> Path | None:
    """SQLite's file; None for a database on a server."""
    return None if on_server(url) else Path(url.database or "")


def on_server(url: URL) -> bool:
    """Whether the database is PostgreSQL's, which several machines can share."""
    return url.get_backend_name() == "postgresql"


def told(url: URL) -> str:
    """What an operator knows the database by: its file, or its name and server. Never its password."""
    if not on_server(url):
        return url.database or str(url)
    host = url.host or _first(url.query.get("host")) or "this machine"
    return f"“{url.database}” on {host}{f':{url.port}' if url.port else ''}"


def passwords(url: str) -> Iterator[str]:
    """What of an address must never be logged."""
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        return
    for found in (parsed.password, _first(parsed.query.get("password"))):
        if found:
            yield str(found)


def _first(found: str | tuple[str, ...] | None) -> str | None:
    return found[0] if isinstance(found, tuple) else found
