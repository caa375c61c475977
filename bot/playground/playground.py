"""The playground itself: starts the workspace on loopback, and shows a test what came of what it did."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.playground.browser import Browser, guard
from bot.playground.delivery import Receipt
from bot.playground.events import Timing
from bot.playground.faults import Cut, Fault
from bot.playground.files import StoredFile
from bot.playground.hands import Hands
from bot.playground.manifest import Manifest
from bot.playground.people import Team
from bot.playground.rates import Limits
from bot.playground.server import Server
from bot.playground.workspace import HANG_SECONDS, Edit, Message


class Playground(Hands):
    """A Slack workspace on loopback.

        async with Playground() as playground:
            app = AsyncApp(token=playground.bot_token, client=AsyncWebClient(base_url=playground.api_url, …))

    `port=0` takes a free one. With `deliver_to` events, commands and interactions go to that request URL as signed
    HTTP requests instead of over Socket Mode. Times are seconds; users and channels are given by id, channels also
    as "#name".
    """

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
        team: Team | None = None,
    ) -> None:
        super().__init__(
            deliver_to=deliver_to,
            timing=timing,
            limits=limits,
            manifest=manifest,
            bot_token=bot_token,
            app_token=app_token,
            team=team,
        )
        self._port = port
        self._runner: web.AppRunner | None = None
        self._listening: socket.socket | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=256 * 1024 * 1024, middlewares=[guard(self)])
        app.router.add_routes(Server(self).routes() + Browser(self).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        self._listening = socket.create_server(("127.0.0.1", self._port), backlog=128)
        await web.SockSite(self._runner, self._listening).start()
        port = self._runner.addresses[0][1]
        self.furnish(f"http://127.0.0.1:{port}/")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workspace.changed(kind="closing")
        await self.outbox.close()
        await self.sockets.close()
        if self._runner is not None:
            await self._listen_no_more()
            await self._runner.cleanup()

    async def _listen_no_more(self) -> None:
        """Lets whoever connects at this moment be connected, and cut off like all others: asyncio forgets to close what
        it is just accepting when a server closes (CPython's issue 109564)."""
        assert self._listening is not None
        with contextlib.suppress(NotImplementedError):  # on Windows
            asyncio.get_running_loop().remove_reader(self._listening)
        for _ in ("its task begins", "its transport is there", "its protocol knows it"):
            await asyncio.sleep(0)

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
        page: str | None = None,
        cut: Cut | None = None,
        in_body: bool = False,
        channel: str | None = None,
        once: str | None = None,
        times: int = 1,
    ) -> Fault:
        """The next calls of a method (or of "upload", "download", "socket") go wrong; see `Fault`, whose `met` can be
        awaited."""
        fault = Fault(error, status, delay, retry_after, after, page, cut, in_body, channel, once)
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
