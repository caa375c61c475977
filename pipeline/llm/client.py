"""The client: puts calls to the server, waits as it asks, tries again, and keeps the books."""

from __future__ import annotations

import asyncio
import importlib
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import (
    ModelAnswerUnusable,
    ModelBusy,
    ModelError,
    ModelNotAllowed,
)
from pipeline.guide import Usage
from pipeline.llm.calls import CHARS_PER_TOKEN, Call, Dialect
from pipeline.llm.gate import Gate, Turn
from pipeline.llm.meter import DayAllowance, Meter, Ticket
from pipeline.llm.settings import ModelSettings, price_of
from pipeline.llm.trouble import Again, Interrupted, TruncatedAnswer, judge, judge_finish

if TYPE_CHECKING:
    from openai import AsyncOpenAI

log = logging.getLogger(__name__)
T = TypeVar("T")

__all__ = ["Client", "Interrupted", "Stream", "TruncatedAnswer"]


class Client:
    """One for a process, shared by all jobs: pooled connections, one gate, one day's allowance."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.gate = Gate(settings.calls)
        self.day = DayAllowance(settings.daily_tokens)
        self._sdk: AsyncOpenAI | None = None
        self._making: asyncio.Task[AsyncOpenAI] | None = None
        self._dialects: dict[str, Dialect] = {}
        self._chars_per_token = CHARS_PER_TOKEN
        self._told: set[str] = set()
        self._closers: list[Callable[[], Awaitable[None]]] = []

    @property
    def model(self) -> str:
        """The model that writes the steps."""
        return self.settings.model

    def warm(self) -> None:
        """Begins to load the SDK (about a second of work), beside whatever else is being done."""
        if self._making is None:
            self._making = asyncio.create_task(self._make())

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

    async def check(self) -> None:
        """Asks the model for one word. Raises ModelError where it doesn't answer; for an operator's check."""
        schema = {
            "type": "object",
            "properties": {"ready": {"type": "boolean"}},
            "required": ["ready"],
            "additionalProperties": False,
        }
        for model in dict.fromkeys((self.settings.model, self.settings.outline_model)):
            call = Call("check", model, "Answer with ready: true.", "Are you ready?", schema, 200)
            await self.ask(call, Meter(), str)

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

    def tokens(self, chars: int) -> int:
        """About how many tokens a text of so many characters has for this server."""
        return max(1, int(chars / self._chars_per_token))

    async def _retried(
        self,
        call: Call,
        meter: Meter,
        attempt: Callable[[AsyncOpenAI, Call, Dialect, Turn, Meter, Ticket], Awaitable[T]],
    ) -> T:
        """One call, tried again as the server asks and as often as the settings allow."""
        sdk = await self._client()
        dialect = self._dialects.setdefault(call.model, Dialect.of(call.model, self.settings.is_openai))
        gives_up = time.monotonic() + self.settings.busy_seconds
        failures = waits = 0
        while True:
            ticket = meter.reserve(self.day, self.tokens(call.chars) + call.max_output_tokens)
            try:
                turn = await self.gate.enter(first=failures + waits > 0)
            except BaseException:
                ticket.settle(Usage())
                raise
            kept, pause = False, 0.0
            meter.call_starts(turn.alone)
            try:
                result = await attempt(sdk, call, dialect, turn, meter, ticket)
                kept = isinstance(result, Stream)
                return result
            except Again as again:
                ticket.settle(again.usage or Usage(calls=1))
                wait, late = again.wait, time.monotonic() + again.wait > gives_up
                if again.busy:
                    waits += 1
                    self.gate.too_many(turn, wait)
                    if late:
                        raise ModelBusy from again
                elif not again.learned:
                    failures += 1
                    if failures > self.settings.retries or late:
                        raise again.error from again
                    wait = pause = max(wait, min(8.0, 0.5 * 2 ** (failures - 1)) * random.uniform(0.75, 1.25))  # noqa: S311
                log.info("%s: %s; again in %.1f s", call.label or call.kind, again.why, wait)
            except ModelError as error:
                ticket.settle(Usage(calls=1))
                self._tell(error)
                raise
            finally:
                if not kept:
                    # Cut off from outside, such as by Cancel: the server may have counted all of the question.
                    ticket.settle(self._estimate(call, 0))
                    meter.call_ends()
                    self.gate.leave(turn)
            await asyncio.sleep(pause)

    async def _attempt(
        self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, turn: Turn, meter: Meter, ticket: Ticket
    ) -> str:
        """One whole answer's text."""
        body = dialect.request(call, stream=False)
        try:
            async with asyncio.timeout(self.settings.call_seconds):
                raw = await sdk.chat.completions.with_raw_response.create(**body)
                self.gate.heard(raw.headers)
                answer = raw.parse()
        except Exception as error:
            raise self._judged(error, call, dialect, body) from error
        usage = self._count(answer.usage, answer.model, call, _content_length(answer))
        ticket.settle(usage)
        self.gate.good(turn, usage.output_tokens)
        if not answer.choices:
            raise Again("the answer was empty", error=ModelAnswerUnusable())
        choice = answer.choices[0]
        judge_finish(choice.finish_reason, choice.message.refusal)
        if not (choice.message.content or "").strip():
            raise Again("the answer was empty", error=ModelAnswerUnusable())
        return choice.message.content or ""

    async def _open(
        self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, turn: Turn, meter: Meter, ticket: Ticket
    ) -> Stream:
        """A stream whose first piece is there."""
        body = dialect.request(call, stream=True)
        stream: Stream | None = None
        try:
            async with asyncio.timeout(self.settings.silence_seconds):
                raw = await sdk.chat.completions.with_raw_response.create(**body)
                self.gate.heard(raw.headers)
                stream = Stream(self, call, raw.parse(), turn, meter, ticket)
                await stream.begin()
        except BaseException as error:
            if stream is not None:
                await stream.drop()
            if not isinstance(error, Exception) or isinstance(error, (Again, ModelError)):
                raise
            raise self._judged(error, call, dialect, body) from error
        return stream

    def _judged(self, error: Exception, call: Call, dialect: Dialect, body: dict[str, Any]) -> Exception:
        """What to do about an exception of the SDK's: Again, a ModelError, or the exception itself."""
        judged = judge(error, lambda param, message: dialect.learn(body, param, message), self.settings)
        if isinstance(judged, Again) and judged.consumed:
            judged.usage = self._estimate(call, 0)
        return judged

    def _count(self, usage: Any, model: str | None, call: Call, chars_out: int) -> Usage:
        """The usage as the server counted it, with its cost; estimated where the server said nothing."""
        if usage is None:
            return self._estimate(call, chars_out)
        details = getattr(usage, "prompt_tokens_details", None)
        cached = min(getattr(details, "cached_tokens", None) or 0, usage.prompt_tokens)
        counted = Usage(1, usage.prompt_tokens, cached, usage.completion_tokens)
        if counted.input_tokens > 50:
            ratio = min(8.0, max(0.8, call.chars / counted.input_tokens))
            self._chars_per_token = 0.8 * self._chars_per_token + 0.2 * ratio
        return self._priced(counted, call.model, model)

    def _estimate(self, call: Call, chars_out: int) -> Usage:
        """For a call that the server didn't account for."""
        tokens_out = self.tokens(chars_out) if chars_out else 0
        return self._priced(Usage(1, self.tokens(call.chars), 0, tokens_out, estimated=True), call.model, None)

    def _priced(self, usage: Usage, asked: str, answered: str | None) -> Usage:
        prices = self.settings.prices
        # An Azure deployment has any name; the answer names the model behind it.
        price = price_of(asked, prices) or (price_of(answered, prices) if answered else None)
        cost = price.of(usage) if price else None
        return Usage(usage.calls, usage.input_tokens, usage.cached_tokens, usage.output_tokens, cost, usage.estimated)

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

    async def _make(self) -> AsyncOpenAI:
        openai = await asyncio.to_thread(importlib.import_module, "openai")
        await asyncio.to_thread(importlib.import_module, "openai.resources.chat.completions")
        settings = self.settings
        timeout = openai.Timeout(settings.call_seconds, connect=settings.connect_seconds)
        http = openai.DefaultAioHttpClient(timeout=timeout)
        if settings.azure_endpoint is None:
            sdk: AsyncOpenAI = openai.AsyncOpenAI(
                api_key=settings.api_key,
                base_url=settings.base_url,
                max_retries=0,
                timeout=timeout,
                http_client=http,
            )
            return sdk
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
        return azure


