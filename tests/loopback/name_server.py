"""A name server that says what a test wants, and what fetches pages by it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from pipeline.cache import MemoryCache
from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge import Fetcher
from pipeline.knowledge.parsers import Parsers
from pipeline.options import Limits
from tests.conftest import HANG_SECONDS

ADDRESS = "https://acme.example/script2doc"
SITE = "site.example"
"""Stands for a public site; the fake name server says that it is on loopback, and it alone may be."""


class NameServer:
    """Answers as it was told to; each answer of several once, the last one for ever."""

    def __init__(self, parsers: Parsers) -> None:
        self.parsers = parsers
        self.answers: dict[str, list[list[str]]] = {SITE: [["127.0.0.1"]]}
        self.asked: list[str] = []

    def say(self, host: str, *answers: Sequence[str]) -> None:
        self.answers[host] = [list(answer) for answer in answers]

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self.answers.get(host)
        if not answers:
            raise OSError(f"no such host: {host}")
        return answers.pop(0) if len(answers) > 1 else answers[0]


@asynccontextmanager
async def fetcher(names: NameServer, *ports: int, **limits: Any) -> AsyncIterator[Fetcher]:
    allowed = Limits(allow_private_hosts=(SITE,), allowed_ports=(80, 443, *ports), fetch_seconds=HANG_SECONDS)
    made = Fetcher(replace(allowed, **limits), MemoryCache(), lookup=names, parsers=names.parsers, address=ADDRESS)
    try:
        yield made
    finally:
        await made.aclose()


async def refused(fetch: Fetcher, url: str, reason: str) -> None:
    with pytest.raises(ReferenceUnavailable, match=reason):
        await fetch.fetch(url)
