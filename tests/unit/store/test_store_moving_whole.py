"""A company's whole database is moved: a thousand jobs, and something in each table. It is counted and compared by
digests that the move itself doesn't make, and used as before."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from bot.jobs.model import Job, JobState
from bot.jobs.standing import Standing
from bot.store import Database, Store
from bot.store.encryption import TokenCipher, new_key
from bot.store.installations import Installations, Installed
from bot.store.jobs import _row
from bot.store.moving import LEFT, Moved
from bot.store.oauth_states import OAuthStates
from bot.store.requests import KeptRequest
from bot.store.settings import Scope
from bot.store.tables import jobs, metadata, settings
from bot.store.templates import KeptTemplate
from pipeline.options import GuideOptions
from tests.unit.store.test_store_moving import moved, other

__all__ = ["other"]

JOBS = 1_000
KEY = new_key()
TOKEN = "xoxe.xoxb-" + "1" * 290
GONE = "host:1:dead"
"""The process that had jobs and requests in hand."""
PAGES = {"references": ["https://help.example/a", "https://help.example/ü?b=1#c"]}


@pytest.fixture
async def company(url: str, new_job: Callable[..., Job]) -> str:
    """A database as a company has it after months, which nobody uses."""
    chance, states = random.Random(19), list(JobState)
    async with Store.open(url) as store:
        made: list[Job] = []
        for number in range(JOBS):
            state = states[number % len(states)]
            documented = number % 40 == 3
            made.append(
                replace(
                    new_job(team=f"T{number % 3}", channel=f"C{number % 7}", asker=f"U{number % 40}"),
                    state=state,
                    name=f"Call {number} ü 漢 \U0001f3a7 “{number}”.vtt",
                    options=GuideOptions(title=f"№ {number}", urls=(f"https://a.example/{number}",)),
                    created=1_700_000_000 + number / 7,
                    document=await store.blobs.put(chance.randbytes(3_000), "document", 2e9) if documented else None,
                    guide=await store.guides.put(json.dumps({"n": number}).encode(), "", 2e9) if documented else None,
                    worker=GONE if state in (JobState.RUNNING, JobState.DELIVERING) else None,
                )
            )
        set_by = [
            *((Scope.WORKSPACE, f"T{team}", f"T{team}", {**PAGES, "tone": "friendly"}) for team in range(3)),
            *((Scope.CHANNEL, f"T{n % 3}", f"C{n % 7}", PAGES) for n in range(21)),
            *((Scope.PERSON, f"T{n % 3}", f"U{n}", {"glossary": ["Zürich", "\u2028"]}) for n in range(120)),
        ]
        async with store.database.writing() as connection:
            await connection.execute(insert(jobs), [_row(job) for job in made])
            names = ("scope", "team", "subject", "value")
            rows = [{**dict(zip(names, each, strict=True)), "changed": 1.7e9} for each in set_by]
            await connection.execute(insert(settings), rows)
        values = [chance.randbytes(500_000 if number % 100 == 3 else 50) for number in range(300)]
        putting = (store.cache.of(made[n].id).put(f"step:{n}", "step", value) for n, value in enumerate(values))
        await asyncio.gather(*putting)
        await store.cache.flush()
        await store.templates.put("T1", KeptTemplate("Look.docx", 70_000, "U1", 1.7e9), chance.randbytes(70_000))
        kept = KeptRequest("r1", "Commanded", {"text": "help"}, 1.7e9, GONE)
        await store.requests.keep(kept, lambda: True)
        cipher = TokenCipher([KEY])
        installed = Installations(store.database, cipher)
        await installed.put(
            Installed("T1", "Acme", TOKEN, "B1", "U0BOT", installed=1.7e9, refresh_token="xoxe-1-r", expires=1.7e9)
        )
        await installed.put(Installed("E1", "Grid", TOKEN, "B2", "U1BOT", installed=1.7e9, enterprise="E1"))
        await installed.note_team("T2", "E1")
        states_of = OAuthStates(store.database, cipher)
        assert await states_of.consume(states_of.issue())
        await store.workers.renew(GONE)
    return url


async def digests_of(address: str) -> dict[str, tuple[int, str]]:
    """Of each table the number of rows, and the digest of all of them in the order of their own digests."""
    database = await Database.open(address)
    found = {}
    try:
        async with database.reading() as connection:
            for table in metadata.sorted_tables:
                if table.name in LEFT:
                    continue
                rows = [tuple(map(_plain, row)) for row in await connection.execute(select(table))]
                each = sorted(hashlib.sha256(repr(row).encode()).hexdigest() for row in rows)
                found[table.name] = len(rows), hashlib.sha256("".join(each).encode()).hexdigest()
    finally:
        await database.close()
    return found


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    return bytes(value) if isinstance(value, memoryview) else value


async def test_a_thousand_jobs_and_all_that_belongs_to_them_arrive_and_go_on(company: str, other: str):
    before = await digests_of(company)
    assert before["jobs"][0] == JOBS
    assert [name for name, (rows, _) in before.items() if not rows] == [], "each table has something to be moved"

    counts: Sequence[Moved] = await moved(company, other, pause=lambda seconds: None)

    assert {each.table: each.rows for each in counts} == {name: rows for name, (rows, _) in before.items()}
    assert await digests_of(other) == before == await digests_of(company)
    async with Store.open(other) as store:
        waiting = await store.jobs.orphans()
        assert len(waiting) == sum(index % 6 < 3 for index in range(JOBS)), "queued, running and delivering"
        claimed = await store.jobs.claim(waiting[0].id, "host:2:new")
        assert claimed is not None
        assert claimed.options.title == waiting[0].options.title
        document = next(job.document for job in waiting if job.document)
        assert len(await store.blobs.get(document) or b"") == 3_000
        assert len(await store.cache.get("step:3") or b"") == 500_000
        assert await Standing(None, store.settings).of("T1", "C2") == tuple(PAGES["references"])  # type: ignore[arg-type]
        assert len(await store.templates.get("T1") or b"") == 70_000
        assert [kept.id for kept in await store.requests.claim_orphans("host:2:new")] == ["r1"]
        installed = Installations(store.database, TokenCipher([KEY]))
        found = [await installed.of("T1"), await installed.of("T2")]
        assert [each and each.token for each in found] == [TOKEN, TOKEN]
