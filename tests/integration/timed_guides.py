"""Guides that are made while time leaps, to see what they cost at the default settings."""

from __future__ import annotations

from typing import Any

from pipeline import llm
from pipeline.guide import Guide
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.clock import LeapingClock
from tests.loopback.odd_server import OddServer


def talk(lines: int) -> bytes:
    """A recording in which each line tells what to do."""
    return "\n".join(
        f"[{n // 60:02}:{n % 60:02}] Open page {n} of the settings, click the button number {n} and choose the option "
        "called fast."
        for n in range(lines)
    ).encode()


async def timed_guide(server: OddServer, data: bytes, **settings: Any) -> tuple[Guide, float]:
    """The guide, and the seconds that it had to wait, by a clock that leaps. The settings are the defaults, but for
    these."""
    client = llm.Client(server.settings(**{"backoff_seconds": llm.ModelSettings.backoff_seconds, **settings}))
    with LeapingClock() as clock:
        try:
            return await make_guide(data, "talk.txt", GuideOptions(), Tools(model=client)), clock.waited
        finally:
            await client.aclose()
