"""A Word document -> PDF. LibreOffice does it in a process of its own, with limits of time and size. PDF is offered
only if it is installed."""

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
"""How long one conversion may take. The first one on a machine takes some seconds, others about two."""
CONVERSIONS_AT_ONCE = 2
"""The most conversions at the same time. Each takes one core and about 200 MB."""
MAX_BYTES = 100_000_000
"""The largest PDF, and the largest file that the process may write."""

# Tagged, for screen readers. With the headings as bookmarks. Without the comments, which the text lists.
_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},"ExportNotes":{"type":"boolean","value":"false"},'
    '"ExportNotesInMargin":{"type":"boolean","value":"false"}}'
)
# `ulimit` in a shell, because a function between fork and exec isn't safe in a process with threads.
_BOUNDED = f'ulimit -t {int(CONVERSION_SECONDS)}; ulimit -f {MAX_BYTES // 512}; exec "$0" "$@"'

_queues: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def available() -> bool:
    """Whether LibreOffice is installed, so that PDF can be offered."""
    return _program() is not None


async def render_pdf(docx: bytes, *, seconds: float = CONVERSION_SECONDS) -> bytes:
    """The document as PDF. Raises RenderError if LibreOffice is missing, fails, or takes longer than `seconds`. Waiting
    for a free place doesn't count."""
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
            # Shielded, so that a cancelled conversion leaves no files either.
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))


async def _converted(program: str, docx: bytes, folder: Path) -> bytes:
    given, made = folder / "guide.docx", folder / "guide.pdf"
    await asyncio.to_thread(given.write_bytes, docx)
    # In a task of its own: where a start is cancelled, asyncio ends the first process alone, not what it has started.
    starting = asyncio.create_task(_started(program, folder, given))
    try:
        process = await asyncio.shield(starting)
        await process.wait()
    finally:
        await asyncio.shield(_ended(starting))
    pdf = await asyncio.to_thread(_read, made)
    if not pdf.startswith(b"%PDF-"):
        raise RenderError("LibreOffice couldn't make a PDF of this document. Save the Word document as PDF instead.")
    return pdf


async def _started(program: str, folder: Path, given: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", _BOUNDED, program),
        # LibreOffice lets only one process use a profile, so each process has its own.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", _FILTER),
        *("--outdir", str(folder), str(given)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )


async def _ended(starting: asyncio.Task[asyncio.subprocess.Process]) -> None:
    """Ends the process once it has been started, if it hasn't ended by itself."""
    process = await starting
    if process.returncode is None:
        # LibreOffice starts child processes, so its whole session is ended.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _read(made: Path) -> bytes:
    try:
        return made.read_bytes() if made.stat().st_size <= MAX_BYTES else b""
    except OSError:
        return b""
