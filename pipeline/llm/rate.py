"""What the operator allows in a minute, of requests or of tokens: in any sixty seconds there is no more."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW_SECONDS = 61.0
"""A minute, and as long as what was sent earlier may have been on its way longer: servers count when it arrives."""


@dataclass(eq=False)
class Spent:
    """What one call has used up, as far as is known."""

    at: float
    amount: float


class Rate:
    """A sliding window. Several processes that share a rate have an even part of it each."""

    def __init__(self, most: float | None) -> None:
        """`most` in a minute; None: any amount."""
        self._whole = most
        self._most = most
        self._window: deque[Spent] = deque()
        self._total = 0.0

    def share(self, among: int) -> None:
        """Allows as much as one of so many processes may use."""
        self._most = None if self._whole is None else self._whole / among

    @property
    def most(self) -> float | None:
        """How much this process may use in a minute."""
        return self._most

    def wait(self, amount: float, now: float) -> float:
        """Seconds until so much more may be used. More than all goes alone."""
        if self._most is None:
            return 0.0
        while self._window and now - self._window[0].at >= WINDOW_SECONDS:
            self._total -= self._window.popleft().amount
        excess, wait = self._total + amount - self._most, 0.0
        for spent in self._window:
            if excess <= 0:
                break
            excess -= spent.amount
            wait = spent.at + WINDOW_SECONDS - now
        return wait

    def spend(self, amount: float, now: float) -> Spent:
        """Notes that so much is used from now on, and gives what `correct` takes."""
        spent = Spent(now, amount)
        if self._whole is not None:
            self._window.append(spent)
            self._total += amount
        return spent

    def correct(self, spent: Spent, amount: float) -> None:
        """Notes that a call has used another amount than was thought when it went out."""
        if spent in self._window:
            self._total += amount - spent.amount
            spent.amount = amount
