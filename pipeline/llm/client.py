"""The client: puts calls to the server, waits as it asks, tries again, and keeps the books."""

from __future__ import annotations

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
    ModelUnavailable,
)
from pipeline.guide import Usage
from pipeline.llm.calls import Call, NoAnswerInside, size
from pipeline.llm.clock import now
from pipeline.llm.connection import Connection
from pipeline.llm.contexts import Contexts
from pipeline.llm.counting import Counting
from pipeline.llm.dialect import Dialect, Lesson, Rung
from pipeline.llm.failures import (
    Again,
    EmptyAnswer,
    Interrupted,
    Looping,
    TooLong,
    TooSlow,
    TruncatedAnswer,
    judge_finish,
)
from pipeline.llm.gate import Gate, Turn
from pipeline.llm.loops import LONGEST_BLANK_BYTES, loops
from pipeline.llm.meter import CallEnded, CallListener, DayAllowance, Ending, Meter, nobody
from pipeline.llm.patience import SLOWER, Patience, floor
from pipeline.llm.settings import ModelSettings
from pipeline.llm.stream import Held, OutOfTime, Stream
from pipeline.llm.trouble import judge
from pipeline.llm.wire import Part, ServerSaidError, read_answer

if TYPE_CHECKING:
    from openai import AsyncOpenAI

log = logging.getLogger(__name__)
T = TypeVar("T")

LONGEST_BACKOFF = 8.0
"""Seconds between two tries, where the server doesn't name its own."""
LEAST_BYTES = 400
"""An answer that has no more when its time is over is as good as none."""


