"""How much of a question fits into each model's context, as far as a server has said it or shown it."""

from __future__ import annotations

import logging

from pipeline.llm.calls import Call
from pipeline.llm.counting import was_cut
from pipeline.llm.failures import CutOff

log = logging.getLogger(__name__)

ANSWERS_SHARE = 0.3
"""The share of a context that is left for the answer."""


class Contexts:
    """What is known of a server's models."""

    def __init__(self) -> None:
        self._tokens: dict[str, int] = {}
        self.cuts_at: int | None = None
        """At how many tokens the server cuts questions off without a word, where it does."""

    def of(self, model: str) -> int | None:
        """The tokens that fit into a model's context; None if nobody has said it."""
        return self._tokens.get(model)

    def learn(self, model: str, tokens: int) -> None:
        """Notes that so many fit."""
        self._tokens[model] = tokens

    def room_for(self, model: str, tokens: int) -> bool:
        """Whether a question of so many tokens leaves room for its answer, as far as that is known."""
        context = self.of(model)
        return context is None or tokens <= (1 - ANSWERS_SHARE) * context

    def cut(self, call: Call, input_tokens: int | None) -> bool:
        """Whether the server has cut this question off, as its count of tokens shows. It's noted and told."""
        if input_tokens is None or not was_cut(call, input_tokens):
            return False
        if self.cuts_at is None:
            log.error(
                "the language model's server cuts questions off after %d tokens; give the model a longer context "
                "(Ollama: OLLAMA_CONTEXT_LENGTH, or num_ctx)",
                input_tokens,
            )
        self.cuts_at = input_tokens
        self.learn(call.model, input_tokens)
        return True

    def check(self, call: Call, input_tokens: int | None) -> None:
        """Raises CutOff for a question that was cut off at the length of a context: a multiple of 1,024, give or take
        a few. Any other count may be that of a server that leaves out what it has read before."""
        round_number = input_tokens is not None and input_tokens > 1_000 and (input_tokens + 8) % 1_024 <= 16
        if round_number and self.cut(call, input_tokens):
            raise CutOff
