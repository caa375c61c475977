"""How many jobs each process runs at once, so that those which run none aren't given a part of the model's rates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Processes of the version before say nothing of it; each runs some.
    op.add_column("workers", sa.Column("places", sa.Integer, nullable=False, server_default="1"))
