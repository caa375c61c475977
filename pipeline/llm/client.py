"""The client: puts calls to the server, waits as it asks, tries again, and keeps the books."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import (
    ModelAnswerUnusable,
    ModelBusy,
    ModelError,
    ModelNotAllowed,
)
from pipeline.guide import Usage
from pipeline.llm.calls import Call, Dialect, size
from pipeline.llm.counting import Counting
from pipeline.llm.gate import Gate
from pipeline.llm.loading import load_sdk
from pipeline.llm.meter import CallEnded, CallListener, DayAllowance, Ending, Meter, nobody
from pipeline.llm.settings import ModelSettings
from pipeline.llm.stream import Held, Stream
from pipeline.llm.trouble import Again, TruncatedAnswer, judge, judge_finish
from pipeline.llm.wire import read_answer

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

log = logging.getLogger(__name__)
T = TypeVar("T")

OPENAI = "https://api.openai.com/v1"
LONGEST_BACKOFF = 8.0
"""Seconds between two tries, where the server doesn't name its own."""


class Client:
    """One for a process, shared by all jobs: pooled connections, one gate, one day's allowance."""

    def __init__(self, settings: ModelSettings, listen: CallListener = nobody) -> None:
        """`listen` is told of each call when it has ended."""
        self.settings = settings
        self._listen = listen
        self.gate = Gate(settings.calls, settings.busy_seconds)
        self.day = DayAllowance(settings.daily_tokens)
        self._sdk: AsyncOpenAI | None = None
        self._making: asyncio.Task[AsyncOpenAI] | None = None
        self._dialects: dict[str, Dialect] = {}
        self._counting = Counting(settings.prices)
        self._told: set[str] = set()
        self._closers: list[Callable[[], Awaitable[None]]] = []

    @property
    def model(self) -> str:
        """The model that writes the steps."""
        return self.settings.model

    def warm(self) -> None:
        """Begins to load the SDK (half a second of work), beside whatever else is being done."""
        if self._making is None:
            self._making = asyncio.create_task(self._make())

    async def warmed(self) -> None:
        """Waits until the SDK is loaded, where that has begun, or can't be: the first call says why."""
        if self._making is not None:
            await asyncio.wait({self._making})

    async def aclose(self) -> None:
        """Closes all connections. Calls under way fail."""
        self.gate.close()
        if self._making is not None:
            self._making.cancel()
            await asyncio.gather(self._making, return_exceptions=True)
        if self._sdk is not None:
            await self._sdk.close()
        for close in self._closers:
            await close()

    async def check(self) -> float:
        """Asks the model for one word, and the outline's model too where that is another; the seconds that the slower
        one took. Raises ModelError where one doesn't answer; for an operator's check."""
        await self._client()
        schema = {
            "type": "object",
            "properties": {"ready": {"type": "boolean"}},
            "required": ["ready"],
            "additionalProperties": False,
        }
        slowest = 0.0
        for model in dict.fromkeys((self.settings.model, self.settings.outline_model)):
            call = Call("check", model, "Answer with ready: true.", "Are you ready?", schema, 200)
            began = time.perf_counter()
            await self.ask(call, Meter(), str)
            slowest = max(slowest, time.perf_counter() - began)
        return slowest

    async def ask(self, call: Call, meter: Meter, read: Callable[[str], T]) -> T:
        """The answer, as `read` understands it. `read` raises ValueError for an answer it can't use: the model is told
        so, once. Raises ModelError."""
        try:
            text = await self._retried(call, meter, self._attempt)
        except TruncatedAnswer:
            log.info("%s: the answer was cut off, asking once more with more room", call.label or call.kind)
            call = replace(call, max_output_tokens=2 * call.max_output_tokens)
            text = await self._retried(call, meter, self._attempt)
        try:
            return read(text)
        except ValueError as error:
            log.info("%s: the answer can't be used (%s), asking once more", call.label or call.kind, _short(error))
            wrong = (
                f"{call.user}\n\nYOUR LAST ANSWER COULD NOT BE USED\n{_short(error, 500)}\n"
                "Answer again, completely, in the form that was asked for."
            )
        text = await self._retried(replace(call, user=wrong), meter, self._attempt)
        try:
            return read(text)
        except ValueError as error:
            raise ModelAnswerUnusable from error

    async def stream(self, call: Call, meter: Meter) -> Stream:
        """The answer piece by piece, once its first piece is there. The stream is to be closed. Raises ModelError."""
        return await self._retried(call, meter, self._open)

    async def _retried(
        self,
        call: Call,
        meter: Meter,
        attempt: Callable[[AsyncOpenAI, Call, Dialect, Held], Awaitable[T]],
    ) -> T:
        """One call, tried again as the server asks and as often as the settings allow."""
        sdk = await self._client()
        dialect = self._dialects.setdefault(call.model, Dialect.of(call.model, self.settings.is_openai))
        gives_up = 0.0  # set by the first failure: waiting for one's turn is no failure
        failures = waits = 0
        while True:
            tokens = self._counting.tokens(call.size)
            ticket = meter.reserve(self.day, tokens + call.max_output_tokens)
            try:
                turn = await self.gate.enter(call.kind, tokens, first=failures + waits > 0)
            except BaseException:
                ticket.settle(Usage())
                raise
            kept, pause = False, 0.0
            meter.call_starts(turn.alone)
            ticket.tell = partial(self._ended, call.kind, time.perf_counter())
            try:
                result = await attempt(sdk, call, dialect, Held(self.gate, turn, meter, ticket))
                kept = isinstance(result, Stream)
                return result
            except Again as again:
                ending = Ending.BUSY if again.busy else Ending.FAILED
                ticket.settle(again.usage or self._counting.nothing(call), ending)
                now = time.monotonic()
                gives_up = gives_up or now + self.settings.busy_seconds
                wait, late = again.wait, now + again.wait > gives_up
                if again.busy:
                    waits += 1
                    meter.call_refused()
                    self.gate.too_many(turn, wait, again.headers)
                    if late:
                        raise ModelBusy from again
                elif not again.learned:
                    failures += 1
                    if failures > self.settings.retries or late:
                        raise again.error from again
                    backoff = min(LONGEST_BACKOFF, self.settings.backoff_seconds * 2 ** (failures - 1))
                    wait = pause = max(wait, backoff * random.uniform(0.75, 1.25))  # noqa: S311
                log.info("%s: %s; again in %.1f s", call.label or call.kind, again.why, wait)
            except ModelError as error:
                ticket.settle(self._counting.nothing(call), Ending.FAILED)
                self._tell(error)
                raise
            finally:
                if not kept:
                    # Cut off from outside, such as by Cancel: the server may have counted all of the question.
                    ticket.settle(self._counting.estimate(call, 0), Ending.DROPPED)
                    meter.call_ends()
                    self.gate.leave()
            await asyncio.sleep(pause)

    async def _attempt(self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, held: Held) -> str:
        """One whole answer's text."""
        body = dialect.request(call, stream=False)
        try:
            async with asyncio.timeout(self.settings.call_seconds):
                raw = await sdk.chat.completions.with_raw_response.create(**body)
            self.gate.heard(held.turn, raw.headers)
            answer = read_answer(raw.content)
        except Exception as error:
            raise self._judged(error, call, dialect, body) from error
        usage = self._counting.count(answer.usage, answer.model, call, size(answer.text))
        held.ticket.settle(usage)
        self.gate.good(held.turn, usage.output_tokens)
        judge_finish(answer.finish, answer.refusal)
        if not answer.text.strip():
            raise Again("the answer was empty", error=ModelAnswerUnusable())
        return answer.text

    async def _open(self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, held: Held) -> Stream:
        """A stream whose first piece is there."""
        settings, stream = self.settings, None
        body = dialect.request(call, stream=True)
        # Each read of the stream has this time-out too, so that no timer need be set for each token.
        patience = self._timeout(settings.silence_seconds)
        try:
            async with asyncio.timeout(settings.silence_seconds):
                response = await sdk.chat.completions.with_streaming_response.create(
                    **body, timeout=patience
                ).__aenter__()
                self.gate.heard(held.turn, response.headers)
                stream = Stream(call, response, held, self._counting, settings.call_seconds)
                await stream.begin()
        except BaseException as error:
            if stream is not None:
                await stream.drop(Ending.FAILED if isinstance(error, Exception) else Ending.DROPPED)
            if not isinstance(error, Exception):
                raise
            raise self._judged(error, call, dialect, body) from error
        return stream

    def _ended(self, kind: str, began: float, ending: Ending, usage: Usage) -> None:
        self._listen(CallEnded(kind, ending, time.perf_counter() - began, usage))

    def _judged(self, error: Exception, call: Call, dialect: Dialect, body: dict[str, Any]) -> Exception:
        """What to do about an exception of the SDK's: Again, a ModelError, or the exception itself."""
        judged = judge(error, call.model, lambda param, message: dialect.learn(body, param, message), self.settings)
        if isinstance(judged, Again) and judged.consumed:
            judged.usage = self._counting.estimate(call, 0)
        return judged

    def _tell(self, error: ModelError) -> None:
        """Tells the operator once what only the operator can mend."""
        if isinstance(error, ModelNotAllowed) and error.message not in self._told:
            self._told.add(error.message)
            log.error("%s", error.message)

    async def _client(self) -> AsyncOpenAI:
        if self._sdk is None:
            self.warm()
            assert self._making is not None
            making = self._making
            try:
                self._sdk = await asyncio.shield(making)
            except ModelError:
                if self._making is making:
                    self._making = None
                raise
        return self._sdk

    def _timeout(self, seconds: float) -> httpx2.Timeout:
        """So many seconds for each read, and the settings' for connecting."""
        import openai

        return openai.Timeout(seconds, connect=self.settings.connect_seconds)

    async def _make(self) -> AsyncOpenAI:
        openai = await asyncio.to_thread(load_sdk)
        logging.getLogger("httpx2").setLevel(logging.WARNING)  # it would log each request at INFO
        settings = self.settings
        timeout = self._timeout(settings.call_seconds)
        http = openai.DefaultAioHttpClient(timeout=timeout)
        if settings.azure_endpoint is None:
            sdk: AsyncOpenAI = openai.AsyncOpenAI(
                api_key=settings.api_key,
                base_url=settings.base_url or OPENAI,
                max_retries=0,
                timeout=timeout,
                http_client=http,
            )
            return await asyncio.to_thread(_loaded, sdk)
        provider = None
        if settings.azure_identity:
            from pipeline.llm.azure import token_provider

            provider, close = await token_provider()
            self._closers.append(close)
        azure: AsyncOpenAI = openai.AsyncAzureOpenAI(
            azure_endpoint=settings.azure_endpoint,
            api_version=settings.azure_api_version,
            api_key=settings.api_key or None,
            azure_ad_token=settings.azure_ad_token,
            azure_ad_token_provider=provider,
            max_retries=0,
            timeout=timeout,
            http_client=http,
        )
        return await asyncio.to_thread(_loaded, azure)


def _loaded(sdk: AsyncOpenAI) -> AsyncOpenAI:
    """The SDK with the parts in place that it would load with the first call, on the event loop."""
    _ = sdk.chat.completions.with_raw_response
    return sdk


def _short(error: object, most: int = 120) -> str:
    return " ".join(str(error).split())[:most]
