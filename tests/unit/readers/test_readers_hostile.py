"""Files made to take long: reading them takes four times as long for four times the text, and not sixteen times."""

from __future__ import annotations

import contextlib
import random
import time

import pytest

from pipeline.errors import PipelineError
from pipeline.readers.markdown import COMMENT, strip
from pipeline.readers.non_speech import LONGEST_SOUND, is_sound
from pipeline.readers.rolling_captions import _repeated
from pipeline.readers.transcript_titles import LONGEST_HEADER_CHARACTERS, from_header
from tests.unit.readers.hostile import FILES
from tests.unit.readers.spoken import read, sniffed

SMALL = 5_000
"""Characters."""
NOISE = 0.05
"""Seconds of processor time below which nothing is compared."""


async def processor_time(name: str, data: bytes, enough: float = 0.0) -> float:
    """Of sniffing and reading, in this process: the less of two, or the first that is less than `enough`."""
    times = []
    for _ in range(2):
        began = time.process_time()
        sniffed(data, name)
        with contextlib.suppress(PipelineError):  # an answer too
            await read(data, name)
        times.append(time.process_time() - began)
        if times[-1] < enough:
            break
    return min(times)


@pytest.mark.parametrize("kind", FILES)
async def test_four_times_the_text_takes_about_four_times_as_long(kind: str):
    name, build = FILES[kind]

    long = await processor_time(name, build(4 * SMALL).encode(), enough=8 * NOISE)

    assert long < 8 * NOISE or long < 8 * await processor_time(name, build(SMALL).encode())


def test_a_sound_is_short():
    assert is_sound("(" + "!" * 40 + "door)")
    assert not is_sound("(door)" + "!" * LONGEST_SOUND)


def test_a_header_that_is_too_long_is_no_title():
    behind = " - Meeting transcript"
    title = "Set up the router " * 16

    assert from_header(title + behind) is not None
    assert from_header("Set up" + " -" * LONGEST_HEADER_CHARACTERS + behind) is None


def test_what_stands_between_two_marks_is_a_comment():
    spoken = strip("**Ann:** one <!-- not\nsaid --> two <!-- <!-- three --> four <!-- five").text
    long = strip(f"**Ann:** one <!--{'x' * (COMMENT + 1)} <!-- two --> three").text

    assert spoken.removeprefix("\x02") == "Ann: one   two   four <!-- five"
    assert long.endswith("x   three")
    assert long.startswith("\x02Ann: one <!--x")


def test_the_address_of_a_picture_ends_before_the_next_one():
    assert strip("**Ann:** a ![b](c]d) e ![](f ![](g) h").text.removeprefix("\x02") == "Ann: a  e ![](f  h"


def test_lines_shown_before_are_counted_as_by_trying_each_number():
    choose = random.Random(1)
    for _ in range(2_000):
        shown, lines = (choose.choices("ab", k=choose.randint(0, 7)) for _ in range(2))

        numbers = (n for n in range(min(len(shown), len(lines)), 0, -1) if shown[-n:] == lines[:n])

        assert _repeated(shown, lines) == next(numbers, 0)
