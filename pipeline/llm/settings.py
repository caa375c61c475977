"""Which model is asked, where, with which key, and how patiently. It is read from the environment and checked once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from pipeline.errors import OptionError
from pipeline.guide import Usage
from pipeline.llm.dialect import EFFORTS
from pipeline.llm.keys import flaw

DEFAULT_MODEL = "gpt-5.6-luna"
"""Fast and cheap, and it can be told not to reason at all: writing down what was said needs no reasoning."""
AZURE_API_VERSION = "2024-10-21"
"""The newest generally available version of Azure's data plane with structured output."""

NAMES = frozenset(
    {
        *("OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_OUTLINE_MODEL", "OPENAI_BASE_URL"),
        *("AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_API_VERSION", "AZURE_OPENAI_DEPLOYMENT"),
        *("AZURE_OPENAI_AD_TOKEN", "AZURE_OPENAI_USE_IDENTITY"),
        *("SCRIPT2DOC_MODEL_CALLS", "SCRIPT2DOC_MODEL_CONNECT_SECONDS", "SCRIPT2DOC_MODEL_SILENCE_SECONDS"),
        *("SCRIPT2DOC_MODEL_CALL_SECONDS", "SCRIPT2DOC_MODEL_BUSY_SECONDS", "SCRIPT2DOC_MODEL_RETRIES"),
        *("SCRIPT2DOC_MODEL_OUTLINE_EFFORT", "SCRIPT2DOC_MODEL_REVISION", "SCRIPT2DOC_MODEL_WINDOW_WORDS"),
        *("SCRIPT2DOC_MODEL_DAILY_TOKENS", "SCRIPT2DOC_MODEL_PRICES"),
        *("SCRIPT2DOC_MODEL_REQUESTS_PER_MINUTE", "SCRIPT2DOC_MODEL_TOKENS_PER_MINUTE"),
    }
)
"""The variables that `ModelSettings.from_env` reads."""
SECRETS = ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN")
"""Those that nobody may see."""


