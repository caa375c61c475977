"""The buttons under a finished guide: other options, Markdown, PDF; and what is said meanwhile."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest

from bot.playground.workspace import Message
from tests.integration.conftest import ROOM, SCREENCAST, Office


async def finished(office: Office, text: str = "") -> tuple[Message, Message]:
    """A dropped sample and the summary of its guide."""
    dropped = await office.drop(SCREENCAST, text=text)
    await office.summary(ROOM, dropped.ts)
    await office.bot.service.idle()
    (done,) = office.progress(ROOM, dropped.ts)
    return dropped, done


def told(office: Office, user: str) -> list[str]:
    """What only this person was told."""
    return [message.text for message in office.playground.ephemeral(user)]


def files_in(office: Office, dropped: Message, suffix: str) -> list[str]:
    held = [id for message in office.playground.thread(ROOM, dropped.ts) for id in message.files]
    return [file.name for file in office.playground.files if file.id in held and file.name.endswith(suffix)]


@pytest.fixture
def slow_soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A LibreOffice that says that it has begun, and makes a PDF when it is told to: the pipe to do it with."""
    folder = tmp_path / "office"
    folder.mkdir()
    begun, go = folder / "begun", folder / "go"
    os.mkfifo(go)
    program = folder / "soffice"
    made = 'for last; do :; done; printf %s %PDF- > "${last%.docx}.pdf"'
    program.write_text(f"#!/bin/sh\necho run >> {begun}\nread word < {go}\n[ $word = well ] || exit 1\n{made}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return go


async def test_a_pdf_is_announced_at_once_and_made_once(office: Office, slow_soffice: Path):
    dropped, done = await finished(office)
    you, colleague = office.playground.you.id, office.playground.colleague.id

    await office.playground.press(done.ts, "as_pdf", you)
    await office.playground.until(lambda: told(office, you))
    assert told(office, you) == ["Making the PDF … It will be in this thread in a moment."]
    (notice,) = office.playground.ephemeral(you)
    assert notice.parent == dropped.ts
    await office.playground.press(done.ts, "as_pdf", colleague)
    await office.playground.until(lambda: told(office, colleague))
    assert "being made already" in told(office, colleague)[0]

    await asyncio.to_thread(slow_soffice.write_text, "well\n")
    await office.playground.until(lambda: files_in(office, dropped, ".pdf"), 10)
    await office.bot.service.idle()
    await office.playground.press(done.ts, "as_pdf", you)
    await office.playground.until(lambda: len(told(office, you)) == 2)
    assert "in this thread already" in told(office, you)[1]
    assert len(files_in(office, dropped, ".pdf")) == 1
    assert (slow_soffice.parent / "begun").read_text() == "run\n"


async def test_a_pdf_that_cannot_be_made_says_so(office: Office, slow_soffice: Path):
    _, done = await finished(office)
    you = office.playground.you.id
    await office.playground.press(done.ts, "as_pdf", you)
    await asyncio.to_thread(slow_soffice.write_text, "badly\n")
    await office.playground.until(lambda: len(told(office, you)) == 2)
    assert "LibreOffice couldn't make a PDF" in told(office, you)[1]


@pytest.mark.parametrize(("method", "error"), [("files.getUploadURLExternal", "not_authed"), ("upload", "internal")])
async def test_a_form_that_slack_refuses_says_so(office: Office, method: str, error: str):
    _, done = await finished(office)
    you = office.playground.you.id
    office.playground.fail_next(method, error=error, status=200 if method != "upload" else 500, times=3)
    await office.playground.press(done.ts, "as_markdown", you)
    await office.playground.until(lambda: told(office, you), 10)
    assert "Slack didn't take" in told(office, you)[0]
