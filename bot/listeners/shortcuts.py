"""The message shortcut: a guide of the transcript on any message. The global one: the form for a new guide."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.jobs.pasted import plain_text
from bot.jobs.requests import Commanded, Pointed
from bot.jobs.service import JobService
from bot.listeners.workspaces import workspace_of
from bot.shared_files import files_of

MAKE_GUIDE = "make_guide"
NEW_GUIDE = "new_guide"


def register(app: AsyncApp, service: JobService) -> None:
    @app.message_shortcut(MAKE_GUIDE)
    async def make_guide(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        message = shortcut["message"]
        asked = Pointed(
            team=workspace_of(shortcut),
            channel=shortcut["channel"]["id"],
            user=shortcut["user"]["id"],
            trigger=shortcut["trigger_id"],
            ts=message["ts"],
            thread_ts=message.get("thread_ts"),
            files=files_of(message),
            response_url=shortcut.get("response_url"),
            text=plain_text(message),
        )
        kept = await service.take(asked)
        await ack()
        if not kept:
            service.tell_not_taken(asked)

    @app.global_shortcut(NEW_GUIDE)
    async def new_guide(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        await ack()
        user, trigger = shortcut["user"]["id"], shortcut["trigger_id"]
        service.ask_for_guide(Commanded(workspace_of(shortcut), "", user, trigger, ""))
