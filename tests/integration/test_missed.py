"""What was said while nobody listened: taken up at the next start, once, and only after a gap that Slack itself doesn't
bridge by sending again."""

from __future__ import annotations

import asyncio
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

import pytest

from bot.jobs.intake import Intake
from bot.jobs.requests import Dropped
from bot.missed import GAP_SECONDS, LISTENING, MOST_SECONDS
from bot.playground import Limits, Playground
from bot.store import Scope, Store
from tests.conftest import HANG_SECONDS
from tests.databases import database_in
from tests.integration.companies import ACME, GRID, companies
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice, sample, text_of
from tests.loopback.model_server import ModelServer

ELSEWHERE = "#support-team"
TALK = sample(SCREENCAST)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.missed.NOTED_SECONDS", 0.02)
    monkeypatch.setattr("bot.missed.BETWEEN_SECONDS", 0.0)


async def noted(folder: Path) -> dict[str, Any]:
    async with Store.open(database_in(folder)) as store:
        return await store.settings.get(Scope.APP, "", LISTENING) or {}


async def away_for(folder: Path, seconds: float) -> None:
    """So long ago the app has listened for the last time."""
    async with Store.open(database_in(folder)) as store:
        await store.settings.put(Scope.APP, "", LISTENING, {"at": time.time() - seconds})


async def looked(office: Office) -> None:
    """Returns when no gap is left to look through."""
    async with asyncio.timeout(HANG_SECONDS):
        while "since" in (await office.bot.store.settings.get(Scope.APP, "", LISTENING) or {"since": 0}):
            await asyncio.sleep(0.02)


async def test_what_was_dropped_while_nobody_listened_is_made_once(open_office: OpenOffice, tmp_path: Path):
    async with Playground(timing=PATIENT) as playground:
        me, there = playground.you.id, cast(Playground, nullcontext(playground))
        async with open_office(there) as office:
            made = await office.drop(SCREENCAST)
            await office.summary(ROOM, made.ts)
            await playground.settled()
        with playground.events.muted():
            missed = await playground.post_message(ROOM, me, "", [(SCREENCAST, TALK + b"\n\nNOTE 1\n")])
            asked = f"<@{playground.app_user.id}> make a guide of this, please"
            mentioned = await playground.post_message(ELSEWHERE, me, asked, [("talk.txt", TALK)])
            talked_of = await playground.post_message(ELSEWHERE, me, "Has anybody seen the recording?")
            replied = await playground.post_message(
                ELSEWHERE, me, "", [(SCREENCAST, TALK + b"\n\nNOTE 2\n")], thread_ts=talked_of.ts
            )
        await away_for(tmp_path, GAP_SECONDS * 5)

        async with open_office(there) as office:
            await looked(office)
            for room, ts in ((ROOM, missed.ts), (ELSEWHERE, mentioned.ts), (ELSEWHERE, talked_of.ts)):
                await office.summary(room, ts)
            await office.bot.desk.tasks.idle()
            # Once more, as where a process was killed before it could note that it had looked.
            await office.bot.store.settings.put(
                Scope.APP, "", LISTENING, {"at": time.time(), "since": float(made.ts) - 1}
            )
            await looked(office)
            await office.bot.desk.tasks.idle()
            assert replied.thread_ts == talked_of.ts
            for room, ts in ((ROOM, made.ts), (ROOM, missed.ts), (ELSEWHERE, mentioned.ts), (ELSEWHERE, talked_of.ts)):
                assert len(office.documents(room, ts)) == 1
                assert len(office.progress(room, ts)) == 1
        assert "since" not in await noted(tmp_path)


async def test_each_workspace_is_looked_through_with_its_own_token(tmp_path: Path):
    async with companies(tmp_path, ACME, GRID) as here:
        async with here.served() as bot:
            assert await here.install(ACME.id) == 200
            assert await here.install(GRID.id, whole=True) == 200
            known = await here.drop(GRID.id)  # that is how its workspace is heard of
            await here.done(GRID.id, known)
            await bot.desk.tasks.idle()
        with here.slack[ACME.id].events.muted(), here.slack[GRID.id].events.muted():
            missed = {team: await here.drop(team, content=TALK + team.encode()) for team in (ACME.id, GRID.id)}
        await away_for(tmp_path, GAP_SECONDS * 5)
        async with here.served():
            for team, dropped in missed.items():
                await here.done(team, dropped)
        assert [len(here.documents(team)) for team in missed] == [1, 2]


@pytest.mark.parametrize("seconds", [None, GAP_SECONDS / 2], ids=["first start", "short gap"])
async def test_what_slack_sends_again_is_not_looked_for(open_office: OpenOffice, tmp_path: Path, seconds: float | None):
    if seconds is not None:
        await away_for(tmp_path, seconds)
    async with open_office() as office:
        async with asyncio.timeout(HANG_SECONDS):
            while (await noted(tmp_path)).get("at", 0) < time.time() - 1:
                await asyncio.sleep(0.02)
        assert [call.method for call in office.playground.calls if call.method == "users.conversations"] == []


