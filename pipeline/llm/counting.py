"""Counts tokens and their cost, as the server reports them, or estimated if it doesn't."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.guide import Usage
from pipeline.llm.calls import BYTES_PER_TOKEN, Call, size
from pipeline.llm.settings import Price, price_of
from pipeline.llm.wire import Reported

LEARNS_FROM_TOKENS = 50
"""Questions with fewer tokens say little about how many bytes a token has."""


TELLS_FROM_WORDS = 400
"""A shorter question fits into any context."""


def was_cut(call: Call, input_tokens: int) -> bool:
    """Whether a server has read only a part of a question, by its own count. No vocabulary makes fewer tokens than
    there are words between spaces, nor one of more than eight bytes on the average."""
    if call.words < TELLS_FROM_WORDS:
        return False
    return input_tokens < 0.9 * call.words or input_tokens * 8 < size(call.system) + size(call.user)


class Counting:
    """Counts calls. From what the server reports, it learns how many bytes a token has there."""

    def __init__(self, prices: Mapping[str, Price]) -> None:
        self._prices = prices
        self._bytes_per_token = BYTES_PER_TOKEN

    def tokens(self, size: int) -> int:
        """About how many tokens a text of `size` bytes has."""
        return max(1, int(size / self._bytes_per_token)) if size else 0

    def count(self, reported: Reported | None, model: str | None, call: Call, bytes_out: int) -> Usage:
        """An answer's usage as the server counted it, with its cost. `model` is the one that the answer names."""
        if reported is None:
            return self.estimate(call, bytes_out)
        if reported.input > LEARNS_FROM_TOKENS and not was_cut(call, reported.input):
            ratio = min(8.0, max(0.8, call.size / reported.input))
            self._bytes_per_token = 0.8 * self._bytes_per_token + 0.2 * ratio
        return self._priced(Usage(1, reported.input, reported.cached, reported.output), call.model, model)

    def estimate(self, call: Call, bytes_out: int) -> Usage:
        """The estimated usage of a call that the server didn't account for."""
        usage = Usage(1, self.tokens(call.size), 0, self.tokens(bytes_out), estimated=True)
        return self._priced(usage, call.model, None)

    def nothing(self, call: Call) -> Usage:
        """The usage of a call that the server refused."""
        return self._priced(Usage(calls=1), call.model, None)

    def _priced(self, usage: Usage, asked: str, answered: str | None) -> Usage:
        # An Azure deployment can have any name. The answer names the model behind it.
        price = price_of(asked, self._prices) or (price_of(answered, self._prices) if answered else None)
        cost = price.of(usage) if price else None if usage.tokens else 0.0
        return Usage(usage.calls, usage.input_tokens, usage.cached_tokens, usage.output_tokens, cost, usage.estimated)
