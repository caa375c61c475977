"""Where a warning stands: in front of the action that it is about, and not before the step has named what it warns of.

Readers take a warning about something that they haven't met yet for a riddle, and forget it by the time they meet it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.grounding.stop_words import content
from pipeline.guide import Action, Caution, CautionKind

LEAST_WORDS = 2
"""How many content words tell that a warning is about an action."""


def with_warnings_placed(
    cautions: Sequence[Caution], actions: Sequence[Action], named: str, language: str | None
) -> tuple[Caution, ...]:
    """The cautions, of which a warning in front of the whole step stands in front of the action that it is about, and
    one that comes before anything of it is named in front of the first action that names it. `named`: what the reader
    knows before the first action, such as the step's title."""
    return tuple(
        replace(caution, before=_place(caution, actions, named, language))
        if caution.kind is CautionKind.WARNING
        else caution
        for caution in cautions
    )


def alike(text: str, action: str, language: str | None) -> int:
    """How many content words a text shares with an action."""
    return len(frozenset(content(text, language)).intersection(content(action, language)))


def _place(caution: Caution, actions: Sequence[Action], named: str, language: str | None) -> int | None:
    before = caution.before
    shared = [alike(caution.text, action.instruction, language) for action in actions]
    most = max(shared, default=0)
    if before is None:
        # What can hurt somebody stays in front of everything where it isn't plain what it is about.
        close = (n for n, some in enumerate(shared, 1) if some >= LEAST_WORDS and 2 * some >= most)
        return next(close, None)
    if any(shared[:before]) or alike(caution.text, named, language):
        return before
    return next((n for n, some in enumerate(shared, 1) if some and 2 * some >= most), before)