class Stream:
    """An answer that arrives piece by piece: `async for piece in stream`, and `aclose` in any case.

    Raises Interrupted where it breaks off, TruncatedAnswer where the answer became too long, ModelRefused.
    """

    def __init__(self, client: Client, call: Call, chunks: Any, turn: Turn, meter: Meter, ticket: Ticket) -> None:
        self._client = client
        self._call = call
        self._chunks = chunks
        self._turn = turn
        self._meter = meter
        self._ticket = ticket
        self._pieces = self._read()
        self._first: str | None = None
        self._chars = 0
        self._usage: Any = None
        self._model: str | None = None
        self._closed = False

    async def begin(self) -> None:
        """Waits for the first piece. Raises Again where there is none."""
        try:
            self._first = await anext(self._pieces)
        except StopAsyncIteration:
            raise Again("the answer was empty", error=ModelAnswerUnusable()) from None

    async def __aiter__(self) -> AsyncIterator[str]:
        try:
            if self._first is not None:
                yield self._first
            while True:
                try:
                    async with asyncio.timeout(self._client.settings.silence_seconds):
                        piece = await anext(self._pieces)
                except StopAsyncIteration:
                    break
                yield piece
        except (ModelError, GeneratorExit, asyncio.CancelledError):
            raise
        except Exception as error:  # whatever the SDK or the connection raises in the middle of an answer
            log.info("%s: the answer broke off (%s)", self._call.label or self._call.kind, type(error).__name__)
            raise Interrupted from error

    async def _read(self) -> AsyncIterator[str]:
        finish = refusal = None
        async for chunk in self._chunks:
            self._usage = chunk.usage or self._usage
            self._model = chunk.model or self._model
            if not chunk.choices:
                continue
            choice = chunk.choices[0]
            finish = choice.finish_reason or finish
            refusal = (refusal or "") + choice.delta.refusal if choice.delta.refusal else refusal
            if choice.delta.content:
                self._chars += len(choice.delta.content)
                yield choice.delta.content
        judge_finish(finish, refusal)
        if finish is None:
            raise Interrupted

    async def drop(self) -> None:
        """Closes the connection and settles what is known; for a stream that never became one."""
        await self._chunks.close()
        if self._usage is not None:
            self._ticket.settle(self._client._count(self._usage, self._model, self._call, self._chars))
        else:
            self._ticket.settle(self._client._estimate(self._call, self._chars))

    async def aclose(self) -> None:
        """Lets go of the connection and of the place at the gate; what the server didn't count is estimated."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._chunks.close()
        finally:
            usage = self._client._count(self._usage, self._model, self._call, self._chars)
            self._ticket.settle(usage)
            if self._usage is not None:
                self._client.gate.good(self._turn, usage.output_tokens)
            self._meter.call_ends()
            self._client.gate.leave(self._turn)


def _content_length(answer: Any) -> int:
    return sum(len(choice.message.content or "") for choice in answer.choices or ())


def _short(error: object, most: int = 120) -> str:
    return " ".join(str(error).split())[:most]
