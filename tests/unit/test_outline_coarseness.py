"""Plans that hardly tell where a step is told, and what becomes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.outline.coarseness import Fault, better, fault_of, is_coarse, repeating, spread
from pipeline.outline.window_outline import StepPlan
from pipeline.transcript import Transcript, Utterance

TITLES = ("Open the valve", "Fill the boiler", "Light the burner", "Close the cover")
SAID = [f"Now we {title.lower()} and that takes a while, as you see here." for title in TITLES for _ in range(3)]
TALK = Transcript("talk", tuple(Utterance(n, text) for n, text in enumerate(SAID, 1)), language="en")
TOLD = "{} and press the button on the left side of the panel. Wait until it clicks twice, and write its number down. "
LONG = Transcript("talk", tuple(Utterance(n, TOLD.format(TITLES[n % 4]) * 2) for n in range(1, 37)), language="en")
EVERYTHING = list(range(1, 13))


def steps(*ids: list[int], ways: tuple[str | None, ...] = ()) -> list[StepPlan]:
    ways = ways or (None,) * len(ids)
    return [StepPlan(n, TITLES[(n - 1) % 4], each, way) for n, (each, way) in enumerate(zip(ids, ways, strict=True), 1)]


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (steps([1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]), None),
        (steps([1, 2, 3, 4], [4, 5, 6, 7], [7, 8, 9, 10], [10, 11, 12]), None),
        (steps(EVERYTHING, EVERYTHING, EVERYTHING), Fault.SHARED),
        (steps(EVERYTHING, EVERYTHING), Fault.SHARED),
        (steps(EVERYTHING, EVERYTHING, ways=("By post", "By phone")), None),
        (steps(EVERYTHING, [1, 2, 3], [4, 5, 6]), None),
        (steps(EVERYTHING), None),
    ],
    ids=["one after another", "overlapping", "all in each", "all in both", "ways", "short ones inside", "a short talk"],
)
def test_steps_that_say_the_same_are_found(plan: list[StepPlan], fault: Fault | None) -> None:
    assert fault_of(TALK, plan, 150) is fault


def test_one_step_for_everything_is_coarse_where_that_is_much() -> None:
    ids = list(range(1, len(LONG.utterances) + 1))

    assert fault_of(LONG, steps(ids), LONG.words) is Fault.COARSE
    assert is_coarse(LONG, steps(ids))
    assert fault_of(LONG, steps(ids[:9], ids[9:18], ids[18:27], ids[27:]), LONG.words) is None


def test_the_better_plan_has_less_of_the_fault() -> None:
    shared, apart = steps(EVERYTHING, EVERYTHING), steps(EVERYTHING[:6], EVERYTHING[6:])

    assert better(TALK, apart, shared, Fault.SHARED)
    assert not better(TALK, shared, shared, Fault.SHARED)
    assert not better(TALK, [], shared, Fault.SHARED)
    assert better(TALK, apart, steps(EVERYTHING), Fault.COARSE)
    assert not better(TALK, steps(EVERYTHING), steps(EVERYTHING), Fault.COARSE)


def test_what_is_shared_goes_where_the_words_of_the_title_were_said() -> None:
    plan = steps(EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING)

    spread(TALK, plan)

    assert [step.ids for step in plan] == [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]


@given(st.lists(st.lists(st.integers(1, 12), min_size=4, max_size=12, unique=True), min_size=2, max_size=6))
def test_nothing_is_lost_or_given_twice_by_that(ids: list[list[int]]) -> None:
    plan = steps(*(sorted(each) for each in ids))
    before = sorted({number for step in plan for number in step.ids})
    shared = 2 * len(repeating(plan)) >= len(plan) <= len(before)

    spread(TALK, plan)

    after = [number for step in plan for number in step.ids]
    assert sorted(set(after)) == before
    assert all(step.ids for step in plan)
    assert not shared or after == before, "in order, and each once"
