"""`python -m bot playground`, as somebody who tries the app starts it."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.acceptance.conftest import Ran, clean_environment
from tests.conftest import HANG_SECONDS
from tests.forked import Start, by_itself
from tests.integration.serving import free_port, played

LAST_LINE = "Press Ctrl-C to stop it."


@dataclass
class Opened:
    said: list[str]
    errors: str = ""
    goodbye: str = ""
    """What it says as it ends."""

    @property
    def url(self) -> str:
        (line,) = [line for line in self.said if line.startswith("The playground is open: ")]
        return line.rpartition(" ")[2]

    async def page(self) -> str:
        async with aiohttp.ClientSession() as session, session.get(self.url) as page:
            assert page.status == 200
            return await page.text()

    async def post(self, text: str) -> None:
        body = {"channel": "#general", "text": text}
        async with aiohttp.ClientSession() as session, session.post(f"{self.url}ui/message", json=body) as answer:
            assert answer.status == 200, await answer.text()


@asynccontextmanager
async def opened(start: Start, folder: Path, *words: str, **env: str) -> AsyncIterator[Opened]:
    """Starts it, waits for its last line, and stops it with SIGTERM at the end."""
    out, errors = folder / "out", folder / "errors"
    environment = clean_environment(**{"SCRIPT2DOC_PLAYGROUND_PORT": "0", **env})
    process = await start(list(words or ("playground",)), environment, out, errors)
    there = Opened([])
    try:
        async with asyncio.timeout(HANG_SECONDS):
            while LAST_LINE not in there.said:
                assert process.returncode is None, (there.said, errors.read_text())
                await asyncio.sleep(0.02)
                there.said = [line.strip() for line in out.read_text().splitlines()] if out.exists() else []
        yield there
    finally:
        if process.returncode is None:
            process.terminate()
        code = await asyncio.wait_for(process.wait(), HANG_SECONDS)
        there.goodbye = out.read_text().rpartition(f"{LAST_LINE}\n")[2]
        there.errors = errors.read_text()
    assert code == 0, there.errors


async def messages(port: int) -> list[dict[str, Any]]:
    """What was said in the playground on this port."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/ui/state") as state:
        return list((await state.json())["messages"])


def browser(folder: Path) -> Path:
    """A program that writes the address it is to show into the file "shown"."""
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{folder}/shown"\n')
    program.chmod(0o755)
    return program


async def test_without_tokens_run_opens_it_and_it_says_what_one_has_to_know(tmp_path: Path):
    """Started as somebody starts it; the others are forked."""
    shown = browser(tmp_path)
    async with opened(
        by_itself,
        tmp_path,
        "run",
        "--no-browser",
        SCRIPT2DOC_OPEN_BROWSER="1",
        BROWSER=str(shown),
    ) as there:
        page = await there.page()
        assert "Script2Doc" in page

    said = "\n".join(there.said)
    assert "No Slack tokens are set" in said
    assert "no language model is set up" in said
    assert "is deleted when you stop it" in said
    assert there.goodbye == "Stopped. The playground's files are gone.\n"
    assert not (tmp_path / "shown").exists()


async def test_a_taken_port_is_said_the_model_is_named_and_the_page_is_opened(tmp_path: Path, forked: Start):
    os.mkfifo(tmp_path / "shown")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        model = {"OPENAI_API_KEY": "sk-x", "OPENAI_MODEL": "qwen3", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
        page = {"SCRIPT2DOC_OPEN_BROWSER": "1", "BROWSER": str(browser(tmp_path))}
        async with opened(forked, tmp_path, SCRIPT2DOC_PLAYGROUND_PORT=str(port), **model, **page) as there:
            assert await asyncio.wait_for(asyncio.to_thread((tmp_path / "shown").read_text), HANG_SECONDS) == there.url
            assert str(port) not in there.url
            got = there.url.rpartition(":")[2].strip("/")

    assert there.said[1] == f"Port {port} is already in use, so the playground uses port {got} this time."
    assert "Guides are written by the model qwen3 at http://127.0.0.1:1/v1." in there.said


@pytest.mark.usefixtures("loggers")
async def test_conversations_come_back_where_a_folder_keeps_them(tmp_path: Path, forked: Start):
    folder = str(tmp_path / "kept")
    async with opened(forked, tmp_path, SCRIPT2DOC_PLAYGROUND_DATA=folder) as there:
        await there.post("Is this still here tomorrow?")
    assert f"Everything is kept in {tmp_path / 'kept'}." in there.said
    assert there.goodbye == f"Stopped. Everything is kept in {tmp_path / 'kept'}.\n"

    port = free_port()
    async with played(playground_data=folder, playground_port=str(port), open_browser="0"):
        assert [message["text"] for message in await messages(port)] == ["Is this still here tomorrow?"]


@pytest.mark.usefixtures("loggers")
async def test_a_start_that_fails_says_only_why(ran_forked: Ran, tmp_path: Path):
    """And nothing of the port that is taken too."""
    kept, port = str(tmp_path / "kept"), str(free_port())
    async with played(playground_data=kept, playground_port=port, open_browser="0"):
        code, out, errors = await ran_forked(
            "playground", SCRIPT2DOC_PLAYGROUND_DATA=kept, SCRIPT2DOC_PLAYGROUND_PORT=port
        )

    assert (code, out) == (2, "")
    (line,) = [line for line in errors.splitlines() if line != "Starting …"]  # which a slow machine says
    assert "is in use by another playground" in line


@pytest.mark.usefixtures("loggers")
async def test_a_misspelled_setting_stops_it_before_anything_is_kept_or_lost(ran_forked: Ran, tmp_path: Path):
    code, out, errors = await ran_forked("playground", SCRIPT2DOC_PLAYGROUND_DTA=str(tmp_path / "kept"))

    assert (code, out) == (2, "")
    assert "SCRIPT2DOC_PLAYGROUND_DTA isn't a setting. Did you mean SCRIPT2DOC_PLAYGROUND_DATA?" in errors
    assert not (tmp_path / "kept").exists()