class ModelSettingsError(OptionError):
    """The settings of the language model can't be used as they are."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        """A sentence or two for each setting that is wrong, without a value that may be secret."""
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input: float
    cached: float
    output: float

    def of(self, usage: Usage) -> float:
        """The cost of these tokens, in US dollars."""
        fresh = usage.input_tokens - usage.cached_tokens
        return (fresh * self.input + usage.cached_tokens * self.cached + usage.output_tokens * self.output) / 1e6


@cache
def default_prices() -> Mapping[str, Price]:
    """The price table that comes with the app (`prices.json`)."""
    text = resources.files("pipeline.llm").joinpath("prices.json").read_text("utf-8")
    return {name: Price(*each) for name, each in json.loads(text)["prices"].items()}


def price_of(model: str, prices: Mapping[str, Price]) -> Price | None:
    """The price of a model; None if it isn't known. The name can end with the date of its version
    ("gpt-4o-2024-08-06").

    >>> price_of("gpt-4o-2024-08-06", {"gpt-4o": Price(2.5, 1.25, 10)}).input
    2.5
    """
    return prices.get(model) or prices.get(re.sub(r"-20\d\d-\d\d-\d\d$", "", model))


_YES_OR_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class ModelSettings:
    """Everything about the model and its server. Times are in seconds. `repr` hides the keys."""

    api_key: str = field(repr=False, default="")
    model: str = DEFAULT_MODEL
    """The model that writes the steps. For Azure OpenAI, the deployment's name."""
    outline_model: str = ""
    """The model that plans the steps; the same as `model` if it isn't set."""
    outline_effort: str = "low"
    """How much the model should reason about the outline, if it can reason: one of `calls.EFFORTS`."""
    revision: bool = True
    """Whether the model reads the whole guide once it is written, in two ways, and edits it."""
    base_url: str | None = None
    """A compatible server. None: OpenAI, or Azure if an endpoint is given."""
    azure_endpoint: str | None = None
    azure_api_version: str = AZURE_API_VERSION
    azure_ad_token: str | None = field(repr=False, default=None)
    """An Entra ID token, used instead of a key."""
    azure_identity: bool = False
    """Whether tokens come from the azure-identity package (managed identity, workload identity, `az login`)."""
    calls: int = 200
    """How many calls may be under way at once, over all jobs. There are fewer if the server asks for that."""
    connect_seconds: float = 10.0
    silence_seconds: float = 60.0
    """The longest wait for the next piece of a streamed answer. Thoughts are pieces too."""
    call_seconds: float = 180.0
    """The longest wait for an answer to begin, and the longest time of one answer from then on."""
    busy_seconds: float = 120.0
    """How long a server is tried again while it says that it is busy or broken."""
    backoff_seconds: float = 0.5
    """The wait after a first failure. It doubles with each further one, up to 8 seconds."""
    retries: int = 4
    """How often a call is tried again after a failure that isn't about the rate."""
    window_words: int = 12_000
    """Longer transcripts are outlined in windows of this many words."""
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    """The most requests, and input and output tokens, in a minute, of all processes together."""
    daily_tokens: int | None = None
    """The most input and output tokens of all jobs of this process on one day (UTC)."""
    prices: Mapping[str, Price] = field(default_factory=default_prices, repr=False)

    def __post_init__(self) -> None:
        if not self.outline_model:
            object.__setattr__(self, "outline_model", self.model)
        problems = [
            problem
            for name, url in (("OPENAI_BASE_URL", self.base_url), ("AZURE_OPENAI_ENDPOINT", self.azure_endpoint))
            if url is not None and (problem := _wrong_address(name, url))
        ]
        if problems:
            raise ModelSettingsError(problems)

    @property
    def is_openai(self) -> bool:
        """Whether the server is OpenAI's or Azure's, and not a compatible one."""
        host = urlsplit(self.base_url or "https://api.openai.com").hostname or ""
        return self.azure_endpoint is not None or host == "api.openai.com" or host.endswith(".openai.azure.com")

    @property
    def address(self) -> str:
        """The server's address as it can be shown: without a user name, password and query.

        >>> ModelSettings(base_url="http://me:secret@localhost:11434/v1?key=1").address
        'http://localhost:11434/v1'
        """
        parts = urlsplit(self.azure_endpoint or self.base_url or "https://api.openai.com/v1")
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    @property
    def host(self) -> str:
        """The server's name, or its IP address."""
        return urlsplit(self.azure_endpoint or self.base_url or "https://api.openai.com").hostname or ""

    @property
    def has_credentials(self) -> bool:
        """Whether anything is sent by which the server knows who asks. Many local servers need nothing."""
        return bool(self.api_key or self.azure_ad_token or self.azure_identity)

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> ModelSettings | None:
        """The settings in an environment, or None if it names no server. Raises ModelSettingsError, which names every
        setting that can't be used."""
        wrong: list[str] = []

        def text(name: str) -> str | None:
            return env.get(name, "").strip() or None

        def number(name: str, default: float, least: float) -> float:
            given = text(f"SCRIPT2DOC_MODEL_{name}")
            try:
                value = float(given) if given else default
            except ValueError:
                value = float("nan")
            if not least <= value < float("inf"):
                wrong.append(f"SCRIPT2DOC_MODEL_{name} must be a number, at least {least:g}.")
                return default
            return value

        effort = (text("SCRIPT2DOC_MODEL_OUTLINE_EFFORT") or cls.outline_effort).lower()
        if effort not in EFFORTS:
            wrong.append(f"SCRIPT2DOC_MODEL_OUTLINE_EFFORT must be {', '.join(EFFORTS[:-1])} or {EFFORTS[-1]}.")
        revision = (text("SCRIPT2DOC_MODEL_REVISION") or "yes").lower()
        if revision not in _YES_OR_NO:
            wrong.append("SCRIPT2DOC_MODEL_REVISION must be yes or no.")
        daily = number("DAILY_TOKENS", 0, 0)
        common = {
            "calls": int(number("CALLS", cls.calls, 1)),
            "connect_seconds": number("CONNECT_SECONDS", cls.connect_seconds, 0.1),
            "silence_seconds": number("SILENCE_SECONDS", cls.silence_seconds, 0.1),
            "call_seconds": number("CALL_SECONDS", cls.call_seconds, 0.1),
            "busy_seconds": number("BUSY_SECONDS", cls.busy_seconds, 0),
            "retries": int(number("RETRIES", cls.retries, 0)),
            "window_words": int(number("WINDOW_WORDS", cls.window_words, 200)),
            "requests_per_minute": number("REQUESTS_PER_MINUTE", 0, 0) or None,
            "tokens_per_minute": number("TOKENS_PER_MINUTE", 0, 0) or None,
            "daily_tokens": int(daily) or None,
            "outline_model": text("OPENAI_OUTLINE_MODEL") or "",
            "outline_effort": effort,
            "revision": _YES_OR_NO.get(revision, True),
        }
        prices = dict(default_prices())
        try:
            prices |= _prices(text("SCRIPT2DOC_MODEL_PRICES"))
        except OptionError as error:
            wrong.append(error.message)
        wrong += [problem for name in SECRETS if (key := text(name)) and (problem := flaw(name, key))]
        server = _server(text, wrong)
        if wrong:
            raise ModelSettingsError(wrong)
        return cls(**server, **common, prices=prices) if server else None  # type: ignore[arg-type]


