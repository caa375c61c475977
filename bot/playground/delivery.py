"""Delivers what happens in the workspace to the app: as envelopes over Socket Mode, or as signed HTTP requests."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bot.playground.people import APP


@dataclass(frozen=True)
class Delivery:
    """One attempt to deliver an event, a slash command or an interaction."""

    kind: str
    """events_api | slash_commands | interactive."""
    payload: dict[str, Any]
    retry: int = 0
    retry_reason: str = ""

    @property
    def accepts_response(self) -> bool:
        return self.kind == "slash_commands" or self.payload.get("type") in ("view_submission", "block_suggestion")


@dataclass(frozen=True)
class Receipt:
    """What became of one delivery."""

    delivery: Delivery
    at: float
    """Seconds since the epoch at which it was sent."""
    seconds: float
    """Until the acknowledgement, or until it was given up."""
    error: str | None = None
    """Slack's retry reason: timeout, no_connection, connection_closed, http_error …; None for acknowledged."""
    answer: dict[str, Any] | None = None
    """What came with the acknowledgement."""
    final: bool = False
    """The app asked for no retry (`x-slack-no-retry`)."""

    @property
    def acknowledged(self) -> bool:
        return self.error is None


class Courier(Protocol):
    async def deliver(self, delivery: Delivery, within: float) -> Receipt:
        """Sends it, and waits for the acknowledgement at most `within` seconds."""
        ...

    async def close(self) -> None: ...


@dataclass(eq=False)
class Connection:
    """One of the app's Socket Mode connections."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    """By envelope_id: acknowledgements that haven't come yet."""

    async def send(self, frame: dict[str, Any]) -> None:
        await self.socket.send_str(json.dumps(frame))


class SocketCourier:
    """Hands each envelope to one of the connections in turn (docs.slack.dev, "Using Socket Mode")."""

    MOST = 10

    def __init__(self, changed: Callable[[], None]) -> None:
        self.connections: list[Connection] = []
        self._changed = changed
        self.connected = asyncio.Event()
        """Set while the app has a connection."""
        self.ignored_acknowledgements = 0
        """How many of the next acknowledgements are treated as lost. Their deliveries end at once, as timeouts."""
        self._turn = itertools.count()

    async def deliver(self, delivery: Delivery, within: float) -> Receipt:
        at, started = time.time(), time.monotonic()

        def receipt(error: str | None, answer: dict[str, Any] | None = None) -> Receipt:
            return Receipt(delivery, at, time.monotonic() - started, error, answer)

        if not self.connections:
            return receipt("no_connection")
        connection = self.connections[next(self._turn) % len(self.connections)]
        envelope = str(uuid.uuid4())
        frame: dict[str, Any] = {"envelope_id": envelope, "payload": delivery.payload, "type": delivery.kind}
        frame["accepts_response_payload"] = delivery.accepts_response
        if delivery.kind == "events_api":
            frame |= {"retry_attempt": delivery.retry, "retry_reason": delivery.retry_reason}
        future = connection.waiting[envelope] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(within):
                await connection.send(frame)
                acknowledgement = await future
        except TimeoutError:
            return receipt("timeout")
        except ConnectionError:
            return receipt("connection_closed")
        finally:
            connection.waiting.pop(envelope, None)
        answer = acknowledgement.get("payload") if delivery.accepts_response else None
        return receipt(None, answer if isinstance(answer, dict) else None)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        connection = Connection(socket)
        if len(self.connections) >= self.MOST:
            await connection.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await socket.close()
            return socket
        self.connections.append(connection)
        self.connected.set()
        self._changed()
        try:
            await connection.send(
                {
                    "type": "hello",
                    "num_connections": len(self.connections),
                    "debug_info": {"host": "playground", "approximate_connection_time": 18060},
                    "connection_info": {"app_id": APP},
                }
            )
            async for frame in socket:
                if frame.type == aiohttp.WSMsgType.TEXT:
                    self._received(connection, frame.data)
        finally:
            self._forget(connection)
        return socket

    def _received(self, connection: Connection, data: str) -> None:
        try:
            frame = json.loads(data)
        except ValueError:
            return
        future = connection.waiting.get(str(frame.get("envelope_id"))) if isinstance(frame, dict) else None
        if future is None or future.done():
            return
        if self.ignored_acknowledgements > 0:
            self.ignored_acknowledgements -= 1
            future.set_exception(TimeoutError())
            return
        future.set_result(frame)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        if not self.connections:
            self.connected.clear()
            self._changed()
        for future in connection.waiting.values():
            if not future.done():
                future.set_exception(ConnectionResetError("the socket was closed"))

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Sends a disconnect frame to each connection; Slack does so every few hours."""
        for connection in list(self.connections):
            await connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})

    async def drop(self) -> None:
        """Aborts each connection without a closing handshake."""
        for connection in list(self.connections):
            self._forget(connection)
            transport = connection.socket._req.transport if connection.socket._req else None
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        for connection in list(self.connections):
            self._forget(connection)
            await connection.socket.close()


class HttpCourier:
    """Posts each delivery to the app's request URL, signed as Slack signs (docs.slack.dev, "Verifying requests")."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self._url = url
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, delivery: Delivery, within: float) -> Receipt:
        at, started = time.time(), time.monotonic()

        def receipt(error: str | None, answer: dict[str, Any] | None = None, final: bool = False) -> Receipt:
            return Receipt(delivery, at, time.monotonic() - started, error, answer, final)

        body, content_type = _http_body(delivery)
        headers = self.signature_headers(body) | {"Content-Type": content_type}
        if delivery.retry:
            headers |= {"X-Slack-Retry-Num": str(delivery.retry), "X-Slack-Retry-Reason": delivery.retry_reason}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(within),
                self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                text = await response.text()
                final = response.headers.get("X-Slack-No-Retry") == "1"
                if not 200 <= response.status < 300:
                    return receipt("http_error", final=final)
                return receipt(None, _http_answer(text), final)
        except TimeoutError:
            return receipt("http_timeout")
        except aiohttp.ClientError:
            return receipt("connection_failed")

    def signature_headers(self, body: str) -> dict[str, str]:
        """The headers that sign a request's body, with the current time."""
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _http_body(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def _http_answer(text: str) -> dict[str, Any] | None:
    if not text.strip():
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}
