"""A call of a Web API method, who calls, and the methods that there are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.arguments import Args
from bot.playground.backend import Backend
from bot.playground.refusal import Refused


@dataclass(frozen=True)
class Call:
    """What a method gets."""

    backend: Backend
    args: Args
    scopes: frozenset[str]
    user: str
    """The user that the token stands for: the app's bot user."""

    def need(self, *any_of: str) -> None:
        """Raises Refused("missing_scope") unless one of these scopes is granted."""
        if not self.scopes.intersection(any_of):
            raise missing_scope(any_of, self.scopes)


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
