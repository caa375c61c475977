"""chat.*: the messages that the app posts, edits and takes back."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, web_api
from bot.playground.content import Content
from bot.playground.people import Channel
from bot.playground.refusal import Refused
from bot.playground.workspace import Message

UPDATE_TEXT = 4_000
"""chat.update refuses more with msg_too_long (docs.slack.dev, chat.update, "Errors")."""


@web_api.method("chat.postMessage", "chat:write")
async def post_message(call: Call) -> dict[str, Any]:
    backend = call.backend
    channel = _target(call)
    backend.rates.post(channel.id)
    content = Content.read(call.args)
    message = backend.workspace.add(
        Message(
            channel.id,
            backend.workspace.next_ts(),
            call.user,
            content.text,
            content.blocks,
            thread_ts=backend.workspace.thread_of(channel.id, call.args.text("thread_ts")),
            by_app=True,
            subtype="thread_broadcast" if call.args.flag("reply_broadcast") else None,
            metadata=content.metadata,
            broadcast=call.args.flag("reply_broadcast"),
        )
    )
    backend.events.message(message)
    return _answer(call, message)


def _target(call: Call) -> Channel:
    """Where to post: a conversation by id, a public channel by name, a person by id."""
    workspace = call.backend.workspace
    wanted = call.args.required("channel", "channel_not_found")
    if wanted in workspace.users:
        return workspace.direct_message([call.user, wanted])[0]
    named = [
        channel.id for channel in workspace.channels.values() if channel.name and channel.name == wanted.lstrip("#")
    ]
    channel = workspace.channel_seen_by(named[0] if named else wanted, call.user)
    if channel.archived:
        raise Refused("is_archived")
    if call.user not in channel.members and "chat:write.public" not in call.scopes:
        raise Refused("not_in_channel")
    return channel


def _own(call: Call, other: str) -> Message:
    """The app's message named by channel and ts. Raises Refused(other) when it is somebody else's."""
    workspace = call.backend.workspace
    channel = workspace.channel_seen_by(call.args.required("channel", "channel_not_found"), call.user)
    message = workspace.message(channel.id, call.args.required("ts", "message_not_found"))
    if message is None or message.visible_to:
        raise Refused("message_not_found")
    if message.user != call.user:
        raise Refused(other)
    return message


@web_api.method("chat.update", "chat:write", per_minute=50)
async def update(call: Call) -> dict[str, Any]:
    """Text without blocks removes the blocks; blocks without text keep the text (docs.slack.dev, chat.update)."""
    message = _own(call, "cant_update_message")
    content = Content.read(call.args)
    text = call.args.text("text") or message.text
    if len(text) > UPDATE_TEXT:
        raise Refused("msg_too_long")
    before = call.backend.workspace.message_json(message)
    if content.metadata is not None:
        message.metadata = content.metadata
    call.backend.workspace.edit(message, text, content.blocks, mark=not content.blocks)
    call.backend.events.message_changed(message, before)
    return _answer(call, message) | {"text": text}


@web_api.method("chat.delete", "chat:write", per_minute=50)
async def delete(call: Call) -> dict[str, Any]:
    message = _own(call, "cant_delete_message")
    before = call.backend.workspace.message_json(message)
    call.backend.workspace.remove(message)
    call.backend.events.message_deleted(message, before)
    return {"channel": message.channel, "ts": message.ts}


@web_api.method("chat.postEphemeral", "chat:write", per_minute=100)
async def post_ephemeral(call: Call) -> dict[str, Any]:
    workspace = call.backend.workspace
    user = call.args.required("user", "user_not_in_channel")
    channel = workspace.channel_seen_by(call.args.required("channel", "channel_not_found"), call.user)
    if call.user not in channel.members:
        raise Refused("not_in_channel")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    content = Content.read(call.args)
    message = workspace.add(
        Message(
            channel.id,
            workspace.next_ts(),
            call.user,
            content.text,
            content.blocks,
            thread_ts=call.args.text("thread_ts") or None,
            by_app=True,
            visible_to=user,
        )
    )
    return {"message_ts": message.ts}


@web_api.method("chat.getPermalink", takes_json=False)
async def get_permalink(call: Call) -> dict[str, Any]:
    workspace = call.backend.workspace
    channel = workspace.channel_seen_by(call.args.required("channel", "channel_not_found"), call.user)
    message = workspace.message(channel.id, call.args.required("message_ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    return {"channel": channel.id, "permalink": workspace.permalink(message)}


def _answer(call: Call, message: Message) -> dict[str, Any]:
    body = call.backend.workspace.message_json(message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": body}
