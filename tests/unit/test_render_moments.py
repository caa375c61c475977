"""What was said, by step and by moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.guide import Source
from pipeline.render.marks import Marks, Place
from pipeline.render.moments import by_step, passages
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.ways import WAYS


def said(*places: tuple[int, float | None], speaker: str = "Ada") -> tuple[Source, ...]:
    return tuple(Source(f"u{number}", "Words.", speaker, start) for number, start in places)


def numbers(sources: tuple[Source, ...]) -> list[list[str]]:
    """The moments of sources that no line cites."""
    guide = replace(GUIDE, sources=sources, steps=(), prerequisites=())
    return [[source.id for source in moment] for group in by_step(guide, Marks(guide)) for moment in group.moments]


def test_each_source_stands_with_the_first_step_that_cites_it() -> None:
    groups = [
        (group.place, [source.id for moment in group.moments for source in moment])
        for group in by_step(WAYS, Marks(WAYS))
    ]

    assert groups == [
        (Place(0, section="glance"), ["u2"]),
        (Place(1), ["u3"]),
        (Place(0, section="option_1"), ["u4"]),
        (Place(2), ["u5"]),
        (Place(3), ["u6"]),
        (Place(4), ["u7"]),
        (Place(5), ["u8"]),
        (Place(6), ["u9"]),
        (None, ["u1"]),
    ]


@pytest.mark.parametrize(
    ("sources", "moments"),
    [
        (said((1, 0.0), (3, 9.0), (7, 10.0)), [["u1", "u3", "u7"]]),  # the same ten seconds
        (said((1, 0.0), (3, 9.0), (7, 11.0)), [["u1", "u3"], ["u7"]]),
        (said((1, 0.0), (2, 14.0), (3, 29.0), (4, 31.0)), [["u1", "u2", "u3"], ["u4"]]),  # neighbours
        (said((3, 5.0), (1, 1.0)), [["u3"], ["u1"]]),
        (said(*((n, None) for n in range(1, 9))), [[f"u{n}" for n in range(1, 7)], ["u7", "u8"]]),
        (said((1, None), (3, None)), [["u1"], ["u3"]]),
        (said((1, float("nan")), (3, 1.0)), [["u1"], ["u3"]]),
    ],
)
def test_what_belongs_to_one_moment_stands_together(sources: tuple[Source, ...], moments: list[list[str]]) -> None:
    assert numbers(sources) == moments


def test_only_what_one_person_says_in_a_row_is_one_quote() -> None:
    ada, bo = said((1, 0.0), (2, 1.0), (4, 2.0)), said((5, 3.0), speaker="Bo")

    assert passages((*ada, *bo)) == (ada[:2], ada[2:], bo)
