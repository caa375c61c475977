"""What makes the pictures says what it does when asked, and doesn't start doing it."""

from __future__ import annotations

import runpy
import sys

import docx
import pytest

from bot.playground import samples
from tests.acceptance.conftest import ROOT

HERE = ROOT / "tests" / "pictures"


def ran(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit code of `python -m tests.pictures` with these words."""
    monkeypatch.setattr(sys, "argv", ["tests.pictures", *words])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("tests.pictures", run_name="__main__")
    return ended.value.code


@pytest.mark.parametrize(
    ("name", "written"),
    [("sample", "with the language model"), ("sample-without-model", "without a language model")],
)
def test_the_sample_documents_are_of_the_transcript_that_the_playground_drops(name: str, written: str):
    document = docx.Document(str(HERE / f"{name}.docx"))
    made = [paragraph.text for paragraph in document.paragraphs if ": " in paragraph.text]
    dropped = next(sample for sample in samples.SAMPLES if sample.name.startswith("Apollo"))

    assert any(line.startswith(f"Transcript: {dropped.name} ") for line in made)
    assert any(line.startswith("Written by: ") and written in line for line in made)
    assert f"tests/pictures/{name}.docx" in (ROOT / "README.md").read_text(encoding="utf-8")


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
