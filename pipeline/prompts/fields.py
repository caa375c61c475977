"""Fields of an answer, read one by one: what can't be read is left out, and costs nothing else.

Servers that hold a model to a schema send what was asked for. Others send null for a list, a string for an object,
a number in quotes, or the right thing under another name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import pydantic
from pydantic import BeforeValidator

_TEXT_KEYS = ("text", "value", "content", "instruction", "title", "name", "label", "message")
_NOTHING = frozenset({"", "null", "none", "n/a", "na", "nil", "undefined", "-", "—"})
_YES = frozenset({"true", "yes", "y", "1", "optional"})
_NUMBER = re.compile(r"-?\d{1,9}")


def as_text(value: Any, between: str = " ") -> str:
    """A text from a string, a number, a list of them (with `between` between), or an object that has one."""
    match value:
        case str():
            return value
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
        case list():
            return between.join(filter(None, (as_text(each, between) for each in value[:200])))
        case Mapping():
            return next((said for key in _TEXT_KEYS if (said := as_text(value.get(key), between))), "")
    return ""


def as_text_or_none(value: Any) -> str | None:
    """A text that may be missing; also "none" and "n/a" say that it is."""
    said = as_text(value)
    return None if said.strip(" .").casefold() in _NOTHING else said


def _as_code(value: Any) -> str | None:
    return as_text(value, "\n") or None


def as_number(value: Any) -> int | None:
    """A whole number, also one in words such as "step 2"."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return int(value) if -1e9 < value < 1e9 else None
    found = _NUMBER.search(as_text(value)[:1_000])
    return int(found[0]) if found else None


def _as_flag(value: Any) -> bool:
    return value is True or as_text(value).strip().casefold() in _YES


def _as_texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [said for each in values if (said := as_text(each).strip())]


Text = Annotated[str, BeforeValidator(as_text)]
TextOrNone = Annotated[str | None, BeforeValidator(as_text_or_none)]
Code = Annotated[str | None, BeforeValidator(_as_code)]
Texts = Annotated[list[str], BeforeValidator(_as_texts)]
Flag = Annotated[bool, BeforeValidator(_as_flag)]
Number = Annotated[int, BeforeValidator(lambda value: as_number(value) or 0)]
NumberOrNone = Annotated[int | None, BeforeValidator(as_number)]
Ids = Any
"""Ids of utterances in any form; `answers.read_ids` reads them."""


def of(model: type[Part], value: Any) -> list[Mapping[str, Any]]:
    """The objects in a field that should be a list of them."""
    match value:
        case list():
            return [part for each in value for part in of(model, each) if not isinstance(each, list)]
        case str():
            return [model.of_line(value)] if value.strip() else []
        case Mapping() if model.knows(value):
            return [value]
        case Mapping():  # such as {"1": {…}, "2": {…}}, or {"1": "…", "2": "…"}
            parts = [each for key, each in value.items() if isinstance(each, Mapping) or _NUMBER.fullmatch(str(key))]
            return [part for each in parts for part in of(model, each) if model.knows(part)]
    return []


class Part(pydantic.BaseModel):
    """An object of an answer that models write under more names than one."""

    main: ClassVar[str] = "text"
    """The field that a mere string stands for."""
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Other names of fields, the likeliest first."""

    @classmethod
    def knows(cls, value: Mapping[str, Any]) -> bool:
        """Whether an object has a field of this part."""
        return any(_plain(key) in cls._names() for key in value)

    @classmethod
    def of_line(cls, line: str) -> Mapping[str, Any]:
        """The object that a mere string stands for."""
        return {cls.main: line}

    @classmethod
    def _names(cls) -> dict[str, str]:
        names = {_plain(name): name for name in cls.model_fields}
        for name, others in cls.also.items():
            for other in others:
                names.setdefault(_plain(other), name)
        return names

    @pydantic.model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        names = cls._names()
        read: dict[str, Any] = {}
        for key, each in value.items():
            # The field's own name goes before any other.
            if (name := names.get(_plain(key))) and (key == name or name not in read):
                read[name] = each
        return read


def _plain(key: object) -> str:
    return str(key).casefold().replace("_", "").replace("-", "").replace(" ", "")
