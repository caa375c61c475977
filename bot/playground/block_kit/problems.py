"""What is wrong with a piece of Block Kit, and where, in the words that Slack uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.playground.refusal import Refused

Json = Mapping[str, Any]


class Problems:
    """Collects what is wrong. A pointer is a JSON pointer such as /blocks/0/text."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, what: str, pointer: str) -> None:
        self.found.append(f"{what} [json-pointer:{pointer}]")

    def refuse(self, error: str) -> None:
        """Raises Refused, with Slack's explanations, if anything was found."""
        if self.found:
            messages = [f"[ERROR] {problem}" for problem in self.found]
            raise Refused(error, errors=self.found, response_metadata={"messages": messages})

    # -- what several rules look at

    def string(self, value: Any, pointer: str, *, most: int, least: int = 1) -> None:
        if not isinstance(value, str):
            self.add("must be a string", pointer)
        elif len(value) < least:
            self.add(f"must be more than {least - 1} characters", pointer)
        elif len(value) > most:
            self.add(f"must be less than {most + 1} characters", pointer)

    def optional_string(self, body: Json, field: str, pointer: str, *, most: int, least: int = 0) -> None:
        if body.get(field) is not None:
            self.string(body[field], f"{pointer}/{field}", most=most, least=least)

    def items(self, body: Json, field: str, pointer: str, *, most: int, least: int = 1) -> list[Any]:
        """The list in this field, empty where it is none."""
        value = body.get(field)
        if not isinstance(value, list):
            self.add(f"missing required field: {field}", pointer)
            return []
        if len(value) < least:
            self.add(f"must provide at least {least} items", f"{pointer}/{field}")
        if len(value) > most:
            self.add(f"no more than {most} items allowed", f"{pointer}/{field}")
        return value

    def one_of(self, body: Json, field: str, pointer: str, allowed: Iterable[str]) -> None:
        if body.get(field) is not None and body[field] not in allowed:
            self.add(f"must be one of: {', '.join(sorted(allowed))}", f"{pointer}/{field}")

    def text(
        self, body: Json, field: str, pointer: str, *, most: int, plain: bool = False, needed: bool = True
    ) -> None:
        """A text object. Source: docs.slack.dev, "Text object"."""
        value, at = body.get(field), f"{pointer}/{field}"
        if value is None:
            if needed:
                self.add(f"missing required field: {field}", pointer)
            return
        self.text_object(value, at, most=most, plain=plain)

    def text_object(self, value: Any, at: str, *, most: int, plain: bool = False) -> None:
        if not isinstance(value, dict):
            self.add("must be a text object", at)
            return
        allowed = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if value.get("type") not in allowed:
            self.add(f"must be of type {' or '.join(allowed)}", f"{at}/type")
        self.string(value.get("text"), f"{at}/text", most=most)
        extra = set(value) - {"type", "text", "emoji" if value.get("type") == "plain_text" else "verbatim"}
        for name in sorted(extra):
            self.add(f"no more fields allowed: {name}", at)
