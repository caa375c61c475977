"""Finds possessive groups: Python before 3.11.5 matches them wrongly if something inside them can be tried in two ways
(cpython issue 106052). Debian 12 has 3.11.2."""

from __future__ import annotations

from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_SINGLE = {"LITERAL", "NOT_LITERAL", "ANY", "IN"}


def has_possessive_group(text: str | bytes, flags: int) -> bool:
    """Whether a pattern repeats more than a single character possessively: `(?:ab?)++`. An atomic group repeated in the
    ordinary way, `(?>ab?)+`, is matched well by all versions."""
    return _has(_parser.parse(text, flags))


def _has(nodes: Iterable[Any]) -> bool:
    return any(_is(str(op), value) or any(map(_has, _parts(value))) for op, value in nodes)


def _is(name: str, value: Any) -> bool:
    return name == "POSSESSIVE_REPEAT" and (len(value[2]) != 1 or str(value[2][0][0]) not in _SINGLE)


def _parts(value: Any) -> list[Any]:
    """The patterns inside a node, however it holds them."""
    if isinstance(value, _parser.SubPattern):
        return [value]
    return [part for each in value for part in _parts(each)] if isinstance(value, tuple | list) else []
