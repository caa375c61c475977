"""Reference pages from a run's options to the document: waited for only by who reads them, and each accounted for."""

from __future__ import annotations

import asyncio
from io import BytesIO

import docx
import pytest
from aiohttp import web

from pipeline import llm, progress
from pipeline.cache import MemoryCache
from pipeline.guide import ReferenceStatus
from pipeline.knowledge import Fetcher
from pipeline.options import GuideOptions, WriterChoice
from pipeline.render.markdown import render_markdown
from pipeline.run import make_document
from pipeline.tools import Tools
from tests.clock import LeapingClock
from tests.conftest import HANG_SECONDS, SAMPLES
from tests.loopback.model_server import ModelServer
from tests.loopback.reference_site import ReferenceSite

NAME = "cloudflare-create-api-token.vtt"
TALK = (SAMPLES / NAME).read_bytes()


@pytest.mark.parametrize("model", ["none", "not asked for"])
async def test_the_writer_without_a_model_neither_fetches_pages_nor_waits_for_them(model: str):
    asked, heard = asyncio.Event(), list[progress.Event]()

    async def never(request: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with ReferenceSite() as site, ModelServer() as server:
        limits = site.limits(reference_wait=3600.0)
        client = llm.Client(server.settings()) if model != "none" else None
        fetcher = Fetcher(limits, MemoryCache())
        tools = Tools(limits=limits, fetcher=fetcher, model=client)
        options = GuideOptions(
            urls=(site.handle("/never", never),),
            writer=WriterChoice.AUTO if client is None else WriterChoice.EXTRACTIVE,
        )
        making = asyncio.create_task(make_document(TALK, NAME, options, tools, heard.append))
        waiting = asyncio.create_task(asked.wait())
        await asyncio.wait({making, waiting}, timeout=HANG_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        made, fetched = making.done(), waiting.done()
        for task in (making, waiting):
            task.cancel()
        await asyncio.gather(making, waiting, return_exceptions=True)
        await fetcher.aclose()
        if client is not None:
            await client.aclose()
    assert (made, fetched) == (True, False)
    assert progress.StageStarted(progress.Stage.FETCH) not in heard
    (reference,) = making.result().guide.references
    assert (reference.url, reference.status) == (options.urls[0], ReferenceStatus.UNUSED)
    assert reference.reason
    assert options.urls[0] in text_of(making.result().docx)


async def test_pages_that_were_not_used_are_named_in_the_document():
    async with ReferenceSite() as site, ModelServer() as server:
        limits = site.limits(reference_wait=HANG_SECONDS)
        client, fetcher = llm.Client(server.settings()), Fetcher(limits, MemoryCache())
        recipe = "<main><h1>Plum cake</h1><p>" + "Halve the plums and beat the butter until it is pale. " * 20
        unused = site.put("/cake", recipe + "</p></main>")
        missing = site.url("/nothing-here")
        options = GuideOptions(urls=(unused, missing))
        made = await make_document(TALK, NAME, options, Tools(limits=limits, fetcher=fetcher, model=client))
        await fetcher.aclose()
        await client.aclose()
    became = {reference.url: reference.status for reference in made.guide.references}
    assert became == {unused: ReferenceStatus.UNUSED, missing: ReferenceStatus.FAILED}
    for text in (text_of(made.docx), render_markdown(made.guide)):
        assert unused in text
        assert missing in text


async def test_a_page_that_never_comes_is_waited_for_as_long_as_the_setting_says():
    async def never(request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async with ReferenceSite() as site, ModelServer() as server:
        limits = site.limits(reference_wait=60.0, fetch_seconds=3600.0)
        client, fetcher = llm.Client(server.settings()), Fetcher(limits, MemoryCache())
        options = GuideOptions(urls=(site.handle("/never", never),))
        tools = Tools(limits=limits, fetcher=fetcher, model=client)
        with LeapingClock() as clock:
            made = await make_document(TALK, NAME, options, tools)
            waited = clock.seconds
        await fetcher.aclose()
        await client.aclose()
    assert [reference.status for reference in made.guide.references] == [ReferenceStatus.LATE]
    assert 60.0 <= waited < 3600.0


def text_of(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(document)).paragraphs)
