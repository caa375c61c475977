"""An answer that arrives piece by piece."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ModelAnswerUnusable, ModelError
from pipeline.guide import Usage
from pipeline.llm.calls import Call, size
from pipeline.llm.counting import Counting
from pipeline.llm.gate import Gate, Turn
from pipeline.llm.meter import Ending, Meter, Ticket
from pipeline.llm.trouble import Again, Interrupted, judge_finish
from pipeline.llm.wire import Events, Reported

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Held:
    """What a call holds until it ends: its place at the gate and in the books."""

    gate: Gate
    turn: Turn
    meter: Meter
    ticket: Ticket


class Stream:
    """An answer that arrives piece by piece: `async for piece in stream`, and `aclose` in any case.

    Raises Interrupted where it breaks off, TruncatedAnswer where the answer became too long, ModelRefused.
    """

    def __init__(self, call: Call, response: Any, held: Held, counting: Counting, seconds: float) -> None:
        """`response` is the SDK's, not yet read; it raises where the server is silent for too long. `seconds`: the
        longest that the whole answer may take."""
        self._call = call
        self._response = response
        self._held = held
        self._counting = counting
        self._ends = time.monotonic() + seconds
        self._pieces = self._read()
        self._first: str | None = None
        self._bytes = 0
        self._usage: Reported | None = None
        self._model: str | None = None
        self._ending = Ending.DROPPED
        """How it has ended, if it is closed now."""
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
            async for piece in self._pieces:
                yield piece
        except ModelError:
            raise
        except Exception as error:  # whatever the SDK or the connection raises in the middle of an answer
            self._ending = Ending.FAILED
            log.info("%s: the answer broke off (%s)", self._call.label or self._call.kind, type(error).__name__)
            raise Interrupted from error

    async def _read(self) -> AsyncGenerator[str, None]:
        events, finish, refusal = Events(), None, ""
        async for data in self._response.iter_bytes():
            if time.monotonic() > self._ends:
                raise TimeoutError
            for part in events.feed(data):
                self._usage = part.usage or self._usage
                self._model = part.model or self._model
                finish = part.finish or finish
                refusal += part.refusal
                if part.text:
                    self._bytes += size(part.text)
                    yield part.text
        self._ending = Ending.ANSWERED
        judge_finish(finish, refusal)

    async def drop(self, ending: Ending) -> None:
        """Closes the connection and settles what is known; for a stream that never became one."""
        await self._response.close()
        self._held.ticket.settle(self._counted(), ending)

    async def aclose(self) -> None:
        """Lets go of the connection and of the place at the gate; what the server didn't count is estimated."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._pieces.aclose()
            await self._response.close()
        finally:
            usage = self._counted()
            self._held.ticket.settle(usage, self._ending)
            if self._usage is not None:
                self._held.gate.good(self._held.turn, usage.output_tokens)
            self._held.meter.call_ends()
            self._held.gate.leave()

    def _counted(self) -> Usage:
        return self._counting.count(self._usage, self._model, self._call, self._bytes)
