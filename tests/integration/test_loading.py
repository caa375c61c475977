"""Loading a module takes up to a quarter of a second: no job does that where everybody else waits for it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pypdf
import pytest

from pipeline.computing import LONG_WORDS
from tests.conftest import further
from tests.loopback.model_server import ModelServer

ROOT = Path(__file__).parents[2]

RUN = """
import asyncio, json, sys, threading
import pipeline.run
from pipeline.llm import Client, ModelSettings
from pipeline.options import GuideOptions
from pipeline.readers import ConfinedReader
from pipeline.tools import Tools

loaded = []

class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            loaded.append(name)

async def main(text, address):
    reader = ConfinedReader()
    model = Client(ModelSettings(api_key="sk-loopback", base_url=address)) if address else None
    sys.meta_path.insert(0, Watch())
    try:
        tools = Tools(model=model, reader=reader)
        guide = (await pipeline.run.make_document(text.encode(), "talk.txt", GuideOptions(anyway=True), tools)).guide
        print(json.dumps([guide.making.writer.value, len(guide.steps), loaded]))
    finally:
        await reader.aclose()
        if model:
            await model.aclose()

asyncio.run(main(sys.argv[1], sys.argv[2]))
"""
BOT = """
import asyncio, json, sys, tempfile, threading
from bot.app import running_bot
from bot.messages.outcome import MARKDOWN, PDF, SLIDES
from bot.playground import Playground, Timing
from bot.playground.interactions import find_element
from bot.serve import listening
from bot.settings import read_settings

loaded = []

class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            loaded.append(name)

async def main(text):
    with tempfile.TemporaryDirectory() as folder:
        async with Playground(timing=Timing(acknowledge=60, trigger=60, share=0.02)) as slack:
            settings = read_settings({
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": slack.api_url,
                "SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/jobs.db",
            })
            async with running_bot(settings, {}) as bot, listening(settings, bot):
                sys.meta_path.insert(0, Watch())
                room, you = "#how-to-guides", slack.you.id
                files = [(f"{name}.vtt", f"{text}{name}".encode()) for name in "ab"]
                both = [await slack.post_message(room, you, "", [file]) for file in files]

                def summaries():
                    said = [m for dropped in both for m in slack.thread(room, dropped.ts)]
                    return [m for m in said if m.by_app and find_element(m.blocks, MARKDOWN)]

                await slack.until(lambda: len(summaries()) == 2, 60)
                for button in (MARKDOWN, SLIDES, PDF):
                    if find_element(summaries()[0].blocks, button):
                        await slack.press(summaries()[0].ts, button, you)
                await bot.desk.tasks.idle()
                print(json.dumps([[f.name for f in slack.files], loaded]))

asyncio.run(main(sys.argv[1]))
"""
TALK = "Open the settings. Click Users, then click Add. Type the name of the person and press Save.\n"


PLAIN = "We were very, very happy about it, " * 14 + "and so was everybody.\n"
LONG = TALK * 20 + PLAIN * (LONG_WORDS // 100)
"""Long enough for another process to read its sentences. Most have no instruction: these take a fifth of the time."""


async def loaded_by(talk: str, address: str = "") -> tuple[str, int, list[str]]:
    """The writer, the steps, and the modules that were loaded on the event loop while a talk became a document."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SCRIPT2DOC_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RUN, talk, address),
        cwd=ROOT,
        env=clean,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    writer, steps, loaded = json.loads(out)
    return writer, steps, slow(loaded)


def slow(loaded: list[str]) -> list[str]:
    """Those of the modules that take a while."""
    ours = ("pipeline.", "bot.")
    return [name for name in loaded if name.startswith((*ours, "docx", "pptx", "lxml", "pypdf", "openai", "babel"))]


@pytest.mark.slow
@pytest.mark.parametrize("talk", [LONG, *further(TALK)], ids=["long", "short"])
async def test_a_talk_becomes_a_document_without_loading_a_module_on_the_event_loop(talk: str):
    writer, steps, loaded = await loaded_by(talk)
    assert (writer, loaded) == ("extractive", [])
    assert steps


async def test_nor_does_one_that_a_model_writes():
    async with ModelServer() as server:
        writer, steps, loaded = await loaded_by(TALK, server.base_url)
    assert (writer, loaded) == ("model", [])
    assert steps


def fake_soffice(folder: Path) -> None:
    """In the place of LibreOffice, which takes seconds of the processor and loads nothing here: makes an empty PDF."""
    pages = pypdf.PdfWriter()
    pages.add_blank_page(612, 792)
    pages.write(folder / "empty.pdf")
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nfor given; do :; done\ncp "{folder}/empty.pdf" "${{given%.docx}}.pdf"\n')
    program.chmod(0o755)


async def test_nor_do_two_that_are_dropped_at_once_and_the_other_forms_of_their_guide(tmp_path: Path):
    fake_soffice(tmp_path)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SCRIPT2DOC_"))}
    said = [line.strip() for line in TALK.replace(", then", ". Then").split(". ")]
    cues = [f"00:00:{10 + n}.000 --> 00:00:{11 + n}.000\n{line}\n" for n, line in enumerate(said * 3)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", BOT, "WEBVTT\n\n" + "\n".join(cues)),
        cwd=ROOT,
        env={**clean, "PATH": f"{tmp_path}{os.pathsep}{clean['PATH']}"},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    files, loaded = json.loads(out)
    assert {Path(name).suffix for name in files} >= {".docx", ".md", ".pptx", ".pdf"}
    assert slow(loaded) == []
