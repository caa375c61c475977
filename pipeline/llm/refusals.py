"""Reads an error that a server sends, and judges whether another try can help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pipeline.errors import ModelAnswerUnusable, ModelBusy, ModelNotAllowed, ModelRefused, ModelUnavailable
from pipeline.llm.failures import Again, TooLong
from pipeline.llm.quota import retry_after, seconds
from pipeline.llm.said import Said
from pipeline.llm.settings import ModelSettings

BUSY_WAIT_SECONDS = 2.0
"""The wait if a busy server doesn't say how long."""


class Lessons(Protocol):
    """What can be learned from a refused request. Each returns whether the same call can be tried again in another
    way."""

    def named(self, said: Said) -> bool:
        """From a refusal that names what is wrong."""

    def unknown(self) -> bool:
        """From one that isn't understood."""

    def room(self, tokens: int) -> bool:
        """That so many tokens of an answer fit beside the question."""

    def badly_sampled(self) -> bool:
        """That the model didn't keep to the schema, as the server itself found."""

    @property
    def tokens(self) -> int:
        """About how many tokens the question has."""


_NO_CREDIT_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "insufficient_balance"})
_NO_CREDIT = (
    r"insufficient (?:balance|credit|funds)|no credit|out of credit|credit balance|payment required|top up|arrears"
)
_NO_MODEL = (
    r"model_?not_?found|deploymentnotfound"
    r"|\bmodels?\b.{0,80}?(?:not (?:exist|found|available)|n't exist|does not exist|unknown)"
    r"|(?:no such|unknown|invalid|unsupported) model|try pulling"
)
_NOT_LOADED = (
    r"requires more system memory|insufficient (?:system )?(?:resources|memory)"
    r"|(?:failed|unable|error) (?:to load|loading) (?:the )?model|(?:could|can)(?:not|n't) load (?:the )?model"
)
_NO_VERSION = r"api[- ]version\b[^.]{0,60}?(?:not|invalid|unsupported|unknown)|invalid api[- ]version"
_NOT_CHAT = (
    r"not a chat model|(?:not|n't) support(?:ed)? (?:the )?(?:chat|in the v1/chat)|only supported in v1/responses"
    r"|does not support chat|embedding model"
)
_BUSY = (
    r"load|busy|queue|capacity|pending|try again|slow down|warming|starting|temporar|unavailable|rate.?limit|too many"
)
_TOO_LONG = (
    r"context_length|context (?:length|window|size)|maximum context|exceed_context|n_ctx|num_ctx|prompt is too long"
    r"|input (?:is )?too (?:long|large)|too many (?:input )?tokens|reduce the length|tokens_limit|request too large"
    r"|request entity too large|payload too large|maximum (?:input|prompt) length|exceed context limit"
    r"|max_new_tokens\W{1,4}must be|body too large"
)
_CONTEXT = re.compile(
    r"(?:context (?:length|window|size)(?: is| of)?|n_ctx\W{1,4}|supports at most|limit[: ]|must be <=|max size)"
    r"\D{0,12}?(\d{3,7})",
    re.IGNORECASE,
)
_SUM = re.compile(r"\d \+ \d{1,7} > (\d{3,7})")
_PROMPT = re.compile(
    r"(\d{1,7}) (?:in|of) (?:the|your) (?:messages|prompt|input)|(\d{1,7}) `?(?:inputs?|prompt)`? tokens"
    r"|(\d{1,7}) \+ \d{1,7} >"
    r"|prompt contains (?:at least )?(\d{1,7})|n_prompt_tokens\W{1,4}(\d{1,7})",
    re.IGNORECASE,
)
_COME_BACK = re.compile(
    r"(?:again|retry|retrydelay|wait)(?: in| after)?[\s:\"]{1,4}"
    r"((?:\d{1,6}(?:\.\d{1,6})?(?:ms|[smhd])){1,4}|\d{1,6}(?:\.\d{1,6})?(?= ?sec))",
    re.I,
)
BESIDE_TOKENS = 64
"""Tokens of the context that neither the question nor the answer has: what a chat template adds."""


