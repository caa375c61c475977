"""Marks of Markdown are removed, but not in code, which is typed exactly as it is."""

from __future__ import annotations

import pytest

from pipeline.readers import read_transcript
from pipeline.readers.markdown import CODE, HEADING, strip


@pytest.mark.parametrize(
    "code",
    [
        r"`dir .\`",
        r"`del /q .\out\*.tmp`",
        "`__init__.py`",
        "`a*b*c`",
        "``a ` b \\` c``",
        r"`C:\logs\`",
        "`<!-- x -->`",
    ],
)
@pytest.mark.parametrize("around", ["Type {} there.", "**Type {} now**", "*Type* {} \\*now\\*"])
def test_code_within_a_line_stays_as_it_is(code: str, around: str):
    text = strip(f"# Title\n\n{around.format(code)}\n").text

    assert text.startswith(f"{HEADING}Title")
    assert code in text
    assert text.count("*") == code.count("*") + around.count("\\*")


def test_a_block_of_code_stays_as_it_is():
    text = strip("# Title\n\n```sh\nrm .\\*.tmp && echo __done__ `x`\n```\n\nThen *wait*.\n").text

    assert f"{CODE}rm .\\*.tmp && echo __done__ `x`" in text
    assert "Then wait." in text


def test_marks_between_two_backticks_on_different_lines_are_removed():
    assert "a bold word" in strip("# Title\n\none ` here\n\na **bold** word\n\nand ` there\n").text


def test_code_in_a_link_stays_and_in_a_picture_goes_with_it():
    assert strip("# Title\n\n[`y`](https://x.y) and ![`z`](a.png) and `w`").text.endswith("`y` and  and `w`")


CLIPPED = """#### [Sharpen a chisel](https://example.org/chisel)

> [!transcript]- Transcript
>
> **[0:00](https://example.org/chisel?t=0)** - [Instructor] Soak the [[Waterstone|stone]] first. Then set the [[guide]].
>
> **[1:04](https://example.org/chisel?t=64)** Push the blade along the stone.
>
> **[2:10](https://example.org/chisel?t=130)** Wipe it dry.

> [!info]- Topics
>
> **Tools:** chisel (3), stone (2)
"""


async def test_a_note_with_the_transcript_is_read_from_its_first_word_and_the_notes_beside_it_are_not():
    read = await read_transcript(CLIPPED.encode(), "chisel.md")

    assert [(one.start, one.text) for one in read.utterances] == [
        (0.0, "Soak the stone first."),
        (0.0, "Then set the guide."),
        (64.0, "Push the blade along the stone."),
        (130.0, "Wipe it dry."),
    ]
    assert read.title == "Sharpen a chisel"


async def test_a_sign_behind_some_times_loses_no_line():
    said = "0:00 - Soak the stone.\n1:04 Push the blade.\n2:10 Turn it over.\n2:30 - Wipe it.\n3:00 Put it away.\n"
    read = await read_transcript(said.encode(), "chisel.txt")

    assert [one.start for one in read.utterances] == [0, 64, 130, 150, 180]
    assert read.utterances[0].text == "Soak the stone."


async def test_a_time_out_of_order_behind_which_a_sign_stands_is_said():
    said = "0:10 Soak the stone.\n1:04 Push the blade.\n2:10 Be there at\n10:30 - not later.\n3:00 Put it away.\n"
    read = await read_transcript(said.encode(), "chisel.txt")

    assert [one.start for one in read.utterances] == [10, 64, 130, 180]
    assert "10:30" in read.utterances[2].text
