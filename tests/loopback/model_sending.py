"""How the stand-in for a model sends an answer: at its pace, in pieces of a token, and as broken as it's told."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiohttp import web

from tests.loopback.model_answers import Asked

CHARS = 4
"""Characters of a token, and so of a streamed piece."""


class Fault(StrEnum):
    RATE_LIMIT = "rate limit"
    """429, with Retry-After."""
    SERVER_ERROR = "server error"
    """500."""
    NO_CREDIT = "no credit"
    """429 with the code `insufficient_quota`."""
    FILTERED_QUESTION = "filtered question"
    """400 with the code `content_filter`, as Azure answers."""
    TOO_LONG = "too long"
    """400 with the code `context_length_exceeded`."""
    REFUSAL = "refusal"
    FILTERED_ANSWER = "filtered answer"
    TRUNCATED = "truncated"
    """The answer breaks off in the middle with finish_reason "length"."""
    EMPTY = "empty"
    INVALID_JSON = "invalid JSON"
    DISCONNECT = "disconnect"
    """The connection is cut in the middle of the answer."""
    SILENCE = "silence"
    """Nothing more comes after the first half of the answer."""
    HANG = "hang"
    """No answer ever."""
    GARBAGE = "garbage"
    """A page of HTML with status 200, as of a proxy."""
    STREAM_ERROR = "stream error"
    """An error event in the middle of the stream."""


@dataclass(frozen=True)
class Pace:
    """How long an answer takes, in seconds."""

    first: float = 0.0
    """Until the first token."""
    tokens_per_second: float | None = None
    """None: at once."""

    def at(self, tokens: int) -> float:
        """Seconds from the request until this many tokens are out."""
        return self.first + (tokens / self.tokens_per_second if self.tokens_per_second else 0.0)


@dataclass
class Request:
    """One request with its times (`time.monotonic`)."""

    asked: Asked
    body: dict[str, Any]
    began: float
    status: int = 200
    fault: Fault | None = None
    first_token: float | None = None
    ended: float | None = None
    answer: str = ""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    sent_tokens: int = 0
    """Fewer than `completion_tokens` where the answer broke off."""

    @property
    def kind(self) -> str:
        return self.asked.kind

    @property
    def step(self) -> int | None:
        return self.asked.step


@dataclass
class Sending:
    """Sends one answer, at its pace."""

    http: web.Request
    request: Request
    number: int
    """Which request it is, from 1."""
    pace: Pace
    sends_usage: bool
    headers: Mapping[str, str]
    pieces: list[str]
    finish: str
    refusal: str | None
    after: int | None
    """How many tokens are sent before a disconnect or silence."""
    held: Sequence[asyncio.Event] = ()
    """What the end of the answer waits for."""

    def __post_init__(self) -> None:
        if self.after is None:
            self.after = len(self.pieces) // 2

    @property
    def usage(self) -> dict[str, Any]:
        return {
            "prompt_tokens": self.request.prompt_tokens,
            "completion_tokens": self.request.completion_tokens,
            "total_tokens": self.request.prompt_tokens + self.request.completion_tokens,
            "prompt_tokens_details": {"cached_tokens": self.request.cached_tokens},
        }

    @property
    def head(self) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{self.number}",
            "created": int(time.time()),
            "model": self.request.body.get("model", ""),
        }

    async def _until(self, tokens: int) -> None:
        wait = self.request.began + self.pace.at(tokens) - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    async def _let_go(self) -> None:
        for event in self.held:
            await event.wait()

    async def whole(self) -> web.StreamResponse:
        if self.request.fault is Fault.SILENCE:
            await asyncio.Event().wait()
        await self._until(len(self.pieces))
        await self._let_go()
        if self.request.fault in (Fault.DISCONNECT, Fault.STREAM_ERROR):
            return self._cut()
        message = {"role": "assistant", "content": "".join(self.pieces) or None, "refusal": self.refusal}
        choices = [{"index": 0, "message": message, "finish_reason": self.finish, "logprobs": None}]
        answer = {**self.head, "object": "chat.completion", "choices": choices}
        if self.sends_usage:
            answer["usage"] = self.usage
        self.request.sent_tokens = len(self.pieces)
        return web.json_response(answer, headers=self.headers)

    async def streamed(self) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **self.headers})
        await response.prepare(self.http)
        await self._until(0)
        self.request.first_token = time.monotonic()
        await self._send(response, {"role": "assistant", "content": ""})
        if self.refusal:
            await self._send(response, {"refusal": self.refusal})
        for number, piece in enumerate(self.pieces):
            if number == self.after and self.request.fault is Fault.DISCONNECT:
                return self._cut()
            if number == self.after and self.request.fault is Fault.SILENCE:
                await asyncio.Event().wait()
            if number == self.after and self.request.fault is Fault.STREAM_ERROR:
                told = {"error": {"message": "The server had an error", "type": "server_error", "code": None}}
                await response.write(f"data: {json.dumps(told)}\n\n".encode())
                return response
            await self._until(number + 1)
            if number == len(self.pieces) - 1:
                await self._let_go()
            await self._send(response, {"content": piece})
            self.request.sent_tokens += 1
        await self._send(response, {}, self.finish)
        if self.sends_usage and (self.request.body.get("stream_options") or {}).get("include_usage"):
            last = {**self.head, "object": "chat.completion.chunk", "choices": [], "usage": self.usage}
            await response.write(f"data: {json.dumps(last)}\n\n".encode())
        await response.write(b"data: [DONE]\n\n")
        return response

    async def _send(self, response: web.StreamResponse, delta: Mapping[str, Any], finish: str | None = None) -> None:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
        chunk = {**self.head, "object": "chat.completion.chunk", "choices": choices, "usage": None}
        await response.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())

    def _cut(self) -> web.StreamResponse:
        assert self.http.transport is not None
        self.http.transport.abort()
        raise web.HTTPInternalServerError  # nobody reads it: the connection is gone
