"""OAuth's states: proof that an install was begun here a moment ago. Each serves once.

A state is sealed with the key that tokens are encrypted with, and says when that was. So whoever opens the page, which
is open to all, costs the database nothing; only a state that comes back is noted.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import TYPE_CHECKING

from sqlalchemy import delete

from bot.store.database import Database
from bot.store.tables import oauth_states

if TYPE_CHECKING:
    from bot.store.encryption import TokenCipher

SECONDS = 600
"""How long somebody may take to allow an install."""
_PURPOSE = "install "
"""What is sealed begins so: nothing else that the key has encrypted is a state."""


class OAuthStates:
    def __init__(self, database: Database, cipher: TokenCipher) -> None:
        self._database = database
        self._cipher = cipher

    def issue(self) -> str:
        """A new state."""
        return self._cipher.encrypt(_PURPOSE + secrets.token_urlsafe(16))

    async def consume(self, state: str) -> bool:
        """Whether it was issued a moment ago and didn't come before. Raises StoreError."""
        if not (self._cipher.opened(state, within=SECONDS) or "").startswith(_PURPOSE):
            return False
        digest = hashlib.sha256(state.encode()).hexdigest()
        async with self._database.writing() as connection:
            noting = connection.insert_into(oauth_states).values(id=digest, expires=time.time() + SECONDS)
            noting = noting.on_conflict_do_nothing(index_elements=["id"])
            return (await connection.execute(noting.returning(oauth_states.c.id))).one_or_none() is not None


async def purge(database: Database, now: float) -> int:
    """Deletes those that have ended by now, and returns how many. Raises StoreError."""
    async with database.writing() as connection:
        return (await connection.execute(delete(oauth_states).where(oauth_states.c.expires <= now))).rowcount
