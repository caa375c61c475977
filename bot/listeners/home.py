"""The app's Home tab, which somebody opens."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.jobs.service import JobService


def register(app: AsyncApp, service: JobService) -> None:
    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], context: AsyncBoltContext) -> None:
        # Slack says so for the tab with messages too.
        if event.get("tab") == "home":
            service.home_opened(context.team_id or "", event["user"])
