"""The environment, validated once. Names that Slack and OpenAI use are kept; the others begin with SCRIPT2DOC_."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import pydantic
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from pydantic_core import ErrorDetails, PydanticCustomError

from pipeline import environment as process
from pipeline.llm.settings import SECRETS as MODEL_SECRETS
from pipeline.options import Limits


class SettingsError(Exception):
    """The environment can't be used as it is. Each problem is a line that says which setting, why, and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Unavailable(SettingsError):
    """What the app needs can't be had just now; nothing has to be changed for it, and a new start may find it."""


def _ours(name: str) -> AliasChoices:
    return AliasChoices(f"SCRIPT2DOC_{name}")


Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class Settings(BaseModel):
    """Everything an operator can set. `.env.example` explains each."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    api_url: Text = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")

    host: Text = Field("0.0.0.0", validation_alias=_ours("HOST"))  # noqa: S104 — a container's port is published on purpose
    port: int = Field(3000, validation_alias=AliasChoices("SCRIPT2DOC_PORT", "PORT"), ge=0, le=65535)
    health_port: int | None = Field(None, validation_alias=_ours("HEALTH_PORT"), ge=0, le=65535)
    playground_port: int = Field(3030, validation_alias=_ours("PLAYGROUND_PORT"), ge=0, le=65535)
    playground_data: Text | None = Field(None, validation_alias=_ours("PLAYGROUND_DATA"))
    open_browser: bool | None = Field(None, validation_alias=_ours("OPEN_BROWSER"))

    database_url: Text = Field("sqlite+aiosqlite:///data/script2doc.db", validation_alias=_ours("DATABASE_URL"))
    template: Text | None = Field(None, validation_alias=_ours("TEMPLATE"))
    keep_days: float = Field(30, validation_alias=_ours("KEEP_DAYS"), gt=0)
    cache_bytes: int = Field(500_000_000, validation_alias=_ours("CACHE_BYTES"), ge=1_000_000)

    jobs_at_once: int = Field(20, validation_alias=_ours("JOBS_AT_ONCE"), ge=1)
    jobs_per_person: int = Field(5, validation_alias=_ours("JOBS_PER_PERSON"), ge=1)
    lease_seconds: float = Field(30, validation_alias=_ours("LEASE_SECONDS"), ge=1)
    edits_per_minute: float = Field(40, validation_alias=_ours("EDITS_PER_MINUTE"), gt=0)

    transcript_bytes: int = Field(20_000_000, validation_alias=_ours("TRANSCRIPT_BYTES"), ge=1)
    transcript_words: int = Field(200_000, validation_alias=_ours("TRANSCRIPT_WORDS"), ge=1)
    reference_urls: int = Field(10, validation_alias=_ours("REFERENCE_URLS"), ge=0)
    reference_wait: float = Field(3.0, validation_alias=_ours("REFERENCE_WAIT"), ge=0)
    page_bytes: int = Field(5_000_000, validation_alias=_ours("PAGE_BYTES"), ge=1)
    fetch_seconds: float = Field(10.0, validation_alias=_ours("FETCH_SECONDS"), gt=0)
    allow_hosts: tuple[str, ...] = Field((), validation_alias=_ours("ALLOW_HOSTS"))
    deny_hosts: tuple[str, ...] = Field((), validation_alias=_ours("DENY_HOSTS"))
    allowed_ports: tuple[int, ...] = Field((80, 443), validation_alias=_ours("ALLOWED_PORTS"))
    proxy: Text | None = Field(None, validation_alias=_ours("PROXY"))
    contact: Text | None = Field(None, validation_alias=_ours("CONTACT"))
    private_hosts: tuple[str, ...] = Field((), validation_alias=_ours("PRIVATE_HOSTS"))
    job_tokens: int = Field(400_000, validation_alias=_ours("JOB_TOKENS"), ge=1)

    log_level: Text = Field("INFO", validation_alias=_ours("LOG_LEVEL"), pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    log_format: Text = Field("auto", validation_alias=_ours("LOG_FORMAT"), pattern="^(auto|plain|json)$")

    @pydantic.field_validator("private_hosts", "allow_hosts", "deny_hosts", "allowed_ports", mode="before")
    @classmethod
    def _parted_by_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @pydantic.field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, value: object, about: pydantic.ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        return value.upper() if about.field_name == "log_level" else value.lower()

    @pydantic.field_validator("api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise PydanticCustomError("address", "must start with https:// or http://")
        return value if value.endswith("/") else value + "/"

    def secrets(self, env: Mapping[str, str]) -> list[str]:
        """What must never be written to a log: our tokens, and every key of a model's server."""
        ours = [token.get_secret_value() for token in (self.bot_token, self.app_token, self.signing_secret) if token]
        return ours + [value for name, value in env.items() if name in MODEL_SECRETS and value]

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


def environment() -> Mapping[str, str]:
    """The process's environment over what stands in `.env`. Raises SettingsError."""
    try:
        return process.environment()
    except process.EnvironmentFileError as error:
        raise SettingsError(*error.problems) from None


def read_settings(env: Mapping[str, str]) -> Settings:
    """The settings that an environment gives. Raises SettingsError that names every setting that is wrong."""
    settings, problems = validated(env)
    if problems:
        raise SettingsError(*problems)
    return settings


def validated(env: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings, with the default in place of each that can't be used; and a line for each of those."""
    given = {name: value for name, value in env.items() if name in names() and value.strip()}
    try:
        return Settings.model_validate(given), []
    except pydantic.ValidationError as error:
        wrong = {
            str(each["loc"][0]): _sentence(str(each["loc"][0]), each) for each in error.errors(include_input=False)
        }
        settings, more = validated({name: value for name, value in given.items() if name not in wrong})
        return settings, [*wrong.values(), *more]


def names() -> frozenset[str]:
    """Every name that is read here."""
    return frozenset(name for field in Settings.model_fields.values() for name in _aliases(field.validation_alias))


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
_CHOICES = {
    "SCRIPT2DOC_LOG_LEVEL": "must be DEBUG, INFO, WARNING or ERROR",
    "SCRIPT2DOC_LOG_FORMAT": "must be auto, plain or json",
    "SCRIPT2DOC_ALLOWED_PORTS": "must be port numbers separated by commas, such as 80,443",
}


def _sentence(name: str, error: ErrorDetails) -> str:
    """What is wrong with a setting, without its value: a token may have been put there by mistake."""
    wrong = _CHOICES.get(name) or _WRONG.get(error["type"], "").format(**error.get("ctx", {})) or error["msg"]
    return f"{name} {wrong}."


def _aliases(alias: object) -> list[str]:
    if isinstance(alias, AliasChoices):
        return [choice for choice in alias.choices if isinstance(choice, str)]
    return [alias] if isinstance(alias, str) else []
