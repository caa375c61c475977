"""Times in all the forms in which tools write them, before, behind, over and under names."""

from __future__ import annotations

import pytest

from pipeline.readers import stamps
from pipeline.readers.times import Kind, seconds
from tests.unit.readers.spoken import read, said

TALK = [
    (3, "Jane Doe", "Hello and welcome to the demo."),
    (9, "John Roe", "Thanks for having me here."),
    (15, "Jane Doe", "Let us start with the settings page."),
    (62, "Jane Doe", "And here it ends."),
]


def printed(shape: str, clock: str) -> str:
    """The talk in a shape, with its times as a clock writes them."""
    return "".join(
        shape.format(
            clock.format(m=at // 60, s=at % 60, all=at, then=(at + 3) // 60, end=(at + 3) % 60, total=at + 3),
            name,
            text,
        )
        for at, name, text in TALK
    )


CLOCKS = {
    "pictures": "00:{m:02}:{s:02}:12",
    "dropped pictures": "00;{m:02};{s:02};12",
    "milliseconds behind a colon": "00:{m:02}:{s:02}:250",
    "morning": "10:{m:02}:{s:02} AM",
    "afternoon": "1:{m:02}:{s:02} p.m.",
    "units": "{m:02}m{s:02}s",
    "hours too": "0h{m:02}m{s:02}s",
    "primes": "{m}'{s:02}\"",
}
SHAPES = {
    "time, name and text": "{0} {1}: {2}\n",
    "in brackets": "[{0}] {1}: {2}\n",
    "a line of its own": "{0}\n{1}: {2}\n\n",
    "name under it": "{0}\n{1}\n{2}\n\n",
    "name before it": "{1}  {0}\n{2}\n\n",
    "name over it": "{1}\n{0}\n{2}\n",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
async def test_times_are_read_in_every_form(clock: str, shape: str):
    found = await said(printed(shape, clock))

    assert [(speaker, text) for _, speaker, text in found] == [(speaker, text) for _, speaker, text in TALK]
    starts = [start or 0 for start, *_ in found]
    assert [int(start - starts[0]) for start in starts] == [at - TALK[0][0] for at, *_ in TALK]


@pytest.mark.parametrize(
    "source",
    [
        printed("{0} {1}: {2}\n", "[{all}.00s -> {total}.00s]"),
        printed("{0}\n{1}\n{2}\n\n", "00:{m:02}:{s:02}:00 - 00:{then:02}:{end:02}:12"),
        printed("{0}\n{1}: {2}\n\n", "00:{m:02}:{s:02}:10 00:{then:02}:{end:02}:05 05:07"),
        printed("{0},{1}: {2}\n", "00:{m:02}:{s:02}:10,00:{then:02}:{end:02}:05"),
        printed("{0} {1}: {2}\n\n", "#00:{m:02}:{s:02}-0#"),
        printed("{0} **{1}:** {2}\n", "`00:{m:02}:{s:02}`"),
        printed("{1}\n{0}\n{2}\n", "{m} minutes {s} seconds"),
        printed("{1} {0}\n{2}\n", "{m} minutes {s} seconds"),
        printed("{1}\n{0}\n{2}\n", "{m} minutes {s} seconds\n{m}:{s:02}"),
        printed("{1}\n{0}\n{1} {0}\n{2}\n", "{m} minutes {s} seconds"),
        printed("{0} {1}: {2}\n", "{m:02}.{s:02}"),
    ],
)
async def test_times_of_the_recording(source: str):
    assert await said(source) == [(float(at), speaker, text) for at, speaker, text in TALK]


async def test_a_name_over_a_time_in_words_holds_until_another_follows():
    source = "Jane Doe\n3 seconds\nHello there.\nJohn Roe\n9 seconds\nHi Jane.\nJane Doe\n15 seconds\nWe start.\n"
    source += "20 seconds\nOpen the page.\n1 minute 2 seconds\nThat is it.\nJohn Roe\n1 minute 5 seconds\nThanks.\n"

    spoken = [(start, speaker) for start, speaker, _ in await said(source)]
    assert spoken == [
        (3.0, "Jane Doe"),
        (9.0, "John Roe"),
        (15.0, "Jane Doe"),
        (20.0, "Jane Doe"),
        (62.0, "Jane Doe"),
        (65.0, "John Roe"),
    ]


async def test_a_talk_past_midnight_goes_on():
    source = "[11:59:50 PM] Ann: We begin here.\n[11:59:58 PM] Bob: Good evening.\n[12:00:07 AM] Ann: It is late.\n"

    assert [start for start, *_ in await said(source)] == [0.0, 8.0, 17.0]


@pytest.mark.parametrize(
    "text",
    [
        "We met at 10:02 AM and left.",
        "8 seconds later he came in.",
        "I ran 5 m 3 s of it",
        "It takes 2.50 s.",
        "The time is 00:01:02:03 in Rome",
        "Version 3.11 is out",
    ],
)
def test_a_time_in_a_sentence_is_none(text: str):
    assert stamps.find(text) is None


async def test_numbers_with_dots_are_times_only_where_all_lines_have_one():
    listed = await read(
        "Here is what we do in this part.\n01.10 Open the page.\n01.20 Close it.\n01.30 Go on.\nBye now.\n"
    )

    assert listed.duration is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10:02:08 AM", 36128.0),
        ("12:00 am", 0.0),
        ("12:30 PM", 45000.0),
        ("00:01:02:12", 62.0),
        ("00:01:02:500", 62.5),
        ("00;01;02;12", 62.0),
        ("1'02\"", 62.0),
        ("1h01m02s", 3662.0),
    ],
)
def test_the_seconds_of_a_time(text: str, value: float):
    assert seconds(text) == value


def test_a_stamp_says_how_it_is_written():
    stamp = stamps.find("Doe, Jane (EXT - Foo GmbH & Co. KG)  10:02:08 AM")

    assert stamp is not None
    assert (stamp.name, stamp.style.kind) == ("Doe, Jane (EXT - Foo GmbH & Co. KG)", Kind.DAY)
