"""Limits how many calls are under way at once: as many as the server can take, which is learned from its answers."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.errors import ModelBusy, ModelError
from pipeline.llm.clock import now
from pipeline.llm.quota import Quota
from pipeline.llm.rate import Rate, Spent

log = logging.getLogger(__name__)

SHRINK_FACTOR = 0.5
"""The limit is multiplied by this after the server said that there were too many calls (as in TCP's congestion
avoidance)."""
GROWTH = 0.25
"""How much the limit grows with each good answer. With a full round of answers that is a quarter of it."""
GROWTH_AFTER_LATE = 0.02
"""The same after answers that came too late beside others: to learn how many are too many costs minutes each time."""
SLOW_SHRINK_FACTOR = 0.8
"""The limit is multiplied by this after answers have become slow."""
SLOW_FACTOR = 3.0
"""A token is slow if it takes this many times longer than usual."""
PACE_ANSWERS = 8
"""The pace counts after this many answers."""
SHORT_ANSWER_TOKENS = 60
"""Answers with fewer tokens say little about the pace: most of their time is the wait for the first token."""
TOO_MANY = "the server's rate limit allows no more than one call at a time"
TOO_LATE = "the server took too long with more calls at a time"
TOO_SLOW = "the server got slower with more calls at a time"


@dataclass(eq=False)
class Turn:
    """A call's place among those under way."""

    kind: str
    began: float
    """When it was let in, in seconds of the loop's clock."""
    beside: int
    """How many others were under way when it began."""
    alone: str | None
    """Why it had to be the only one, if it had to."""
    sent: tuple[float, float] = (0.0, 0.0)
    """(requests, tokens) sent by then, with this call's."""
    spent: Spent | None = None
    """What it counts for in the tokens of a minute."""


@dataclass
class Pace:
    """How fast answers of one kind come, in seconds for each token."""

    usual: float = 0.0
    """The best pace so far, which is slowly forgotten."""
    recent: float = 0.0
    seen: int = 0

    def take(self, pace: float) -> None:
        self.recent = 0.7 * self.recent + 0.3 * pace if self.seen else pace
        self.usual = min(self.usual * 1.01, self.recent) if self.seen else pace
        self.seen += 1

    @property
    def slow(self) -> bool:
        return self.seen >= PACE_ANSWERS and self.recent > SLOW_FACTOR * self.usual


