"""What Slack tells an app that is declared as an agent: its own Stop, and what somebody looks at beside the app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.jobs.requests import Stopped, Viewed
from bot.jobs.service import JobService
from bot.listeners.events import Next


def register(app: AsyncApp, service: JobService) -> None:
    async def keep_stop(event: dict[str, Any], context: AsyncBoltContext, next_: Next) -> BoltResponse | None:
        # As with messages: what couldn't be kept isn't acknowledged, so Slack sends it again.
        stopped = Stopped(
            team=context.team_id or "",
            channel=event["channel"],
            user=event["user"],
            thread_ts=event.get("thread_ts") or "",
            event_ts=event.get("event_ts") or "",
        )
        if not await service.take(stopped):
            return BoltResponse(status=503)
        await next_()
        return None

    @app.event("app_context_changed")
    async def context_changed(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if user := event.get("user") or context.user_id:
            service.agent_views(viewed_from(event, context.team_id or "", user))

    @app.event("agent_session_stopped", middleware=[keep_stop])
    async def stopped() -> None:
        pass


def viewed_from(event: dict[str, Any], team: str, user: str) -> Viewed:
    """What somebody looks at: the first message or channel, since Slack orders them by relevance."""
    viewed = Viewed(team, user, str(event.get("channel") or ""))
    for entity in (event.get("context") or {}).get("entities") or ():
        kind, value = entity.get("type"), entity.get("value")
        if kind == "slack#/types/message_context" and isinstance(value, dict):
            return replace(viewed, channel=value.get("channel_id"), message=value.get("message_ts"))
        if kind == "slack#/types/channel_id" and isinstance(value, str):
            return replace(viewed, channel=value)
    return viewed
