"""The states' queries: OAuth's proof that an install was begun here, by the same browser, a moment ago."""

from __future__ import annotations

import hashlib
import secrets
import time

from sqlalchemy import delete

from bot.store.database import Database
from bot.store.tables import oauth_states

SECONDS = 600.0
"""How long somebody may take to allow an install."""


class OAuthStates:
    """Every method raises StoreError if the database can't be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(self) -> str:
        """A new state."""
        state = secrets.token_urlsafe(24)
        async with self._database.writing() as connection:
            adding = connection.insert_into(oauth_states).values(id=_digest(state), expires=time.time() + SECONDS)
            await connection.execute(adding)
        return state

    async def consume(self, state: str) -> bool:
        """Whether it was issued a moment ago; each serves once."""
        mine = oauth_states.c.id == _digest(state), oauth_states.c.expires > time.time()
        async with self._database.writing() as connection:
            return (await connection.execute(delete(oauth_states).where(*mine))).rowcount == 1

    async def purge(self, now: float) -> int:
        """Deletes what has expired, and returns how many."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(oauth_states).where(oauth_states.c.expires <= now))).rowcount


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
