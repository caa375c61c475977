"""Messages with files, and mentions. Bolt acknowledges events by itself."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.jobs.requests import Dropped
from bot.jobs.service import JobService
from bot.slack_files import SlackFile


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
    """The value of a message; None for messages of apps, edits, and those that have nothing for us."""
    if event.get("bot_id") or event.get("subtype") not in (None, "file_share") or not event.get("user"):
        return None
    files = [f for f in event.get("files", ()) if f.get("mode") not in ("tombstone", "hidden_by_limit")]
    text = event.get("text") or ""
    mentioned = event.get("type") == "app_mention" or f"<@{context.bot_user_id}>" in text
    direct = event.get("channel_type") == "im"
    if not files and not mentioned and not direct:
        return None
    return Dropped(
        team=context.team_id or event.get("team", ""),
        channel=event["channel"],
        user=event["user"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts"),
        files=tuple(SlackFile.from_slack(file) for file in files),
        mentioned=mentioned,
        direct=direct,
        text=text,
        edited=(event.get("edited") or {}).get("ts"),
    )
