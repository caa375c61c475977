"""Which jobs have used a cache entry, so that what belongs to one person can be deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "cache_uses",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("job", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", "job", name="pk_cache_uses"),
        sa.ForeignKeyConstraint(["key"], ["cache.key"], name="fk_cache_uses_key_cache", ondelete="CASCADE"),
    )
    op.create_index("ix_cache_uses_job", "cache_uses", ["job"])
