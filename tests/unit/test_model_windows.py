"""Long transcripts are split into windows, and what the windows find is put together again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.outline.step_numbering import folded, numbered, shares
from pipeline.outline.windows import Found, Window, cut, merged
from pipeline.transcript import Transcript, Utterance

TWO = (Window(1, 60), Window(50, 100))


def talk(utterances: int, words: int = 10) -> Transcript:
    return Transcript("t", tuple(Utterance(n, " ".join(["word"] * words)) for n in range(1, utterances + 1)))


def talk_of(sizes: list[int]) -> Transcript:
    """A transcript whose utterances have these numbers of words."""
    return Transcript("t", tuple(Utterance(n, " ".join(["word"] * size)) for n, size in enumerate(sizes, 1)))


def whole(*found: list[tuple[str, set[int]]]) -> list[tuple[str, list[int]]]:
    """The titles and ids of all steps, from those of two windows."""
    steps = [[Found(title, frozenset(ids)) for title, ids in some] for some in found]
    return [(step.title, sorted(step.ids)) for step in merged(TWO, steps)]


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


def test_a_step_that_both_windows_name_is_one_with_all_its_ids() -> None:
    steps = whole(
        [("Install", {1, 2, 3}), ("Configure the server", {48, 49, 50, 51, 55})],
        [("Configure", {50, 51, 55, 61}), ("Start", {70, 71})],
    )

    assert steps == [
        ("Install", [1, 2, 3]),
        ("Configure the server", [48, 49, 50, 51, 55, 61]),
        ("Start", [70, 71]),
    ]


def test_a_step_is_called_as_the_window_that_saw_more_of_it_calls_it() -> None:
    steps = whole([("Begin", {59, 60})], [("Deploy the release", {59, 60, 61, 62, 63})])

    assert steps == [("Deploy the release", [59, 60, 61, 62, 63])]


def test_steps_that_share_little_stay_two() -> None:
    steps = whole([("Back up", {50, 51, 52, 53})], [("Restore", {53, 54, 55, 56, 70})])

    assert [title for title, _ in steps] == ["Back up", "Restore"]


def test_a_step_of_two_windows_knows_where_it_comes_from_and_to_which_way_it_belongs() -> None:
    left = [Found("Install", frozenset({1}), "SSH", frozenset({(0, 1)}))]
    left.append(Found("Configure", frozenset({50, 51}), None, frozenset({(0, 2)})))
    right = [Found("Configure it", frozenset({50, 51}), "SSH", frozenset({(1, 1)}))]

    steps = merged(TWO, [left, right])

    assert [(s.title, s.way, sorted(s.origins)) for s in steps] == [
        ("Install", "SSH", [(0, 1)]),
        ("Configure", "SSH", [(0, 2), (1, 1)]),
    ]


outlines = st.lists(st.sets(st.integers(1, 60), min_size=1, max_size=12), max_size=8)


@given(left=outlines, right=outlines)
def test_nothing_is_lost_whatever_the_windows_say(left: list[set[int]], right: list[set[int]]) -> None:
    second = [{n + 49 for n in ids if n + 49 <= 100} or {100} for ids in right]

    steps = merged(TWO, [[Found("a", frozenset(ids)) for ids in left], [Found("b", frozenset(ids)) for ids in second]])

    assert set().union(*(step.ids for step in steps)) == set().union(*left, *second)
    assert len(steps) <= len(left) + len(second)
    for ids in left:
        assert any(ids <= step.ids for step in steps)


def test_steps_beyond_the_most_are_joined_where_least_was_said() -> None:
    steps = [
        Found("Open it", frozenset({1, 2, 3})),
        Found("Fill it", frozenset({4})),
        Found("Close it", frozenset({5}), origins=frozenset({(0, 3)})),
        Found("Sell it", frozenset({6, 7, 8})),
    ]

    kept = folded(steps, 3)

    assert [(s.title, sorted(s.ids)) for s in kept] == [
        ("Open it", [1, 2, 3]),
        ("Fill it; Close it", [4, 5]),
        ("Sell it", [6, 7, 8]),
    ]
    assert kept[1].origins == {(0, 3)}


def test_a_condition_stays_where_all_of_a_step_has_it() -> None:
    steps = [
        Found("Grease it", frozenset({1}), when="If it squeaks"),
        Found("Turn it", frozenset({2}), when="If it squeaks"),
        Found("Close it", frozenset({3, 4, 5})),
        Found("Sell it", frozenset({6, 7, 8, 9})),
    ]

    assert [s.when for s in folded(steps, 3)] == ["If it squeaks", None, None]
    assert [s.when for s in folded(steps, 2)] == [None, None]
    assert [s.when for s in numbered(steps, talk(9), 15)] == ["If it squeaks", "If it squeaks", None, None]
    left, right = (Found("Oil it", frozenset({50, 51}), when=when) for when in ("If it is dry", None))
    assert [s.when for s in merged(TWO, [[left], [right]])] == [None]
    assert [s.when for s in merged(TWO, [[left], [replace(left, title="Oil")]])] == ["If it is dry"]


def test_steps_of_different_ways_are_joined_last() -> None:
    steps = [Found("By hand", frozenset({1}), "hand"), Found("By line", frozenset({2}), "line")]
    steps += [Found("Look", frozenset({3, 4, 5}), "line")]

    assert [(s.title, s.way) for s in folded(steps, 2)] == [("By hand", "hand"), ("By line; Look", "line")]


def test_a_single_way_is_no_choice() -> None:
    one = [Found("Open it", frozenset({1}), "SSH"), Found("Close it", frozenset({2}))]
    two = [*one, Found("Click it", frozenset({3}), "Web page")]

    assert [step.way for step in numbered(one, talk(3), 15)] == [None, None]
    assert [step.way for step in numbered(two, talk(3), 15)] == ["SSH", None, "Web page"]


@given(most=st.integers(1, 40), windows=st.integers(1, 60))
def test_windows_share_the_steps_that_may_be(most: int, windows: int) -> None:
    parts = shares(most, windows)

    assert len(parts) == windows
    assert min(parts) >= 1
    assert sum(parts) == max(most, windows)


def test_a_model_that_gives_everything_to_each_step_does_not_have_it_paid_for_each_time() -> None:
    everything = frozenset(range(1, 101))

    steps = numbered([Found(f"Step {n}", everything - {n}) for n in range(1, 11)], talk(100), 15)

    assert sum(len(step.utterance_ids) for step in steps) < 100 * 1.5 + 20 + 10 * 7
