"""The blobs' queries: transcripts and documents, addressed by what is in them, until they expire."""

from __future__ import annotations

import asyncio
import hashlib
import time

from sqlalchemy import case, delete, select, update

from bot.store.database import Database
from bot.store.tables import blobs


class Blobs:
    """Bytes by their SHA-256."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, data: bytes, kind: str, expires: float) -> str:
        """Keeps the bytes until `expires` at least, and returns their id. `kind` is "transcript" or "document"."""
        blob_id = (await asyncio.to_thread(hashlib.sha256, data)).hexdigest()
        longer = case((blobs.c.expires < expires, expires), else_=blobs.c.expires)
        extending = update(blobs).where(blobs.c.id == blob_id).values(expires=longer)
        async with self._database.writing() as connection:
            if (await connection.execute(extending)).rowcount == 0:
                adding = connection.insert_into(blobs).values(
                    id=blob_id, kind=kind, size=len(data), created=time.time(), expires=expires, bytes=data
                )
                await connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_={"expires": longer}))
        return blob_id

    async def get(self, blob_id: str) -> bytes | None:
        """The bytes, or None if they were never stored or have been deleted."""
        async with self._database.reading() as connection:
            data: bytes | None = await connection.scalar(select(blobs.c.bytes).where(blobs.c.id == blob_id))
        return data

    async def size(self, blob_id: str) -> int | None:
        """How many bytes they are, or None if they were never stored or have been deleted."""
        async with self._database.reading() as connection:
            size: int | None = await connection.scalar(select(blobs.c.size).where(blobs.c.id == blob_id))
        return size

    async def purge(self, now: float) -> int:
        """Deletes what has expired, and returns how many."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(blobs).where(blobs.c.expires <= now))).rowcount
