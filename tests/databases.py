"""Databases with all their tables, for tests that are about something else: Alembic makes them once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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