@dataclass(frozen=True)
class Refusal:
    """An HTTP error, or one that came with status 200."""

    status: int
    said: Said
    headers: Mapping[str, str]
    model: str
    lessons: Lessons
    settings: ModelSettings
    told: bool = True
    """Whether it came with this status. An error inside an answer may have none."""

    @property
    def words(self) -> str:
        """What it said, on one line, as it may be shown."""
        return without_keys(self.said.words, self.settings)[:200]

    def judged(self) -> Exception:
        """What to do about it: Again, or a ModelError."""
        said, status = self.said, self.status
        for judged in (self._forbidden(), self._out_of_money(), self._no_such_thing(), self._busy(), self._too_long()):
            if judged is not None:
                return judged
        if re.search(
            r"content_?filter|content management policy|content policy|safety system", said.text, re.IGNORECASE
        ):
            return ModelRefused("The language model's server blocked the request (content filter).")
        if re.search(
            r"json_validate_failed|failed to generate json|failed to (?:parse|validate) (?:the )?generated",
            said.text,
            re.IGNORECASE,
        ):
            # The model's own slip, which it needn't make again.
            learned = self.lessons.badly_sampled()
            return Again("the model didn't keep to the schema", error=ModelAnswerUnusable(), learned=learned)
        if (status in (400, 405, 415, 422) or status >= 500) and self.lessons.named(said):
            return Again(f"the server doesn't accept a parameter ({self.words[:100]})", learned=True)
        if status in (400, 405, 415, 422) and self.lessons.unknown():
            return Again(f"the server refuses the request ({self.words[:100]}); another way is tried", learned=True)
        if status in (408, 409) or status >= 500:
            told = f": {self.words.rstrip('.')}" if self.words and not said.page else ""
            number = f" (status {status})" if self.told else ""
            failed = ModelUnavailable(f"The language model's server had an error{number}{told}.")
            return Again(f"the server failed{number}{told}", error=failed, wait=retry_after(self.headers) or 0.0)
        told = self.words or f"status {status}"
        return ModelAnswerUnusable(f"The language model's server rejected the request: {told}")

    def _forbidden(self) -> Exception | None:
        key = "AZURE_OPENAI_API_KEY" if self.settings.azure_endpoint else "OPENAI_API_KEY"
        said = self.said
        if self.status == 403 and re.search(r"countr|region|territor|location", said.text):
            return ModelNotAllowed(
                "The language model's server isn't available from this machine's country or region. It said: "
                f"{self.words or 'nothing more'}"
            )
        if self.status == 403 and re.search(
            r"firewall|virtual network|vnet|private endpoint|\bip\b|network", said.text, re.IGNORECASE
        ):
            return ModelNotAllowed(
                "The language model's server doesn't accept this machine's network: its firewall rules need to be "
                f"checked. It said: {self.words}"
            )
        if self.status == 401 and not self.settings.has_credentials:
            return ModelNotAllowed(f"The language model's server asks for a key. {key} needs to be set.")
        about_key = re.search(
            r"api.?key|credential|authenticat|unauthori[sz]ed|token|invalid_api_key", said.text, re.IGNORECASE
        )
        if self.status == 401 or (self.status == 403 and about_key):
            return ModelNotAllowed(f"The language model's server rejected the key. {key} needs to be checked.")
        if self.status == 403 and not self._policy():
            told = "A firewall or a proxy on the way may be the reason." if said.page or not said.words else self.words
            return ModelNotAllowed(f"The language model's server refused access (status 403). {told}")
        return None

    def _policy(self) -> bool:
        return re.search(r"data policy|privacy setting|guardrail", self.said.text) is not None

    def _out_of_money(self) -> Exception | None:
        codes = self.said.codes & _NO_CREDIT_CODES
        # OpenRouter goes by the longest answer that is allowed.
        enough = re.search(r"fewer max_tokens\b.{0,120}?\bafford (\d{1,7})", self.said.words)
        if enough and self.lessons.room(int(enough[1])):
            return Again(f"the credit is enough for {enough[1]} tokens only", learned=True)
        if self.status == 402 or codes or (self.status in (400, 403, 429) and re.search(_NO_CREDIT, self.said.text)):
            return ModelNotAllowed("The language model's account has no credit left. It needs to be topped up.")
        return None

    def _no_such_thing(self) -> Exception | None:
        said, of_azure = self.said, self.settings.azure_endpoint is not None
        if self._policy():
            return ModelNotAllowed(
                f"The account's data policy allows no server for the model “{self.model}”. It said: {self.words}"
            )
        if self.status in (400, 404, 422) and re.search(_NOT_CHAT, said.text):
            return ModelNotAllowed(f"“{self.model}” isn't a chat model. OPENAI_MODEL needs to name one.")
        if of_azure and self.status in (400, 404) and re.search(_NO_VERSION, said.text):
            return ModelNotAllowed(
                f"Azure OpenAI doesn't know the API version. AZURE_OPENAI_API_VERSION needs to be checked: {self.words}"
            )
        if self.status >= 400 and re.search(_NOT_LOADED, said.text):
            return ModelNotAllowed(f"The language model's server couldn't load the model “{self.model}”: {self.words}")
        unknown = re.search(_NO_MODEL, said.text)
        if self.status in (400, 404) and (unknown or (self.status == 404 and of_azure)):
            where = "The deployment's name and endpoint" if of_azure else "OPENAI_MODEL and OPENAI_BASE_URL"
            return ModelNotAllowed(
                f"The language model's server doesn't know the model “{self.model}”. {where} need to be checked."
            )
        if self.status == 404 or (self.status in (400, 405) and (said.page or (self.status == 405 and not said.words))):
            return ModelNotAllowed(_no_model_at(self.settings))
        return None

    def _busy(self) -> Exception | None:
        said = self.said
        throttled = self.status >= 500 and re.search(r"throttl|too many requests|rate.?limit", said.text) is not None
        rate = self.status in (429, 498) or throttled
        # 498 is Groq's “no capacity”, 529 Anthropic's “overloaded”. A page is a proxy's, behind which nothing may be
        # running at all.
        waits = self.status == 529 or (self.status == 503 and not said.page and (said.words or said.codes))
        overloaded = re.search(r"overloaded|loading model|server busy", said.text) is not None
        waits = waits or (self.status in (500, 502, 504) and overloaded)
        if not rate and not (waits or (self.status == 503 and retry_after(self.headers) is not None)):
            return None
        wait = retry_after(self.headers)
        if wait is None and (found := _COME_BACK.search(said.words)):
            wait = seconds(found[1])
        loading = re.search(r"\bload|warming|starting", said.text)
        if rate:
            busy, why = ModelBusy(), "the server is over its rate limit"
        elif loading:
            busy, why = ModelBusy("The language model was still being loaded."), "the model is being loaded"
        else:
            busy, why = ModelBusy("The language model's server stayed too busy to answer."), "the server is busy"
        return Again(
            why,
            error=busy,
            wait=BUSY_WAIT_SECONDS if wait is None else wait,
            busy=True,
            crowded=not loading,
            headers=self.headers,
        )

    def _too_long(self) -> Exception | None:
        said = self.said
        if not (self.status == 413 or (self.status in (400, 422, 500) and re.search(_TOO_LONG, said.text))):
            return None
        found = _SUM.search(said.words) or _CONTEXT.search(said.words)
        context = int(found[1]) if found else None
        counted = _PROMPT.search(said.words)
        prompt = int(next(filter(None, counted.groups()))) if counted else self.lessons.tokens
        if context and prompt < context and self.lessons.room(context - prompt - BESIDE_TOKENS):
            return Again(f"only {context} tokens fit into the model's context", learned=True)
        return TooLong(
            "This part of the transcript is too long for the language model. Lowering SCRIPT2DOC_MODEL_WINDOW_WORDS "
            "helps, or giving the model a longer context.",
            context,
        )


