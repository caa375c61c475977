"""Long transcripts are split into windows, and what the windows find is put together again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.outline.step_numbering import Fold, Numbering, shares
from pipeline.outline.windows import Found, Merger, Window, cut
from pipeline.transcript import Transcript, Utterance


def talk(utterances: int, words: int = 10) -> Transcript:
    return Transcript("t", tuple(Utterance(n, " ".join(["word"] * words)) for n in range(1, utterances + 1)))


def talk_of(sizes: list[int]) -> Transcript:
    """A transcript whose utterances have these numbers of words."""
    return Transcript("t", tuple(Utterance(n, " ".join(["word"] * size)) for n, size in enumerate(sizes, 1)))


def merged(windows: tuple[Window, ...], *found: list[tuple[str, set[int]]]) -> list[tuple[str, list[int]]]:
    """All steps, if the windows answer one after the other."""
    merger = Merger(windows)
    ready: list[Found] = []
    for number, steps in enumerate(found):
        for title, ids in steps:
            ready += merger.add(number, title, frozenset(ids))
        ready += merger.complete(number)
    return [(step.title, sorted(step.ids)) for step in ready]


def test_a_short_transcript_is_one_window() -> None:
    assert cut(talk(50), 500) == (Window(1, 50),)


@given(utterances=st.integers(1, 400), words=st.integers(1, 40), size=st.integers(50, 2000))
def test_windows_cover_everything_and_overlap_their_neighbours_only(utterances: int, words: int, size: int) -> None:
    windows = cut(talk(utterances, words), size)

    assert windows[0].first == 1
    assert windows[-1].last == utterances
    for left, right in pairwise(windows):
        assert left.first < right.first <= left.last + 1
        assert left.last <= right.last
        assert (left.last - left.first + 1) * words <= size + 2 * words
    for left, right in zip(windows, windows[2:], strict=False):
        assert left.last < right.first or words * 4 > size


@given(sizes=st.lists(st.integers(1, 120), min_size=1, max_size=60), size=st.integers(50, 200))
@example(sizes=[26, 26], size=50)
@example(sizes=[500], size=50)
@example(sizes=[1, 120, 1], size=50)
def test_no_window_is_asked_for_what_another_is_asked_already(sizes: list[int], size: int) -> None:
    windows = cut(talk_of(sizes), size)

    assert windows[0].first == 1
    assert windows[-1].last == len(sizes)
    for left, right in pairwise(windows):
        assert left.first < right.first <= left.last + 1
        assert left.last < right.last


def test_real_windows_overlap() -> None:
    left, right = cut(talk(100), 600)

    assert right.first < left.last
    assert 3 <= left.last - right.first + 1 <= 8


TWO = (Window(1, 60), Window(50, 100))


def test_a_step_that_both_windows_name_is_one_with_all_its_ids() -> None:
    steps = merged(
        TWO,
        [("Install", {1, 2, 3}), ("Configure the server", {48, 49, 50, 51, 55})],
        [("Configure", {50, 51, 55, 61}), ("Start", {70, 71})],
    )

    assert steps == [
        ("Install", [1, 2, 3]),
        ("Configure the server", [48, 49, 50, 51, 55, 61]),
        ("Start", [70, 71]),
    ]


def test_a_step_is_called_as_the_window_that_saw_more_of_it_calls_it() -> None:
    steps = merged(TWO, [("Begin", {59, 60})], [("Deploy the release", {59, 60, 61, 62, 63})])

    assert steps == [("Deploy the release", [59, 60, 61, 62, 63])]


def test_steps_that_share_little_stay_two() -> None:
    steps = merged(TWO, [("Back up", {50, 51, 52, 53})], [("Restore", {53, 54, 55, 56, 70})])

    assert [title for title, _ in steps] == ["Back up", "Restore"]


def test_a_step_in_the_overlap_waits_for_the_other_window_and_others_do_not() -> None:
    merger = Merger(TWO)

    assert [s.title for s in merger.add(0, "Install", frozenset({1, 2}))] == ["Install"]
    assert list(merger.add(0, "Configure", frozenset({49, 50}))) == []
    assert list(merger.complete(0)) == []
    assert list(merger.add(1, "Start", frozenset({70}))) == []
    assert [s.title for s in merger.complete(1)] == ["Configure", "Start"]


def test_a_window_that_answers_first_waits_for_its_turn() -> None:
    merger = Merger(TWO)

    assert list(merger.add(1, "Start", frozenset({70}))) == []
    assert list(merger.complete(1)) == []
    assert [s.title for s in merger.add(0, "Install", frozenset({1}))] == ["Install"]
    assert [s.title for s in merger.complete(0)] == ["Start"]


outlines = st.lists(st.sets(st.integers(1, 60), min_size=1, max_size=12), max_size=8)


@given(left=outlines, right=outlines, order=st.randoms(use_true_random=False))
def test_nothing_is_lost_whatever_the_windows_say_and_in_whatever_order(
    left: list[set[int]], right: list[set[int]], order: object
) -> None:
    second = [{n + 49 for n in ids if n + 49 <= 100} or {100} for ids in right]
    merger = Merger(TWO)
    ready: list[Found] = []
    queues = [[("a", ids) for ids in left] + [None], [("b", ids) for ids in second] + [None]]
    while any(queues):
        number = order.choice([n for n, queue in enumerate(queues) if queue])  # type: ignore[attr-defined]
        step = queues[number].pop(0)
        ready += merger.complete(number) if step is None else merger.add(number, step[0], frozenset(step[1]))

    asked = set().union(*left, *second)
    assert set().union(*(step.ids for step in ready)) == asked
    assert len(ready) <= len(left) + len(second)
    for ids in left:
        assert any(ids <= step.ids for step in ready)


def test_steps_beyond_the_most_are_folded_into_the_last() -> None:
    numbering = Numbering(talk(10), 2)
    found = [Found("Open it", frozenset({1})), Found("Fill it", frozenset({2})), Found("Close it", frozenset({3}))]

    steps = [*numbering.take(iter(found)), *numbering.rest()]

    assert [(s.number, s.title, s.utterance_ids) for s in steps] == [
        (1, "Open it", (1,)),
        (2, "Fill it; Close it", (2, 3)),
    ]


@given(most=st.integers(1, 40), windows=st.integers(1, 60))
def test_windows_share_the_steps_that_may_be(most: int, windows: int) -> None:
    parts = shares(most, windows)

    assert len(parts) == windows
    assert min(parts) >= 1
    assert sum(parts) == max(most, windows)


def test_what_a_window_names_beyond_its_share_stays_with_its_last_step() -> None:
    fold = Fold(1)

    assert list(fold.take([Found("Open it", frozenset({1}))])) == []
    assert list(fold.take([Found("Close it", frozenset({2}))])) == []
    assert list(fold.rest()) == [Found("Open it; Close it", frozenset({1, 2}))]
    assert list(fold.rest()) == []


def test_a_model_that_gives_everything_to_each_step_does_not_have_it_paid_for_each_time() -> None:
    everything = frozenset(range(1, 101))
    numbering = Numbering(talk(100), 15)

    steps = list(numbering.take(Found(f"Step {n}", everything - {n}) for n in range(1, 11)))

    assert sum(len(step.utterance_ids) for step in steps) < 100 * 1.5 + 20 + 10 * 7
