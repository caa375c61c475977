"""The guides' queries: guides in their JSON form, each made by a job, until they expire."""

from __future__ import annotations

import hashlib
import time

from sqlalchemy import case, delete, select

from bot.store.database import Database
from bot.store.tables import guides


class Guides:
    """Guides as `Guide.to_json` makes them and `Guide.from_json` reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, json: bytes, job: str, expires: float) -> str:
        """Keeps a job's guide until `expires` at least, and returns its id. The same guide of the same job is kept
        once, so that a job that was broken off here can do it again."""
        guide_id = hashlib.sha256(job.encode() + b"\n" + json).hexdigest()[:32]
        async with self._database.writing() as connection:
            adding = connection.insert_into(guides).values(
                id=guide_id, job=job, created=time.time(), expires=expires, json=json
            )
            longer = case((guides.c.expires < expires, expires), else_=guides.c.expires)
            await connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_={"expires": longer}))
        return guide_id

    async def get(self, guide_id: str) -> bytes | None:
        """The guide's JSON, or None if it was never stored or has been deleted."""
        async with self._database.reading() as connection:
            json: bytes | None = await connection.scalar(select(guides.c.json).where(guides.c.id == guide_id))
        return json

    async def purge(self, now: float) -> int:
        """Deletes what has expired, and returns how many."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(guides).where(guides.c.expires <= now))).rowcount
