"""What Slack tells of shares, and who waits for it."""

from __future__ import annotations

import asyncio

from bot.heard_shares import REMEMBERED, HeardShares
from bot.jobs.places import Places
from bot.slack_files import SlackFile


def file(id: str = "F1") -> SlackFile:
    return SlackFile(id, "guide.docx", 9, "", None, "U1", permalink="https://x.slack.com/f")


async def test_a_share_is_known_before_or_after_somebody_waits_and_told_once():
    heard = HeardShares()
    heard.hear("T1", file(), "C1", "1.0", "0.5")
    there = await heard.wait("T1", "F1", "C1", 0.0)
    assert there is not None
    assert there.shares == (("C1", "1.0", "0.5"),)
    assert await heard.wait("T1", "F1", "C1", 0.0) is None

    waiting = asyncio.create_task(heard.wait("T1", "F1", "C1", 60.0))
    await asyncio.sleep(0)
    heard.hear("T1", file(), "C1", "2.0", None)
    assert (await waiting) is not None


async def test_another_workspace_conversation_or_file_is_another_share():
    heard = HeardShares()
    heard.hear("T1", file(), "C1", "1.0", None)
    for team, id, channel in (("T2", "F1", "C1"), ("T1", "F2", "C1"), ("T1", "F1", "C2")):
        assert await heard.wait(team, id, channel, 0.0) is None


async def test_only_so_many_are_kept():
    heard = HeardShares()
    for number in range(REMEMBERED + 1):
        heard.hear("", file(f"F{number}"), "C1", "1.0", None)
    assert await heard.wait("", "F0", "C1", 0.0) is None
    assert await heard.wait("", f"F{REMEMBERED}", "C1", 0.0) is not None


async def test_a_place_can_be_left_before_the_end_and_is_free_once():
    places, order = Places(1), list[str]()

    async def first() -> None:
        async with places.taken() as leave:
            leave()
            leave()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            order.append("first ends")

    async def second(alone: bool) -> None:
        async with places.taken(alone=alone) as leave:
            leave()  # who is alone keeps it
            order.append("second begins")

    await asyncio.gather(first(), second(alone=True))
    assert order == ["second begins", "first ends"]
    async with asyncio.timeout(1):
        async with places.taken(alone=True):
            pass
    assert places._free == 1
