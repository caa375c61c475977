"""A workspace that is kept in a file: what comes back, and what the file is protected from."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.playground.snapshot import TABLES, Snapshot, SnapshotError, kept
from tests.conftest import HANG_SECONDS

ROOM = "#how-to-guides"


async def test_messages_files_and_conversations_come_back(tmp_path: Path):
    async with Playground() as first, kept(first.workspace, tmp_path / "workspace.db"):
        dropped = await first.post_message(ROOM, first.you.id, "Here it is", [("talk.vtt", b"WEBVTT\n")])
        reply = await first.post_message(ROOM, first.colleague.id, "Thanks", thread_ts=dropped.ts)
        first.workspace.edit(reply, f"Thanks: {first.workspace.permalink(dropped)}", [{"type": "divider"}], mark=True)
        file = first.files[0]
        file.given_to.add(first.app_user.id)
        direct = first.direct_message(first.colleague.id)

    async with Playground() as second, kept(second.workspace, tmp_path / "workspace.db"):
        assert second.url != first.url
        again = second.workspace.messages[reply.ts]
        assert again.text == f"Thanks: {second.workspace.permalink(dropped)}", "links lead to where it is now"
        assert [edit.text for edit in again.edits] == ["Thanks", again.text]
        assert second.thread(ROOM, dropped.ts) == [again]
        assert asdict(second.workspace.files[file.id]) == asdict(file)
        assert second.direct_message(second.colleague.id).id == direct.id
        new = await second.post_message(ROOM, second.you.id, "New", [("talk.srt", b"1\n")])
        assert new.ts > again.ts
        assert new.files[0] not in (file.id, direct.id)


async def test_what_happens_is_written_meanwhile(tmp_path: Path):
    """A playground that is killed has lost a moment at most."""
    written = asyncio.Event()
    with closing(sqlite3.connect(tmp_path / "workspace.db", isolation_level=None)) as connection:
        connection.executescript(TABLES)
        connection.set_trace_callback(lambda statement: written.set() if statement == "COMMIT" else None)
        async with Playground() as playground:
            following = asyncio.create_task(Snapshot(playground.workspace, connection).follow())
            await asyncio.sleep(0)  # until it watches
            await playground.post_message(ROOM, playground.you.id, "Hello")
            await asyncio.wait_for(written.wait(), HANG_SECONDS)
            following.cancel()

        (body,) = connection.execute("SELECT body FROM messages").fetchone()
    assert json.loads(body)["text"] == "Hello"


async def test_one_playground_holds_it_at_a_time(tmp_path: Path):
    async with Playground() as one, Playground() as other, kept(one.workspace, tmp_path / "workspace.db"):
        with pytest.raises(SnapshotError, match="in use by another playground"):
            async with kept(other.workspace, tmp_path / "workspace.db"):
                pass


async def test_what_is_no_snapshot_is_left_as_it_is(tmp_path: Path):
    text, newer = tmp_path / "text.db", tmp_path / "newer.db"
    text.write_text("Some notes of mine, long enough to be taken for something else.\n" * 20)
    async with Playground() as playground:
        async with kept(playground.workspace, newer):
            pass
        with sqlite3.connect(newer) as connection:
            connection.execute("UPDATE facts SET value = '2' WHERE name = 'version'")
        connection.close()
        before = text.read_bytes()

        for file in (text, newer):
            with pytest.raises(SnapshotError, match="Move it away"):
                async with kept(playground.workspace, file):
                    pass
    assert text.read_bytes() == before
