"""PostgreSQL's own ways: what each connection is told, what each error means for the operator, and a server that goes
away and comes back."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text, update

from bot.store import Database, DatabaseAway, DatabaseBusy, Scope, Store, StoreError
from bot.store import database as connections
from bot.store.address import parse_url, passwords, told
from bot.store.cache import StoreCache
from bot.store.tables import settings, workers
from tests import postgres_server
from tests.conftest import HANG_SECONDS
from tests.postgres_server import Server


@pytest.fixture
def kind() -> str:
    return "postgresql"


@pytest.fixture(scope="module")
def spare(postgres_of_all: Server, postgres_pattern: Path) -> Iterator[Server]:
    programs = postgres_server.programs()
    assert programs is not None
    with postgres_server.running(programs, postgres_pattern) as server:
        yield server


@pytest.fixture
def own_server(spare: Server) -> Server:
    """A server that a test may stop."""
    if not spare.runs:
        spare.start()
    return spare


@pytest.mark.parametrize("beginning", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_a_plain_address_is_read_as_psycopgs(beginning: str):
    url = parse_url(f"{beginning}://me:secret@db.example:5433/jobs?sslmode=require")

    assert url.drivername == "postgresql+psycopg"
    assert url.query == {"sslmode": "require"}
    assert told(url) == "“jobs” on db.example:5433"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://db.example", "names no database"),
        ("postgresql://me@db.example:port/jobs", "isn't a valid address"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_with_what_to_do(url: str, said: str):
    with pytest.raises(StoreError, match=said):
        parse_url(url)


def test_all_passwords_of_an_address_are_kept_from_logs():
    assert list(passwords("postgresql://me:one%40two@db/jobs?password=three")) == ["one@two", "three"]
    assert list(passwords("sqlite+aiosqlite:///data/script2doc.db")) == []
    assert list(passwords("no address")) == []


async def test_a_reader_can_write_nothing(database: Database):
    with pytest.raises(StoreError, match="can't be written to"):
        async with database.reading() as connection:
            await connection.execute(update(workers).values(name="me"))


async def test_each_connection_is_told_how_to_be_safe(database: Database):
    async with database.writing() as connection:
        told = {
            name: await connection.scalar(text(f"SHOW {name}"))
            for name in ("lock_timeout", "idle_in_transaction_session_timeout", "application_name")
        }

    assert told == {
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "1min",
        "application_name": "script2doc",
    }


async def test_what_the_address_says_is_left_as_it_is(url: str):
    database = await Database.open(url + "&application_name=ours&connect_timeout=3")
    async with database.reading() as connection:
        assert await connection.scalar(text("SHOW application_name")) == "ours"
    await database.close()


async def test_a_wrong_password(postgres: Server):
    name = postgres.new_database()
    right = await Database.open(postgres.url_with_password(name))
    await right.close()

    with pytest.raises(StoreError, match="doesn't accept the user and password in SCRIPT2DOC_DATABASE_URL") as caught:
        await Database.open(postgres.url_with_password(name, "not-at-all-right"))
    assert "not-at-all-right" not in str(caught.value)
    assert not isinstance(caught.value, DatabaseAway), "waiting doesn't help"


async def test_a_database_that_is_not_there(postgres: Server):
    with pytest.raises(StoreError, match=r"There is no database “nowhere” on .*createdb"):
        await Database.open(postgres.url("nowhere"))


async def test_a_user_that_is_not_there(postgres: Server):
    with pytest.raises(StoreError, match="doesn't accept the user and password"):
        await Database.open(postgres.url("postgres").replace("owner@", "stranger@"))


async def test_a_server_that_is_not_there_is_told_at_once(postgres: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connections, "BUSY_SECONDS", HANG_SECONDS)
    began = time.monotonic()
    with pytest.raises(DatabaseAway, match=r"“jobs” on 127\.0\.0\.1:1 can't be reached: .*refused"):
        await Database.open("postgresql://owner@127.0.0.1:1/jobs")
    assert time.monotonic() - began < connections.BUSY_SECONDS / 2


async def test_a_start_waits_for_a_server_that_restarts(own_server: Server, caplog: pytest.LogCaptureFixture):
    url = own_server.url(own_server.new_database())
    own_server.stop()
    opening = asyncio.create_task(Database.open(url, patience=connections.BUSY_SECONDS))
    async with asyncio.timeout(connections.BUSY_SECONDS):
        while "It is tried again for 30 s." not in caplog.text:
            await asyncio.sleep(0.01)
    assert not opening.done()
    own_server.start()

    database = await opening
    async with database.writing():
        pass
    await database.close()


async def test_too_many_connections(postgres: Server):
    name = postgres.new_database()
    postgres.sql(f"ALTER DATABASE {name} CONNECTION LIMIT 1")
    postgres.sql("CREATE ROLE limited LOGIN")
    url = postgres.url(name).replace("owner@", "limited@")
    with (
        psycopg.connect(url),
        pytest.raises(DatabaseAway, match=r"takes no more connections\. Raise its max_connections"),
    ):
        await Database.open(url)


async def test_a_user_who_may_not_write(postgres: Server):
    name = postgres.new_database()
    postgres.sql("CREATE ROLE reader LOGIN")
    database = await Database.open(postgres.url(name).replace("owner@", "reader@"))
    with pytest.raises(StoreError, match=r"may not do this .* permission denied for table workers"):
        async with database.writing() as connection:
            await connection.execute(update(workers).values(name="me"))
    await database.close()


async def test_two_that_wait_for_each_other_are_told_that_it_is_busy(store: Store):
    for subject in ("a", "b"):
        await store.settings.put(Scope.PERSON, "T1", subject, {})
    both = asyncio.Barrier(2)

    async def lock(first: str, second: str) -> None:
        async with store.database.writing() as connection:
            for subject in (first, second):
                locking = select(settings).where(settings.c.subject == subject).with_for_update()
                await connection.execute(locking)
                if subject == first:
                    await both.wait()

    outcomes = await asyncio.gather(lock("a", "b"), lock("b", "a"), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes if outcome] == [DatabaseBusy]


async def test_processes_that_cache_the_same_in_another_order_never_wait_for_each_other(store: Store, url: str):
    async with Store.open(url) as other:
        caches = [StoreCache(each.database, max_bytes=3_000) for each in (store, other) for _ in range(2)]

        async def fill(cache: StoreCache, keys: list[str]) -> None:
            await asyncio.gather(*(cache.put(key, "step", b"x" * 100) for key in keys))
            cache._touched.update(reversed(keys))
            await cache.flush()

        keys = [f"step:{n}" for n in range(20)]
        for turn in range(10):
            await asyncio.gather(
                *(fill(cache, keys if n % 2 else keys[turn:] + keys[:turn][::-1]) for n, cache in enumerate(caches))
            )
    async with store.database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM cache")) == 20
        deadlocks = select(func.sum(text("deadlocks"))).select_from(text("pg_stat_database"))
        assert await connection.scalar(deadlocks.where(text("datname = current_database()"))) == 0


async def test_a_restart_of_the_server_is_waited_for(own_server: Server):
    async with Store.open(own_server.url(own_server.new_database())) as store:
        await store.settings.put(Scope.PERSON, "T1", "U1", {"tone": "formal"})
        own_server.stop()

        asked = [asyncio.create_task(store.settings.get(Scope.PERSON, "T1", "U1")) for _ in range(10)]
        asked += [asyncio.create_task(store.settings.put(Scope.PERSON, "T1", f"U{n}", {})) for n in range(2, 9)]
        await asyncio.sleep(0.3)
        assert not any(task.done() for task in asked)
        own_server.start()

        async with asyncio.timeout(HANG_SECONDS):
            answers = await asyncio.gather(*asked)
        assert answers[:10] == [{"tone": "formal"}] * 10


async def test_a_server_that_ends_in_the_middle_is_told_and_nothing_is_half_done(own_server: Server):
    async with Store.open(own_server.url(own_server.new_database())) as store:

        async def broken_off() -> None:
            async with store.database.writing() as connection:
                await connection.execute(settings.delete())
                await asyncio.to_thread(own_server.stop, signal.SIGQUIT)
                await connection.execute(settings.delete())

        await store.settings.put(Scope.PERSON, "T1", "U1", {"tone": "formal"})
        with pytest.raises(DatabaseAway):
            await broken_off()
        own_server.start()
        assert await store.settings.get(Scope.PERSON, "T1", "U1") == {"tone": "formal"}


async def test_a_kept_answer_is_found_though_the_connection_is_lost_in_the_middle(postgres: Server):
    """Once while it is read, and once while another one is stored."""
    name = postgres.new_database()

    async def cut_off() -> None:
        """Returns when a connection was lost whose statement waited for a lock."""
        waiting = f"FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'"
        async with asyncio.timeout(HANG_SECONDS):
            while not postgres.sql(f"SELECT pg_terminate_backend(pid) {waiting}"):
                await asyncio.sleep(0.01)

    async with Store.open(postgres.url(name)) as store:
        await store.cache.put("a", "step", b"an answer")
        with psycopg.connect(postgres.url(name)) as other:
            other.execute("LOCK TABLE cache IN ACCESS EXCLUSIVE MODE")
            found = asyncio.create_task(store.cache.get("a"))
            stored = asyncio.create_task(store.cache.put("b", "step", b"another"))
            for _ in range(2):
                await cut_off()
            other.rollback()
        async with asyncio.timeout(HANG_SECONDS):
            assert await found == b"an answer"
            await stored
        assert await store.cache.get("b") == b"another"


async def test_a_connection_that_is_lost_when_it_is_given_back_makes_no_difference(postgres: Server):
    """What was read is read, and what was written is written. And no place is lost: there are three of each."""
    name = postgres.new_database()
    async with Store.open(postgres.url(name)) as store:
        for n in range(5):
            await store.settings.put(Scope.PERSON, "T1", "U1", {"turn": n})
            async with store.database.reading() as connection:
                assert await connection.scalar(select(settings.c.value)) == {"turn": n}
                postgres.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

        async def broken_off() -> None:
            async with store.database.writing() as connection:
                await connection.execute(settings.delete())
                postgres.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await broken_off()
        assert await store.settings.get(Scope.PERSON, "T1", "U1") == {"turn": 4}


async def test_a_server_that_stays_away_is_told_in_the_end(own_server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.5)
    async with Store.open(own_server.url(own_server.new_database())) as store:
        own_server.stop()
        with pytest.raises(DatabaseAway, match="can't be reached"):
            await store.settings.get(Scope.PERSON, "T1", "U1")


async def test_a_cancelled_wait_for_the_server_ends_at_once(own_server: Server, monkeypatch: pytest.MonkeyPatch):
    async with Store.open(own_server.url(own_server.new_database())) as store:
        own_server.stop()
        monkeypatch.setattr(connections, "BUSY_SECONDS", HANG_SECONDS)
        asked = asyncio.create_task(store.settings.get(Scope.PERSON, "T1", "U1"))
        await asyncio.sleep(0.1)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(HANG_SECONDS / 2):
                await asked


async def test_what_json_can_hold_comes_back(store: Store):
    odd = {"title": "NUL \x00, half a pair \ud800, “Zürich”", "steps": 2**60, "none": None}
    await store.settings.put(Scope.PERSON, "T1", "U1", odd)

    assert await store.settings.get(Scope.PERSON, "T1", "U1") == odd
