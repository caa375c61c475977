"""Somebody opens the app: its Home tab, or the conversation with it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.jobs.service import JobService
from bot.listeners.agents import viewed_from


def register(app: AsyncApp, service: JobService) -> None:
    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if event.get("tab") == "home":
            service.home_opened(context.team_id or "", event["user"])
        elif event.get("tab") == "messages":
            service.agent_opened(viewed_from(event, context.team_id or "", event["user"]))
