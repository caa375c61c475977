"""What can come of one try of a call, beside an answer."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import ModelAnswerUnusable, ModelError, ModelRefused, ModelUnavailable
from pipeline.guide import Usage


class Interrupted(ModelUnavailable):
    """The language model's answer broke off in the middle."""

    def __init__(self, message: str | None = None, busy: bool = False) -> None:
        super().__init__(message)
        self.busy = busy
        """Whether the server said that it had too much to do. What is asked next waits for it."""


class TruncatedAnswer(ModelAnswerUnusable):
    """The language model's answer got too long and was cut off."""


class TooSlow(Interrupted):
    """The language model took too long to write its answer. SCRIPT2DOC_MODEL_CALL_SECONDS can be raised."""


class Looping(Interrupted):
    """The language model repeated itself without end, so it was stopped."""


class TooLong(ModelAnswerUnusable):
    """This part of the transcript is too long for the language model."""

    def __init__(self, message: str | None = None, context: int | None = None) -> None:
        super().__init__(message)
        self.context = context
        """The tokens that fit into the model's context, where the server says it."""


class CutOff(TooLong):
    """The language model's server has read only a part of the question."""


class Again(Exception):
    """A try has failed, and another may help."""

    def __init__(
        self,
        why: str,
        *,
        error: ModelError | None = None,
        wait: float = 0.0,
        busy: bool = False,
        learned: bool = False,
        consumed: bool = False,
        late: bool = False,
        crowded: bool = True,
        most: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.error = error or ModelUnavailable()
        """What to raise if there are no more tries."""
        self.wait = wait
        self.busy = busy
        self.learned = learned
        """Whether the next try will be different."""
        self.consumed = consumed
        """Whether the server may have counted tokens without saying so."""
        self.late = late
        """Whether no answer came in time."""
        self.crowded = crowded
        """Whether fewer calls at a time can help, where the server is busy."""
        self.most = most
        """How often another try can help, where that is seldom."""
        self.headers = headers
        """The response's headers, if there was one."""
        self.usage: Usage | None = None


class EmptyAnswer(Again):
    """An answer has no text."""

    def __init__(self) -> None:
        super().__init__("the answer was empty", error=ModelAnswerUnusable())


def judge_finish(finish: str | None, refusal: str | None) -> None:
    """Raises for an answer that ended in another way than by being complete."""
    if refusal:
        raise ModelRefused
    ended = (finish or "").casefold()
    if ended.startswith(("content_filter", "content filter", "safety", "recitation", "prohibited")):
        raise ModelRefused("The language model's server blocked the answer (content filter).")
    if ended in ("length", "model_length", "max_tokens", "max_output_tokens", "max_length"):
        raise TruncatedAnswer
