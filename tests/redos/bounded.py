"""Patterns that may grow faster than their text, because they never get a long one."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.redos.patterns import Pattern


@dataclass(frozen=True)
class Bound:
    characters: int
    """Of the longest text that the pattern gets."""
    by: str
    """The function that sees to it, as `module:name`. A test shows that it does."""


Bounds = Mapping[tuple[str, str], Bound]
"""By the pattern's module and name."""
BOUNDED: Bounds = {("pipeline.speech.harms", "_signs"): Bound(600, "pipeline.speech.harms:harm_by")}


def mistakes(bounds: Bounds, patterns: Iterable[Pattern]) -> list[str]:
    """What is wrong with a list, in sentences: patterns that aren't there, and functions that aren't."""
    known = {(pattern.module, pattern.name) for pattern in patterns}
    return [
        *(
            f"{module} {name} is listed with a bound, but isn't there."
            for module, name in sorted(bounds.keys() - known)
        ),
        *(
            f"{name} is listed with a bound that {bound.by} sees to, but that isn't there."
            for (_, name), bound in bounds.items()
            if not _is_there(bound.by)
        ),
    ]


def _is_there(function: str) -> bool:
    module, _, name = function.partition(":")
    value: object = importlib.import_module(module)
    for part in name.split("."):
        value = getattr(value, part, None)
    return callable(value)
