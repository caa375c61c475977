"""An answer that arrives piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ModelError
from pipeline.guide import Usage
from pipeline.llm.calls import Call, size
from pipeline.llm.clock import now
from pipeline.llm.counting import Counting
from pipeline.llm.failures import EmptyAnswer, Looping, judge_finish
from pipeline.llm.gate import Gate, Turn
from pipeline.llm.loops import Loops
from pipeline.llm.meter import Ending, Meter, Ticket
from pipeline.llm.wire import Events, Part, Reported, instead


class OutOfTime(TimeoutError):
    """Pieces of an answer still come, but it has had its time."""


@dataclass(frozen=True)
class Held:
    """What a call holds until it ends: its place at the gate and in the books."""

    gate: Gate
    turn: Turn
    meter: Meter
    ticket: Ticket
    worked: Callable[[], None]
    """Told that the server has answered."""
    heard: Callable[[], None]
    """Told that something has come from the server."""
    broke_off: Callable[[Exception, int], ModelError]
    """What to raise for an exception in the middle of an answer, of which so many bytes have come."""

    def good(self, output_tokens: int) -> None:
        """Notes that an answer of so many tokens came completely; 0 where they weren't counted."""
        self.gate.good(self.turn, output_tokens)
        self.worked()


class Stream:
    """An answer that arrives piece by piece: `async for piece in stream`, and `aclose` in any case.

    Raises Interrupted where it breaks off, Looping where it repeats itself without end, TooSlow where it takes too
    long, TruncatedAnswer where the answer became too long, and any other ModelError that the server's words mean.
    """

    def __init__(
        self, call: Call, response: Any, held: Held, counting: Counting, seconds: float, silence: float
    ) -> None:
        """`response` is the SDK's, not yet read. `seconds`: the longest that the whole answer may take once it has
        begun; `silence`: the longest between two pieces of it."""
        self._call = call
        self._response = response
        self._held = held
        self._counting = counting
        self._seconds, self._silence = seconds, silence
        self._ends = float("inf")
        self._pieces = self._read()
        self._first: str | None = None
        self._limit: asyncio.Timeout | None = None
        self._bytes = 0
        self._usage: Reported | None = None
        self._model: str | None = None
        self._thoughts: list[str] = []
        self._arguments: list[str] = []
        self._braced = False
        """Whether there is a brace in it, as in any answer that is asked for."""
        self.elsewhere = False
        """Whether its text stood elsewhere than in the answer's `content`, such as among the thoughts, as far as it has
        come."""
        self.ending = Ending.DROPPED
        """How it has ended, if it is closed now."""
        self._closed = False
        self.began: float | None = None
        """When its first bytes came, in seconds of the loop's clock."""

    @classmethod
    def of_text(cls, answer: Part, call: Call, held: Held, counting: Counting, then: ModelError | None) -> Stream:
        """A stream of an answer that came as a whole, and of what is to be raised after it."""
        stream = cls(call, None, held, counting, 0.0, 0.0)
        stream._first, stream.ending, stream._usage = answer.text, Ending.ANSWERED, answer.usage
        stream.elsewhere = answer.elsewhere
        stream._pieces = _only(then)
        return stream

    @property
    def input_tokens(self) -> int | None:
        """The tokens of the question as the server counted them; None if it hasn't, or not yet."""
        return self._usage.input if self._usage is not None and self._usage.input else None

    @property
    def output_tokens(self) -> int:
        """Those of the answer; 0 if the server hasn't counted them, or not yet."""
        return self._usage.output if self._usage is not None else 0

    async def begin(self, limit: asyncio.Timeout) -> None:
        """Waits for the first piece of text. `limit` is for the first sign of life. Raises EmptyAnswer where there is
        no text."""
        self._limit = limit
        try:
            self._first = await anext(self._pieces)
        except StopAsyncIteration:
            raise EmptyAnswer from None
        finally:
            self._limit = None

    async def __aiter__(self) -> AsyncIterator[str]:
        try:
            if self._first is not None:
                yield self._first
            async for piece in self._pieces:
                yield piece
        except ModelError:
            raise
        except Exception as error:  # whatever the SDK or the connection raises in the middle of an answer
            self.ending = Ending.FAILED
            raise self._held.broke_off(error, self._bytes) from error

    async def _read(self) -> AsyncGenerator[str, None]:
        events, loops, in_circles, finish, refusal = Events(), Loops(), Loops(), None, ""
        async for data in self._with_patience(self._response.iter_bytes()):
            for part in events.feed(data) if data is not None else events.end():
                usage = part.usage
                # Some servers end with a count of zeros.
                self._usage = usage if usage and (usage.input or usage.output) else self._usage or usage
                self._model = part.model or self._model
                finish = part.finish or finish
                refusal += part.refusal
                if part.thought:
                    self._thoughts.append(part.thought)
                    if in_circles.feed(part.thought):
                        self.ending = Ending.FAILED
                        raise Looping
                if part.arguments:
                    self._arguments.append(part.arguments)
                self.elsewhere = self.elsewhere or part.elsewhere
                if part.text:
                    self._bytes += size(part.text)
                    self._braced = self._braced or "{" in part.text
                    if loops.feed(part.text):
                        self.ending = Ending.FAILED
                        raise Looping
                    yield part.text
        self.ending = Ending.ANSWERED
        text = "" if self._braced else instead("", "".join(self._thoughts), "".join(self._arguments))
        if text:
            self.elsewhere = True
            self._bytes += size(text)
            yield text
        judge_finish(finish, refusal)

    async def _with_patience(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes | None, None]:
        """The pieces, and None at their end. Raises TimeoutError where one is too long in coming. The first is waited
        for by `begin`."""
        while True:
            try:
                if self.began is None:
                    data = await anext(pieces)
                    self.began = now()
                    self._ends = self.began + self._seconds
                    if self._limit is not None:
                        self._limit.reschedule(asyncio.get_running_loop().time() + self._seconds)
                else:
                    async with asyncio.timeout(self._silence):
                        data = await anext(pieces)
            except StopAsyncIteration:
                yield None
                return
            self._held.heard()
            if now() > self._ends:
                raise OutOfTime
            yield data

    async def drop(self, ending: Ending) -> None:
        """Closes the connection and settles what is known; for a stream that never became one, or is read to its
        end."""
        await self._response.close()
        usage = (
            self._counting.nothing(self._call) if self.began is None and ending is Ending.FAILED else self._counted()
        )
        self._held.ticket.settle(usage, ending)

    async def aclose(self) -> None:
        """Lets go of the connection and of the place at the gate; what the server didn't count is estimated."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._pieces.aclose()
            if self._response is not None:
                await self._response.close()
        finally:
            usage = self._counted()
            self._held.ticket.settle(usage, self.ending)
            if self.ending is Ending.ANSWERED or self._usage is not None:
                self._held.good(usage.output_tokens if self._usage is not None else 0)
            self._held.meter.call_ends()
            self._held.gate.leave()

    def _counted(self) -> Usage:
        return self._counting.count(self._usage, self._model, self._call, self._bytes)


async def _only(error: ModelError | None) -> AsyncGenerator[str, None]:
    if error is not None:
        raise error
    none: tuple[str, ...] = ()
    for piece in none:
        yield piece
