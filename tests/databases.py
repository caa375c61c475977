"""Databases with all their tables, for tests that are about something else: Alembic makes them once a process. And
statements, which are compiled once a process as well."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, event

from bot.store.migrations.__main__ import upgrade


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()


def database_in(folder: Path, name: str = "jobs.db") -> str:
    """The address of the database in a folder, as settings take it. Where there is none, one without rows is made."""
    file = folder / name
    if not file.exists():
        file.write_bytes(_empty())
    return f"sqlite+aiosqlite:///{file}"


class _Compiled(dict[Any, Any]):
    """Compiled statements, by what compiled them and by what they are. SQLAlchemy keeps those of each engine apart, so
    that each bot that a test starts would compile all of them anew: an eighth of its time."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_whoever_asks(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_whoever_asks(key), compiled)


def _whoever_asks(key: Any) -> Any:
    """A key of SQLAlchemy's, whose first part is the engine's own dialect, for all engines of this kind."""
    dialect, *statement = key
    return (type(dialect), *statement)


_COMPILED = _Compiled()


@event.listens_for(Engine, "engine_connect")
def _compiled_once(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)