def _no_model_at(settings: ModelSettings) -> str:
    return (
        f"There is no language model at {settings.address}. {address_setting(settings)} needs to be checked."
        f"{address_hint(settings)}"
    )


def address_hint(settings: ModelSettings) -> str:
    """What the server's address may lack, as a sentence after another; "" for nothing."""
    usual = settings.azure_endpoint is not None or settings.address.rstrip("/").endswith("/v1")
    return "" if usual else " Most servers want /v1 at its end."


def address_setting(settings: ModelSettings) -> str:
    """The name of the setting that has the server's address."""
    return "AZURE_OPENAI_ENDPOINT" if settings.azure_endpoint else "OPENAI_BASE_URL"


NEEDS_INTERNET = (
    "The machine that runs Script2Doc needs a connection to the internet, directly or through a proxy that HTTPS_PROXY "
    "names."
)


def where_to_look(settings: ModelSettings) -> str:
    """What to look at where nobody answers."""
    if not (settings.azure_endpoint or settings.base_url):
        return "Check that this machine can reach the internet."
    return f"Check that this machine can reach it and that {address_setting(settings)} is right."


def without_keys(text: str, settings: ModelSettings) -> str:
    """A server's message on one line, without our keys in it."""
    for secret in (settings.api_key, settings.azure_ad_token):
        if secret:
            text = text.replace(secret, "…")
    return " ".join(text.split())
