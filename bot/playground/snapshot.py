"""Keeps a workspace in a file, so that its conversations are there again at the next start.

One SQLite database that one playground holds at a time. What is kept: conversations, messages with their edits, and
files. What isn't: open modals, and events that the app hasn't acknowledged.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.playground.files import StoredFile
from bot.playground.people import Channel
from bot.playground.workspace import Edit, Message, Workspace

log = logging.getLogger(__name__)

VERSION = 1
WRITE_SECONDS = 0.5
"""Seconds between two times that what has changed is written."""

TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (ts TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, body TEXT NOT NULL, content BLOB NOT NULL);
"""


class SnapshotError(Exception):
    """The file can't be used; the message says why and what to do."""


@asynccontextmanager
async def kept(workspace: Workspace, file: Path) -> AsyncIterator[None]:
    """Fills a new workspace with what the file holds, and from then on writes there what changes. Raises
    SnapshotError."""
    with contextlib.closing(_opened(file)) as connection:
        snapshot = Snapshot(workspace, connection)
        try:
            snapshot.load()
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            raise SnapshotError(f"{file} can't be read ({error}). Move it away to start fresh.") from error
        keeping = asyncio.create_task(snapshot.follow(), name="snapshot")
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            snapshot.save(workspace.messages)


def _opened(file: Path) -> sqlite3.Connection:
    if not file.exists() and file.parent.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))  # others mustn't read the conversations
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(TABLES)
    except sqlite3.Error as error:
        connection.close()
        if "locked" in str(error):
            said = f"{file} is in use by another playground. Stop that one, or use another folder."
        else:
            said = f"{file} can't be used ({error}). Move it away to start fresh."
        raise SnapshotError(said) from error
    return connection


class Snapshot:
    """One workspace and the database that it is kept in."""

    def __init__(self, workspace: Workspace, connection: sqlite3.Connection) -> None:
        self._workspace = workspace
        self._connection = connection
        self._files: dict[str, str] = {}
        """What was last written of each file, beside its bytes."""

    def load(self) -> None:
        """Puts what is kept into the workspace. Raises sqlite3.Error, ValueError, TypeError, KeyError."""
        facts = dict(self._connection.execute("SELECT name, value FROM facts"))
        if not facts:
            return
        if facts["version"] != str(VERSION):
            raise ValueError("it was written by another version")
        there = self._workspace

        def bodies(table: str, order: str) -> Iterable[dict[str, Any]]:
            for (body,) in self._connection.execute(f"SELECT body FROM {table} ORDER BY {order}"):  # noqa: S608 — ours
                # Links in messages name the port, which may be another one this time.
                yield json.loads(body.replace(facts["url"], there.url))

        there.channels |= {body["id"]: Channel(**body) for body in bodies("channels", "id")}
        for body in bodies("messages", "ts"):
            body["edits"] = [Edit(**edit) for edit in body["edits"]]
            there.messages[body["ts"]] = Message(**body)
        contents = dict(self._connection.execute("SELECT id, content FROM files"))
        for body in bodies("files", "id"):
            body["shares"] = {channel: [(ts, at) for ts, at in places] for channel, places in body["shares"].items()}
            there.files[body["id"]] = StoredFile(
                **body | {"given_to": set(body["given_to"]), "content": contents[body["id"]]}
            )
        there.go_on_from(int(facts["serial"]))

    async def follow(self) -> None:
        """Writes what changes, until it is cancelled."""
        async with self._workspace.watching() as changes:
            while True:
                changed = [await changes.get()]
                await asyncio.sleep(WRITE_SECONDS)
                while not changes.empty():
                    changed.append(changes.get_nowait())
                if any(what["kind"] in ("message", "channel") for what in changed):
                    self.save({what["ts"] for what in changed if what["kind"] == "message"})

    def save(self, changed: Iterable[str]) -> None:
        """Writes these messages, given by ts, and whatever else is new; what can't be written is in the log."""
        try:
            self._write(changed)
        except sqlite3.Error as error:
            log.error("the playground's conversations can't be kept: %s", error)
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _write(self, changed: Iterable[str]) -> None:
        there, connection = self._workspace, self._connection
        facts = {"version": VERSION, "url": there.url, "serial": there.serial}
        connection.execute("BEGIN")
        connection.executemany("REPLACE INTO facts VALUES (?, ?)", [(name, str(fact)) for name, fact in facts.items()])
        connection.executemany(
            "REPLACE INTO channels VALUES (?, ?)", [(id, _json(asdict(one))) for id, one in there.channels.items()]
        )
        connection.executemany(
            "REPLACE INTO messages VALUES (?, ?)", [(ts, _json(asdict(there.messages[ts]))) for ts in changed]
        )
        for id, file in there.files.items():
            body = _json({name: value for name, value in asdict(file).items() if name != "content"})
            if self._files.get(id) != body:
                connection.execute("REPLACE INTO files VALUES (?, ?, ?)", (id, body, file.content))
                self._files[id] = body
        connection.execute("COMMIT")


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, default=sorted)  # the only thing that isn't JSON's own is a set
