"""The part of the environment that concerns a guide, whoever asks for it, and how settings are checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

import pydantic
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import ErrorDetails

from pipeline.options import Limits

Text = Annotated[str, StringConstraints(strip_whitespace=True)]


def ours(name: str) -> AliasChoices:
    """The variable of a setting that is ours."""
    return AliasChoices(f"SCRIPT2DOC_{name}")


class GuideSettings(BaseModel):
    """What an operator can set for each guide. `.env.example` explains each."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    template: Text | None = Field(None, validation_alias=ours("TEMPLATE"))
    transcript_bytes: int = Field(20_000_000, validation_alias=ours("TRANSCRIPT_BYTES"), ge=1)
    transcript_words: int = Field(200_000, validation_alias=ours("TRANSCRIPT_WORDS"), ge=1)
    reference_urls: int = Field(10, validation_alias=ours("REFERENCE_URLS"), ge=0)
    reference_wait: float = Field(3.0, validation_alias=ours("REFERENCE_WAIT"), ge=0)
    page_bytes: int = Field(5_000_000, validation_alias=ours("PAGE_BYTES"), ge=1)
    fetch_seconds: float = Field(10.0, validation_alias=ours("FETCH_SECONDS"), gt=0)
    allow_hosts: tuple[str, ...] = Field((), validation_alias=ours("ALLOW_HOSTS"))
    deny_hosts: tuple[str, ...] = Field((), validation_alias=ours("DENY_HOSTS"))
    allowed_ports: tuple[int, ...] = Field((80, 443), validation_alias=ours("ALLOWED_PORTS"))
    private_hosts: tuple[str, ...] = Field((), validation_alias=ours("PRIVATE_HOSTS"))
    proxy: Text | None = Field(None, validation_alias=ours("PROXY"))
    contact: Text | None = Field(None, validation_alias=ours("CONTACT"))
    job_tokens: int = Field(400_000, validation_alias=ours("JOB_TOKENS"), ge=1)

    @pydantic.field_validator("private_hosts", "allow_hosts", "deny_hosts", "allowed_ports", mode="before")
    @classmethod
    def _parted_by_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def limits(self) -> Limits:
        """What one job may use."""
        return Limits(
            transcript_bytes=self.transcript_bytes,
            transcript_words=self.transcript_words,
            urls=self.reference_urls,
            page_bytes=self.page_bytes,
            fetch_seconds=self.fetch_seconds,
            reference_wait=self.reference_wait,
            job_tokens=self.job_tokens,
            allowed_ports=self.allowed_ports,
            allow_private_hosts=self.private_hosts,
        )


Kind = TypeVar("Kind", bound=GuideSettings)


def validated(kind: type[Kind], env: Mapping[str, str]) -> tuple[Kind, list[str]]:
    """The settings of this kind, with the default in place of each that can't be used; and a line for each of those."""
    given = {name: value for name, value in env.items() if name in names(kind) and value.strip()}
    try:
        return kind.model_validate(given), []
    except pydantic.ValidationError as error:
        wrong = {
            str(each["loc"][0]): _sentence(str(each["loc"][0]), each) for each in error.errors(include_input=False)
        }
        settings, more = validated(kind, {name: value for name, value in given.items() if name not in wrong})
        return settings, [*wrong.values(), *more]


def names(kind: type[GuideSettings]) -> frozenset[str]:
    """Every name that is read for settings of this kind."""
    return frozenset(name for field in kind.model_fields.values() for name in aliases(field.validation_alias))


def aliases(alias: object) -> list[str]:
    """The variables of a setting, the first of which is its name."""
    if isinstance(alias, AliasChoices):
        return [choice for choice in alias.choices if isinstance(choice, str)]
    return [alias] if isinstance(alias, str) else []


_WRONG = {
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "bool_parsing": "must be 1 or 0",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
}
"""pydantic's kinds of errors, in our words."""
_OF_ONE_SETTING = {
    "SCRIPT2DOC_ALLOWED_PORTS": "must be port numbers separated by commas, such as 80,443",
}


def _sentence(name: str, error: ErrorDetails) -> str:
    """What is wrong with a setting, without its value: a token may have been put there by mistake."""
    wrong = _OF_ONE_SETTING.get(name) or _WRONG.get(error["type"], "").format(**error.get("ctx", {})) or error["msg"]
    return f"{name} {wrong}."


PROXY_NAMES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
"""The variables that name the proxy for Slack and the language model, the first one before the others."""


def outgoing_proxy(env: Mapping[str, str]) -> tuple[str, str] | None:
    """The variable that names the proxy for Slack and the language model, and the proxy's address."""
    return next(((name, env[name]) for name in PROXY_NAMES if env.get(name)), None)


def outgoing_proxy_problem(env: Mapping[str, str]) -> str | None:
    """What is wrong with the address of the proxy for Slack and the language model."""
    named = outgoing_proxy(env)
    return proxy_problem(named[1], named[0]) if named else None


def proxy_problem(proxy: str | None, name: str = "SCRIPT2DOC_PROXY") -> str | None:
    """What is wrong with a proxy's address, which isn't shown: it may hold a password. None where nothing can be
    seen. `name` is that of its setting."""
    if proxy is None:
        return None
    try:
        parts = urlsplit(proxy)
        usable = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return f"{name} isn't a valid address. It should look like http://proxy.example.com:3128."
    if parts.scheme in ("http", "https") and usable:
        return None
    if "://" not in proxy or not usable:
        return f"{name} must be an address that starts with http://, such as http://proxy.example.com:3128."
    return (
        f"{name} starts with {parts.scheme}://, which isn't supported. Use an HTTP proxy, such as "
        "http://proxy.example.com:3128."
    )
