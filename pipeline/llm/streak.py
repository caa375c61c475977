"""How a job's answers have turned out. What failed in the same way three times in a row isn't asked again."""

from __future__ import annotations

import asyncio

from pipeline.errors import BudgetExceeded, ModelError

MOST_ALIKE = 3
"""So many answers in a row that fail in the same way, such as the outline and two steps, and none that is good: the
model can't do it."""
CAREFUL_CALLS = 2
"""Calls at a time after a failure, as long as nothing was good."""


class Streak:
    """One job's answers, as far as they are alike."""

    def __init__(self) -> None:
        self._alike = 0
        self._error: ModelError | None = None
        self._good = False
        self._under_way = 0
        self._changed = asyncio.Event()

    def good(self) -> None:
        """Notes an answer that was of use."""
        self._good, self._alike = True, 0
        self._tell()

    def failed(self, error: ModelError) -> None:
        """Notes that a question has failed for good. How many tokens are left says nothing about the model."""
        if isinstance(error, BudgetExceeded):
            return
        same = self._error is not None and (type(self._error), self._error.message) == (type(error), error.message)
        self._alike = self._alike + 1 if same else 1
        self._error = error
        self._tell()

    async def enter(self) -> None:
        """Waits for a place, which `leave` gives back. Raises the error that all questions so far have ended in."""
        while True:
            if self._error is not None and not self._good and self._alike >= MOST_ALIKE:
                raise type(self._error)(self._error.message) from self._error
            if self._good or not self._alike or self._under_way < CAREFUL_CALLS:
                self._under_way += 1
                return
            await self._changed.wait()

    def leave(self) -> None:
        """Gives a place back."""
        self._under_way -= 1
        self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
