"""What a job's calls have cost, and the caps that stop a call before it is made."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pipeline.errors import BudgetExceeded
from pipeline.guide import Usage
from pipeline.llm.clock import now
from pipeline.llm.streak import Streak

Claim = Callable[[str, int], Awaitable[int]]
"""Takes so many of a day's tokens ("2026-11-30") from what several processes share, or gives back as many as the number
is below 0. Returns how many it has given: all, fewer or none."""

CLAIMED_SHARE = 50
"""At least one part in so many of a day's tokens is claimed at once, so that few calls have to wait for that."""


class Allowance:
    """A cap on tokens. A call reserves what it may use at most, and then settles for what it used."""

    def __init__(self, tokens: int | None, name: str) -> None:
        self._cap = tokens
        self._name = name
        self._reserved = 0
        self._waiting: set[asyncio.Future[None]] = set()
        self.used = 0

    @property
    def _most(self) -> int | None:
        """How many tokens may be used."""
        return self._cap

    def may_fit(self, tokens: int) -> bool:
        """Whether these tokens fit once the calls that are under way have settled for less than they reserved."""
        return self._most is None or self.used + tokens <= self._most

    def changed(self) -> asyncio.Future[None]:
        """Done when the next call has settled."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        waiting.add_done_callback(self._waiting.discard)
        return waiting

    def reserve(self, tokens: int) -> None:
        """Raises BudgetExceeded where these tokens could go beyond the cap."""
        if self._most is not None and self.used + self._reserved + tokens > self._most:
            raise BudgetExceeded(
                f"Another call to the model could exceed the limit of {self._cap:,} tokens for {self._name} "
                f"({self._told_used()})."
            )
        self._reserved += tokens

    def _told_used(self) -> str:
        return f"{self.used:,} used so far"

    def undo(self, reserved: int) -> None:
        """Gives back what was reserved a moment ago. It wakes nobody: whoever waits would do the same, for ever."""
        self._reserved -= reserved

    def settle(self, reserved: int, used: int) -> None:
        """Gives back what was reserved, and counts what was used."""
        self._reserved -= reserved
        self.used += used
        for waiting in tuple(self._waiting):
            if not waiting.done():
                waiting.set_result(None)


class DayAllowance(Allowance):
    """A cap on the tokens of one day (UTC), over all jobs of the process, or of all processes that share it."""

    def __init__(self, tokens: int | None, clock: Callable[[], float] = time.time, name: str = "today") -> None:
        """`clock` gives the seconds since the epoch."""
        super().__init__(tokens, name)
        self._clock = clock
        self._day = self._today()
        self._claim: Claim | None = None
        self._claimed = 0
        self._claiming = asyncio.Lock()

    def share(self, claim: Claim) -> None:
        """From now on, only what `claim` gives may be used."""
        self._claim = claim

    async def provide(self, tokens: int) -> None:
        """Claims what a call of so many tokens lacks, where the day is shared."""
        if self._claim is None or self._cap is None:
            return
        async with self._claiming:
            self._turn()
            lacking = self.used + self._reserved + tokens - self._claimed
            if lacking > 0:
                day = self._day
                given = await self._claim(day, max(lacking, self._cap // CLAIMED_SHARE))
                if self._day == day:
                    self._claimed += given

    async def give_back(self) -> None:
        """Leaves to the others what was claimed and isn't used, nor reserved by calls that are under way."""
        if self._claim is None or self._cap is None:
            return
        async with self._claiming:
            self._turn()
            unused = self._claimed - self.used - self._reserved
            if unused > 0:
                self._claimed -= unused
                await self._claim(self._day, -unused)

    @property
    def _most(self) -> int | None:
        return self._cap if self._claim is None or self._cap is None else self._claimed

    def _told_used(self) -> str:
        return "shared by all processes" if self._claim else super()._told_used()

    def may_fit(self, tokens: int) -> bool:
        self._turn()
        return super().may_fit(tokens)

    def reserve(self, tokens: int) -> None:
        self._turn()
        super().reserve(tokens)

    def settle(self, reserved: int, used: int) -> None:
        self._turn()
        super().settle(reserved, used)

    def _turn(self) -> None:
        """Begins to count anew where another day has begun."""
        if self._day != (today := self._today()):
            self._day, self.used, self._claimed = today, 0, 0

    def _today(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).date().isoformat()


