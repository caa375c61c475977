"""The standing references of a channel and a workspace: a list with an end, changed by who may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.jobs.standing import MOST, Standing
from bot.messages.language import ENGLISH
from bot.playground import Playground
from bot.store import Store
from pipeline.cache import MemoryCache
from pipeline.knowledge import Fetcher
from pipeline.options import GuideOptions, Limits
from tests.databases import database_in
from tests.integration.playground_app import client_of

TEAM, ROOM, OTHER = "T1", "C1", "C2"


def pages(first: int, last: int) -> list[str]:
    return [f"https://wiki.example/{number}" for number in range(first, last + 1)]


@dataclass
class Lists:
    """The lists, and the people who change them."""

    standing: Standing
    admin: str
    member: str

    async def add(self, urls: list[str], user: str = "", *, everywhere: bool = False) -> str:
        words = " ".join(["add", *urls, *(["workspace"] if everywhere else [])])
        return await self.standing.change(ENGLISH, words, TEAM, ROOM, user or self.admin)

    async def of(self, channel: str = ROOM) -> list[str]:
        return list(await self.standing.of(TEAM, channel))


@pytest.fixture
async def lists(tmp_path: Path) -> AsyncIterator[Lists]:
    async with Playground() as playground, Store.open(database_in(tmp_path)) as store:
        fetcher = Fetcher(Limits(), MemoryCache())
        standing = Standing(client_of(playground), store.settings, fetcher)
        yield Lists(standing, playground.you.id, playground.colleague.id)
        await fetcher.aclose()


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_list_has_an_end_however_pages_are_added(lists: Lists, everywhere: bool):
    await lists.add(pages(1, MOST + 1), everywhere=everywhere)
    assert await lists.of() == [], "none of too many"
    for url in pages(1, MOST):
        await lists.add([url], everywhere=everywhere)
    await lists.add(pages(MOST + 1, MOST + 1), everywhere=everywhere)
    assert await lists.of() == pages(1, MOST)


async def test_of_those_who_change_a_list_at_once_nobody_undoes_what_another_did(lists: Lists):
    await asyncio.gather(*(lists.add([url]) for url in pages(1, MOST)))
    assert sorted(await lists.of()) == sorted(pages(1, MOST))

    removed, added = pages(1, 4), pages(MOST + 1, MOST + 4)
    removing = [lists.standing.change(ENGLISH, f"remove {url}", TEAM, ROOM, lists.member) for url in removed]
    await asyncio.gather(*removing, *(lists.add([url]) for url in added))
    assert len(await lists.of()) <= MOST
    assert not set(removed) & set(await lists.of())


async def test_a_page_that_is_there_takes_no_further_place_and_one_that_is_removed_frees_its_own(lists: Lists):
    await lists.add(pages(1, MOST))
    await lists.add(pages(1, 1))
    assert sorted(await lists.of()) == sorted(pages(1, MOST))
    await lists.standing.change(ENGLISH, f"remove {pages(2, 2)[0]}", TEAM, ROOM, lists.member)
    await lists.add(pages(MOST + 1, MOST + 1))
    assert set(await lists.of()) == {*pages(1, 1), *pages(3, MOST + 1)}


async def test_a_page_that_is_named_twice_counts_once(lists: Lists):
    said = await lists.standing.change(ENGLISH, f"add {pages(1, 1)[0]} <{pages(1, 1)[0]}>", TEAM, ROOM, lists.member)
    assert said.count(pages(1, 1)[0]) == 1

    await lists.add([*pages(2, MOST), *pages(2, MOST)])
    assert await lists.of() == pages(1, MOST)


async def test_a_channels_pages_are_its_own_and_the_workspaces_are_for_all(lists: Lists):
    await lists.add(pages(1, 1), lists.member)
    await lists.add(pages(2, 2), lists.member, everywhere=True)
    await lists.add(pages(3, 3), lists.admin, everywhere=True)
    assert await lists.of() == [*pages(1, 1), *pages(3, 3)]
    assert await lists.of(OTHER) == pages(3, 3)


async def test_a_job_gets_as_many_as_it_may_have_after_its_own(lists: Lists):
    await lists.add(pages(1, MOST))
    own = GuideOptions(urls=("https://own.example/a", pages(3, 3)[0]))
    given = await lists.standing.added_to(own, TEAM, ROOM, 4)
    assert given.urls == (*own.urls, *pages(1, 2))
    assert (await lists.standing.added_to(own, TEAM, ROOM, 1)).urls == own.urls, "its own are never dropped"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "https://localhost/docs", "https://10.1.2.3/", "https://wiki.example:22/"]
)
async def test_a_page_that_is_never_fetched_is_refused_when_it_is_added(lists: Lists, url: str):
    answer = await lists.add(["https://wiki.example/good", url])

    assert "private network" in answer or "Port 22" in answer
    assert answer.endswith(" Use another page.")
    assert await lists.of() == []


@pytest.mark.parametrize(("everywhere", "where"), [(False, "this channel"), (True, "the whole workspace")])
async def test_what_is_removed_and_what_isnt_on_the_list_is_named_before_what_is_left(
    lists: Lists, everywhere: bool, where: str
):
    await lists.add(pages(1, 2), everywhere=everywhere)
    words = " ".join(["remove", *pages(2, 3), *(["workspace"] if everywhere else [])])
    said = await lists.standing.change(ENGLISH, words, TEAM, ROOM, lists.admin)

    assert said.splitlines() == [
        "Removed: https://wiki.example/2",
        f"https://wiki.example/3 isn't on the list for {where}.",
        "*Reference pages*",
        f"For {where}:",
        "•  https://wiki.example/1",
    ]
    assert await lists.of() == pages(1, 1)


async def test_where_the_last_page_is_removed_that_is_said(lists: Lists):
    await lists.add(pages(1, 1))
    said = await lists.standing.change(ENGLISH, f"remove {pages(1, 1)[0]}", TEAM, ROOM, lists.admin)

    assert said.startswith("Removed: https://wiki.example/1\nThere are no reference pages here. ")
