"""What a signal does while a guide is being written."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from pipeline.command.stopping import SIGNALS, Stop


@pytest.fixture
def stop() -> Iterator[Stop]:
    """A Stop that listens, in this process, until the test ends."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    made = Stop()
    made.listen()
    yield made
    for number, handler in before.items():
        signal.signal(number, handler)


async def test_a_signal_waits_while_a_file_is_written(stop: Stop):
    task: asyncio.Task[int] = asyncio.create_task(asyncio.Event().wait())
    with stop.cancels(asyncio.get_running_loop(), task):
        with stop.held():
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(0)
            assert not task.cancelling()
            stop.wrote()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert stop.code == 130
    assert stop.line == "Stopped after writing one guide."


async def test_work_under_way_is_cancelled(stop: Stop):
    task: asyncio.Task[int] = asyncio.create_task(asyncio.Event().wait())
    with stop.cancels(asyncio.get_running_loop(), task):
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (stop.code, stop.line) == (143, "Stopped. Nothing was written.")