@dataclass(eq=False)
class _Waiter:
    tokens: int
    most: int
    """Tokens with those of the longest answer that it may get."""
    spent: Spent | None = None
    at: float = 0.0
    beside: int = 0
    sent: tuple[float, float] = (0.0, 0.0)
    let_in: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Gate:
    """Lets calls through: as many as may go at once, then one for each that ends, in the order in which they came.

    It starts optimistically. A 429 halves the limit and stops everything until the time that the server named. Answers
    that get slower and slower shrink it too, down to one at a time. Each good answer lets it grow again. What the
    server says about the requests and tokens it still accepts is obeyed before it has to refuse.
    """

    def __init__(
        self,
        most: int,
        patience: float = 120.0,
        clock: Callable[[], float] = now,
        *,
        requests: float | None = None,
        tokens: float | None = None,
    ) -> None:
        """`most` is the number of calls at once. A server that says to come back in more than `patience` seconds is
        given up. `requests` and `tokens`: how many there may be in a minute, whatever the server says."""
        self._clock = clock
        self._most = most
        self._patience = patience
        self._limit = float(most)
        self._goal = float(most)
        """Up to this, the limit doubles with each round of answers. Above it, the limit grows more slowly."""
        self._growth = GROWTH
        self._under_way = self._most_under_way = 0
        """The most: since the limit was last reduced."""
        self._waiting: deque[_Waiter] = deque()
        self._loading = False
        """Whether the model is being loaded. One call at a time asks whether it is there."""
        self._shrunk = 0.0
        self._why = "the settings allow one call at a time"
        self._closed_until = 0.0
        self._requests = Quota("requests")
        self._tokens = Quota("tokens")
        self.request_rate, self.token_rate = Rate(requests), Rate(tokens)
        self._timer: asyncio.TimerHandle | None = None
        self._paces: dict[str, Pace] = {}

    @property
    def limit(self) -> int:
        """How many calls may be under way at once now."""
        return 1 if self._loading else max(1, int(self._limit))

    @property
    def under_way(self) -> int:
        return self._under_way

    def share(self, among: int) -> None:
        """Makes as many calls in a minute as one of so many processes may."""
        self.request_rate.share(among)
        self.token_rate.share(among)
        self._admit()

    async def enter(self, kind: str = "", tokens: int = 0, first: bool = False, most: int = 0) -> Turn:
        """Waits for a place for a call of about `tokens` tokens, or `most` with the longest answer that it may get.
        `first` is for a call that is tried again: it goes before those who wait already. Raises ModelBusy if the server
        said to come back later than anybody would wait."""
        self._check_open()
        waiter = _Waiter(tokens, max(tokens, most))
        (self._waiting.appendleft if first else self._waiting.append)(waiter)
        self._admit()
        try:
            await waiter.let_in
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            elif waiter.let_in.done() and not waiter.let_in.cancelled():
                self._under_way -= 1  # it was let in at the moment in which it gave up
            self._admit()
            raise
        alone = self._why if self.limit == 1 and not self._loading else None
        return Turn(kind, waiter.at, waiter.beside, alone, waiter.sent, waiter.spent)

    def used(self, turn: Turn, tokens: int) -> None:
        """Notes how many tokens a call has used in the end."""
        if turn.spent:
            self.token_rate.correct(turn.spent, tokens)

    def leave(self) -> None:
        """Notes that a call has ended, well or badly."""
        self._under_way -= 1
        self._admit()

    def heard(self, turn: Turn, headers: Mapping[str, str]) -> None:
        """Notes what a response's headers say about the rate limits."""
        now = self._clock()
        self._requests.heard(headers, now, turn.began, turn.sent[0])
        self._tokens.heard(headers, now, turn.began, turn.sent[1])

    def good(self, turn: Turn, tokens: int) -> None:
        """Notes that an answer of this many tokens arrived completely."""
        self._loading = False
        if tokens >= SHORT_ANSWER_TOKENS:
            pace = self._paces.setdefault(turn.kind, Pace())
            pace.take((self._clock() - turn.began) / tokens)
            if pace.slow and self._crowd(turn) >= self._limit * 0.7:
                self._shrink(turn, SLOW_SHRINK_FACTOR, TOO_SLOW)
                return
        if turn.began < self._shrunk:
            return  # it doesn't show what the smaller limit is good for
        self._limit = min(self._most, self._limit + (1.0 if self._limit < self._goal else self._growth))

    def _crowd(self, turn: Turn) -> int:
        """How many calls the server handled at once, with this one."""
        return max(turn.beside + 1, self._under_way)

    def too_many(self, turn: Turn, wait: float, headers: Mapping[str, str] | None = None, crowded: bool = True) -> None:
        """Notes that the server refused a call because it is busy. Nothing is sent for `wait` seconds. If its headers
        say that a quota is used up, the quota is obeyed from now on. Otherwise there were too many calls at once, if it
        is `crowded`; a model that is being loaded takes none."""
        self.heard(turn, headers or {})
        if crowded and not (self._requests.used_up or self._tokens.used_up):
            self._shrink(turn, SHRINK_FACTOR, TOO_MANY)
        self._loading = self._loading or not crowded
        self._closed_until = max(self._closed_until, self._clock() + wait)
        if wait > self._patience:
            self.dismiss(self.busy(wait))

    def late(self, turn: Turn) -> None:
        """Notes that no answer came in time. Beside others, that is because there were too many: the next goes alone,
        and with each good answer there is one more, up to as many as were answered (TCP's slow start)."""
        if self._crowd(turn) > 1 and turn.began >= self._shrunk:
            answered = self._most_under_way - self._under_way
            self._shrink(turn, 0.0, TOO_LATE)
            self._goal, self._growth = max(1.0, float(answered)), GROWTH_AFTER_LATE

    def dismiss(self, error: ModelError) -> None:
        """Sends away all who wait, with this error."""
        self._loading = False
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.let_in.done():
                waiter.let_in.set_exception(type(error)(error.message))

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _check_open(self) -> None:
        wait = self._closed_until - self._clock()
        if wait > self._patience:
            raise self.busy(wait)

    @staticmethod
    def busy(wait: float) -> ModelBusy:
        """What to say of a server that wants to be left alone for so many seconds."""
        return ModelBusy(
            f"The language model is over its rate limit, and accepts no calls for {wait / 60:.0f} minutes."
        )

    def _shrink(self, turn: Turn, factor: float, why: str) -> None:
        if turn.began < self._shrunk:
            return  # it was sent before the limit was last reduced, so it is no news
        before = self.limit
        self._limit = max(1.0, min(self._limit, self._crowd(turn)) * factor)
        self._goal = self._limit
        self._shrunk = self._clock()
        self._most_under_way = self._under_way
        self._why = why
        if self.limit != before:
            log.info("model calls at a time: now %d, before %d (%s)", self.limit, before, why)

    def _admit(self) -> None:
        """Lets in as many calls as may go, and is called again when more may."""
        now = self._clock()
        while self._waiting and self._under_way < self.limit:
            waiter = self._waiting[0]
            wait = max(self._closed_until - now, self.request_rate.wait(1, now))
            wait = max(wait, self.token_rate.wait(waiter.most, now))
            if self._under_way:  # with nothing under way a question must go out, or nothing would ever be heard again
                wait = max(wait, self._requests.wait(1, now), self._tokens.wait(waiter.tokens, now))
            if wait > 0:
                self._come_back(wait)
                return
            self._waiting.popleft()
            if not waiter.let_in.done():
                waiter.let_in.set_result(None)
                self._under_way += 1
                self._most_under_way = max(self._most_under_way, self._under_way)
                self._requests.spend(1)
                self._tokens.spend(waiter.tokens)
                self.request_rate.spend(1, now)
                waiter.spent = self.token_rate.spend(waiter.most, now)
                waiter.at, waiter.beside = now, self._under_way - 1
                waiter.sent = (self._requests.sent, self._tokens.sent)

    def _come_back(self, wait: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(wait, self._admit)
