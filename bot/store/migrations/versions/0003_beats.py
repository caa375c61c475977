"""Leases by rounds instead of times: no clocks are compared. And how often each job has lost its process."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("workers") as workers:
        workers.add_column(sa.Column("beat", sa.Integer, nullable=False, server_default="0"))
        workers.drop_column("until")
    with op.batch_alter_table("workers") as workers:
        workers.alter_column("beat", server_default=None)
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("losses", sa.Integer, nullable=False, server_default="0"))
        jobs.add_column(sa.Column("suspect", sa.Text))
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("losses", server_default=None)
    op.create_index("ix_jobs_worker", "jobs", ["worker"])
