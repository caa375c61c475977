"""Where `python -m pipeline` writes, and what it never replaces."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import docx
import pptx
import pytest

from tests.acceptance.command import ROOT, SCREENCAST, Command, names, pipeline
from tests.conftest import FIXTURES, HANG_SECONDS, further


def test_the_output_has_the_transcripts_name_where_none_is_given(command: Command, tmp_path: Path):
    done = command(SCREENCAST, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["cloudflare-create-api-token guide.docx"]


def test_a_guide_can_be_slides(command: Command, tmp_path: Path):
    done = command(SCREENCAST, "-o", "talk.pptx", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["talk.pptx"]
    deck = pptx.Presentation(str(tmp_path / "talk.pptx"))
    assert len(deck.slides) > 4, "a title, and a slide for each step"
    assert "[00:00:39] “Before you begin" in deck.slides[1].notes_slide.notes_text_frame.text, "what was said"


def test_a_guide_that_somebody_edited_stays_as_it_is(command: Command, tmp_path: Path):
    first = tmp_path / "cloudflare-create-api-token guide.docx"
    assert command(SCREENCAST, cwd=tmp_path).returncode == 0
    edited = docx.Document(str(first))
    edited.paragraphs[0].text = "My own title"
    edited.save(str(first))
    before = first.read_bytes()

    again = command(SCREENCAST, "--tone", "formal", cwd=tmp_path)

    assert again.returncode == 0, again.stderr
    assert first.read_bytes() == before
    assert names(tmp_path) == ["cloudflare-create-api-token guide 2.docx", first.name]
    *_, last = again.stdout.splitlines()
    assert last.startswith("cloudflare-create-api-token guide 2.docx: “"), "after what else has to be known"


def test_a_named_output_is_replaced_only_by_force(command: Command, tmp_path: Path):
    out = tmp_path / "mine.md"
    out.write_text("mine", encoding="utf-8")
    (tmp_path / "empty.vtt").touch()
    refused = command("empty.vtt", "-o", "mine.md", cwd=tmp_path)
    assert refused.returncode == 2, "before the file is looked at"
    assert refused.stderr == "mine.md already exists. Choose another name, or add --force to replace it.\n"
    assert out.read_text(encoding="utf-8") == "mine"
    assert command(SCREENCAST, "-o", "mine.md", "--force", cwd=tmp_path).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("# ")
    assert names(tmp_path) == ["empty.vtt", "mine.md"]


def test_a_named_output_that_appears_meanwhile_is_left_alone_and_said(tmp_path: Path):
    pipe, out = tmp_path / "talk", tmp_path / "mine.md"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as talk:  # waits until it is read, so until the command has looked at the output
            out.write_text("mine", encoding="utf-8")
            talk.write(SCREENCAST.read_bytes())

    writer = threading.Thread(target=write)
    writer.start()
    done = pipeline(pipe, "-o", "mine.md", cwd=tmp_path)
    writer.join()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"{pipe}: mine.md was created while the guide was being made, and isn't replaced. The guide is in mine 2.md."
    )
    assert out.read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == ["mine 2.md", "mine.md", "talk"]


@pytest.mark.parametrize("out", ["call.docx", "./call.docx", "soft.docx", "hard.docx", "template.docx"])
def test_what_is_read_is_never_overwritten(command: Command, tmp_path: Path, out: str):
    call, template = tmp_path / "call.docx", tmp_path / "template.docx"
    shutil.copy(FIXTURES / "readers" / "turns.docx", call)
    shutil.copy(FIXTURES / "readers" / "turns.docx", template)
    (tmp_path / "soft.docx").symlink_to(call)
    (tmp_path / "hard.docx").hardlink_to(call)
    before = call.read_bytes()

    done = command("call.docx", "-o", out, "--template", "template.docx", cwd=tmp_path)

    assert done.returncode == 2
    assert "would be overwritten" in done.stderr
    assert call.read_bytes() == template.read_bytes() == before


def test_a_word_transcript_stays_beside_its_guide(command: Command, tmp_path: Path):
    call = tmp_path / "call.docx"
    shutil.copy(FIXTURES / "readers" / "turns.docx", call)
    before = call.read_bytes()
    done = command("call.docx", "--anyway", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert names(tmp_path) == ["call guide.docx", "call.docx"]
    assert call.read_bytes() == before


def test_pdf_without_libreoffice_is_refused_before_the_work(tmp_path: Path):
    done = pipeline(SCREENCAST, "-o", tmp_path / "guide.pdf", path="/nonexistent")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "PDF needs LibreOffice, which isn't installed here. Install it, or write a .docx.\n"


def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", SCREENCAST, "-o", "guide.docx", "--explain"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=HANG_SECONDS,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(
        "The guide is in guide.docx, but standard output can't be written: No space left on device."
    )
    assert names(tmp_path) == ["guide.docx"]


@pytest.mark.parametrize("closed", [">&- 2>&-", "2>&1 | head -n 0", *further(">&-", "2>&-", "| head -n 0", "<&-")])
def test_nobody_has_to_read_what_is_printed(tmp_path: Path, closed: str):
    command = f'set -o pipefail; "$0" -m pipeline "$1" -o guide.docx --explain {closed}'
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "AZURE_", "SCRIPT2DOC_"))}
    done = subprocess.run(
        ["bash", "-c", command, sys.executable, str(SCREENCAST)],
        cwd=tmp_path,
        env={**env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=HANG_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    docx.Document(str(tmp_path / "guide.docx"))
