"""Messages with files, and mentions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.jobs.requests import Dropped
from bot.jobs.service import JobService
from bot.shared_files import files_of

SHARING = (None, "file_share", "thread_broadcast", "bot_message")
"""Subtypes of messages in which something is shared; a reply that is also sent to the channel is a `thread_broadcast`,
what an app or a workflow posts may be a `bot_message`. The others tell of joins, topics and the like."""
SLACKBOT = "USLACKBOT"

Next = Callable[[], Awaitable[None]]
"""Calls what comes after a middleware."""


def register(app: AsyncApp, service: JobService) -> None:
    """`message`, `app_mention`; `file_shared` says less than the message that comes with it, and is ignored."""

    async def taken(asked: Dropped, next_: Next) -> BoltResponse | None:
        """Bolt acknowledges an event before its listener is called, so this is done in a middleware before that. What
        couldn't be kept isn't acknowledged: Slack sends it again."""
        if not await service.take(asked):
            return BoltResponse(status=503)
        await next_()
        return None

    async def keep_message(event: dict[str, Any], context: AsyncBoltContext, next_: Next) -> BoltResponse | None:
        dropped = dropped_from(event, context)
        # A mention without a file comes as `app_mention` too, and is answered there.
        if dropped and (dropped.files or dropped.direct):
            return await taken(dropped, next_)
        await next_()
        return None

    async def keep_mention(event: dict[str, Any], context: AsyncBoltContext, next_: Next) -> BoltResponse | None:
        if dropped := dropped_from(event, context):
            return await taken(dropped, next_)
        await next_()
        return None

    @app.event("message", middleware=[keep_message])
    async def message() -> None:
        pass

    @app.event("app_mention", middleware=[keep_mention])
    async def mention() -> None:
        pass

    @app.event("file_shared")
    async def file_shared() -> None:
        pass


def hearing(service: JobService) -> Callable[..., Awaitable[None]]:
    """A middleware that notes which files are shared where. Bolt passes over events of the app's own messages, so it
    comes before that."""

    async def hear(body: dict[str, Any], next_: Next) -> None:
        event = body.get("event") or {}
        if body.get("type") == "event_callback" and event.get("type") == "message" and event.get("files"):
            team, channel = str(body.get("team_id") or ""), str(event.get("channel") or "")
            service.heard(team, channel, str(event.get("ts") or ""), event.get("thread_ts"), files_of(event))
        await next_()

    return hear


def dropped_from(event: dict[str, Any], context: AsyncBoltContext) -> Dropped | None:
    """The value of a message; None for our own and those that have nothing for us. Of an edited message it has the
    files that the edit has added; a mention that it has added comes as `app_mention`. What another app posts is seen
    for its files alone: two apps that answer each other would never end."""
    if event.get("subtype") == "message_changed":
        message, before = event.get("message") or {}, files_of(event.get("previous_message") or {})
    else:
        message, before = event, ()
    if _is_ours(message, context) or message.get("subtype") not in SHARING:
        return None
    by_app = bool(message.get("bot_id")) or message.get("subtype") == "bot_message"
    by_app = by_app or message.get("user") in (None, "", SLACKBOT)
    text = message.get("text") or ""
    mentioned = event.get("type") == "app_mention" or f"<@{context.bot_user_id}>" in text
    mentioned, direct = mentioned and not by_app, event.get("channel_type") == "im" and not by_app
    known = {file.id for file in before}
    files = tuple(file for file in files_of(message) if file.id not in known and not (by_app and file.forwarded))
    if not (mentioned or direct):  # who forwards a guide of ours shares no transcript
        files = tuple(file for file in files if file.user != context.bot_user_id)
    if not files and (message is not event or not (mentioned or direct)):
        return None
    return Dropped(
        team=context.team_id or event.get("team", ""),
        channel=event["channel"],
        user="" if by_app else message["user"],
        ts=message["ts"],
        thread_ts=message.get("thread_ts"),
        files=files,
        mentioned=mentioned,
        direct=direct,
        text=text,
        edited=(message.get("edited") or {}).get("ts"),
        by_app=by_app,
    )


def _is_ours(message: dict[str, Any], context: AsyncBoltContext) -> bool:
    """Whether the app has posted this itself: documents come with its user, messages with its bot as well."""
    ours = {context.bot_id, context.bot_user_id} - {None}
    return bool(ours & {message.get("bot_id"), message.get("user")})
