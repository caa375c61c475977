"""python -m pipeline: a file in, a document out, with exit codes that scripts can rely on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from pipeline.guide import Guide
from tests.acceptance.conftest import ROOT
from tests.conftest import SAMPLES

SCREENCAST = SAMPLES / "cloudflare-create-api-token.vtt"


def pipeline(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "AZURE_"))}
    command = [sys.executable, "-m", "pipeline", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, env={**env, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_transcript_becomes_a_word_file(tmp_path: Path):
    out = tmp_path / "guide.docx"
    done = pipeline(SCREENCAST, "-o", out, "--title", "Make an API token")
    assert done.returncode == 0, done.stderr
    assert "Make an API token" in done.stdout
    assert "step 1 done" in done.stderr, "plain lines where there is no terminal"
    assert docx.Document(str(out)).core_properties.title == "Make an API token"


def test_the_output_has_the_transcripts_name_where_none_is_given(tmp_path: Path):
    done = pipeline(SCREENCAST, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cloudflare-create-api-token.docx").exists()


def test_the_guide_itself_comes_as_json(tmp_path: Path):
    out = tmp_path / "guide.json"
    assert pipeline(SCREENCAST, "-o", out).returncode == 0
    guide = Guide.from_json(out.read_bytes())
    assert guide.steps
    said = SCREENCAST.read_text(encoding="utf-8").split()
    for source in guide.sources:
        assert source.quote.split()[0] in said


def test_markdown(tmp_path: Path):
    out = tmp_path / "guide.md"
    assert pipeline(SCREENCAST, "-o", out).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "the following arguments are required"),
        (("no-such-file.vtt",), "there is no file"),
        ((SCREENCAST, "-o", "guide.odt"), "the output is one of"),
        ((SCREENCAST, "-o", "no-such-folder/guide.docx"), "there is no folder"),
        ((SCREENCAST, "--steps", "99"), "from 1 to 40"),
        ((SCREENCAST, "--url", "file:///etc/passwd"), "isn't a web address"),
        ((SCREENCAST, "--writer", "model"), "No language model is configured"),
    ],
)
def test_a_command_that_is_not_understood_ends_with_2(tmp_path: Path, words: tuple[str | Path, ...], said: str):
    done = pipeline(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "content"), [("empty.vtt", b""), ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(64))])
def test_a_guide_that_cannot_be_made_ends_with_1_and_says_why(tmp_path: Path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    done = pipeline(tmp_path / name, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.docx"))


def test_each_line_can_be_explained(tmp_path: Path):
    done = pipeline(SCREENCAST, "-o", tmp_path / "guide.docx", "--explain")
    assert done.returncode == 0, done.stderr
    assert "action 1: " in done.stdout
    assert "confidence: " in done.stdout
    assert "[u" in done.stdout, "the citations"
