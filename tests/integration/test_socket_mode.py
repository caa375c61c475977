"""What comes of a lost connection to Slack, and what the log says of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot.playground import Playground
from bot.socket_mode import connected
from tests.conftest import HANG_SECONDS
from tests.integration.playground_app import bolt

QUICK_SECONDS = 0.05
"""Between two attempts."""


class Heard(logging.Handler):
    """What is logged, and a wait for as much of it as a test needs."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self._more = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        self._more.set()

    async def until(self, words: str, times: int = 1) -> None:
        async with asyncio.timeout(HANG_SECONDS):
            while sum(words in record.getMessage() for record in self.records) < times:
                self._more.clear()
                await self._more.wait()

    @property
    def loud(self) -> list[logging.LogRecord]:
        """What an operator sees at the level INFO, from the loss of the connection to the next one."""
        said = [record for record in self.records if record.levelno >= logging.INFO]
        last = max(n for n, record in enumerate(said) if "established" in record.getMessage())
        return [record for record in said[:last] if "Received CLOSE" not in record.getMessage()]


@pytest.fixture
def heard(loggers: None) -> Iterator[Heard]:
    there = Heard()
    root = logging.getLogger()
    root.addHandler(there)
    before = root.level
    root.setLevel(logging.DEBUG)
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.INFO)
    own = logging.getLogger("bot")
    watched = own.level
    own.setLevel(logging.DEBUG)
    yield there
    own.setLevel(watched)
    root.setLevel(before)
    root.removeHandler(there)


@pytest.mark.parametrize(
    ("method", "fault", "said"),
    [
        ("apps.connections.open", {"error": "internal_error"}, "Slack can't be reached: it answers internal_error"),
        ("apps.connections.open", {"status": 503}, "Slack can't be reached: it answers 503"),
        ("apps.connections.open", {"error": "token_revoked"}, "Slack rejected SLACK_APP_TOKEN (token_revoked)"),
        ("apps.connections.open", {"status": 403}, "Slack can't be reached: it answers 403"),
        ("socket", {"status": 502}, "Slack can't be reached: 502"),
    ],
)
async def test_each_failed_attempt_is_one_line_until_one_succeeds(
    heard: Heard, method: str, fault: dict[str, str | int], said: str
):
    async with Playground() as playground:
        async with connected(bolt(playground), playground.app_token, ping_seconds=QUICK_SECONDS):
            playground.fail_next(method, **fault, times=3)  # type: ignore[arg-type]
            heard.records.clear()
            await playground.drop_sockets()
            await heard.until(said, times=3)
            await heard.until("established")

        attempts = [record for record in heard.loud if "ping message" not in record.getMessage()]
        assert len(attempts) == 3, [record.getMessage() for record in heard.loud]
        for record in attempts:
            assert (record.name, record.levelno) == ("bot.socket_mode", logging.WARNING)
            assert record.getMessage().startswith(said)
            assert record.getMessage().endswith(f"; trying again in {QUICK_SECONDS} s")
            assert record.exc_info is None
        traced = [record for record in heard.records if record.levelno == logging.DEBUG and record.exc_info]
        assert len([record for record in traced if record.name == "bot.socket_mode"]) == 3


async def test_every_attempt_asks_for_an_address_of_its_own(heard: Heard):
    """Slack's addresses serve once: with the old one no attempt would ever succeed."""
    async with (
        Playground() as playground,
        connected(bolt(playground), playground.app_token, ping_seconds=QUICK_SECONDS),
    ):
        playground.fail_next("socket", status=502)
        before = len(playground.calls)
        await playground.drop_sockets()
        await heard.until("Slack can't be reached")
        await asyncio.wait_for(playground.sockets.connected.wait(), HANG_SECONDS)
        asked = [call.method for call in playground.calls[before:]]

    assert asked.count("apps.connections.open") >= 2


async def test_what_is_no_matter_of_the_connection_keeps_its_traceback(heard: Heard):
    async with Playground() as playground:
        app = bolt(playground)
        async with connected(app, playground.app_token, ping_seconds=QUICK_SECONDS):
            logger = logging.getLogger("slack_sdk.socket_mode")
            try:
                raise ValueError("a defect")
            except ValueError:
                logger.exception("Failed to run message listeners")

    (record,) = [record for record in heard.records if "message listeners" in record.getMessage()]
    assert record.exc_info
