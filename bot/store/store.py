"""The store: one database with a small object for each table's queries."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store.blobs import Blobs
from bot.store.cache import StoreCache
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.forgetting import Forgetting
from bot.store.guides import Guides
from bot.store.jobs import Jobs
from bot.store.migrations import migrate
from bot.store.notices import Notices
from bot.store.requests import Requests
from bot.store.settings import KeptSettings
from bot.store.templates import Templates
from bot.store.workers import Workers


class Store:
    """Everything that is kept."""

    def __init__(
        self, database: Database, *, cache_bytes: int = 500_000_000, keep_seconds: float = 30 * 86_400
    ) -> None:
        self.database = database
        self.jobs = Jobs(database)
        self.workers = Workers(database)
        self.blobs = Blobs(database)
        self.guides = Guides(database)
        self.settings = KeptSettings(database)
        self.requests = Requests(database)
        self.templates = Templates(database)
        self.notices = Notices(database)
        self.cache = StoreCache(database, max_bytes=cache_bytes, max_age=keep_seconds)
        self.forgetting = Forgetting(database, self.cache)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        url: str,
        *,
        cache_bytes: int = 500_000_000,
        keep_seconds: float = 30 * 86_400,
        patience: float = 0.0,
    ) -> AsyncIterator[Store]:
        """The store at a database address such as "sqlite+aiosqlite:///data/script2doc.db", its tables made or brought
        up to date first. `cache_bytes` bounds the cache's values together, `keep_seconds` the age of each. A
        server that is away is waited for `patience` seconds. Raises StoreError."""
        database = await Database.open(url, patience)
        try:
            await migrate(database)
            store = cls(database, cache_bytes=cache_bytes, keep_seconds=keep_seconds)
            yield store
            database.patience = 0.0
            with contextlib.suppress(StoreError):  # what it would write is worth no failure
                await store.cache.flush()
        finally:
            await database.close()
