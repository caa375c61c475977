"""chat.*: the messages that the app posts, edits and takes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.playground import block_kit
from bot.playground.calls import Args, Call, web_api
from bot.playground.people import Channel
from bot.playground.refusal import Refused
from bot.playground.workspace import Message

TEXT_CUT = 40_000
"""Slack truncates a message's text here (docs.slack.dev, chat.postMessage, "Truncating content")."""
UPDATE_TEXT = 4_000
"""chat.update refuses more with msg_too_long (docs.slack.dev, chat.update, "Errors")."""
NO_TEXT = "This content can't be displayed."
"""What Slack writes as the text of a message that has blocks and no text."""


@dataclass(frozen=True)
class Content:
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None

    @classmethod
    def read(cls, args: Args) -> Content:
        """The text, blocks and metadata of the arguments. Raises Refused for whatever Slack would refuse."""
        blocks = block_kit.read_blocks(args.json("blocks", "invalid_blocks_format"))
        attachments = args.json("attachments", "invalid_attachments")
        if attachments is not None and not isinstance(attachments, list):
            raise Refused("invalid_attachments")
        text = args.text("text")
        if not text and not blocks and not attachments:
            raise Refused("no_text")
        block_kit.check_blocks(blocks, "message", error="invalid_blocks")
        metadata = args.json("metadata", "invalid_metadata_format")
        if metadata is not None:
            _check_metadata(metadata)
        return cls((text or NO_TEXT)[:TEXT_CUT], blocks, metadata)


def _check_metadata(metadata: Any) -> None:
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if not metadata.get("event_type") or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")


@web_api.method("chat.postMessage", "chat:write")
async def post_message(call: Call) -> dict[str, Any]:
    playground = call.playground
    channel = _target(call)
    playground.rates.post(channel.id)
    content = Content.read(call.args)
    message = playground.workspace.add(
        Message(
            channel.id,
            playground.workspace.next_ts(),
            call.user,
            content.text,
            content.blocks,
            thread_ts=call.args.text("thread_ts") or None,
            by_app=True,
            subtype="thread_broadcast" if call.args.flag("reply_broadcast") else None,
            metadata=content.metadata,
            broadcast=call.args.flag("reply_broadcast"),
        )
    )
    playground.events.message(message)
    return _answer(call, message)


def _target(call: Call) -> Channel:
    """Where to post: a conversation by id, a public channel by name, a person by id."""
    workspace = call.playground.workspace
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
    workspace = call.playground.workspace
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
    before = call.playground.workspace.message_json(message)
    if content.metadata is not None:
        message.metadata = content.metadata
    call.playground.workspace.edit(message, text, content.blocks, mark=not content.blocks)
    call.playground.events.message_changed(message, before)
    return _answer(call, message) | {"text": text}


@web_api.method("chat.delete", "chat:write", per_minute=50)
async def delete(call: Call) -> dict[str, Any]:
    message = _own(call, "cant_delete_message")
    before = call.playground.workspace.message_json(message)
    call.playground.workspace.remove(message)
    call.playground.events.message_deleted(message, before)
    return {"channel": message.channel, "ts": message.ts}


@web_api.method("chat.postEphemeral", "chat:write", per_minute=100)
async def post_ephemeral(call: Call) -> dict[str, Any]:
    workspace = call.playground.workspace
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
    workspace = call.playground.workspace
    channel = workspace.channel_seen_by(call.args.required("channel", "channel_not_found"), call.user)
    message = workspace.message(channel.id, call.args.required("message_ts", "message_not_found"))
    if message is None:
        raise Refused("message_not_found")
    return {"channel": channel.id, "permalink": workspace.permalink(message)}


def _answer(call: Call, message: Message) -> dict[str, Any]:
    body = call.playground.workspace.message_json(message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": body}
