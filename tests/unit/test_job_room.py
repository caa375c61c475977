"""Room for files in memory: whoever comes first gets it first, and nobody waits for ever."""

from __future__ import annotations

import asyncio

import pytest

from bot.jobs.room import Room


class Holder:
    """Somebody who takes room, and gives it back when told."""

    def __init__(self, room: Room, size: int) -> None:
        self._room, self._size = room, size
        self._done = asyncio.Event()
        self.has_room = False
        self.task = asyncio.create_task(self._hold())

    async def _hold(self) -> None:
        async with self._room.taken(self._size):
            self.has_room = True
            await self._done.wait()

    async def leave(self) -> None:
        self._done.set()
        await self.task
        await settle()


def states(*holders: Holder) -> list[bool]:
    """Whether each has had room."""
    return [holder.has_room for holder in holders]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_small_files_share_the_room_and_a_large_one_waits_for_it():
    room = Room(100)
    first, second, large = Holder(room, 40), Holder(room, 60), Holder(room, 90)
    await settle()
    assert states(first, second, large) == [True, True, False]

    await first.leave()
    assert states(large) == [False]
    await second.leave()
    assert states(large) == [True]
    await large.leave()


async def test_a_small_file_doesnt_overtake_a_large_one_for_ever():
    room = Room(100)
    first, large, small = Holder(room, 50), Holder(room, 100), Holder(room, 10)
    await settle()
    assert states(large, small) == [False, False]

    await first.leave()
    assert states(large, small) == [True, False]
    await large.leave()
    assert states(large, small) == [True, True]
    await small.leave()


async def test_a_file_larger_than_the_room_has_it_for_itself():
    room = Room(100)
    huge, other = Holder(room, 1_000), Holder(room, 1)
    await settle()
    assert states(huge, other) == [True, False]

    await huge.leave()
    assert states(other) == [True]
    await other.leave()


async def test_who_is_cancelled_while_waiting_takes_no_room():
    room = Room(100)
    first, waiting, last = Holder(room, 100), Holder(room, 100), Holder(room, 100)
    await settle()

    waiting.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting.task
    await first.leave()

    assert states(last) == [True]
    await last.leave()
