"""What must never stand in a log, and stands in what tests give the code: words of transcripts, tokens and keys. Every
test looks for it in all that it has logged."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from bot.observe import PlainLines

WORDS = (
    # of bot/playground/samples/cloudflare-create-api-token.vtt
    *("limited lifespan", "reduces risk", "user tokens are directly tied", "locate your account"),
    # of bot/playground/samples/apollo13-co2-adapter.txt
    *("lithium hydroxide", "duct tape", "plastic bag", "red hose"),
)
_KEYS = re.compile(r"sk-loopback|xox[a-z]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}|correct-horse", re.IGNORECASE)
"""The key of the stand-in for a model, the tokens of the one for Slack, and the password of the tests' PostgreSQL."""
OURS = ("bot", "pipeline")
"""What is watched from INFO on."""
LOGGERS = ("bot", "pipeline", "asyncio", "aiohttp", "openai", "procrastinate", "psycopg", "slack_bolt", "slack_sdk")


def found_in(line: str) -> list[str]:
    """What of that stands in a line of a log."""
    said = " ".join(line.lower().replace("\\n", " ").split())
    return [word for word in WORDS if word in said] + _KEYS.findall(line)


class Watching(logging.Handler):
    """Reads each record as the log shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(PlainLines(()))
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if planted := found_in(line):
            self.found.append(f"{planted} in the log: {line}")


@contextmanager
def watched() -> Iterator[Watching]:
    """Watches what is logged within, from INFO on as an operator sees it."""
    watching = Watching()
    before = {name: logging.getLogger(name).level for name in LOGGERS}
    for name in LOGGERS:
        logging.getLogger(name).addHandler(watching)
    for name in OURS:
        _set_level(name, logging.INFO)
    try:
        yield watching
    finally:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(watching)
            _set_level(name, before[name])


def _set_level(name: str, level: int) -> None:
    """Sets a logger's level unless it has it: for another one, logging looks through all loggers that there are."""
    logger = logging.getLogger(name)
    if logger.level != level:
        logger.setLevel(level)
