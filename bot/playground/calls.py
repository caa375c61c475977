"""A call of a Web API method: its arguments, who calls, and the log of all calls."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.playground.refusal import Refused

if TYPE_CHECKING:
    from bot.playground.playground import Playground


@dataclass(frozen=True)
class ApiCall:
    """A line of the log."""

    method: str
    args: dict[str, Any]
    at: float
    """Seconds since the epoch at which it arrived."""
    seconds: float
    """Until it was answered."""
    status: int
    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


@dataclass(frozen=True)
class Args:
    """What came in the query, the form and the JSON body together, read as the types that a method wants."""

    values: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        value = self.text(name)
        if not value:
            raise missing(name) if error == "invalid_arguments" else Refused(error)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name)
        if value is None:
            return default
        return value is True or str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.values.get(name) or default)
        except (TypeError, ValueError):
            raise Refused("invalid_arguments") from None

    def json(self, name: str, error: str) -> Any:
        """A value that arrives as it is in a JSON body, and as a string of JSON in a form. Raises Refused(error)."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(error) from None

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None


@dataclass(frozen=True)
class Call:
    """What a method gets."""

    playground: Playground
    args: Args
    scopes: frozenset[str]
    user: str
    """The user that the token stands for: the app's bot user."""

    def need(self, *any_of: str) -> None:
        """Raises Refused("missing_scope") unless one of these scopes is granted."""
        if not self.scopes.intersection(any_of):
            raise missing_scope(any_of, self.scopes)


def missing(field: str) -> Refused:
    messages = [f"[ERROR] missing required field: {field}"]
    return Refused("invalid_arguments", response_metadata={"messages": messages})


def missing_scope(any_of: tuple[str, ...], provided: frozenset[str]) -> Refused:
    return Refused("missing_scope", needed=",".join(any_of), provided=",".join(sorted(provided)))


Handler = Callable[[Call], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Method:
    name: str
    handler: Handler
    scopes: tuple[str, ...] = ()
    """One of these is needed; methods whose scope depends on the conversation ask for it themselves."""
    takes_json: bool = True
    """Slack's reading methods take their arguments from the query and the form only."""
    caller: str = "bot"
    """Whose token it takes: bot | app | anyone."""
    per_minute: int | None = None
    """Slack's tier: 20, 50 or 100 and more calls a minute; None where Slack states none."""


@dataclass
class Registry:
    methods: dict[str, Method] = field(default_factory=dict)

    def method(
        self, name: str, *scopes: str, takes_json: bool = True, caller: str = "bot", per_minute: int | None = None
    ) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.methods[name] = Method(name, handler, scopes, takes_json, caller, per_minute)
            return handler

        return register


web_api = Registry()
