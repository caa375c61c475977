"""/script2doc"""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.jobs.requests import Commanded
from bot.jobs.service import JobService


def register(app: AsyncApp, service: JobService) -> None:
    @app.command("/script2doc")
    async def script2doc(ack: AsyncAck, command: dict[str, Any]) -> None:
        asked = Commanded(
            team=command["team_id"],
            channel=command["channel_id"],
            user=command["user_id"],
            trigger=command["trigger_id"],
            text=command.get("text") or "",
            response_url=command.get("response_url"),
        )
        if not asked.text.strip():
            await ack()
            service.ask_for_guide(asked)
        elif await service.take(asked):
            await ack()
        else:
            await ack(text=await service.not_taken(asked))
