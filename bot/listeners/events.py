"""Messages with files, and mentions. Bolt acknowledges events by itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.jobs.requests import Dropped
from bot.jobs.service import JobService
from bot.shared_files import files_of

SHARING = (None, "file_share", "thread_broadcast")
"""Subtypes of messages in which people share something; a reply that is also sent to the channel is a
`thread_broadcast`. The others tell of joins, topics and the like."""


def register(app: AsyncApp, service: JobService) -> None:
    """`message`, `app_mention`; `file_shared` says less than the message that comes with it, and is ignored."""

    @app.event("message")
    async def message(event: dict[str, Any], context: AsyncBoltContext) -> None:
        dropped = dropped_from(event, context)
        # A mention without a file comes as `app_mention` too, and is answered there.
        if dropped and (dropped.files or dropped.direct):
            service.dropped(dropped)

    @app.event("app_mention")
    async def mention(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if dropped := dropped_from(event, context):
            service.dropped(dropped)

    @app.event("file_shared")
    async def file_shared() -> None:
        pass


def dropped_from(event: dict[str, Any], context: AsyncBoltContext) -> Dropped | None:
    """The value of a message; None for those of apps and those that have nothing for us. Of an edited message it has
    the files that the edit has added; a mention that it has added comes as `app_mention`."""
    if event.get("subtype") == "message_changed":
        message, before = event.get("message") or {}, files_of(event.get("previous_message") or {})
    else:
        message, before = event, ()
    if message.get("bot_id") or message.get("subtype") not in SHARING or not message.get("user"):
        return None
    known = {file.id for file in before}
    files = tuple(file for file in files_of(message) if file.id not in known)
    text = message.get("text") or ""
    mentioned = event.get("type") == "app_mention" or f"<@{context.bot_user_id}>" in text
    direct = event.get("channel_type") == "im"
    if not files and (message is not event or not (mentioned or direct)):
        return None
    return Dropped(
        team=context.team_id or event.get("team", ""),
        channel=event["channel"],
        user=message["user"],
        ts=message["ts"],
        thread_ts=message.get("thread_ts"),
        files=files,
        mentioned=mentioned,
        direct=direct,
        text=text,
        edited=(message.get("edited") or {}).get("ts"),
    )
