"""Slack's word that something is gone: the app from a workspace, its token, or a file."""

from __future__ import annotations

import time
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.jobs.requests import FileRemoved, Uninstalled
from bot.jobs.service import JobService
from bot.listeners.events import Next


def register(app: AsyncApp, service: JobService) -> None:
    """`app_uninstalled`, `tokens_revoked`, `file_deleted`. As with messages, what couldn't be kept isn't
    acknowledged."""

    async def taken(gone: Uninstalled | FileRemoved | None, next_: Next) -> BoltResponse | None:
        if gone is not None and not await service.take(gone):
            return BoltResponse(status=503)
        await next_()
        return None

    async def keep_uninstalled(body: dict[str, Any], context: AsyncBoltContext, next_: Next) -> BoltResponse | None:
        return await taken(uninstalled_from(body, context), next_)

    async def keep_file(event: dict[str, Any], context: AsyncBoltContext, next_: Next) -> BoltResponse | None:
        return await taken(FileRemoved(context.team_id or "", event["file_id"]), next_)

    @app.event("app_uninstalled", middleware=[keep_uninstalled])
    async def uninstalled() -> None:
        pass

    @app.event("tokens_revoked", middleware=[keep_uninstalled])
    async def revoked() -> None:
        pass

    @app.event("file_deleted", middleware=[keep_file])
    async def file_deleted() -> None:
        pass


def uninstalled_from(body: dict[str, Any], context: AsyncBoltContext) -> Uninstalled | None:
    """The value of an event; None where only tokens of people were revoked, of which the app has none."""
    event = body["event"]
    revoked = event["type"] == "tokens_revoked"
    if revoked and not (event.get("tokens") or {}).get("bot"):
        return None
    team, enterprise = context.team_id or "", context.enterprise_id
    return Uninstalled(
        team="" if team == enterprise else team,
        enterprise=enterprise,
        whole=bool(context.is_enterprise_install),
        at=float(body.get("event_time") or time.time()),
        revoked=revoked,
    )
