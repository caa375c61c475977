"""A language model's server on loopback: chat completions as strict as OpenAI's, as slow and faulty as it's told.

    async with ModelServer() as server:
        client = llm.Client(server.settings())
        server.fails(Fault.RATE_LIMIT, kind="step", step=2, retry_after=0.05)
        server.pace(first=0.3, tokens_per_second=80)

Answers are made up from the request (`model_answers`), unless others are prepared with `answers` or `replays`. Each
request is kept with its times in `requests`.

    python -m tests.loopback.model_server --port 8089

serves until it's stopped, with the recorded answers and at the pace of a real model, and prints the environment.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from pipeline.llm import ModelSettings
from tests.loopback.model_answers import Asked, made_up, read_request
from tests.loopback.model_schema import BadRequest, check_body
from tests.loopback.model_sending import CHARS, Fault, Pace, Request, Sending
from tests.loopback.recordings import Recording, load_all

__all__ = ["Fault", "ModelServer", "Pace", "Request"]

CACHED_FROM = 1024
"""Tokens that a prefix must have to be counted as cached (OpenAI's guide on prompt caching)."""

Answer = str | Mapping[str, Any] | Callable[[Asked], "str | Mapping[str, Any] | None"]
"""The text, the JSON value, or what makes one of the request; None: whatever is prepared otherwise."""


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
        self._held: list[_Rule] = []
        self._came = asyncio.Condition()
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

    def replays(self, recordings: Iterable[Recording] | None = None) -> None:
        """Answers what was answered at the desk (all recordings where none are given); made-up answers for the
        rest."""
        for recording in load_all() if recordings is None else recordings:
            self.answers(recording.answer)

    def fails(
        self, fault: Fault, kind: str | None = None, step: int | None = None, times: int | None = 1, **more: Any
    ) -> None:
        """Fails the next `times` requests of this kind; None: all. `retry_after` in seconds; `after`: how many tokens
        of the answer are sent before a DISCONNECT, a SILENCE or a STREAM_ERROR."""
        self._faults.append(_Rule(kind, step, fault, times, more))

    def recovers(self) -> None:
        """Fails no more."""
        self._faults.clear()

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

    def hold(self, kind: str | None = None, step: int | None = None) -> asyncio.Event:
        """Keeps the end of answers of this kind back until the event is set."""
        let_go = asyncio.Event()
        self._held.append(_Rule(kind, step, let_go))
        return let_go

    async def asked(self, number: int, kind: str | None = None) -> None:
        """Waits until so many requests (of this kind) have come, answered or not."""
        async with self._came:
            await self._came.wait_for(lambda: sum(kind in (None, r.kind) for r in self.requests) >= number)

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
        async with self._came:
            self.requests.append(request)
            self._came.notify_all()
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
                answer, finish = answer[: len(answer) // 2], "length"
            case Fault.EMPTY:
                answer = ""
            case Fault.INVALID_JSON:
                answer = answer[: len(answer) // 2] + "…"
        pieces = [answer[i : i + CHARS] for i in range(0, len(answer), CHARS)]
        limit = request.body.get("max_completion_tokens") or request.body.get("max_tokens")
        if limit and len(pieces) > limit:
            pieces, finish = pieces[:limit], "length"
        request.answer, request.completion_tokens = "".join(pieces), len(pieces)
        pace, number = self.pace_of(request.kind, request.step), len(self.requests)
        held = [rule.value for rule in self._held if rule.takes(request.asked)]
        out = Sending(
            http, request, number, pace, self.sends_usage, headers, pieces, finish, refusal, more.get("after"), held
        )
        return await (out.streamed() if request.body.get("stream") else out.whole())

    def _answer(self, asked: Asked) -> str:
        answer: Any = None
        for rule in reversed(self._answers):
            if rule.takes(asked):
                answer = rule.value(asked) if callable(rule.value) else rule.value
                if answer is not None:
                    if rule.times is not None:
                        rule.times -= 1
                    break
        if answer is None:
            answer = made_up(asked, self.steps)
        return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


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


async def serve(port: int, pace: Pace) -> None:
    async with ModelServer(port=port) as server:
        server.replays()
        server.pace(first=pace.first, tokens_per_second=pace.tokens_per_second)
        print("\n".join(f"export {name}={value}" for name, value in server.env.items()), flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A language model's stand-in on loopback.")
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--first", type=float, default=0.5, help="seconds until the first token")
    parser.add_argument("--tokens-per-second", type=float, default=120.0)
    args = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(args.port, Pace(args.first, args.tokens_per_second)))


if __name__ == "__main__":
    main()
