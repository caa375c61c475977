"""A Word document -> PDF, by LibreOffice in a process of its own, bounded in time and size; offered where installed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path
from weakref import WeakKeyDictionary

from pipeline.errors import RenderError
from pipeline.render.paging import with_page_fields, with_tagged_contents

__all__ = ["available", "render_pdf"]

CONVERSION_SECONDS = 90.0
"""How long one conversion may take; the first one on a machine takes some seconds, others two or so."""
CONVERSIONS_AT_ONCE = 2
"""Conversions beside each other; each takes one core and some 200 MB."""
MAX_BYTES = 100_000_000
"""Of the PDF; also the largest file that the process may write."""

# Tagged, for screen readers; with the headings as bookmarks; without the comments, which are listed in the text.
_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},"ExportNotes":{"type":"boolean","value":"false"},'
    '"ExportNotesInMargin":{"type":"boolean","value":"false"}}'
)
# `ulimit` in a shell rather than a function between fork and exec, which isn't safe where threads run.
_BOUNDED = f'ulimit -t {int(CONVERSION_SECONDS)}; ulimit -f {MAX_BYTES // 512}; exec "$0" "$@"'

_queues: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def available() -> bool:
    """Whether LibreOffice is installed here, so that PDF can be offered."""
    return _program() is not None


async def render_pdf(docx: bytes, *, seconds: float = CONVERSION_SECONDS) -> bytes:
    """The document as PDF. Raises RenderError where LibreOffice is absent, fails, or takes longer than so many seconds
    (waiting for a free place not counted)."""
    program = _program()
    if program is None:
        raise RenderError("PDFs can't be made here because LibreOffice isn't installed.")
    places = _queues.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(CONVERSIONS_AT_ONCE))
    async with places:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="script2doc-pdf-"))
        try:
            async with asyncio.timeout(seconds):
                numbered = await asyncio.to_thread(with_page_fields, docx)
                pdf = await _converted(program, numbered, folder)
                return await asyncio.to_thread(with_tagged_contents, pdf)
        except TimeoutError:
            raise RenderError(
                f"Making the PDF took longer than {seconds:g} seconds and was stopped. Try again, or save the Word "
                "document as PDF."
            ) from None
        finally:
            # Shielded, so that a cancelled conversion leaves nothing behind either.
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


async def _converted(program: str, docx: bytes, folder: Path) -> bytes:
    given, made = folder / "guide.docx", folder / "guide.pdf"
    await asyncio.to_thread(given.write_bytes, docx)
    process = await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", _BOUNDED, program),
        # A profile of its own: LibreOffice lets only one process at a time use one.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", _FILTER),
        *("--outdir", str(folder), str(given)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        await process.wait()
    finally:
        if process.returncode is None:
            # LibreOffice starts children of its own, so all of its session ends.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    pdf = await asyncio.to_thread(_read, made)
    if not pdf.startswith(b"%PDF-"):
        raise RenderError("LibreOffice couldn't make a PDF of this document. Save the Word document as PDF instead.")
    return pdf


def _read(made: Path) -> bytes:
    try:
        return made.read_bytes() if made.stat().st_size <= MAX_BYTES else b""
    except OSError:
        return b""
