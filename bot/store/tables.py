"""The tables, as the newest migration leaves them. Times are seconds since the epoch, UTC; sizes are bytes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

from bot.jobs.model import JobState


class CleanText(TypeDecorator[str]):
    """Text that every database takes: file names and messages come from outside, and may hold NULs, which PostgreSQL
    refuses, or halves of surrogate pairs, which have no UTF-8 form."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return value


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    }
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", CleanText, primary_key=True),
    Column("key", CleanText, nullable=False, unique=True),
    Column("team", CleanText, nullable=False),
    Column("channel", CleanText, nullable=False),
    Column("asker", CleanText, nullable=False),
    Column("options", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Column("state", CleanText, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("thread_ts", CleanText),
    Column("file_id", CleanText),
    Column("name", CleanText, nullable=False),
    Column("source", CleanText),
    Column("fingerprint", CleanText),
    Column("progress_ts", CleanText),
    Column("guide", CleanText),
    Column("document", CleanText),
    Column("upload", CleanText),
    Column("error", CleanText),
    Column("worker", CleanText),
    Column("attempts", Integer, nullable=False),
    Column("redo_of", CleanText),
    Column("started", Double),
    Column("finished", Double),
    Column("losses", Integer, nullable=False),
    Column("suspect", CleanText),
    CheckConstraint("state in ({})".format(", ".join(f"'{state}'" for state in JobState)), name="state"),
    Index(None, "state"),
    Index(None, "team", "asker", "created"),
    Index(None, "fingerprint"),
    Index(None, "worker"),
    Index(None, "file_id"),
)
"""A row is a `bot.jobs.model.Job`, column by field."""

workers = Table(
    "workers",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("beat", Integer, nullable=False),
    Column("places", Integer, nullable=False, server_default="1"),
)
"""The processes, each with the lease on all the jobs that it owns. `beat` is one more with each renewal, `places` how
many jobs it runs at once."""

blobs = Table(
    "blobs",
    metadata,
    Column("id", CleanText, primary_key=True),
    Column("kind", CleanText, nullable=False),
    Column("size", Integer, nullable=False),
    Column("created", Double, nullable=False),
    Column("expires", Double, nullable=False, index=True),
    Column("bytes", LargeBinary, nullable=False),
)
"""Transcripts and documents. The id is the SHA-256 of the bytes, in hexadecimal."""

guides = Table(
    "guides",
    metadata,
    Column("id", CleanText, primary_key=True),
    Column("job", CleanText, nullable=False, index=True),
    Column("created", Double, nullable=False),
    Column("expires", Double, nullable=False, index=True),
    Column("json", LargeBinary, nullable=False),
)
"""Guides in their versioned JSON form, as `Guide.to_json` made it."""

cache = Table(
    "cache",
    metadata,
    Column("key", CleanText, primary_key=True),
    Column("kind", CleanText, nullable=False),
    Column("size", Integer, nullable=False),
    Column("expires", Double, nullable=False, index=True),
    Column("last_used", Double, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index(None, "last_used", "key", "size"),
)
"""Outlines, steps and pages. The second index holds all that is read to find out what to forget."""

requests = Table(
    "requests",
    metadata,
    Column("id", CleanText, primary_key=True),
    Column("kind", CleanText, nullable=False),
    Column("value", JSON, nullable=False),
    Column("created", Double, nullable=False),
    Column("worker", CleanText, nullable=False),
    Column("attempts", Integer, nullable=False),
)
"""What was asked for and isn't done yet; a row is a `bot.store.requests.KeptRequest`."""

cache_uses = Table(
    "cache_uses",
    metadata,
    Column("key", CleanText, ForeignKey("cache.key", ondelete="CASCADE"), primary_key=True),
    Column("job", CleanText, primary_key=True, index=True),
)
"""The jobs that have put a cache entry or found it there."""

settings = Table(
    "settings",
    metadata,
    Column("scope", CleanText, primary_key=True),
    Column("team", CleanText, primary_key=True),
    Column("subject", CleanText, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed", Double, nullable=False),
)
"""What a workspace, a channel or a person has set, and notes about jobs."""

templates = Table(
    "templates",
    metadata,
    Column("team", CleanText, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_by", CleanText, nullable=False),
    Column("added", Double, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
"""The Word templates that workspaces have uploaded."""

installations = Table(
    "installations",
    metadata,
    Column("workspace", CleanText, primary_key=True),
    Column("enterprise", CleanText),
    Column("name", CleanText, nullable=False),
    Column("bot_id", CleanText, nullable=False),
    Column("bot_user", CleanText, nullable=False),
    Column("scopes", CleanText, nullable=False),
    Column("token", CleanText, nullable=False),
    Column("refresh_token", CleanText),
    Column("expires", Double),
    Column("installed", Double, nullable=False),
    Column("installed_by", CleanText, nullable=False),
)
"""Where the app is installed by OAuth: the id of a team, or of an organization that has installed it for all of its
teams. Both tokens are encrypted, see `bot.store.encryption`; `expires` is when the token has to be a new one."""

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("id", CleanText, primary_key=True),
    Column("expires", Double, nullable=False),
)
"""OAuth's states that have come back, so that each serves once. The id is the SHA-256 of one."""

grid_workspaces = Table(
    "grid_workspaces",
    metadata,
    Column("team", CleanText, primary_key=True),
    Column("enterprise", CleanText, nullable=False, index=True),
)
"""The teams of organizations that have been heard of, so that what is kept by team finds the organization's token."""
