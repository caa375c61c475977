"""What stands behind the Web API and the page: the workspace, what goes out to the app, and the faults planned."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.agents import Agents
from bot.playground.delivery import HttpCourier, SocketCourier
from bot.playground.events import Events, Outbox, Timing
from bot.playground.faults import Faults
from bot.playground.files import StoredFile
from bot.playground.interactions import Interactions, Triggers
from bot.playground.manifest import Manifest, granted
from bot.playground.people import BOT_USER, Channel, Team
from bot.playground.rates import Limits, Rates
from bot.playground.views import Views
from bot.playground.workspace import Message, Workspace

LOG = 20_000
"""Calls that are remembered at most."""


@dataclass(frozen=True)
class ApiCall:
    """A line of the log."""

    method: str
    args: dict[str, Any]
    at: float
    """Seconds since the epoch at which it arrived."""
    seconds: float
    """Until it was answered."""
    status: int
    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


class Backend:
    """A workspace, once it is `furnished`. Times are seconds."""

    def __init__(
        self,
        *,
        deliver_to: str | None = None,
        timing: Timing | None = None,
        limits: Limits | None = None,
        manifest: Manifest | None = None,
        bot_token: str | None = None,
        app_token: str | None = None,
        team: Team | None = None,
    ) -> None:
        self.team = team
        self.timing = timing or Timing()
        self.limits = limits or Limits()
        self.rates = Rates(self.limits)
        self.manifest = manifest or granted()
        self.bot_token = bot_token or f"xoxb-playground-{secrets.token_hex(12)}"
        self.app_token = app_token or f"xapp-1-playground-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.calls: list[ApiCall] = []
        self.faults = Faults()
        self.deliver_to = deliver_to
        self.sockets = SocketCourier(lambda: self.workspace.changed(kind="app"))
        self._tickets: set[str] = set()
        self.url = ""
        """The page, ending in a slash."""

    def furnish(self, url: str) -> None:
        """Makes the workspace, which is reached at this URL, and what belongs to it."""
        self.url = url
        self.workspace = Workspace(self.url, self.team)
        self.outbox = Outbox(self.sockets, self.timing, self.workspace)
        if self.deliver_to:
            self.deliver_over_http(self.deliver_to)
        self.events = Events(self.workspace, self.outbox, self.manifest)
        self.triggers = Triggers(self.timing.trigger)
        self.interactions = Interactions(
            self.workspace, self.outbox, self.events, self.triggers, self.timing.response_url
        )
        self.views = Views(self.workspace, self.interactions)
        self.agents = Agents(self.workspace)

    def deliver_over_http(self, url: str) -> None:
        """From now on everything goes to this request URL, signed, instead of over Socket Mode."""
        self.deliver_to = url
        self.outbox.courier = HttpCourier(url, self.signing_secret)
        self.workspace.changed(kind="app")

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}api/"

    def share(
        self,
        files: Sequence[StoredFile],
        channel: Channel,
        user: str,
        text: str,
        thread_ts: str | None,
        *,
        broadcast: bool = False,
        forwarded: Sequence[Message] = (),
        by_other: bool = False,
    ) -> Message:
        """Posts a message, with these files if there are any. A reply with `broadcast` is also sent to the channel."""
        thread_ts = self.workspace.thread_of(channel.id, thread_ts)
        message = Message(
            channel.id,
            self.workspace.next_ts(),
            user,
            text,
            files=[file.id for file in files],
            thread_ts=thread_ts,
            by_app=user == BOT_USER.id,
            by_other=by_other,
            subtype=_subtype(files, broadcast=broadcast, without_user=not user),
            broadcast=broadcast,
            forwarded=[message.ts for message in forwarded],
        )
        for file in files:
            file.shares.setdefault(channel.id, []).append((message.ts, thread_ts))
        self.workspace.add(message)
        self.events.message(message)
        return message

    def share_later(
        self, files: Sequence[StoredFile], channel: Channel, user: str, text: str, thread_ts: str | None
    ) -> None:
        """Shares what the app has uploaded, a moment after it was told that all is well; or never, as a fault."""
        if self.faults.share_is_lost():
            return

        async def share() -> None:
            await asyncio.sleep(self.timing.share)
            self.share([file for file in files if file.state == "complete"], channel, user, text, thread_ts)

        self.outbox.own(share())

    def remove_file(self, file: StoredFile) -> None:
        """Deletes a file: it goes from its messages, and one that had nothing else goes with it."""
        file.state, file.content = "deleted", b""
        for channel, places in file.shares.items():
            for ts, _ in places:
                if message := self.workspace.message(channel, ts):
                    self._take_from(message, file.id)
        self.events.file_deleted(file.id)

    def _take_from(self, message: Message, file: str) -> None:
        before = self.workspace.message_json(message)
        message.files = [id for id in message.files if id != file]
        if message.files or message.text:
            self.workspace.edit(message, message.text, message.blocks, mark=False)
            self.events.message_changed(message, before)
        else:
            self.workspace.remove(message)
            self.events.message_deleted(message, before)

    # -- Socket Mode's door, and the log

    def socket_url(self) -> str:
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        return f"ws://{self.url.removeprefix('http://')}socket/{ticket}"

    def admit(self, ticket: str) -> bool:
        """Whether this is a URL that apps.connections.open gave out; each serves once."""
        if ticket not in self._tickets:
            return False
        self._tickets.discard(ticket)
        return True

    def log(self, call: ApiCall) -> None:
        """Notes a call; of a playground that is left open for days the older ones are forgotten."""
        if len(self.calls) >= LOG:
            del self.calls[: LOG // 2]
        self.calls.append(call)
        self.workspace.changed(kind="call")


def _subtype(files: Sequence[StoredFile], *, broadcast: bool, without_user: bool) -> str | None:
    if without_user:
        return "bot_message"
    return "thread_broadcast" if broadcast else "file_share" if files else None
