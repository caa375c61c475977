"""What makes the pictures says what it does when asked, and doesn't start doing it."""

from __future__ import annotations

from tests.acceptance.conftest import ran


async def test_help_is_only_help():
    code, out, errors = await ran("tests.pictures", "--help")
    assert (code, errors) == (0, "")
    assert out.startswith("usage: python -m tests.pictures")


async def test_unknown_words_are_refused():
    code, out, errors = await ran("tests.pictures", "all")
    assert (code, out) == (2, "")
    assert errors.splitlines()[-1].endswith("error: unrecognized arguments: all")
