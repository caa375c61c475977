"""Times within long turns and blocks: estimated by the share of the words, and marked as such."""

from __future__ import annotations

from pipeline.transcript import Timing
from tests.unit.readers.spoken import read

SENTENCE = "We open the page and choose number {} of them."  # ten words


def sentences(first: int, count: int) -> str:
    return " ".join(SENTENCE.format(number) for number in range(first, first + count))


async def timed(text: str) -> list[tuple[float | None, Timing]]:
    return [(u.start, u.timing) for u in (await read(text)).utterances]


async def test_a_long_turn_has_estimated_times_between_its_own_and_the_next():
    talk = f"Jane Doe  1:00\n{sentences(0, 4)}\n\nJohn Roe  1:40\nThank you for that.\n"

    assert await timed(talk) == [
        (60.0, Timing.AT),
        (70.0, Timing.ABOUT),
        (80.0, Timing.ABOUT),
        (90.0, Timing.ABOUT),
        (100.0, Timing.AT),
    ]


async def test_a_short_turn_has_one_time():
    talk = f"Jane Doe  1:00\n{sentences(0, 4)}\n\nJohn Roe  1:30\nThank you for that.\n"

    assert await timed(talk) == [(60.0, Timing.AT)] * 4 + [(90.0, Timing.AT)]


async def test_silence_after_a_turn_isnt_spread_over_its_words():
    talk = f"Jane Doe  1:00\n{sentences(0, 4)}\n\nJohn Roe  59:40\nThank you for that.\n"

    assert (await timed(talk))[3] == (90.0, Timing.ABOUT)


async def test_the_last_turn_is_spoken_at_the_usual_speed():
    talk = f"John Roe  0:50\nHello to all of you.\n\nJane Doe  1:00\n{sentences(0, 10)}\n"

    assert (await timed(talk))[-1] == (60.0 + 36.0, Timing.ABOUT)
    assert (await read(talk)).duration is None  # when the last turn begins doesn't tell the recording's length


async def test_a_block_tells_from_when_on_its_turns_were_said():
    talk = "0:00\nJane: Hello to all.\nJohn: Hello to you.\n\n0:29\nJane: Let us begin.\nJohn: Yes, please.\n"

    assert await timed(talk) == [(0.0, Timing.AT), (0.0, Timing.FROM), (29.0, Timing.AT), (29.0, Timing.FROM)]


async def test_turns_in_a_long_block_have_estimated_times():
    talk = (
        f"0:00\nJane: {sentences(0, 2)}\nJohn: {sentences(2, 2)}\nJane: {sentences(4, 2)}\n\n"
        "1:00\nJohn: Yes, please.\nJane: Then we begin.\n"
    )

    assert (await timed(talk))[:7] == [
        (0.0, Timing.AT),
        (10.0, Timing.ABOUT),
        (20.0, Timing.ABOUT),
        (30.0, Timing.ABOUT),
        (40.0, Timing.ABOUT),
        (50.0, Timing.ABOUT),
        (60.0, Timing.AT),
    ]


async def test_a_long_caption_has_estimated_times():
    talk = f"WEBVTT\n\n00:00.000 --> 00:40.000\n{sentences(0, 4)}\n\n00:41.000 --> 00:43.000\nThank you.\n"

    assert [start for start, timing in await timed(talk) if timing is Timing.ABOUT] == [10.0, 20.0, 30.0]


async def test_one_time_for_everything_says_nothing():
    talk = f"0:00\nJane: {sentences(0, 5)}\nJohn: {sentences(5, 5)}\n"

    assert {start for start, _ in await timed(talk)} <= {0.0, None}
