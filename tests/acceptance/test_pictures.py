"""What makes the pictures says what it does when asked, and doesn't start doing it."""

from __future__ import annotations

import runpy
import sys

import pytest


def ran(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit code of `python -m tests.pictures` with these words."""
    monkeypatch.setattr(sys, "argv", ["tests.pictures", *words])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("tests.pictures", run_name="__main__")
    return ended.value.code


def test_help_is_only_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    assert ran(monkeypatch, "--help") == 0
    out, errors = capsys.readouterr()
    assert errors == ""
    assert out.startswith("usage: python -m tests.pictures")


def test_unknown_words_are_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    assert ran(monkeypatch, "all") == 2
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.splitlines()[-1].endswith("error: unrecognized arguments: all")
