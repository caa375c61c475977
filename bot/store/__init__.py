"""What the bot keeps: jobs, transcripts, guides, documents, settings and the cache, in one database."""

from bot.store.database import Database
from bot.store.errors import DatabaseAway, DatabaseBusy, LeaseLost, StoreError, WrongKey
from bot.store.migrations import migrate
from bot.store.settings import Scope
from bot.store.store import Store

__all__ = [
    "Database",
    "DatabaseAway",
    "DatabaseBusy",
    "LeaseLost",
    "Scope",
    "Store",
    "StoreError",
    "WrongKey",
    "migrate",
]
