"""What people ask for is kept before Slack is told that it was taken, and what couldn't be kept is sent again."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.jobs import inbox
from bot.jobs.desk import Tasks
from bot.jobs.inbox import Inbox
from bot.jobs.requests import (
    REQUESTS,
    Again,
    Cancel,
    Choose,
    ChooseAtHome,
    Chosen,
    Commanded,
    Delete,
    Dropped,
    DropTemplate,
    FileRemoved,
    Filled,
    Forget,
    OtherForm,
    Pointed,
    Pressed,
    Redo,
    Request,
    SetOwn,
    SetTemplate,
    SetWorkspace,
    ShowTemplate,
    Stopped,
    Uninstalled,
    WorkflowStep,
    team_of,
)
from bot.playground import Playground
from bot.slack_client import Waiting
from bot.slack_files import SlackFile
from bot.store import DatabaseAway, Scope
from bot.store.forgetting import team_of as team_in
from bot.store.tables import requests, settings
from pipeline.options import GuideOptions, Tone
from tests.conftest import HANG_SECONDS
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, OpenOffice

FILE = SlackFile("F1", "talk.vtt", 10, "text/vtt", "https://files.example/F1", "U1", ("C1",), (("C1", "1.2", None),))
PRESSED = Pressed("T1", "C1", "U1", "job", "trigger", None)


CHOSEN = Chosen("T1", "C1", "U1", "off", "https://hooks.example/2")
STEP = WorkflowStep("T1", "U1", "https://x.slack.com/files/U1/F1/talk.vtt", "Fx1")
STOPPED = Stopped("T1", "C1", "U1", "1.1", "1.3")
UNINSTALLED = Uninstalled("T1", "E1", whole=False, at=1.5, revoked=True)
OPTIONS = GuideOptions(tone=Tone.FORMAL, steps=7, urls=("https://a.example",)).to_dict()
ALL = (
    Dropped("T1", "C1", "U1", "1.2", None, (FILE, replace(FILE, id="F2")), mentioned=True, direct=False, text="ü\x00"),
    Commanded("T1", "C1", "U1", "trigger", "help", None),
    Pointed("T1", "C1", "U1", "trigger", "1.2", "1.1", (FILE,), "https://hooks.example/1"),
    Filled("T1", "U1", "V1", (FILE,), "", ("tone",), OPTIONS, (".pdf",), "C1", "https://hooks.example/1"),
    STEP,
    STOPPED,
    Cancel(PRESSED),
    Again(PRESSED, anyway=True),
    Redo(PRESSED, ("steps", "tone"), OPTIONS),
    OtherForm(PRESSED, ".md"),
    Delete(PRESSED),
    Choose(CHOSEN),
    ChooseAtHome(CHOSEN),
    SetWorkspace("T1", "U1", {"drops": "off", "glossary": ["kubectl"], "jobs_per_person": None}, "V1"),
    SetTemplate("T1", "U1", (FILE,), "V1"),
    ShowTemplate(PRESSED),
    DropTemplate(PRESSED),
    SetOwn("T1", "U1", ("tone",), OPTIONS, (".pdf",), "V1"),
    Forget(CHOSEN),
    UNINSTALLED,
    FileRemoved("T1", "F1"),
)


def test_each_kind_of_request_names_its_workspace():
    assert {type(request) for request in ALL} == set(REQUESTS)
    assert [team_of(request) for request in ALL] == ["T1"] * len(ALL)
    rows = [inbox._row(request, "me", 1.0) for request in ALL]
    assert [team_in(row.value) for row in rows] == ["T1"] * len(ALL), "by which an uninstall deletes it"


@pytest.fixture
async def waiting(open_office: OpenOffice) -> AsyncIterator[Office]:
    """An office whose own bot doesn't look for what others have left behind."""
    async with open_office(SCRIPT2DOC_LEASE_SECONDS="86400") as office:
        yield office


@pytest.mark.parametrize("request_", ALL, ids=lambda request: type(request).__name__)
async def test_a_request_comes_back_as_it_was_kept(waiting: Office, request_: Request):
    """A process that is gone has left it behind."""
    dealt: list[Request] = []
    begun = asyncio.Event()

    async def never_done(request: Request) -> bool:
        begun.set()
        await asyncio.Event().wait()
        return True

    async def deal(request: Request) -> bool:
        dealt.append(request)
        return True

    desk = waiting.bot.desk
    gone = replace(desk, worker="elsewhere:1:gone", tasks=Tasks())
    assert await Inbox(gone, never_done).take(request_)
    await begun.wait()
    await gone.tasks.aclose()

    mine = Inbox(desk, deal)
    await mine.take_up()
    await desk.tasks.idle()
    assert dealt == [request_]
    await mine.take_up()
    await desk.tasks.idle()
    assert len(dealt) == 1, "it is done"


async def test_what_is_delivered_twice_is_dealt_with_once_at_a_time(office: Office):
    dealt: list[Request] = []
    may_end = asyncio.Event()

    async def deal(request: Request) -> bool:
        dealt.append(request)
        await may_end.wait()
        return True

    mine = Inbox(office.bot.desk, deal)
    asked = Commanded("T1", "C1", "U1", "trigger", "help", None)
    assert await asyncio.gather(*(mine.take(asked) for _ in range(5))) == [True] * 5
    assert dealt == [asked]
    may_end.set()
    await office.bot.desk.tasks.idle()


