"""The playground itself: starts the workspace on loopback, and is a person's hands in it."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.playground.browser import Browser, guard
from bot.playground.calls import ApiCall
from bot.playground.delivery import HttpCourier, Receipt, SocketCourier
from bot.playground.events import Events, Outbox, Timing
from bot.playground.faults import Fault, Faults
from bot.playground.files import StoredFile
from bot.playground.interactions import Interactions, Triggers, find_element
from bot.playground.manifest import Manifest
from bot.playground.people import BOT_USER, COLLEAGUE, GUEST, STRANGER, YOU, Channel, User
from bot.playground.rates import Limits, Rates
from bot.playground.refusal import Refused
from bot.playground.server import Server
from bot.playground.views import Views
from bot.playground.workspace import HANG_SECONDS, Edit, Message, Workspace

LOG = 20_000
"""Calls that are remembered at most."""


class Playground:
    """A Slack workspace on loopback.

        async with Playground() as playground:
            app = AsyncApp(token=playground.bot_token, client=AsyncWebClient(base_url=playground.api_url, …))

    `port=0` takes a free one. With `deliver_to` events, commands and interactions go to that request URL as signed
    HTTP requests instead of over Socket Mode. Times are seconds; users and channels are given by id, channels also
    as "#name".
    """

    you, colleague, guest, stranger, app_user = YOU, COLLEAGUE, GUEST, STRANGER, BOT_USER

    def __init__(
        self,
        port: int = 0,
        *,
        deliver_to: str | None = None,
        timing: Timing | None = None,
        limits: Limits | None = None,
        manifest: Manifest | None = None,
        bot_token: str | None = None,
        app_token: str | None = None,
    ) -> None:
        self._port = port
        self.timing = timing or Timing()
        self.limits = limits or Limits()
        self.rates = Rates(self.limits)
        self.manifest = manifest or Manifest.load()
        self.bot_token = bot_token or f"xoxb-playground-{secrets.token_hex(12)}"
        self.app_token = app_token or f"xapp-1-playground-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.calls: list[ApiCall] = []
        self.faults = Faults()
        self.deliver_to = deliver_to
        self.sockets = SocketCourier(lambda: self.workspace.changed(kind="app"))
        self._tickets: set[str] = set()
        self._runner: web.AppRunner | None = None
        self.url = ""
        """The page, ending in a slash."""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=256 * 1024 * 1024, middlewares=[guard(self)])
        app.router.add_routes(Server(self).routes() + Browser(self).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/"
        self.workspace = Workspace(self.url)
        self.outbox = Outbox(self.sockets, self.timing, self.workspace)
        if self.deliver_to:
            self.deliver_over_http(self.deliver_to)
        self.events = Events(self.workspace, self.outbox, self.manifest)
        self.triggers = Triggers(self.timing.trigger)
        self.interactions = Interactions(self)
        self.views = Views(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workspace.changed(kind="closing")
        await self.outbox.close()
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def deliver_over_http(self, url: str) -> None:
        """From now on everything goes to this request URL, signed, instead of over Socket Mode."""
        self.deliver_to = url
        self.outbox.courier = HttpCourier(url, self.signing_secret)
        self.workspace.changed(kind="app")

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}api/"

    # -- people and places

    @property
    def users(self) -> dict[str, User]:
        return self.workspace.users

    def channel(self, name: str) -> Channel:
        """A channel by id, or by name as in "#general"."""
        for channel in self.workspace.channels.values():
            if name in (channel.id, f"#{channel.name}"):
                return channel
        raise KeyError(name)

    def direct_message(self, user: str) -> Channel:
        """The conversation of this person with the app."""
        return self.workspace.direct_message([user, BOT_USER.id])[0]

    # -- what people do

    async def post_message(
        self,
        channel: str,
        user: str,
        text: str = "",
        files: Sequence[tuple[str, bytes]] = (),
        thread_ts: str | None = None,
        *,
        note: str = "",
    ) -> Message:
        """Someone posts; the app gets the events. `text` is in Slack's form, such as "<@U…> please"."""
        stored = [self.store(name, content, user, note) for name, content in files]
        place = self.channel(channel)
        if user not in place.members:
            raise Refused("not_in_channel")
        return self.share(stored, place, user, text, thread_ts)

    def store(self, name: str, content: bytes, user: str, note: str = "") -> StoredFile:
        """A file that someone has uploaded and not shared yet."""
        id = self.workspace.next_id("F")
        file = StoredFile(id, name, name, user, time.time(), content, len(content), "complete", note=note)
        self.workspace.files[id] = file
        return file

    def share(
        self, files: Sequence[StoredFile], channel: Channel, user: str, text: str, thread_ts: str | None
    ) -> Message:
        """Posts a message, with these files if there are any."""
        message = Message(
            channel.id,
            self.workspace.next_ts(),
            user,
            text,
            files=[file.id for file in files],
            thread_ts=thread_ts,
            by_app=user == BOT_USER.id,
            subtype="file_share" if files else None,
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

    def invite_app(self, channel: Channel) -> None:
        """Someone adds the app to a channel; from now on it hears and may post there."""
        if BOT_USER.id not in channel.members:
            channel.members.append(BOT_USER.id)
            self.workspace.changed(kind="channel", channel=channel.id)

    async def slash_command(self, channel: str, user: str, command: str, text: str = "") -> Receipt:
        """Someone types a command in a channel. Raises LookupError for one that manifest.yml doesn't have."""
        if command not in {known["command"] for known in self.manifest.commands}:
            raise LookupError(f"{command} is not a valid command")
        return await self.interactions.slash_command(self.channel(channel), user, command, text)

    async def press(self, ts: str, action_id: str, user: str, chosen: dict[str, Any] | None = None) -> Receipt:
        """Presses the button with this action_id in a message; `chosen` is what a menu's choice adds."""
        message = self.workspace.messages[ts]
        found = find_element(message.blocks, action_id)
        if found is None or message.deleted:
            raise KeyError(action_id)
        element, block_id = found
        return await self.interactions.press(message, element | (chosen or {}), block_id, user)

    async def shortcut(self, ts: str, callback_id: str, user: str) -> Receipt:
        """Someone picks a message shortcut. Raises LookupError for one that manifest.yml doesn't have."""
        if callback_id not in {known["callback_id"] for known in self.manifest.shortcuts}:
            raise LookupError(f"there is no shortcut {callback_id}")
        return await self.interactions.shortcut(self.workspace.messages[ts], callback_id, user)

    async def submit_view(self, user: str, values: dict[str, dict[str, Any]]) -> Receipt:
        """Hands in the modal that is open for this person; `values` by block_id and action_id, without the types.

        A file input's value is {"files": [id, …]}, the ids of files from `store`.
        """
        view = self.views.top(user)
        if view is None:
            raise LookupError(f"no modal is open for {user}")
        return await self.views.submit(view, values)

    async def press_in_view(
        self,
        user: str,
        action_id: str,
        chosen: dict[str, Any] | None = None,
        values: dict[str, dict[str, Any]] | None = None,
    ) -> Receipt:
        """Presses a button in the modal that is open; `values` is what its inputs hold meanwhile."""
        view = self.views.top(user)
        found = find_element(view.payload["blocks"], action_id) if view else None
        if view is None or found is None:
            raise KeyError(action_id)
        element, block_id = found
        return await self.views.press(view, element | (chosen or {}), block_id, values or {})

    def open_home(self, user: str, tab: str = "home") -> None:
        """Someone opens the app: `app_home_opened`."""
        home = self.views.homes.get(user)
        self.events.app_home_opened(user, self.direct_message(user).id, tab, home.to_json() if home else None)

    # -- what is to be seen

    def messages(self, channel: str) -> list[Message]:
        """What the conversation itself shows, oldest first."""
        return self.workspace.history(self.channel(channel).id)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The replies to a message, oldest first."""
        return self.workspace.replies(self.channel(channel).id, ts)

    def ephemeral(self, user: str) -> list[Message]:
        """What only this person sees, oldest first."""
        return [message for message in self.workspace.messages.values() if message.visible_to == user]

    def edits(self, ts: str) -> list[Edit]:
        """What a message said, from the first moment on."""
        return self.workspace.messages[ts].edits

    @property
    def files(self) -> list[StoredFile]:
        return list(self.workspace.files.values())

    @property
    def receipts(self) -> list[Receipt]:
        """What became of each delivery to the app, in order."""
        return self.outbox.receipts

    async def until(self, condition: Callable[[], Any], within: float = HANG_SECONDS) -> Any:
        """Waits for a condition, looking after each change, so that no test has to sleep. Raises TimeoutError."""
        return await self.workspace.until(condition, within)

    async def settled(self, within: float = HANG_SECONDS) -> None:
        """Waits until every event is acknowledged or given up, and every upload is shared."""
        await self.outbox.settled(within)

    # -- what goes wrong

    def fail_next(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int = 200,
        delay: float = 0.0,
        retry_after: int = 1,
        after: bool = False,
        times: int = 1,
    ) -> Fault:
        """The next calls of a method (or of "upload", "download") go wrong; see `Fault`, whose `met` can be awaited."""
        fault = Fault(error, status, delay, retry_after, after)
        self.faults.plan(method, fault, times)
        return fault

    def lose_next_shares(self, times: int = 1) -> None:
        self.faults.unshared += times

    def deliver_twice(self, times: int = 1) -> None:
        self.outbox.twice += times

    def withhold_acknowledgements(self, times: int = 1) -> None:
        """Treats the next acknowledgements as lost (Socket Mode), so that Slack's retries come; they are given up as
        they arrive, since waiting would teach nothing."""
        self.sockets.ignored_acknowledgements += times

    async def drop_sockets(self) -> None:
        await self.sockets.drop()

    async def ask_to_reconnect(self) -> None:
        await self.sockets.ask_to_reconnect()

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
