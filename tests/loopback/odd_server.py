"""A model's server that behaves as it's told by a function: for all that servers do beside the standard.

async def busy(seen: Seen) -> web.StreamResponse:
    return refusal(503, {"error": {"message": "Loading model"}}) if seen.number < 3 else await good(seen)

async with OddServer(busy) as server: …
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from pipeline.llm import ModelSettings
from tests.loopback.model_answers import Asked, made_up, read_request


@dataclass
class Seen:
    """One request."""

    http: web.Request
    body: dict[str, Any]
    number: int
    """Which one it is, from 1."""
    status: int = 0
    steps: int = 4
    since: float = 0.0
    """When the first request came, by the loop's clock."""

    @property
    def streamed(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def form(self) -> dict[str, Any]:
        form: dict[str, Any] = self.body.get("response_format") or {"type": "text"}
        return form

    @property
    def limit(self) -> int:
        return self.body.get("max_tokens") or self.body.get("max_completion_tokens") or 0

    @property
    def text(self) -> str:
        """All that was asked."""
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def asked(self) -> Asked:
        """What is asked, as a model reads it, whoever says it in the prompt."""
        messages = [*self.body["messages"], {"role": "system", "content": self.text}]
        return read_request({**self.body, "messages": messages})

    @property
    def tokens(self) -> int:
        return len(self.text) // 4

    def answer(self) -> str:
        """A good answer."""
        return json.dumps(made_up(self.asked, self.steps))


Behaviour = Callable[[Seen], Awaitable[web.StreamResponse]]


@dataclass
class OddServer:
    """The server; an async context manager."""

    behaviour: Behaviour
    steps: int = 4
    requests: list[Seen] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0
    _since: float = 0.0
    _runner: web.AppRunner | None = None
    root: str = ""

    def settings(self, **changes: Any) -> ModelSettings:
        """Settings for this server; with times that are shorter than anybody's patience."""
        quick = {"backoff_seconds": 0.01, "model": "some-model"}
        where = {} if "azure_endpoint" in changes else {"base_url": f"{self.root}/v1"}
        return ModelSettings(**{"api_key": "sk-loopback", **where, **quick, **changes})

    async def __aenter__(self) -> OddServer:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        self.root = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, http: web.Request) -> web.StreamResponse:
        self._since = self._since or asyncio.get_running_loop().time()
        seen = Seen(http, await http.json(), len(self.requests) + 1, steps=self.steps, since=self._since)
        self.requests.append(seen)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            response = await self.behaviour(seen)
            seen.status = response.status
            return response
        finally:
            self._at_once -= 1


def refusal(status: int, body: Any, **headers: str) -> web.Response:
    """An error; `body` is its JSON, or its text."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(body, str):
        return web.Response(status=status, text=body, content_type="text/html", headers=named)
    return web.json_response(body, status=status, headers=named)


async def good(
    seen: Seen,
    text: str | None = None,
    *,
    message: Mapping[str, Any] | None = None,
    usage: Mapping[str, int] | None = None,
    finish: str = "stop",
    before: bytes = b"",
    before_each: float = 0.0,
    before_end: Callable[[], Awaitable[object]] | None = None,
    done: bool = True,
) -> web.StreamResponse:
    """An answer in the way that was asked for. `message` takes the place of its text; `before` is sent first where it
    is streamed; `before_end` is awaited before its last event."""
    said = seen.answer() if text is None else text
    counted = usage or {"prompt_tokens": seen.tokens, "completion_tokens": max(1, len(said) // 4)}
    head = {"id": "chatcmpl-1", "created": 1, "model": seen.body.get("model", "")}
    if not seen.streamed:
        whole = {"role": "assistant", **(message or {"content": said})}
        choices = [{"index": 0, "message": whole, "finish_reason": finish}]
        return web.json_response({**head, "object": "chat.completion", "choices": choices, "usage": counted})
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(seen.http)
    await response.write(before)

    async def send(delta: Mapping[str, Any], end: str | None = None, **more: Any) -> None:
        choices = [{"index": 0, "delta": delta, "finish_reason": end}]
        chunk = {**head, "object": "chat.completion.chunk", "choices": choices, **more}
        await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    await send({"role": "assistant", "content": ""})
    if message is not None:
        await send(message)
    for start in range(0, len(said) if message is None else 0, 40):
        if before_each:
            await asyncio.sleep(before_each)
        await send({"content": said[start : start + 40]})
    if before_end is not None:
        await before_end()
    await send({}, finish, usage=counted)
    if done:
        await response.write(b"data: [DONE]\n\n")
    return response
