"""A small Bolt app in the playground, over Socket Mode or HTTP: the real SDK, for testing the playground itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground


def client_of(playground: Playground, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token or playground.bot_token, base_url=playground.api_url)


def bolt(playground: Playground) -> AsyncApp:
    # Without a name, Bolt looks for one through the stack, in all modules that are loaded.
    return AsyncApp(name="small", client=client_of(playground), signing_secret=playground.signing_secret)


@asynccontextmanager
async def connected(
    app: AsyncApp, playground: Playground, connections: int = 1, ping: float = 10.0
) -> AsyncIterator[None]:
    """The app, once the playground sees so many of its connections. `ping`: seconds after which it looks whether they
    are still there; one that hears nothing for four times as long is given up."""
    handlers = [AsyncSocketModeHandler(app, playground.app_token, ping_interval=ping) for _ in range(connections)]
    for handler in handlers:
        await handler.connect_async()
    try:
        await playground.until(lambda: len(playground.sockets.connections) == connections)
        yield
    finally:
        for handler in handlers:
            await handler.close_async()


@asynccontextmanager
async def listening(app: AsyncApp) -> AsyncIterator[str]:
    """The app's request URL, while it listens on a free port."""
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
