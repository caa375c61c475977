"""What the workspace holds: conversations, messages, files, and who may see them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.playground.files import StoredFile
from bot.playground.people import (
    APP,
    BOT,
    BOT_USER,
    OTHER_APP,
    OTHER_BOT,
    PEOPLE,
    Channel,
    Team,
    User,
    conversations,
)
from bot.playground.refusal import Refused

HANG_SECONDS = 120.0
"""What is waited for comes long before, on a slow and busy machine too; only what hangs takes so long."""


@dataclass(frozen=True)
class Edit:
    """What a message said from a moment on."""

    at: float
    """Seconds since the epoch."""
    text: str
    blocks: list[dict[str, Any]]


@dataclass
class Message:
    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    thread_ts: str | None = None
    by_app: bool = False
    by_other: bool = False
    """Whether another app has posted it; without a user, as some apps and workflows do, it is a `bot_message`."""
    subtype: str | None = None
    metadata: dict[str, Any] | None = None
    marked_edited: str | None = None
    """The ts of the last edit that shows "(edited)": Slack marks text edits, not edits of blocks."""
    visible_to: str | None = None
    """The only person who sees an ephemeral message."""
    broadcast: bool = False
    forwarded: list[str] = field(default_factory=list)
    """The ts of the messages that are forwarded in it."""
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)

    @property
    def parent(self) -> str | None:
        """The ts of the message whose thread this is a reply in; None for a message of its own."""
        return self.thread_ts if self.thread_ts != self.ts else None


class Workspace:
    """Holds the state, and tells those who watch about each change; knows nothing of HTTP or of events."""

    def __init__(self, url: str, team: Team | None = None) -> None:
        self.url = url
        self.team = team or Team()
        self.users: dict[str, User] = {user.id: user for user in PEOPLE}
        self.channels: dict[str, Channel] = {channel.id: channel for channel in conversations()}
        self.messages: dict[str, Message] = {}
        self.files: dict[str, StoredFile] = {}
        self._last_ts = 0
        self._serial = 0
        self._changed = asyncio.Event()
        self._watchers: list[asyncio.Queue[dict[str, Any]]] = []

    # -- ids and times

    def next_ts(self) -> str:
        """A message's id: seconds and microseconds, larger than all before it."""
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def next_id(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}0{self._serial:09d}"

    @property
    def serial(self) -> int:
        """How many ids were given out."""
        return self._serial

    def go_on_from(self, serial: int) -> None:
        """Gives out ids and times after those of a workspace that was kept."""
        self._serial = max(self._serial, serial)
        last = max(self.messages, default="0.0")
        self._last_ts = max(self._last_ts, int(last.replace(".", "")))

    # -- watching

    def changed(self, **what: Any) -> None:
        """Tells everyone who watches, and wakes those who wait for a condition."""
        self._changed.set()
        self._changed = asyncio.Event()
        for queue in self._watchers:
            queue.put_nowait(what)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[asyncio.Queue[dict[str, Any]]]:
        """A queue of the changes from now on."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._watchers.append(queue)
        try:
            yield queue
        finally:
            self._watchers.remove(queue)

    async def until(self, condition: Callable[[], Any], within: float = HANG_SECONDS) -> Any:
        """Waits until `condition()` is true, looking after each change; what it returned. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not (found := condition()):
                await self._changed.wait()
        return found

    # -- conversations

    def channel(self, id: str) -> Channel:
        try:
            return self.channels[id]
        except KeyError:
            raise Refused("channel_not_found") from None

    def channel_seen_by(self, id: str, viewer: str) -> Channel:
        """The conversation, as far as this user may know that it exists. Raises Refused("channel_not_found")."""
        channel = self.channel(id)
        if channel.is_private and viewer not in channel.members:
            raise Refused("channel_not_found")
        return channel

    def direct_message(self, users: Iterable[str]) -> tuple[Channel, bool]:
        """The conversation of exactly these people, and whether it is new."""
        members = sorted(set(users))
        for channel in self.channels.values():
            if channel.kind in ("im", "mpim") and sorted(channel.members) == members:
                return channel, False
        kind = "im" if len(members) <= 2 else "mpim"
        handles = [self.users[member].name for member in members]
        name = "" if kind == "im" else "mpdm-" + "--".join(handles) + "-1"
        channel = Channel(self.next_id("D" if kind == "im" else "G"), name, kind, members, created=int(time.time()))
        self.channels[channel.id] = channel
        self.changed(kind="channel", channel=channel.id)
        return channel, True

    # -- messages

    def add(self, message: Message) -> Message:
        message.edits.append(Edit(float(message.ts), message.text, message.blocks))
        self.messages[message.ts] = message
        self.changed(kind="message", ts=message.ts)
        return message

    def edit(self, message: Message, text: str, blocks: list[dict[str, Any]], *, mark: bool) -> None:
        message.text, message.blocks = text, blocks
        if mark:
            message.marked_edited = self.next_ts()
        message.edits.append(Edit(time.time(), text, blocks))
        self.changed(kind="message", ts=message.ts)

    def remove(self, message: Message) -> None:
        message.deleted = True
        self.changed(kind="message", ts=message.ts)

    def message(self, channel: str, ts: str) -> Message | None:
        """A message that stands in this conversation; None where there is none, or none any more."""
        message = self.messages.get(ts)
        return message if message and message.channel == channel and not message.deleted else None

    def thread_of(self, channel: str, ts: str | None) -> str | None:
        """The thread in which a reply to this message goes: none where it was deleted and has no replies, since Slack
        then makes a message of its own of it, without a word."""
        return ts if ts and (self.message(channel, ts) or self.replies(channel, ts)) else None

    def history(self, channel: str) -> list[Message]:
        """What the conversation itself shows, oldest first: neither replies nor what only one person sees."""
        return [
            message
            for message in self.messages.values()
            if message.channel == channel
            and not message.deleted
            and message.visible_to is None
            and (message.parent is None or message.broadcast)
        ]

    def replies(self, channel: str, ts: str) -> list[Message]:
        """A thread without its first message, oldest first."""
        return [
            message
            for message in self.messages.values()
            if message.channel == channel
            and message.parent == ts
            and not message.deleted
            and message.visible_to is None
        ]

    # -- files

    def file_seen_by(self, id: str, viewer: str) -> StoredFile:
        """Raises Refused("file_not_found") for a file shared only where this user isn't."""
        file = self.files.get(id)
        if file is None or file.state == "reserved":
            raise Refused("file_not_found")
        if file.state == "deleted":
            raise Refused("file_deleted")
        if viewer not in {file.user, *file.given_to} and not any(self._sees(share, viewer) for share in file.shares):
            raise Refused("file_not_found")
        return file

    def _sees(self, channel: str, viewer: str) -> bool:
        members = self.channels[channel].members
        return viewer in members or (not self.channels[channel].is_private and not self._limited(viewer))

    def _limited(self, viewer: str) -> bool:
        """An app and a guest see only the conversations they are in."""
        user = self.users[viewer]
        return user.is_bot or user.is_guest

    # -- as Slack writes it

    def message_json(self, message: Message, *, with_metadata: bool = False) -> dict[str, Any]:
        """Slack's message object, as history and events carry it."""
        body: dict[str, Any] = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
        body["team"] = self.team.id
        if message.subtype:
            body["subtype"] = message.subtype
        if message.by_other:
            body |= {"bot_id": OTHER_BOT, "app_id": OTHER_APP, "username": "Meeting recorder"}
            if not message.user:
                del body["user"]
        elif message.by_app:
            body |= {"bot_id": BOT, "app_id": APP, "bot_profile": bot_profile(self.team.id)}
        else:
            body["client_msg_id"] = f"client-{message.ts}"
        if message.blocks:
            body["blocks"] = message.blocks
        if message.files:
            body |= {"files": [self.file_json(id) for id in message.files], "upload": False, "display_as_bot": False}
        if message.forwarded:
            body["attachments"] = [self._forwarded_json(self.messages[ts]) for ts in message.forwarded]
        if message.thread_ts:
            body["thread_ts"] = message.thread_ts
        if message.subtype == "thread_broadcast" and message.parent in self.messages:
            body["root"] = self.message_json(self.messages[message.parent])
        if message.parent:
            parent = self.messages.get(message.parent)
            body["parent_user_id"] = parent.user if parent else message.user
        elif replies := self.replies(message.channel, message.ts):
            body |= {
                "thread_ts": message.ts,
                "reply_count": len(replies),
                "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
                "reply_users_count": len({reply.user for reply in replies}),
                "latest_reply": replies[-1].ts,
                "is_locked": False,
                "subscribed": True,
            }
        if message.marked_edited:
            body["edited"] = {"user": message.user, "ts": message.marked_edited}
        if message.reactions:
            body["reactions"] = [
                {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
            ]
        if message.metadata and with_metadata:
            body["metadata"] = message.metadata
        return body

    def _forwarded_json(self, message: Message) -> dict[str, Any]:
        """The attachment as which a forwarded message is shown."""
        body = self.message_json(message)
        kept = {key: body[key] for key in ("text", "ts", "files", "attachments") if key in body}
        return kept | {
            "id": 1,
            "channel_id": message.channel,
            "channel_team": self.team.id,
            "author_id": message.user,
            "is_msg_unfurl": True,
            "is_share": True,
            "from_url": self.permalink(message),
            "fallback": message.text,
            "message_blocks": [],
            "mrkdwn_in": ["text"],
        }

    def file_json(self, id: str) -> dict[str, Any]:
        file = self.files[id]
        private = {channel: self.channels[channel].is_private for channel in file.shares}
        return file.to_json(self.url, private, self.team.id)

    def permalink(self, message: Message) -> str:
        link = f"{self.url}archives/{message.channel}/p{message.ts.replace('.', '')}"
        return f"{link}?thread_ts={message.parent}&cid={message.channel}" if message.parent else link


def bot_profile(team: str) -> dict[str, Any]:
    return {
        "id": BOT,
        "app_id": APP,
        "user_id": BOT_USER.id,
        "name": BOT_USER.real_name,
        "icons": {},
        "deleted": False,
        "updated": 1767225600,
        "team_id": team,
    }
