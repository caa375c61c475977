"""Deletes what has expired: transcripts, documents, guides, cache entries and old jobs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.store.blobs import Blobs
from bot.store.cache import purge_expired
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.guides import Guides
from bot.store.jobs import Jobs
from bot.store.oauth_states import purge as purge_states
from bot.store.requests import Requests
from bot.store.settings import KeptSettings

log = logging.getLogger(__name__)

KEEP_JOBS_SECONDS = 90 * 86_400.0
"""Seconds for which a job that has ended is kept: what was asked for, by whom, and where."""
KEEP_REQUESTS_SECONDS = 86_400.0
"""Seconds after which a request is forgotten that nothing could be done about."""


async def keep_house(database: Database, every: float, clock: Callable[[], float]) -> None:
    """Cleans now, and then every `every` seconds until it is cancelled. If that fails, it is logged and tried again.
    `clock` says what time it is, in seconds since the epoch."""
    while True:
        try:
            deleted = await clean(database, clock())
        except StoreError as error:
            log.warning("housekeeping is postponed: %s", error)
        except Exception:
            # Catch-all: what is to be forgotten mustn't stay until the next start.
            log.exception("housekeeping failed unexpectedly")
        else:
            if any(deleted.values()):
                log.info("housekeeping deleted %s", ", ".join(f"{n} {what}" for what, n in deleted.items() if n))
        await asyncio.sleep(every)


async def clean(database: Database, now: float) -> dict[str, int]:
    """Deletes what has expired by `now` (seconds since the epoch), and returns how many of each kind. Raises
    StoreError."""
    deleted = {
        "blobs": await Blobs(database).purge(now),
        "guides": await Guides(database).purge(now),
        "cache entries": await purge_expired(database, now),
        "jobs": await Jobs(database).purge(now - KEEP_JOBS_SECONDS),
        "requests": await Requests(database).purge(now - KEEP_REQUESTS_SECONDS),
        "installs": await purge_states(database, now),
        "notes": await KeptSettings(database).purge(now - KEEP_JOBS_SECONDS),
    }
    if deleted["blobs"] or deleted["guides"] or deleted["cache entries"]:
        await database.compact()
    return deleted
