"""What a method of the Web API is called with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.refusal import Refused


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


def missing(field: str) -> Refused:
    messages = [f"[ERROR] missing required field: {field}"]
    return Refused("invalid_arguments", response_metadata={"messages": messages})