async def test_a_request_that_takes_processes_down_is_given_up(office: Office):
    dealt: list[Request] = []

    async def deal(request: Request) -> bool:
        dealt.append(request)
        return True

    store = office.bot.store
    asked = Commanded("T1", "C1", "U1", "trigger", "help", None)
    row = replace(inbox._row(asked, "elsewhere:1:gone", 1.0), attempts=inbox.ATTEMPTS)
    await store.requests.keep(row, lambda: True)
    await Inbox(office.bot.desk, deal).take_up()
    await office.bot.desk.tasks.idle()
    assert dealt == []


@pytest.mark.parametrize("again", [True, False], ids=["sent again", "never sent again"])
@pytest.mark.parametrize(
    "asked",
    [
        Dropped("T1", "C1", "U1", "1.2", None, (FILE,), mentioned=False, direct=False, text=""),
        *(STEP, STOPPED, UNINSTALLED, FileRemoved("T1", "F1")),
    ],
    ids=lambda request: type(request).__name__,
)
async def test_an_event_that_was_kept_though_the_answer_was_lost_is_dealt_with_once(
    office: Office, asked: Request, again: bool
):
    """The database committed it and went away. Slack is told that it wasn't taken."""
    dealt: list[Request] = []

    async def deal(request: Request) -> bool:
        dealt.append(request)
        return True

    mine = Inbox(office.bot.desk, deal)
    keep = mine._kept.keep

    async def lost(*request) -> bool:
        await keep(*request)
        raise DatabaseAway

    command = Commanded("T1", "C1", "U1", "trigger", "help", None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mine._kept, "keep", lost)
        assert not await mine.take(asked)
        assert not await mine.take(command)
    if again:
        assert await mine.take(asked)
    for _ in range(3):
        await mine.take_up()
        await office.bot.desk.tasks.idle()
    assert dealt == [asked], "whoever typed the command was told to send it again"
    async with office.bot.store.database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(requests)) == 0


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program holds the database meanwhile."""
    with contextlib.closing(sqlite3.connect(folder / "jobs.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
async def busy(open_office: OpenOffice) -> AsyncIterator[Office]:
    """An office whose app gives up soon, and whose Slack sends again soon what isn't acknowledged."""
    timing = replace(PATIENT, event=0.3, retries=(0.2,) * 500, share=0.0)
    async with open_office(
        Playground(timing=timing), waiting=Waiting(keep=0.2), SCRIPT2DOC_LEASE_SECONDS="600"
    ) as office:
        yield office


async def test_a_drop_that_cannot_be_kept_is_sent_again_by_slack_and_lost_never(busy: Office, tmp_path: Path):
    with locked(tmp_path):
        dropped = await busy.drop(SCREENCAST)
        await busy.playground.until(lambda: len(busy.playground.receipts) >= 3)
        assert not any(receipt.acknowledged for receipt in busy.playground.receipts)
    await busy.summary(ROOM, dropped.ts)
    await busy.playground.settled()
    assert len(busy.documents(ROOM, dropped.ts)) == 1
    assert len(busy.progress(ROOM, dropped.ts)) == 1


async def test_a_kept_command_waits_for_a_database_that_restarts(office: Office, monkeypatch: pytest.MonkeyPatch):
    """It was acknowledged: nobody is told to send it again."""
    dropped = await office.drop(SCREENCAST)
    await office.summary(ROOM, dropped.ts)
    await office.bot.desk.tasks.idle()
    add_all, tried = office.bot.store.jobs.add_all, asyncio.Event()

    async def away_at_first(*asked: Any) -> Any:
        if not tried.is_set():
            tried.set()
            raise DatabaseAway
        return await add_all(*asked)

    monkeypatch.setattr(office.bot.store.jobs, "add_all", away_at_first)
    you = office.playground.you.id
    link = f"https://playground.slack.com/files/{you}/{dropped.files[0]}/talk.vtt"
    await office.playground.slash_command(ROOM, you, "/script2doc", f"{link} title=Again")
    await asyncio.wait_for(tried.wait(), HANG_SECONDS)
    await office.playground.until(
        lambda: sum(file.name.endswith(".docx") and bool(file.shares) for file in office.playground.files) == 2
    )
    assert office.playground.ephemeral(you) == []


async def test_a_command_that_cannot_be_kept_is_answered_in_words_and_nothing_comes_of_it(busy: Office, tmp_path: Path):
    with locked(tmp_path):
        receipt = await busy.playground.slash_command(
            ROOM, busy.playground.you.id, "/script2doc", "references add https://a.example/"
        )
        assert receipt.acknowledged
        assert "database isn't available right now. Try again" in str(receipt.answer)
    await busy.bot.desk.tasks.idle()
    async with busy.bot.store.database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(requests)) == 0
        set_by_people = select(func.count()).select_from(settings).where(settings.c.scope != Scope.APP)
        assert await connection.scalar(set_by_people) == 0
