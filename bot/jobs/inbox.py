"""What people ask for is kept before Slack is told that it was taken: one row. Then it is dealt with, and the row is
deleted. A request whose process ends in between is taken up by the next one.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.jobs.desk import Desk
from bot.jobs.requests import EVENTS, REQUESTS, Request
from bot.store import StoreError
from bot.store.requests import KeptRequest, Unwanted

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""How many processes begin with a request. One that takes them down mustn't do so for ever."""

_KINDS: dict[str, TypeAdapter[Any]] = {kind.__name__: TypeAdapter(kind) for kind in REQUESTS}


class Inbox:
    """The requests of one process. `deal` does what was asked for, and raises nothing; whether it is done: what isn't
    is tried again with the next renewal of the lease."""

    def __init__(self, desk: Desk, deal: Callable[[Request], Awaitable[bool]]) -> None:
        self._desk = desk
        self._kept = desk.store.requests
        self._deal = deal
        self._done: set[str] = set()
        """What was dealt with, and whose row the database hasn't deleted yet."""
        self._undone: list[tuple[str, Request]] = []
        self._unsure: dict[str, Request] = {}
        """What may have been kept though the database said that it wasn't: it has committed, and its answer was lost.
        Nobody deals with it."""

    async def take(self, request: Request) -> bool:
        """Keeps what was asked for, and begins with it in a task of the desk. False if that couldn't be kept in time:
        then nothing comes of it."""
        taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._desk.tasks.own(self._keep_and_deal(request, taken), "request")
        longest = self._desk.client.waiting.keep
        await asyncio.wait({taken}, timeout=longest)
        if not taken.done():
            log.error("a request couldn't be kept within %g s: %s", longest, type(request).__name__)
            taken.cancel()
            return False
        return taken.result()

    async def take_up(self) -> None:
        """Takes up what couldn't be done yet, and what processes have left behind that are gone. Raises StoreError."""
        if self._done:
            await self._kept.done(*self._done)
            self._done.clear()
        unsure, self._unsure = self._unsure, {}
        for request_id, request in unsure.items():
            if isinstance(request, EVENTS):  # Slack has been told nothing, and may not send it any more
                nobody: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
                self._unsure[request_id] = request
                self._desk.tasks.own(self._keep_and_deal(request, nobody), "request")
            else:
                self._done.add(request_id)
        undone, self._undone = self._undone, []
        for request_id, request in undone:
            self._desk.tasks.own(self._deal_with(request_id, request), "request")
        for kept in await self._kept.claim_orphans(self._desk.worker):
            try:
                request = _KINDS[kept.kind].validate_python(kept.value)
            except (KeyError, ValidationError) as error:
                log.error("a request of another version can't be read: %s, %s", kept.kind, type(error).__name__)
                self._done.add(kept.id)
                continue
            if kept.attempts > ATTEMPTS:
                log.error("a request is given up, since processes died while they dealt with it: %s", kept.kind)
                self._done.add(kept.id)
                continue
            log.info("taking up a request that was left behind: %s", kept.kind)
            self._desk.tasks.own(self._deal_with(kept.id, request), "request")

    async def _keep_and_deal(self, request: Request, taken: asyncio.Future[bool]) -> None:
        kept = _row(request, self._desk.worker, self._desk.client.clock.now())
        try:
            new = await self._kept.keep(kept, lambda: not taken.cancelled())
        except Unwanted:
            return
        except StoreError as error:
            log.error("a request can't be kept: %s", error)
            self._unsure[kept.id] = request
            if not taken.done():
                taken.set_result(False)
            return
        mine = new or kept.id in self._unsure
        self._unsure.pop(kept.id, None)
        self._done.discard(kept.id)
        if taken.cancelled() and not isinstance(request, EVENTS):
            self._done.add(kept.id)  # it was kept too late: the person was told to send it again
            return
        if not taken.done():
            taken.set_result(True)
        if mine:
            await self._deal_with(kept.id, request)

    async def _deal_with(self, request_id: str, request: Request) -> None:
        if not await self._deal(request):
            self._undone.append((request_id, request))
            return
        try:
            await self._kept.done(request_id)
        except StoreError as error:
            log.warning("that a request is done can't be noted yet: %s", error)
            self._done.add(request_id)


def _row(request: Request, worker: str, now: float) -> KeptRequest:
    kind = type(request).__name__
    value = _KINDS[kind].dump_python(request, mode="json")
    said = json.dumps([kind, value], sort_keys=True)
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    return KeptRequest(digest, kind, value, now, worker)
