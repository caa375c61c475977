"""Where the app is installed, with encrypted tokens; states of installs; the workspaces of organizations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("enterprise", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bot_id", sa.Text, nullable=False),
        sa.Column("bot_user", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("refresh_token", sa.Text),
        sa.Column("expires", sa.Double),
        sa.Column("installed", sa.Double, nullable=False),
        sa.Column("installed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("workspace", name="pk_installations"),
    )
    op.create_table(
        "oauth_states",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("expires", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_oauth_states"),
    )
    op.create_table(
        "grid_workspaces",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("enterprise", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("team", name="pk_grid_workspaces"),
    )
    op.create_index("ix_grid_workspaces_enterprise", "grid_workspaces", ["enterprise"])
    op.create_index("ix_jobs_file_id", "jobs", ["file_id"])
