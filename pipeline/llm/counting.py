"""Tokens and what they cost: as the server counts them, or estimated where it said nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.guide import Usage
from pipeline.llm.calls import BYTES_PER_TOKEN, Call
from pipeline.llm.settings import Price, price_of

LEARNS_FROM = 50
"""Answers to questions of fewer tokens say little about how many bytes a token has."""


class Counting:
    """Counts calls; learns from what the server counts how many bytes make a token there."""

    def __init__(self, prices: Mapping[str, Price]) -> None:
        self._prices = prices
        self._bytes_per_token = BYTES_PER_TOKEN

    def tokens(self, size: int) -> int:
        """About how many tokens a text of so many bytes has."""
        return max(1, int(size / self._bytes_per_token)) if size else 0

    def count(self, usage: Any, model: str | None, call: Call, bytes_out: int) -> Usage:
        """An answer's usage as the server counted it, with its cost; `model` is the one that the answer names."""
        if usage is None:
            return self.estimate(call, bytes_out)
        details = getattr(usage, "prompt_tokens_details", None)
        cached = min(getattr(details, "cached_tokens", None) or 0, usage.prompt_tokens)
        counted = Usage(1, usage.prompt_tokens, cached, usage.completion_tokens)
        if counted.input_tokens > LEARNS_FROM:
            ratio = min(8.0, max(0.8, call.size / counted.input_tokens))
            self._bytes_per_token = 0.8 * self._bytes_per_token + 0.2 * ratio
        return self._priced(counted, call.model, model)

    def estimate(self, call: Call, bytes_out: int) -> Usage:
        """For a call that the server didn't account for."""
        usage = Usage(1, self.tokens(call.size), 0, self.tokens(bytes_out), estimated=True)
        return self._priced(usage, call.model, None)

    def nothing(self, call: Call) -> Usage:
        """For a call that the server refused."""
        return self._priced(Usage(calls=1), call.model, None)

    def _priced(self, usage: Usage, asked: str, answered: str | None) -> Usage:
        # An Azure deployment has any name; the answer names the model behind it.
        price = price_of(asked, self._prices) or (price_of(answered, self._prices) if answered else None)
        cost = price.of(usage) if price else None if usage.tokens else 0.0
        return Usage(usage.calls, usage.input_tokens, usage.cached_tokens, usage.output_tokens, cost, usage.estimated)
