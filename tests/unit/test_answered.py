"""That a message is answered once, with a database and when it can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.jobs.answered import Answered
from bot.store import Store
from tests.databases import database_in


async def test_a_message_is_answered_once_by_all_processes(tmp_path: Path):
    async with Store.open(database_in(tmp_path)) as store:
        here, there = Answered(store.settings), Answered(store.settings)

        assert await here.first("T1", "C1:1.2")
        assert not await here.first("T1", "C1:1.2")
        assert not await there.first("T1", "C1:1.2")
        assert await there.first("T2", "C1:1.2")
        assert await there.first("T1", "C1:1.3")


async def test_without_the_database_a_process_still_answers_once(tmp_path: Path):
    async with Store.open(database_in(tmp_path)) as store:
        async with store.database.writing() as connection:
            await connection.execute(text("DROP TABLE settings"))
        answered = Answered(store.settings)

        assert await answered.first("T1", "C1:1.2")
        assert not await answered.first("T1", "C1:1.2")


async def test_only_the_latest_messages_are_kept_in_mind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.jobs.answered.REMEMBERED", 10)
    async with Store.open(database_in(tmp_path)) as store:
        async with store.database.writing() as connection:
            await connection.execute(text("DROP TABLE settings"))
        answered = Answered(store.settings)
        for n in range(11):
            await answered.first("T1", f"C1:{n}")

        assert not await answered.first("T1", "C1:10")
        assert await answered.first("T1", "C1:0")
