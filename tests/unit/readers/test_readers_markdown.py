"""Marks of Markdown are removed, but not in code, which is typed exactly as it is."""

from __future__ import annotations

import pytest

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