class Ending(StrEnum):
    """How a call that was sent has ended."""

    ANSWERED = "answered"
    """The server answered to the end, whether or not the answer is of use."""
    BUSY = "busy"
    """The server took no more calls at that moment."""
    FAILED = "failed"
    """The server refused it, said that it is broken, or wasn't heard to the end."""
    DROPPED = "dropped"
    """Nobody wanted the answer any more, as after Cancel."""


@dataclass(frozen=True)
class CallEnded:
    """One call, each try by itself, from when it was sent until it ended."""

    kind: str
    """"outline", "step", "judge", "repair" or "check"."""
    ending: Ending
    seconds: float
    usage: Usage


CallListener = Callable[[CallEnded], None]
"""Called on the event loop; must return at once and not raise."""


def nobody(_: CallEnded) -> None:
    """The listener for calls that nobody counts."""


@dataclass
class Ticket:
    """One call's place in the books, from before it's sent until it's settled. Settling twice counts once."""

    meter: Meter
    days: tuple[DayAllowance, ...]
    reserved: int
    settled: bool = False
    tell: Callable[[Ending, Usage], None] | None = None
    """Told how the call has ended; None until it's sent."""

    def settle(self, usage: Usage, ending: Ending = Ending.ANSWERED) -> None:
        if not self.settled:
            self.settled = True
            self.meter.settle(self.reserved, usage)
            for day in self.days:
                day.settle(self.reserved, usage.tokens)
            if self.tell:
                self.tell(ending, usage)


class Meter:
    """Adds up one job's calls, failed ones included, and knows which way they were made."""

    def __init__(self, job_tokens: int | None = None, days: Sequence[DayAllowance] = ()) -> None:
        """`days`: what the job's calls are counted in besides, such as in those of the person who asked."""
        self._allowance = Allowance(job_tokens, "this job")
        self._days = tuple(days)
        self._usage = Usage()
        self._under_way = 0
        self._most = 0
        self._refused = 0
        self._slowed: str | None = None
        self.began = now()
        self.streak = Streak()
        """How the answers have turned out so far."""

    @property
    def usage(self) -> Usage:
        """Over all calls so far."""
        return self._usage

    @property
    def path(self) -> str:
        """ "parallel", or "sequential" where calls had to wait for one another."""
        return "sequential" if self._slowed else "parallel"

    @property
    def path_reason(self) -> str:
        """Why, in words; empty where no call was made."""
        if self._slowed:
            return self._slowed
        if not self._most:
            return "everything came from the cache" if not self._usage.calls else ""
        said = f"up to {self._most} calls at a time" if self._most > 1 else "one call at a time was enough"
        if self._refused:
            said += f"; {self._refused} hit the server's rate limit and were sent again"
        return said

    async def reserve(self, day: DayAllowance, tokens: int) -> Ticket:
        """A ticket for a call that may use this many tokens. Where it may fit once others have used less than they
        reserved, that is waited for. Raises BudgetExceeded."""
        days = (day, *self._days)
        while True:
            for each in days:
                await each.provide(tokens)
            try:
                return self._reserved(days, tokens)
            except BudgetExceeded:
                if not all(each.may_fit(tokens) for each in (self._allowance, *days)):
                    raise
            changes = [each.changed() for each in (self._allowance, *days)]
            try:
                await asyncio.wait(changes, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for change in changes:
                    change.cancel()

    def _reserved(self, days: tuple[DayAllowance, ...], tokens: int) -> Ticket:
        reserved: list[Allowance] = []
        try:
            for each in (self._allowance, *days):
                each.reserve(tokens)
                reserved.append(each)
        except BudgetExceeded:
            for each in reserved:
                each.undo(tokens)
            raise
        return Ticket(self, days, tokens)

    def settle(self, reserved: int, usage: Usage) -> None:
        self._allowance.settle(reserved, usage.tokens)
        # A sum with nothing in it yet takes the cost as it is; an unknown one makes the sum unknown.
        self._usage = self._usage + usage

    def call_starts(self, slowed: str | None) -> None:
        """A call of this job is sent; `slowed` says why it had to wait for all others, if it had to."""
        self._under_way += 1
        self._most = max(self._most, self._under_way)
        self._slowed = self._slowed or slowed

    def call_refused(self) -> None:
        """A call of this job was one too many for the server at that moment."""
        self._refused += 1

    def call_ends(self) -> None:
        self._under_way -= 1
