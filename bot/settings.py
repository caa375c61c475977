"""The environment, validated once. Names that Slack and OpenAI use are kept; the others begin with SCRIPT2DOC_."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pydantic
from pydantic import AliasChoices, Field, SecretStr
from pydantic_core import PydanticCustomError

from pipeline import environment as process
from pipeline import settings as checks
from pipeline.llm.settings import SECRETS as MODEL_SECRETS
from pipeline.settings import GuideSettings, Text, ours


class SettingsError(Exception):
    """The environment can't be used as it is. Each problem is a line that says which setting, why, and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Unavailable(SettingsError):
    """What the app needs can't be had just now; nothing has to be changed for it, and a new start may find it."""


class Settings(GuideSettings):
    """Everything an operator can set. `.env.example` explains each."""

    bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    client_id: Text | None = Field(None, validation_alias="SLACK_CLIENT_ID")
    client_secret: SecretStr | None = Field(None, validation_alias="SLACK_CLIENT_SECRET")
    redirect_uri: Text | None = Field(None, validation_alias="SLACK_REDIRECT_URI")
    token_keys: SecretStr | None = Field(None, validation_alias=ours("TOKEN_KEYS"))
    workspaces: Text | None = Field(None, validation_alias=ours("WORKSPACES"))
    api_url: Text = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")

    host: Text = Field("0.0.0.0", validation_alias=ours("HOST"))  # noqa: S104 — a container's port is published on purpose
    port: int = Field(3000, validation_alias=AliasChoices("SCRIPT2DOC_PORT", "PORT"), ge=0, le=65535)
    health_port: int | None = Field(None, validation_alias=ours("HEALTH_PORT"), ge=0, le=65535)
    playground_port: int = Field(3030, validation_alias=ours("PLAYGROUND_PORT"), ge=0, le=65535)
    playground_data: Text | None = Field(None, validation_alias=ours("PLAYGROUND_DATA"))
    open_browser: bool | None = Field(None, validation_alias=ours("OPEN_BROWSER"))

    database_url: Text = Field("sqlite+aiosqlite:///data/script2doc.db", validation_alias=ours("DATABASE_URL"))
    keep_days: float = Field(30, validation_alias=ours("KEEP_DAYS"), gt=0)
    cache_bytes: int = Field(500_000_000, validation_alias=ours("CACHE_BYTES"), ge=1_000_000)

    jobs_at_once: int = Field(20, validation_alias=ours("JOBS_AT_ONCE"), ge=0)
    jobs_per_person: int = Field(5, validation_alias=ours("JOBS_PER_PERSON"), ge=1)
    jobs_per_workspace: int | None = Field(None, validation_alias=ours("JOBS_PER_WORKSPACE"), ge=1)
    hourly_jobs_per_person: int | None = Field(None, validation_alias=ours("HOURLY_JOBS_PER_PERSON"), ge=1)
    hourly_jobs_per_workspace: int | None = Field(None, validation_alias=ours("HOURLY_JOBS_PER_WORKSPACE"), ge=1)
    daily_tokens_per_person: int | None = Field(None, validation_alias=ours("DAILY_TOKENS_PER_PERSON"), ge=1)
    daily_tokens_per_workspace: int | None = Field(None, validation_alias=ours("DAILY_TOKENS_PER_WORKSPACE"), ge=1)
    job_seconds: float = Field(900, validation_alias=ours("JOB_SECONDS"), gt=0)
    lease_seconds: float = Field(30, validation_alias=ours("LEASE_SECONDS"), ge=1)
    edits_per_minute: float = Field(40, validation_alias=ours("EDITS_PER_MINUTE"), gt=0)

    log_level: Text = Field("INFO", validation_alias=ours("LOG_LEVEL"))
    log_format: Text = Field("auto", validation_alias=ours("LOG_FORMAT"))

    @pydantic.field_validator("workspaces")
    @classmethod
    def _are_ids(cls, value: str | None) -> str | None:
        if wrong := [each for each in _listed(value) if not re.fullmatch("[TE][A-Z0-9]{2,30}", each)]:
            raise PydanticCustomError(
                "ids",
                "must be ids of workspaces or organizations, such as T0123ABC or E0123ABC, with commas between them; "
                "{wrong} isn't one",
                {"wrong": wrong[0]},
            )
        return value

    @pydantic.field_validator("log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise PydanticCustomError("choice", "must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @pydantic.field_validator("log_format")
    @classmethod
    def _is_a_format(cls, value: str) -> str:
        if value.lower() not in ("auto", "plain", "json"):
            raise PydanticCustomError("choice", "must be auto, plain or json")
        return value.lower()

    @pydantic.field_validator("api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise PydanticCustomError("address", "must start with https:// or http://")
        return value if value.endswith("/") else value + "/"

    @property
    def several(self) -> bool:
        """Whether workspaces install the app by OAuth, each with a token of its own."""
        return self.client_id is not None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys for the workspaces' tokens, the one that encrypts first."""
        return _listed(self.token_keys.get_secret_value() if self.token_keys else None)

    @property
    def allowed(self) -> frozenset[str]:
        """The workspaces and organizations that may install the app, by their ids; empty: all may."""
        return frozenset(_listed(self.workspaces))

    def secrets(self, env: Mapping[str, str]) -> list[str]:
        """What must never be written to a log: our tokens, the database's password, every key of a model's server."""
        from bot import tracing
        from bot.store.address import passwords  # which loads SQLAlchemy

        given = (self.bot_token, self.app_token, self.signing_secret, self.client_secret)
        tokens = [token.get_secret_value() for token in given if token] + list(self.keys)
        tokens += [*passwords(self.database_url), *tracing.secrets(env)]
        return tokens + [value for name, value in env.items() if name in MODEL_SECRETS and value]


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(each.strip() for each in (value or "").split(",") if each.strip())


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
    return checks.validated(Settings, env)


def names() -> frozenset[str]:
    """Every name that is read here."""
    return checks.names(Settings)
