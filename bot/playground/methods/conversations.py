"""conversations.*: channels, what was said in them, and who is there."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, web_api
from bot.playground.methods.users import kinds
from bot.playground.people import Channel
from bot.playground.refusal import Refused
from bot.playground.workspace import Message

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def _channel(call: Call, action: str) -> Channel:
    """The conversation named in the arguments, once the scope for its kind was checked."""
    workspace = call.backend.workspace
    channel = workspace.channel_seen_by(call.args.required("channel", "channel_not_found"), call.user)
    call.need(channel.scope(action))
    return channel


@web_api.method("conversations.info", *READ, takes_json=False, per_minute=50)
async def info(call: Call) -> dict[str, Any]:
    channel = _channel(call, "read")
    body = channel.to_json(call.user, call.backend.workspace.team.id)
    if not call.args.flag("include_num_members"):
        body.pop("num_members", None)
    return {"channel": body}


@web_api.method("conversations.list", *READ, takes_json=False, per_minute=20)
async def list_(call: Call) -> dict[str, Any]:
    wanted = kinds(call, call.args.text("types", "public_channel"))
    found = [
        channel.to_json(call.user, call.backend.workspace.team.id)
        for channel in call.backend.workspace.channels.values()
        if channel.kind in wanted and (not channel.is_private or call.user in channel.members)
    ]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


@web_api.method("conversations.members", *READ, takes_json=False, per_minute=100)
async def members(call: Call) -> dict[str, Any]:
    channel = _channel(call, "read")
    limit, start = _page(call, 100, 1000)
    chosen = channel.members[start : start + limit]
    return {"members": chosen} | _cursor(start + limit, len(channel.members))


@web_api.method("conversations.open", "im:write", "mpim:write", "channels:manage", per_minute=50)
async def open_(call: Call) -> dict[str, Any]:
    workspace = call.backend.workspace
    if call.args.text("channel"):
        channel = workspace.channel_seen_by(call.args.text("channel"), call.user)
        return {"channel": _opened(call, channel), "no_op": True, "already_open": True}
    wanted = call.args.values.get("users")
    names = [str(name) for name in wanted] if isinstance(wanted, list) else call.args.text("users").split(",")
    users = [name.strip() for name in names if name.strip()]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 8:
        raise Refused("too_many_users")
    if any(user not in workspace.users for user in users):
        raise Refused("user_not_found")
    call.need("im:write" if len(users) == 1 else "mpim:write")
    channel, new = workspace.direct_message([call.user, *users])
    return {"channel": _opened(call, channel)} | ({} if new else {"no_op": True, "already_open": True})


def _opened(call: Call, channel: Channel) -> dict[str, Any]:
    return (
        channel.to_json(call.user, call.backend.workspace.team.id)
        if call.args.flag("return_im")
        else {"id": channel.id}
    )


@web_api.method("conversations.join", "channels:join", per_minute=50)
async def join(call: Call) -> dict[str, Any]:
    channel = call.backend.workspace.channel_seen_by(call.args.required("channel", "channel_not_found"), call.user)
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if call.user in channel.members:
        return {
            "channel": channel.to_json(call.user, call.backend.workspace.team.id),
            "warning": "already_in_channel",
        } | {"response_metadata": {"warnings": ["already_in_channel"]}}
    channel.members.append(call.user)
    call.backend.workspace.changed(kind="channel", channel=channel.id)
    return {"channel": channel.to_json(call.user, call.backend.workspace.team.id)}


@web_api.method("conversations.history", *HISTORY, takes_json=False, per_minute=50)
async def history(call: Call) -> dict[str, Any]:
    channel = _readable(call)
    messages = list(reversed(_between(call, call.backend.workspace.history(channel.id))))
    limit, start = _page(call, 100, call.backend.limits.lookup_messages)
    return _messages(call, messages, start, limit) | {"pin_count": 0}


@web_api.method("conversations.replies", *HISTORY, takes_json=False, per_minute=50)
async def replies(call: Call) -> dict[str, Any]:
    """A thread: its first message, always, and the replies in the span of time that was asked for."""
    workspace = call.backend.workspace
    channel = _readable(call)
    ts = call.args.required("ts", "thread_not_found")
    message = workspace.message(channel.id, ts)
    if message is None:
        raise Refused("thread_not_found")
    if message.parent:
        return _messages(call, [message], 0, 1)
    limit, start = _page(call, 1000, call.backend.limits.lookup_messages)
    return _messages(call, [message, *_between(call, workspace.replies(channel.id, ts))], start, limit)


def _readable(call: Call) -> Channel:
    channel = _channel(call, "history")
    if call.user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _between(call: Call, messages: list[Message]) -> list[Message]:
    """Those later than `oldest` and earlier than `latest`, or also at them when `inclusive`."""
    oldest, latest = call.args.text("oldest", "0"), call.args.text("latest")
    try:
        first, last = float(oldest or 0), float(latest) if latest else float("inf")
    except ValueError:
        raise Refused("invalid_ts_oldest") from None
    if call.args.flag("inclusive"):
        return [message for message in messages if first <= float(message.ts) <= last]
    return [message for message in messages if first < float(message.ts) < last]


def _page(call: Call, default: int, most: int) -> tuple[int, int]:
    limit = call.args.number("limit", min(default, most))
    if not 1 <= limit <= 1000:
        raise Refused("invalid_limit")
    cursor = call.args.text("cursor")
    if cursor and not cursor.isdigit():
        raise Refused("invalid_cursor")
    return min(limit, most), int(cursor or 0)


def _cursor(next_start: int, total: int) -> dict[str, Any]:
    return {"response_metadata": {"next_cursor": str(next_start) if next_start < total else ""}}


def _messages(call: Call, messages: list[Message], start: int, limit: int) -> dict[str, Any]:
    with_metadata = call.args.flag("include_all_metadata")
    workspace = call.backend.workspace
    shown = [
        workspace.message_json(message, with_metadata=with_metadata) for message in messages[start : start + limit]
    ]
    return {"messages": shown, "has_more": start + limit < len(messages)} | _cursor(start + limit, len(messages))
