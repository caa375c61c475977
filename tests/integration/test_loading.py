"""Loading a module takes up to a quarter of a second: no job does that where everybody else waits for it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

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
        guide = (await pipeline.run.make_document(text.encode(), "talk.txt", GuideOptions(), tools)).guide
        print(json.dumps([guide.making.writer.value, len(guide.steps), loaded]))
    finally:
        await reader.aclose()
        if model:
            await model.aclose()

asyncio.run(main(sys.argv[1] * int(sys.argv[2]), sys.argv[3]))
"""
TALK = "Open the settings. Click Users, then click Add. Type the name of the person and press Save.\n"


async def loaded_by(repeated: int, address: str = "") -> tuple[str, int, list[str]]:
    """The writer, the steps, and the modules that were loaded on the event loop while a talk became a document."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SCRIPT2DOC_"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RUN, TALK, str(repeated), address),
        cwd=ROOT,
        env=clean,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    writer, steps, loaded = json.loads(out)
    return writer, steps, [name for name in loaded if name.startswith(("pipeline.", "docx", "lxml", "openai", "babel"))]


@pytest.mark.parametrize("repeated", [1, pytest.param(1200, marks=pytest.mark.slow)])
async def test_a_talk_becomes_a_document_without_loading_a_module_on_the_event_loop(repeated: int):
    writer, steps, loaded = await loaded_by(repeated)
    assert (writer, loaded) == ("extractive", [])
    assert steps


async def test_nor_does_one_that_a_model_writes():
    async with ModelServer() as server:
        writer, steps, loaded = await loaded_by(1, server.base_url)
    assert (writer, loaded) == ("model", [])
    assert steps
