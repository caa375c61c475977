"""A language model's server on loopback: chat completions as strict as OpenAI's, as slow and faulty as it's told.

    async with ModelServer() as server:
        client = llm.Client(server.settings())
        server.fails(Fault.RATE_LIMIT, kind="step", step=2, retry_after=0.05)
        server.pace(first=0.3, tokens_per_second=80)

Answers are made up from the request (`model_answers`), unless others are prepared with `answers`. Each request is kept
with its times in `requests`.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web

from pipeline.llm import ModelSettings
from tests.loopback.model_answers import Asked, made_up, read_request
from tests.loopback.model_schema import BadRequest, check_body

CHARS = 4
"""Characters of a token, and so of a streamed piece."""
CACHED_FROM = 1024
"""Tokens that a prefix must have to be counted as cached (OpenAI's guide on prompt caching)."""

Answer = str | Mapping[str, Any] | Callable[[Asked], "str | Mapping[str, Any]"]


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
class _Rule:
    kind: str | None
    step: int | None
    value: Any
    times: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def takes(self, asked: Asked) -> bool:
        return (
            self.times != 0
            and (self.kind is None or self.kind == asked.kind)
            and (self.step is None or self.step == asked.step)
        )


class ModelServer:
    """The server; an async context manager."""

    def __init__(self, *, steps: int = 6, key: str = "sk-loopback", port: int = 0) -> None:
        self.steps = steps
        """How many steps a made-up outline has at most."""
        self.key = key
        self.requests: list[Request] = []
        self.models: set[str] | None = None
        """The models that it knows; None: any."""
        self.unsupported: dict[str, str] = {}
        """Parameters that it refuses with 400, and the words in which it does: `{name}` is put in."""
        self.forms = {"json_schema", "json_object", "text"}
        """The response formats that it takes; others are refused, as a parameter."""
        self.sends_usage = True
        self.per_second: float | None = None
        """Requests that it takes a second on the average; beyond a burst it answers 429."""
        self.burst = 1
        self.at_once: int | None = None
        """Requests that it works on at once; more get 429."""
        self.most_at_once = 0
        """How many it had at once, at most."""
        self._answers: list[_Rule] = []
        self._faults: list[_Rule] = []
        self._paces: list[_Rule] = [_Rule(None, None, Pace())]
        self._seed: int | None = None
        self._spread = 0.0
        self._bucket, self._bucket_at = 0.0, 0.0
        self._prefixes: set[bytes] = set()
        self._at_once = 0
        self._port = port
        self._runner: web.AppRunner | None = None

    # What a test asks of it

    def settings(self, **changes: Any) -> ModelSettings:
        """Settings of a client for this server, with the time-outs that a test wants."""
        return ModelSettings(**{"api_key": self.key, "base_url": self.base_url, "model": "gpt-4.1-mini", **changes})

    @property
    def base_url(self) -> str:
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def env(self) -> dict[str, str]:
        """What a process's environment needs to use this server."""
        return {"OPENAI_API_KEY": self.key, "OPENAI_BASE_URL": self.base_url, "OPENAI_MODEL": "gpt-4.1-mini"}

    def answers(
        self, answer: Answer, kind: str | None = None, step: int | None = None, times: int | None = None
    ) -> None:
        """Prepares an answer: its text, its JSON value, or a function of the request. The last prepared counts."""
        self._answers.append(_Rule(kind, step, answer, times))

    def fails(
        self, fault: Fault, kind: str | None = None, step: int | None = None, times: int | None = 1, **more: Any
    ) -> None:
        """Fails the next `times` requests of this kind; None: all. `retry_after` in seconds; `after`: how many tokens
        of the answer are sent before a DISCONNECT, a SILENCE or a STREAM_ERROR."""
        self._faults.append(_Rule(kind, step, fault, times, more))

    def pace(
        self,
        kind: str | None = None,
        step: int | None = None,
        *,
        first: float = 0.0,
        tokens_per_second: float | None = None,
    ) -> None:
        """Sets how long answers of this kind take. The last set counts."""
        self._paces.append(_Rule(kind, step, Pace(first, tokens_per_second)))

    def vary(self, seed: int, spread: float = 0.3) -> None:
        """Makes each call's pace differ by up to this share, the same for the same seed, kind and step."""
        self._seed, self._spread = seed, spread

    def pace_of(self, kind: str, step: int | None = None) -> Pace:
        """The pace that a call has or will have: what a bench computes its ideal from."""
        asked = Asked(kind, step, {}, {}, "")
        pace: Pace = next(rule.value for rule in reversed(self._paces) if rule.takes(asked))
        if self._seed is None:
            return pace
        chance = random.Random(f"{self._seed}:{kind}:{step}")
        factor = 1 + self._spread * chance.uniform(-1, 1)
        speed = pace.tokens_per_second and pace.tokens_per_second * (1 + self._spread * chance.uniform(-1, 1))
        return Pace(pace.first * factor, speed)

    def of(self, kind: str, step: int | None = None) -> list[Request]:
        """The requests of one kind, in the order in which they came."""
        return [r for r in self.requests if r.kind == kind and (step is None or r.step == step)]

    # The server

    async def __aenter__(self) -> ModelServer:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_post("/openai/deployments/{deployment}/chat/completions", self._chat)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        assert site._server is not None
        self._port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _chat(self, http: web.Request) -> web.StreamResponse:
        began = time.monotonic()
        azure = http.match_info.get("deployment")
        given = http.headers.get("api-key") or http.headers.get("Authorization", "").removeprefix("Bearer ")
        if given != self.key:
            return _error(401, "Incorrect API key provided: sk-…", "invalid_request_error", code="invalid_api_key")
        if azure and not http.query.get("api-version"):
            return _error(404, "Resource not found", None, code="404")
        body = await http.json()
        model = azure or body.get("model")
        if self.models is not None and model not in self.models:
            message = f"The model `{model}` does not exist or you do not have access to it."
            return _error(404, message, "invalid_request_error", code="model_not_found")
        try:
            self._check(body)
        except BadRequest as bad:
            return _error(400, bad.message, "invalid_request_error", bad.param, bad.code)
        request = Request(read_request(body), body, began)
        request.prompt_tokens, request.cached_tokens = self._counted(body)
        self.requests.append(request)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self._respond(http, request)
        finally:
            self._at_once -= 1
            request.ended = time.monotonic()

    def _check(self, body: Mapping[str, Any]) -> None:
        for name, words in self.unsupported.items():
            if name in body:
                raise BadRequest(words.replace("{name}", name), name, "unsupported_parameter")
        form = (body.get("response_format") or {}).get("type", "text")
        if form not in self.forms:
            raise BadRequest(
                f"Invalid parameter: 'response_format' of type '{form}' is not supported.", "response_format"
            )
        check_body(body)

    def _counted(self, body: Mapping[str, Any]) -> tuple[int, int]:
        """(tokens of the question, those of them that an earlier question began with too)."""
        text = _text_of(body)
        so_far, known = hashlib.sha256(str(body.get("model")).encode()), 0
        for end in range(128 * CHARS, len(text) + 1, 128 * CHARS):
            so_far.update(text[end - 128 * CHARS : end].encode("utf-8", "surrogatepass"))
            prefix = so_far.digest()
            if prefix in self._prefixes and known == end - 128 * CHARS:
                known = end
            self._prefixes.add(prefix)
        cached = known // CHARS if known // CHARS >= CACHED_FROM else 0
        return max(1, len(text) // CHARS), cached

    def _limits(self) -> tuple[dict[str, str], float | None]:
        """The headers on rate limits, and after how many seconds to come back where there is no room."""
        if self.per_second is None:
            full = self.at_once is not None and self._at_once > self.at_once
            return {}, 0.05 if full else None
        now = time.monotonic()
        if not self._bucket_at:
            self._bucket = float(self.burst)
        else:
            self._bucket = min(self.burst, self._bucket + (now - self._bucket_at) * self.per_second)
        self._bucket_at = now
        full = self._bucket < 1
        if not full:
            self._bucket -= 1
        headers = {
            "x-ratelimit-limit-requests": str(self.burst),
            "x-ratelimit-remaining-requests": str(int(self._bucket)),
            "x-ratelimit-reset-requests": f"{int((self.burst - self._bucket) / self.per_second * 1000)}ms",
        }
        return headers, (1 - self._bucket) / self.per_second if full else None

    async def _respond(self, http: web.Request, request: Request) -> web.StreamResponse:
        headers, full = self._limits()
        rule = next((rule for rule in self._faults if rule.takes(request.asked)), None)
        if full is not None:
            rule = _Rule(None, None, Fault.RATE_LIMIT, 1, {"retry_after": full})
        if rule is not None:
            request.fault = rule.value
            if rule.times is not None:
                rule.times -= 1
        more = rule.more if rule else {}
        match request.fault:
            case Fault.RATE_LIMIT:
                wait = more.get("retry_after", 0.05)
                refused = _error(429, "Rate limit reached for requests", "requests", code="rate_limit_exceeded")
                refused.headers.update({**headers, **({} if wait is None else {"retry-after": f"{wait:.3f}"})})
                return _noted(request, refused)
            case Fault.SERVER_ERROR:
                return _noted(request, _error(500, "The server had an error", "server_error"))
            case Fault.NO_CREDIT:
                told = "You exceeded your current quota, please check your plan and billing details."
                return _noted(request, _error(429, told, "insufficient_quota", code="insufficient_quota"))
            case Fault.FILTERED_QUESTION:
                told = "The response was filtered due to the prompt triggering the content management policy."
                return _noted(request, _error(400, told, None, "prompt", "content_filter"))
            case Fault.TOO_LONG:
                told = "This model's maximum context length is 8192 tokens."
                return _noted(
                    request, _error(400, told, "invalid_request_error", "messages", "context_length_exceeded")
                )
            case Fault.HANG:
                await asyncio.Event().wait()
            case Fault.GARBAGE:
                return web.Response(
                    text="<html><body>Welcome to our hotel's network</body></html>", content_type="text/html"
                )
        answer = self._answer(request.asked)
        finish, refusal = "stop", None
        match request.fault:
            case Fault.REFUSAL:
                answer, refusal = "", "I'm sorry, I can't help with that."
            case Fault.FILTERED_ANSWER:
                answer, finish = answer[: len(answer) // 3], "content_filter"
            case Fault.TRUNCATED:
                answer, finish = answer[: len(answer) * 2 // 3], "length"
            case Fault.EMPTY:
                answer = ""
            case Fault.INVALID_JSON:
                answer = answer[: len(answer) // 2] + "…"
        pieces = [answer[i : i + CHARS] for i in range(0, len(answer), CHARS)]
        limit = request.body.get("max_completion_tokens") or request.body.get("max_tokens")
        if limit and len(pieces) > limit:
            pieces, finish = pieces[:limit], "length"
        request.answer, request.completion_tokens = "".join(pieces), len(pieces)
        out = _Out(self, http, request, headers, pieces, finish, refusal, more.get("after"))
        return await (out.streamed() if request.body.get("stream") else out.whole())

    def _answer(self, asked: Asked) -> str:
        for rule in reversed(self._answers):
            if rule.takes(asked):
                if rule.times is not None:
                    rule.times -= 1
                answer = rule.value(asked) if callable(rule.value) else rule.value
                break
        else:
            answer = made_up(asked, self.steps)
        return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


@dataclass
class _Out:
    """Sends one answer, at its pace."""

    server: ModelServer
    http: web.Request
    request: Request
    headers: Mapping[str, str]
    pieces: list[str]
    finish: str
    refusal: str | None
    after: int | None
    """How many tokens are sent before a disconnect or silence."""

    def __post_init__(self) -> None:
        self.pace = self.server.pace_of(self.request.kind, self.request.step)
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
        number = self.server.requests.index(self.request) + 1
        return {"id": f"chatcmpl-{number}", "created": int(time.time()), "model": self.request.body.get("model", "")}

    async def _until(self, tokens: int) -> None:
        wait = self.request.began + self.pace.at(tokens) - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    async def whole(self) -> web.StreamResponse:
        if self.request.fault is Fault.SILENCE:
            await asyncio.Event().wait()
        await self._until(len(self.pieces))
        if self.request.fault in (Fault.DISCONNECT, Fault.STREAM_ERROR):
            return self._cut()
        message = {"role": "assistant", "content": "".join(self.pieces) or None, "refusal": self.refusal}
        choices = [{"index": 0, "message": message, "finish_reason": self.finish, "logprobs": None}]
        answer = {**self.head, "object": "chat.completion", "choices": choices}
        if self.server.sends_usage:
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
            await self._send(response, {"content": piece})
            self.request.sent_tokens += 1
        await self._send(response, {}, self.finish)
        if self.server.sends_usage and (self.request.body.get("stream_options") or {}).get("include_usage"):
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


def _text_of(body: Mapping[str, Any]) -> str:
    form = json.dumps(body.get("response_format") or "")
    return form + "\n".join(message["content"] for message in body["messages"])


def _noted(request: Request, response: web.Response) -> web.Response:
    request.status = response.status
    return response


def _error(
    status: int, message: str, kind: str | None, param: str | None = None, code: str | None = None
) -> web.Response:
    error = {"message": message, "type": kind, "param": param, "code": code}
    return web.json_response({"error": error}, status=status)