def _server(text: Callable[[str], str | None], wrong: list[str]) -> dict[str, object] | None:
    """Which server is asked, for which model, with which key; None if no setting names one. What is missing or can't be
    used is added to `wrong`."""
    key, base_url = text("OPENAI_API_KEY"), text("OPENAI_BASE_URL")
    endpoint, azure_key = text("AZURE_OPENAI_ENDPOINT"), text("AZURE_OPENAI_API_KEY")
    token = text("AZURE_OPENAI_AD_TOKEN")
    identity = (text("AZURE_OPENAI_USE_IDENTITY") or "").lower() in ("1", "true", "yes")
    deployment = text("AZURE_OPENAI_DEPLOYMENT")
    for name, url in (("OPENAI_BASE_URL", base_url), ("AZURE_OPENAI_ENDPOINT", endpoint)):
        if url and (problem := _wrong_address(name, url)):
            wrong.append(problem)
    if endpoint:
        deployment = deployment or text("OPENAI_MODEL")
        if not (azure_key or token or identity):
            otherwise = "remove the endpoint to use OPENAI_API_KEY" if key else "remove the endpoint"
            wrong.append(f"AZURE_OPENAI_ENDPOINT is set without a key. Set AZURE_OPENAI_API_KEY, or {otherwise}.")
        if not deployment:
            wrong.append(
                "AZURE_OPENAI_ENDPOINT is set without a deployment. Set AZURE_OPENAI_DEPLOYMENT to your deployment's "
                "name."
            )
        return {
            "api_key": azure_key or "",
            "model": deployment or "",
            "azure_endpoint": endpoint,
            "azure_api_version": text("AZURE_OPENAI_API_VERSION") or AZURE_API_VERSION,
            "azure_ad_token": token,
            "azure_identity": identity and not azure_key and not token,
        }
    if not key:
        # With OPENAI_API_KEY it is clear which server is meant. Leftover settings for Azure do no harm then.
        of_azure = {
            "AZURE_OPENAI_API_KEY": azure_key,
            "AZURE_OPENAI_AD_TOKEN": token,
            "AZURE_OPENAI_USE_IDENTITY": identity,
            "AZURE_OPENAI_DEPLOYMENT": deployment,
        }
        if there := [name for name, value in of_azure.items() if value]:
            are = "are" if len(there) > 1 else "is"
            wrong.append(
                f"{' and '.join(there)} {are} set without AZURE_OPENAI_ENDPOINT. Set it to your resource's address, "
                "such as https://name.openai.azure.com."
            )
        if not base_url:
            return None
    # Many servers that people run themselves need no key.
    return {"api_key": key or "", "model": text("OPENAI_MODEL") or DEFAULT_MODEL, "base_url": base_url}


def _wrong_address(name: str, url: str) -> str | None:
    """What is wrong with a server's address. The address isn't shown, since a key may be in it by mistake."""
    example = "https://name.openai.azure.com" if name.startswith("AZURE") else "http://localhost:11434/v1"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return f"{name} isn't a valid address. It should look like {example}."
    if not usable or any(character.isspace() for character in url):
        return f"{name} must be an address that starts with https:// or http://, such as {example}."
    path = parts.path.rstrip("/")
    if name == "OPENAI_BASE_URL" and path.endswith(("/chat/completions", "/completions", "/responses")):
        return f"{name} points to a single call. Leave out everything after the version, as in {example}."
    of_azure = (parts.hostname or "").endswith((".openai.azure.com", ".cognitiveservices.azure.com"))
    if name == "AZURE_OPENAI_ENDPOINT" and ("/deployments/" in path or (of_azure and path)):
        return f"{name} has more than the resource's address. Leave out everything after the host, as in {example}."
    return None


def _prices(given: str | None) -> Mapping[str, Price]:
    """The prices in SCRIPT2DOC_MODEL_PRICES, such as {"my-model": [0.4, 0.1, 1.6]}: dollars per million tokens."""
    if not given:
        return {}
    try:
        return {str(name): Price(*(float(part) for part in each)) for name, each in json.loads(given).items()}
    except (ValueError, TypeError, AttributeError):
        raise OptionError(
            'SCRIPT2DOC_MODEL_PRICES must look like {"model": [input, cached input, output]}, in US dollars per '
            "million tokens."
        ) from None
