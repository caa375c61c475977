"""The process in which a stranger's document is parsed: it knows no secret, has limits, and is killed on time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import errors
from pipeline.errors import BrokenTranscript, TranscriptError, TranscriptTooLarge

SECONDS = 60.0
"""For one document; a PDF of 80 pages takes three."""
PAGES = 1500
SNIFF_SECONDS = 15.0
SNIFF_PAGES = 12
MEMORY = 1_000_000_000
"""Bytes of address space."""
ANSWER_BYTES = 100_000_000

log = logging.getLogger(__name__)

_ERRORS: dict[str, type[TranscriptError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, TranscriptError)
}


@dataclass(frozen=True)
class Document:
    """A document's text, marked up as `content.Content` does."""

    text: str
    title: str | None
    ours: bool


async def read(kind: str, data: bytes, seconds: float = SECONDS) -> Document:
    """The text of a document of this kind. Raises TranscriptError; the process is gone when this returns or is
    cancelled."""
    try:
        process = await asyncio.create_subprocess_exec(
            *_command(kind, PAGES, seconds),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for the app, which ends its processes itself
        )
    except OSError as error:
        log.warning("no process for reading a document: %s", error)
        raise TranscriptError(
            "This document can't be read right now because the machine is busy. Try again in a minute."
        ) from error
    try:
        async with asyncio.timeout(seconds):
            answer = await _ask(process, data)
            if len(answer) <= ANSWER_BYTES:
                await process.wait()
    except TimeoutError:
        raise _too_slow(seconds) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await asyncio.shield(process.wait())
        # asyncio leaves the pipes of a killed process to the garbage collector otherwise
        process._transport.close()  # type: ignore[attr-defined]
    return _understood(answer)


async def _ask(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    to, back = process.stdin, process.stdout
    assert to is not None
    assert back is not None
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_send(to, data))
        answer = b""
        while len(answer) <= ANSWER_BYTES and (part := await back.read(1_000_000)):
            answer += part
    return answer


async def _send(to: asyncio.StreamWriter, data: bytes) -> None:
    with contextlib.suppress(ConnectionError):  # it has ended already, and what it said counts
        to.write(data)
        await to.drain()
        to.close()


def read_now(kind: str, data: bytes) -> Document:
    """The same for the beginning of a document, waiting for it. Raises TranscriptError."""
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module)
            _command(kind, SNIFF_PAGES, SNIFF_SECONDS),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=SNIFF_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(SNIFF_SECONDS) from None
    return _understood(done.stdout)


def _command(kind: str, pages: int, seconds: float) -> list[str]:
    limits = (str(pages), str(MEMORY), str(math.ceil(seconds)))
    return [sys.executable, "-m", "pipeline.readers.documents.child", kind, *limits]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONDONTWRITEBYTECODE": "1"}


def _too_slow(seconds: float) -> TranscriptError:
    return BrokenTranscript(
        f"This document took longer than {seconds:g} s to read, so reading was stopped. Export it as .docx or .txt, or"
        " split it, and try again."
    )


def _understood(answer: bytes) -> Document:
    """The answer of a process that may have been taken over by what it read."""
    try:
        found: dict[str, Any] = json.loads(answer)
        if "error" in found:
            kind = _ERRORS.get(str(found["error"]), BrokenTranscript)
            raise kind(str(found["message"])[:500] or None)
        title = found["title"]
        return Document(str(found["text"]), None if title is None else str(title)[:500], found["ours"] is True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        if len(answer) > ANSWER_BYTES:
            raise TranscriptTooLarge from None
        raise BrokenTranscript(
            "This document can't be read: it's damaged, or needs more memory or time than allowed. Copy its text"
            " into a .txt file and try again."
        ) from None
