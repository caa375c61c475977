"""Judges what went wrong with a call, and whether another try can help."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pipeline.errors import (
    ModelAnswerUnusable,
    ModelError,
    ModelNotAllowed,
    ModelRefused,
    ModelUnavailable,
)
from pipeline.guide import Usage
from pipeline.llm.quota import retry_after
from pipeline.llm.settings import ModelSettings
from pipeline.llm.wire import ServerSaidError

BUSY_WAIT_SECONDS = 2.0
"""The wait if a busy server doesn't say how long."""


class Interrupted(ModelUnavailable):
    """The language model's answer broke off in the middle."""


class TruncatedAnswer(ModelAnswerUnusable):
    """The language model's answer got too long and was cut off."""


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
        self.headers = headers
        """The response's headers, if there was one."""
        self.usage: Usage | None = None


def judge_finish(finish: str | None, refusal: str | None) -> None:
    """Raises for an answer that ended in another way than by being complete."""
    if refusal:
        raise ModelRefused
    if finish == "content_filter":
        raise ModelRefused("The language model's server blocked the answer (content filter).")
    if finish == "length":
        raise TruncatedAnswer


def judge(error: Exception, model: str, learn: Callable[[str | None, str], bool], settings: ModelSettings) -> Exception:
    """What an SDK exception means for a call to this model: Again, a ModelError, or the exception itself if it is a
    defect.

    `learn` gets the parameter and the message of a refused request, and returns whether to ask in another way.
    """
    import openai

    if isinstance(error, (Again, ModelError)):
        return error
    # The transport reports every connection error as a time-out. What aiohttp raised says more.
    names = _names(error)
    if any(name.startswith(("ClientConnector", "ConnectError")) for name in names):
        return Again("the server can't be reached")
    if "ServerDisconnectedError" in names:
        return Again("the connection broke", error=Interrupted(), consumed=True)
    if isinstance(error, (TimeoutError, openai.APITimeoutError)) or "ReadTimeout" in names:
        late = ModelUnavailable("The language model took too long to answer.")
        return Again("no answer in time", error=late, consumed=True)
    if isinstance(error, openai.APIStatusError):
        return _judge_status(error, model, learn, settings)
    if isinstance(error, openai.APIConnectionError):
        return Again("the connection broke", error=Interrupted(), consumed=True)
    if isinstance(error, (openai.APIError, ServerSaidError, OSError, ValueError)):
        # A broken connection, an error in the middle of a stream, or an answer that isn't what the API promises.
        return Again(f"the answer broke off ({type(error).__name__})", error=Interrupted(), consumed=True)
    if isinstance(error, openai.OpenAIError):
        return ModelNotAllowed(f"The language model can't be used: {_plain(str(error), settings)}")
    if type(error).__module__.startswith(("httpx", "aiohttp")):
        return Again(f"the connection broke ({type(error).__name__})", error=Interrupted(), consumed=True)
    return error


def _judge_status(
    error: object, model: str, learn: Callable[[str | None, str], bool], settings: ModelSettings
) -> Exception:
    import openai

    assert isinstance(error, openai.APIStatusError)
    status, code, headers = error.status_code, error.code or "", error.response.headers
    said = _plain(error.message, settings)
    wait = retry_after(headers)
    if status in (401, 403):
        return ModelNotAllowed(
            "The language model's server rejected the key. "
            f"{'AZURE_OPENAI_API_KEY' if settings.azure_endpoint else 'OPENAI_API_KEY'} needs to be checked."
        )
    if status == 404:
        where = "The deployment's name and endpoint" if settings.azure_endpoint else "OPENAI_MODEL and OPENAI_BASE_URL"
        return ModelNotAllowed(
            f"The language model's server doesn't know the model “{model}”. {where} need to be checked."
        )
    if status == 429 and code in ("insufficient_quota", "billing_hard_limit_reached"):
        return ModelNotAllowed("The language model's account has no credit left. It needs to be topped up.")
    if status == 429:
        wait = BUSY_WAIT_SECONDS if wait is None else wait
        return Again("the server is over its rate limit", wait=wait, busy=True, headers=headers)
    if status in (408, 409) or status >= 500:
        failed = ModelUnavailable(f"The language model's server had an error (status {status}).")
        return Again(f"the server failed (status {status})", error=failed, wait=wait or 0.0)
    if code == "content_filter" or "content management policy" in error.message:
        return ModelRefused("The language model's server blocked the request (content filter).")
    if code == "context_length_exceeded" or re.search(r"context (length|window)|maximum context", error.message, re.I):
        return ModelAnswerUnusable(
            "This part of the transcript is too long for the language model. Lowering SCRIPT2DOC_MODEL_WINDOW_WORDS "
            "helps."
        )
    if status in (400, 422) and learn(error.param, error.message):
        return Again(f"the server doesn't accept a parameter ({said[:100]})", learned=True)
    return ModelAnswerUnusable(f"The language model's server rejected the request: {said[:200]}")


def _names(error: BaseException | None) -> list[str]:
    """The class names of an exception and of its causes."""
    names: list[str] = []
    while error is not None and len(names) < 10:
        names.append(type(error).__name__)
        error = error.__cause__
    return names


def _plain(text: str, settings: ModelSettings) -> str:
    """A server's message on one line, without our keys in it."""
    for secret in (settings.api_key, settings.azure_ad_token):
        if secret:
            text = text.replace(secret, "…")
    return " ".join(text.split())
