"""A warning stands in front of the action that it is about, and not before what it warns of is named."""

from __future__ import annotations

import pytest

from pipeline.grounding.warning_places import with_warnings_placed
from pipeline.guide import Action, Caution, CautionKind

ACTIONS = tuple(
    Action(text)
    for text in (
        "Put on the apron.",
        "Heat the oil in the pan.",
        "Stir the starch into cold water.",
        "Pour the mix into the hot oil.",
    )
)


def place(
    text: str, before: int | None, kind: CautionKind = CautionKind.WARNING, named: str = "Make the sauce"
) -> int | None:
    (placed,) = with_warnings_placed((Caution(kind, text, (), before),), ACTIONS, named, "en")
    return placed.before


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Don't heat the oil until it smokes.", None, 2),
        ("Never stir the starch into hot water, or it clumps.", None, 3),
        ("Keep children away from all of it.", None, None),
        ("Starch burns.", None, None),
        ("Starch clumps.", 1, 3),
        ("Starch clumps.", 2, 3),
        ("Starch clumps.", 3, 3),
        ("Starch clumps.", 5, 5),
        ("The oil burns.", 4, 4),
        ("Sauce burns.", 1, 1),
        ("Keep children away from all of it.", 2, 2),
    ],
)
def test_a_warning_waits_for_what_it_warns_of(text: str, before: int | None, after: int | None) -> None:
    assert place(text, before) == after


def test_a_note_stays_where_its_writer_has_put_it() -> None:
    assert place("Starch clumps.", 1, CautionKind.NOTE) == 1
    assert place("Never stir the starch into hot water.", None, CautionKind.TIP) is None
