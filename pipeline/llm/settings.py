"""Which model is asked, where, with what key, and how patiently: read from the environment, checked once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from pipeline.errors import OptionError
from pipeline.guide import Usage

DEFAULT_MODEL = "gpt-5.6-luna"
"""Fast and cheap, and it can be told not to reason at all, which writing down what was said doesn't need."""
AZURE_API_VERSION = "2024-10-21"
"""The newest version of Azure's data plane that is generally available and has structured output."""


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input: float
    cached: float
    output: float

    def of(self, usage: Usage) -> float:
        """What these tokens cost, in US dollars."""
        fresh = usage.input_tokens - usage.cached_tokens
        return (fresh * self.input + usage.cached_tokens * self.cached + usage.output_tokens * self.output) / 1e6


@cache
def default_prices() -> Mapping[str, Price]:
    """The price table that comes with the app (`prices.json`)."""
    text = resources.files("pipeline.llm").joinpath("prices.json").read_text("utf-8")
    return {name: Price(*each) for name, each in json.loads(text)["prices"].items()}


def price_of(model: str, prices: Mapping[str, Price]) -> Price | None:
    """The price of a model, which may carry the date of its version ("gpt-4o-2024-08-06"); None: not known.

    >>> price_of("gpt-4o-2024-08-06", {"gpt-4o": Price(2.5, 1.25, 10)}).input
    2.5
    """
    return prices.get(model) or prices.get(re.sub(r"-20\d\d-\d\d-\d\d$", "", model))


@dataclass(frozen=True)
class ModelSettings:
    """All that is known of the model and its server. Times are in seconds. `repr` hides the keys."""

    api_key: str = field(repr=False, default="")
    model: str = DEFAULT_MODEL
    """Writes the steps; for Azure OpenAI the deployment's name."""
    outline_model: str = ""
    """Plans the steps; the same as `model` where it isn't set."""
    base_url: str | None = None
    """A compatible server; None: OpenAI, or Azure where an endpoint is given."""
    azure_endpoint: str | None = None
    azure_api_version: str = AZURE_API_VERSION
    azure_ad_token: str | None = field(repr=False, default=None)
    """A token of Entra ID, used in place of a key."""
    azure_identity: bool = False
    """Whether tokens come from the azure-identity package (managed identity, workload identity, `az login`)."""
    calls: int = 200
    """How many calls may be under way at once, over all jobs; fewer as the server asks."""
    connect_seconds: float = 10.0
    silence_seconds: float = 60.0
    """The longest wait for the next piece of a streamed answer, the first included."""
    call_seconds: float = 180.0
    """The longest that one call may take."""
    busy_seconds: float = 120.0
    """How long a call is tried again while the server says that it is busy or broken."""
    backoff_seconds: float = 0.5
    """The wait after a first failure; twice as long after each further one, up to 8 seconds."""
    retries: int = 4
    """How often a call is tried again after a failure that isn't about the rate."""
    window_words: int = 12_000
    """Longer transcripts are outlined in windows of this many words."""
    daily_tokens: int | None = None
    """Input and output tokens of all jobs of this process on one day (UTC)."""
    prices: Mapping[str, Price] = field(default_factory=default_prices, repr=False)

    def __post_init__(self) -> None:
        if not self.outline_model:
            object.__setattr__(self, "outline_model", self.model)
        for name in ("base_url", "azure_endpoint"):
            url = getattr(self, name)
            if url is not None and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
                raise OptionError(
                    f"“{url}” is no address of a model's server. It has to start with https:// or http://."
                )

    @property
    def is_openai(self) -> bool:
        """Whether the server is OpenAI's own or Azure's, and not one that only speaks like it."""
        host = urlsplit(self.base_url or "https://api.openai.com").hostname or ""
        return self.azure_endpoint is not None or host == "api.openai.com" or host.endswith(".openai.azure.com")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> ModelSettings | None:
        """The settings that an environment gives, or None where it has no key. Raises OptionError that names a
        setting which can't be used."""

        def text(name: str) -> str | None:
            return env.get(name, "").strip() or None

        def number(name: str, default: float, least: float) -> float:
            given = text(f"SCRIPT2DOC_MODEL_{name}")
            try:
                value = float(given) if given else default
            except ValueError:
                value = float("nan")
            if not value >= least:
                raise OptionError(f"SCRIPT2DOC_MODEL_{name} has to be a number of at least {least:g}, not “{given}”.")
            return value

        daily = number("DAILY_TOKENS", 0, 0)
        common = {
            "calls": int(number("CALLS", cls.calls, 1)),
            "connect_seconds": number("CONNECT_SECONDS", cls.connect_seconds, 0.1),
            "silence_seconds": number("SILENCE_SECONDS", cls.silence_seconds, 0.1),
            "call_seconds": number("CALL_SECONDS", cls.call_seconds, 0.1),
            "busy_seconds": number("BUSY_SECONDS", cls.busy_seconds, 0),
            "retries": int(number("RETRIES", cls.retries, 0)),
            "window_words": int(number("WINDOW_WORDS", cls.window_words, 200)),
            "daily_tokens": int(daily) or None,
            "prices": {**default_prices(), **_prices(text("SCRIPT2DOC_MODEL_PRICES"))},
            "outline_model": text("OPENAI_OUTLINE_MODEL") or "",
        }
        if endpoint := text("AZURE_OPENAI_ENDPOINT"):
            key, token = text("AZURE_OPENAI_API_KEY"), text("AZURE_OPENAI_AD_TOKEN")
            identity = (text("AZURE_OPENAI_USE_IDENTITY") or "").lower() in ("1", "true", "yes")
            if not (key or token or identity):
                return None
            deployment = text("AZURE_OPENAI_DEPLOYMENT") or text("OPENAI_MODEL")
            if not deployment:
                raise OptionError("AZURE_OPENAI_ENDPOINT is set; AZURE_OPENAI_DEPLOYMENT has to name the deployment.")
            return cls(
                api_key=key or "",
                model=deployment,
                azure_endpoint=endpoint,
                azure_api_version=text("AZURE_OPENAI_API_VERSION") or AZURE_API_VERSION,
                azure_ad_token=token,
                azure_identity=identity and not key and not token,
                **common,  # type: ignore[arg-type]
            )
        key = text("OPENAI_API_KEY")
        if not key:
            return None
        return cls(
            api_key=key,
            model=text("OPENAI_MODEL") or DEFAULT_MODEL,
            base_url=text("OPENAI_BASE_URL"),
            **common,  # type: ignore[arg-type]
        )


def _prices(given: str | None) -> Mapping[str, Price]:
    """SCRIPT2DOC_MODEL_PRICES, such as {"my-model": [0.4, 0.1, 1.6]}: dollars per million tokens."""
    if not given:
        return {}
    try:
        return {str(name): Price(*(float(part) for part in each)) for name, each in json.loads(given).items()}
    except (ValueError, TypeError, AttributeError):
        raise OptionError(
            'SCRIPT2DOC_MODEL_PRICES has to look like {"model": [input, cached input, output]}, in US dollars per '
            "million tokens."
        ) from None