class Client:
    """One for a process, shared by all jobs: pooled connections, one gate, one day's allowance."""

    def __init__(self, settings: ModelSettings, listen: CallListener = nobody) -> None:
        """`listen` is told of each call when it has ended."""
        self.settings = settings
        self._listen = listen
        self.gate = Gate(
            settings.calls,
            settings.busy_seconds,
            requests=settings.requests_per_minute,
            tokens=settings.tokens_per_minute,
        )
        self.patience = Patience(settings.busy_seconds)
        self.day = DayAllowance(settings.daily_tokens)
        self._connection = Connection(settings)
        self._dialects: dict[str, Dialect] = {}
        self._counting = Counting(settings.prices)
        self._told: set[str] = set()
        self._slowest_first: float | None = None
        self.contexts = Contexts()

    @property
    def model(self) -> str:
        """The model that writes the steps."""
        return self.settings.model

    def warm(self) -> None:
        """Begins to load the SDK (half a second of work), beside whatever else is being done."""
        self._connection.warm()

    async def warmed(self) -> None:
        """Waits until the SDK is loaded, where that has begun, or can't be: the first call says why."""
        await self._connection.warmed()

    async def sdk(self) -> AsyncOpenAI:
        """The SDK, once it is loaded. Raises ModelError."""
        return await self._connection.sdk()

    async def aclose(self) -> None:
        """Closes all connections. Calls under way fail."""
        self.gate.close()
        await self._connection.aclose()

    async def ask(self, call: Call, meter: Meter, read: Callable[[str], T]) -> T:
        """The answer, as `read` understands it. `read` raises ValueError for an answer it can't use: the model is told
        so, once. Raises ModelError."""
        await meter.streak.enter()
        try:
            result = await self._asked(call, meter, read)
        except ModelError as error:
            meter.streak.failed(error)
            raise
        else:
            meter.streak.good()
            return result
        finally:
            meter.streak.leave()

    async def _asked(self, call: Call, meter: Meter, read: Callable[[str], T]) -> T:
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
            if isinstance(error, NoAnswerInside):
                self.formless(call)
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

    def formless(self, call: Call) -> bool:
        """Notes that an answer had nothing of the form that was asked for. Returns whether the next question is worded
        in another way."""
        return self.dialect(call.model).formless()

    def dialect(self, model: str) -> Dialect:
        """How a model of this server is asked, as far as that is known."""
        return self._dialects.setdefault(model, Dialect.of(model, self.settings.is_openai))

    async def _retried(
        self,
        call: Call,
        meter: Meter,
        attempt: Callable[[AsyncOpenAI, Call, Dialect, Held], Awaitable[T]],
    ) -> T:
        """One call, tried again as the server asks and as often as the settings allow."""
        self.patience.check(call.model, meter.began)
        sdk = await self._connection.sdk()
        dialect = self.dialect(call.model)
        began = gives_up = 0.0  # set by the first turn and by the first failure: waiting for one's turn is no failure
        failures = waits = 0
        while True:
            tokens = self._counting.tokens(call.size)
            most = tokens + call.max_output_tokens
            ticket = await meter.reserve(self.day, most)
            try:
                turn = await self.gate.enter(call.kind, tokens, first=failures + waits > 0, most=most)
                began = began or turn.began
            except BaseException:
                ticket.settle(Usage())
                raise
            kept, pause = False, 0.0
            meter.call_starts(turn.alone)
            ticket.tell = partial(self._ended, turn, time.perf_counter())
            worked = partial(self.patience.good, call.model, turn)
            broke_off = partial(self._broke_off, call, dialect, turn)
            try:
                held = Held(self.gate, turn, meter, ticket, worked, self.patience.hears, broke_off)
                result = await attempt(sdk, call, dialect, held)
                kept = isinstance(result, Stream)
                return result
            except Again as again:
                again.learned = again.learned or (isinstance(again, EmptyAnswer) and dialect.empty())
                ending = Ending.BUSY if again.busy else Ending.FAILED
                ticket.settle(again.usage or self._counting.nothing(call), ending)
                failed = now()
                gives_up = gives_up or failed + self.settings.busy_seconds
                wait = again.wait
                if again.busy:
                    waits += 1
                    wait = max(wait, floor(waits))
                    meter.call_refused()
                    self.gate.too_many(turn, wait, again.headers, again.crowded)
                    if failed + wait > min(gives_up, self.patience.until()):
                        busy = self.gate.busy(wait) if wait > self.settings.busy_seconds else again.error
                        raise self._given_up(call, busy, began) from again
                elif not again.learned:
                    failures += 1
                    if again.late:
                        self.gate.late(turn)
                    # A server that says nothing, or says after a long time that it failed, gets the time of one call.
                    # If it answers others, it may answer this too.
                    over = failed + wait > gives_up
                    if self.patience.last_good < turn.began:
                        over = over or self.patience.in_vain(turn, failed, self.settings.call_seconds)
                    if failures > min(self.settings.retries, again.most or failures) or over:
                        raise self._given_up(call, again.error, began) from again
                    backoff = min(LONGEST_BACKOFF, self.settings.backoff_seconds * 2 ** (failures - 1))
                    wait = pause = max(wait, backoff * random.uniform(0.75, 1.25))  # noqa: S311
                log.info("%s: %s; again in %.1f s", call.label or call.kind, again.why, wait)
            except ModelError as error:
                ticket.settle(self._counting.nothing(call), Ending.FAILED)
                if isinstance(error, TooLong) and error.context:
                    self.contexts.learn(call.model, error.context)
                if isinstance(error, ModelNotAllowed):
                    raise self._given_up(call, error, began) from error
                raise
            finally:
                if not kept:
                    # Cut off from outside, such as by Cancel: the server may have counted all of the question.
                    ticket.settle(self._counting.estimate(call, 0), Ending.DROPPED)
                    meter.call_ends()
                    self.gate.leave()
            await self.patience.pause(pause)
            self.patience.check(call.model, meter.began)

    def _given_up(self, call: Call, error: ModelError, began: float) -> ModelError:
        """The error with which a call ends, and with it all others of a server that is given up."""
        of_server = isinstance(error, (ModelBusy, ModelUnavailable, ModelNotAllowed))
        if of_server and self.patience.gives_up(call.model, error, began):
            log.warning("the language model's server is given up: %s", error.message)
            self.gate.dismiss(error)
        self._tell(error)
        return error

    async def _attempt(self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, held: Held) -> str:
        """One whole answer's text. Other servers than OpenAI's stream it: a small model that repeats itself is noticed
        while it does, and a slow one isn't cut off by what stands between."""
        best = not dialect.is_openai
        if not dialect.streams(best):
            answer, cut_off = await self._whole(sdk, call, dialect, held, streaming_is_best=best)
            if cut_off is not None:
                raise cut_off
            self.contexts.check(call, answer.usage.input if answer.usage else None)
            return answer.text
        stream = await self._streamed(sdk, call, dialect, held, streaming_is_best=best)
        try:
            text = "".join([piece async for piece in stream])
        except (Looping, TooSlow):
            raise  # the next answer would be the same
        except Interrupted as error:
            # Where it's busy, the gate is closed already.
            raise Again(error.message, error=error, learned=error.busy) from error
        finally:
            await stream.drop(stream.ending)
        held.good(stream.output_tokens)
        if not text.strip():
            raise EmptyAnswer
        self.contexts.check(call, stream.input_tokens)
        return text

    async def _whole(
        self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, held: Held, *, streaming_is_best: bool
    ) -> tuple[Part, ModelError | None]:
        """An answer that comes as a whole, and what to raise after it where it isn't complete."""
        body, rung = dialect.request(call, stream=False), dialect.rung(streaming_is_best)
        try:
            async with self.patience.waiting(held.turn, self.settings.call_seconds):
                raw = await sdk.chat.completions.with_raw_response.create(**body)
            self.gate.heard(held.turn, raw.headers)
            answer = read_answer(raw.content)
        except Exception as error:
            raise self._judged(error, call, dialect, body, streaming_is_best, rung) from error
        usage = self._counting.count(answer.usage, answer.model, call, size(answer.text))
        held.ticket.settle(usage)
        held.good(usage.output_tokens)
        dialect.good(streaming_is_best)
        try:
            judge_finish(answer.finish, answer.refusal)
        except TruncatedAnswer as error:
            endless = loops(answer.text) or (answer.text and not answer.text[-LONGEST_BLANK_BYTES:].strip())
            return answer, Looping() if endless or loops(answer.thought) else error
        if not answer.text.strip():
            raise EmptyAnswer
        return answer, None

    async def _open(self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, held: Held) -> Stream:
        """A stream whose first piece is there."""
        if dialect.streams(best=True):
            return await self._streamed(sdk, call, dialect, held, streaming_is_best=True)
        answer, cut_off = await self._whole(sdk, call, dialect, held, streaming_is_best=True)
        return Stream.of_text(answer, call, held, self._counting, cut_off)

    async def _streamed(
        self, sdk: AsyncOpenAI, call: Call, dialect: Dialect, held: Held, *, streaming_is_best: bool
    ) -> Stream:
        settings, stream = self.settings, None
        body, rung = dialect.request(call, stream=True), dialect.rung(streaming_is_best)
        began = now()
        try:
            # Beside others it may have to wait for its turn there.
            first_wait = settings.call_seconds if held.turn.beside else self._first_wait
            async with self.patience.waiting(held.turn, first_wait) as limit:
                response = await sdk.chat.completions.with_streaming_response.create(**body).__aenter__()
                self.gate.heard(held.turn, response.headers)
                stream = Stream(call, response, held, self._counting, settings.call_seconds, settings.silence_seconds)
                await stream.begin(limit)
        except BaseException as error:
            if stream is not None:
                heard_out = stream.ending is Ending.ANSWERED  # such as a refusal
                failed = Ending.FAILED if isinstance(error, Exception) else Ending.DROPPED
                await stream.drop(Ending.ANSWERED if heard_out else failed)
            if not isinstance(error, Exception):
                raise
            raise self._judged(error, call, dialect, body, streaming_is_best, rung) from error
        dialect.good(streaming_is_best)
        self._slowest_first = max(self._slowest_first or 0.0, (stream.began or began) - began)
        return stream

    @property
    def _first_wait(self) -> float:
        """Seconds to wait for the first sign of an answer. Nobody knows how long a server takes that hasn't answered
        yet: it may be loading its model, or read a long question slowly."""
        settings = self.settings
        if self._slowest_first is None:
            return settings.call_seconds
        return min(settings.call_seconds, max(settings.silence_seconds, SLOWER * self._slowest_first))

    def _ended(self, turn: Turn, began: float, ending: Ending, usage: Usage) -> None:
        self.gate.used(turn, usage.tokens)
        self._listen(CallEnded(turn.kind, ending, time.perf_counter() - began, usage))

    def _judged(
        self, error: Exception, call: Call, dialect: Dialect, body: dict[str, Any], best: bool, rung: int
    ) -> Exception:
        """What to do about an exception of the SDK's: Again, a ModelError, or the exception itself."""
        lessons = Lesson(dialect, body, best, rung, self._counting.tokens(call.size))
        judged = judge(error, call.model, lessons, self.settings)
        if isinstance(judged, Again) and judged.consumed:
            judged.usage = self._counting.estimate(call, 0)
        return judged

    def _broke_off(self, call: Call, dialect: Dialect, turn: Turn, error: Exception, received: int) -> ModelError:
        """What to raise for an answer that breaks off after so many bytes. It is asked for again, unless the server is
        given up."""
        label, moment = call.label or call.kind, now()
        if isinstance(error, TimeoutError):
            self.gate.late(turn)
        silent = isinstance(error, TimeoutError) and not (isinstance(error, OutOfTime) and received >= LEAST_BYTES)
        if silent and self.patience.last_good < turn.began:
            late = ModelUnavailable("The language model took too long to answer.")
            if self.patience.in_vain(turn, moment, self.settings.call_seconds):
                return self._given_up(call, late, turn.began)
        if isinstance(error, OutOfTime):
            return TooSlow()
        judged = self._judged(error, call, dialect, {"messages": ()}, True, len(Rung))
        if isinstance(judged, ModelError):
            return judged
        if not isinstance(judged, Again):
            log.info("%s: the answer broke off (%s)", label, type(error).__name__)
            return Interrupted()
        if judged.busy:
            wait = max(judged.wait, self.patience.floor())
            if moment + wait > self.patience.until():
                return self._given_up(call, judged.error, turn.began)
            log.info("%s: the answer broke off, because %s; again in %.1f s", label, judged.why, wait)
            self.gate.too_many(turn, wait, crowded=judged.crowded)
            return Interrupted(judged.error.message, busy=True)
        log.info("%s: the answer broke off (%s)", label, judged.why)
        return Interrupted(judged.error.message) if isinstance(error, ServerSaidError) else Interrupted()

    def _tell(self, error: ModelError) -> None:
        """Tells the operator once what only the operator can mend."""
        if isinstance(error, ModelNotAllowed) and error.message not in self._told:
            self._told.add(error.message)
            log.error("%s", error.message)


def _short(error: object, most: int = 120) -> str:
    return " ".join(str(error).split())[:most]
