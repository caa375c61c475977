"""A guide -> the bytes of a document in the format that was asked for, made in a thread and not on the event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from pipeline import progress
from pipeline.errors import RenderError, TookTooLong
from pipeline.loading import load
from pipeline.progress import Stage

if TYPE_CHECKING:
    from pipeline.guide import Guide
    from pipeline.options import GuideOptions
    from pipeline.tools import Tools

log = logging.getLogger(__name__)


async def render_as(
    suffix: str, guide: Guide, options: GuideOptions, tools: Tools, listen: progress.Listener = progress.nobody
) -> bytes:
    """The guide in the format of a file's suffix: .md, .pdf, .pptx or .json. Any other one gives .docx, since a pipe to
    write to may have none. Raises RenderError."""
    match suffix:
        case ".json":
            return guide.to_json()
        case ".md":
            await load("pipeline.render.markdown")
            from pipeline.render.markdown import render_markdown

            return (await asyncio.to_thread(render_markdown, guide)).encode()
        case ".pdf":
            await load("pipeline.render.pdf")
            from pipeline.render.pdf import render_pdf

            return await render_pdf(await render(guide, options, tools, listen))
        case ".pptx":
            return await _as_deck(guide, tools)
        case _:
            return await render(guide, options, tools, listen)


async def _as_deck(guide: Guide, tools: Tools) -> bytes:
    await load("pipeline.render.pptx")  # loads python-pptx
    from pipeline.render.pptx import render_pptx

    try:
        async with tools.computing.turn(guide.origin.words, tools.limits.computing_seconds):
            return await asyncio.to_thread(render_pptx, guide)
    except (RenderError, TookTooLong):
        raise
    except Exception as error:
        # Catch-all, as for .docx: python-pptx can raise anything.
        log.exception("making slides failed")
        raise RenderError from error


async def render(
    guide: Guide, options: GuideOptions, tools: Tools, listen: progress.Listener = progress.nobody
) -> bytes:
    """The guide as .docx. It is made in a thread, not on the event loop. Raises RenderError."""
    await load("pipeline.render.docx")  # loads python-docx, which an idle bot doesn't need
    from pipeline.render.docx import render_docx

    began = time.perf_counter()
    listen(progress.StageStarted(Stage.RENDER))
    try:
        async with tools.computing.turn(guide.origin.words, tools.limits.computing_seconds):
            docx = await asyncio.to_thread(
                render_docx, guide, paper=options.paper, sources=options.sources, template=tools.template
            )
    except (RenderError, TookTooLong):
        raise
    except Exception as error:
        # Catch-all: python-docx can raise anything. The person gets a sentence that says what to do.
        log.exception("rendering failed")
        raise RenderError from error
    listen(progress.DocumentDone(len(docx), time.perf_counter() - began))
    return docx