async def test_a_gap_stays_noted_until_it_was_looked_through(open_office: OpenOffice, tmp_path: Path):
    async with Playground(timing=PATIENT) as playground:
        with playground.events.muted():
            missed = await playground.post_message(ROOM, playground.you.id, "", [(SCREENCAST, TALK)])
        old = time.time() - 2 * MOST_SECONDS
        async with Store.open(database_in(tmp_path)) as store:
            await store.settings.put(Scope.APP, "", LISTENING, {"at": time.time(), "since": old})
        failing = playground.fail_next("conversations.history", error="fatal_error", times=9)
        async with open_office(cast(Playground, nullcontext(playground))) as office:
            await asyncio.wait_for(failing.met.wait(), HANG_SECONDS)
            assert (await noted(tmp_path))["since"] == old
            playground.faults.clear()
            await office.summary(ROOM, missed.ts)
            await looked(office)
            asked = [call for call in playground.calls if call.method == "conversations.history"]
            assert min(float(call.args["oldest"]) for call in asked) > time.time() - MOST_SECONDS - 3600


async def test_one_process_looks_and_another_when_that_is_gone(open_office: OpenOffice, tmp_path: Path):
    async with Playground(timing=PATIENT) as playground:
        with playground.events.muted():
            missed = await playground.post_message(ROOM, playground.you.id, "", [(SCREENCAST, TALK)])
        now = time.time()
        gap = {"at": now, "since": now - 1000, "by": "elsewhere:1:alive", "seen": now}
        async with open_office(cast(Playground, nullcontext(playground))) as office:
            settings = office.bot.store.settings
            await settings.put(Scope.APP, "", LISTENING, gap)
            async with asyncio.timeout(HANG_SECONDS):
                while (await settings.get(Scope.APP, "", LISTENING) or {})["at"] == now:
                    await asyncio.sleep(0.02)
            assert [call for call in playground.calls if call.method == "users.conversations"] == []
            await settings.put(Scope.APP, "", LISTENING, {**gap, "seen": now - 2 * GAP_SECONDS})
            await office.summary(ROOM, missed.ts)
            await looked(office)


def said_to(playground: Playground) -> list[str]:
    """What only the person at the playground sees."""
    return [text_of(each) for each in playground.ephemeral(playground.you.id)]


async def drop_many(playground: Playground, number: int) -> list[str]:
    """One person drops so many files, each in a message of its own. Returns the messages' ts."""
    return [
        (await playground.post_message(ROOM, playground.you.id, "", [(f"{n}.vtt", TALK + b"\n\nNOTE %d\n" % n)])).ts
        for n in range(number)
    ]


async def test_what_was_dropped_while_nobody_listened_waits_where_it_is_too_much_at_once(
    open_office: OpenOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.jobs.intake.LATE_SECONDS", 0.0)
    async with ModelServer() as model, Playground(timing=PATIENT, limits=Limits(post_burst=100)) as playground:
        with playground.events.muted():
            missed = await drop_many(playground, 5)
        await away_for(tmp_path, GAP_SECONDS * 5)
        planning = model.hold("outline")
        async with open_office(
            cast(Playground, nullcontext(playground)),
            **model.env,
            SCRIPT2DOC_JOBS_PER_PERSON="3",
            SCRIPT2DOC_JOBS_PER_WORKSPACE="2",
        ) as office:
            await looked(office)
            async with asyncio.timeout(HANG_SECONDS):
                while office.bot.running < 5:
                    await asyncio.sleep(0.02)
            await model.asked(2)
            active = {each.name for each in await office.bot.store.jobs.active_of("T0PLAYGROUND", playground.you.id)}
            in_hand = {each.name for each in await office.bot.store.jobs.in_hand_of(office.bot.desk.worker)}
            assert (len(active), len(in_hand)) == (5, 2), "the others wait for their turn"
            waiting = active - in_hand  # any of them, in whatever order they came; who waits is told so
            async with asyncio.timeout(HANG_SECONDS):
                while not any(
                    "Next in line: " in each and any(map(each.count, waiting)) for each in said_to(playground)
                ):
                    await asyncio.sleep(0.02)
            planning.set()
            for ts in missed:
                await office.summary(ROOM, ts)
            assert not any("No guide is being made" in each for each in said_to(playground))
            assert [len(office.documents(ROOM, ts)) for ts in missed] == [1] * 5


async def test_what_is_dropped_now_is_refused_where_it_is_too_much_at_once(open_office: OpenOffice):
    async with ModelServer() as model, open_office(**model.env, SCRIPT2DOC_JOBS_PER_PERSON="3") as office:
        planning = model.hold("outline")
        there, you = office.playground, office.playground.you.id
        dropped = await drop_many(there, 3)
        await model.asked(3)
        await drop_many(there, 1)
        await there.until(lambda: there.ephemeral(you))
        assert "You already have 3 guides in progress." in text_of(there.ephemeral(you)[0])
        planning.set()
        for ts in dropped:
            await office.summary(ROOM, ts)


@pytest.mark.parametrize(("seconds", "edited", "late"), [(29, None, False), (31, None, True), (9_000, 10, False)])
async def test_a_message_is_late_long_after_it_was_said(office: Office, seconds: int, edited: int | None, late: bool):
    now = office.bot.desk.client.clock.now()
    said, changed = f"{now - seconds:.6f}", f"{now - edited:.6f}" if edited else None
    asked = Dropped("T1", "C1", "U1", said, None, (), mentioned=False, direct=False, edited=changed)

    assert Intake(office.bot.desk).is_late(asked) is late
