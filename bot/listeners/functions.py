"""The step of Slack's Workflow Builder."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.jobs.requests import WorkflowStep
from bot.jobs.service import JobService
from bot.listeners.events import Next

GUIDE_STEP = "guide_from_transcript"
"""The callback_id of the step, as README's block for the manifest has it."""


def register(app: AsyncApp, service: JobService) -> None:
    async def keep(event: dict[str, Any], context: AsyncBoltContext, next_: Next) -> BoltResponse | None:
        # As with messages: what couldn't be kept isn't acknowledged, so Slack sends it again.
        inputs = event.get("inputs") or {}
        step = WorkflowStep(
            team=context.team_id or "",
            user=str(inputs.get("user") or ""),
            link=str(inputs.get("link") or ""),
            execution=event["function_execution_id"],
        )
        if not await service.take(step):
            return BoltResponse(status=503)
        await next_()
        return None

    @app.function(GUIDE_STEP, middleware=[keep])
    async def guide_from_transcript() -> None:
        pass
