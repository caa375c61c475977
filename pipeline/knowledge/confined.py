"""Processes in which strangers' files are parsed: without the app's environment, with bounded memory and time.

A thread can't be stopped, and a parser that runs wild in one takes the whole app with it. Here it takes one small
process that holds no secret and is replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge.page import Extract, Moved, blocks_from_json
from pipeline.knowledge.trouble import OutOfResources

log = logging.getLogger(__name__)

PROCESSES = 2
IDLE_SECONDS = 60.0
"""After so long without work the processes end, and give their memory back."""
PATIENCE = 0.3
"""Seconds that a page waits for the first process before a second is started."""
ANSWER_BYTES = 50_000_000


class Parsers:
    """At most two processes that parse, one page at a time each; the second is started only when pages queue up."""

    def __init__(self, seconds: float = 10.0, memory: int = 1_000_000_000) -> None:
        """`seconds` bounds the parsing of one page, `memory` (bytes) the address space of a process."""
        self._seconds = seconds
        self._memory = memory
        self._free: asyncio.LifoQueue[_Parser | None] = asyncio.LifoQueue()
        """None stands for a process that was dropped: whoever gets it starts another."""
        self._all: set[_Parser] = set()
        self._count = 0
        """Of processes that run or are being started."""
        self._idle: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def extract(self, body: bytes, url: str, content_type: str) -> Extract:
        """What `extract.extract` finds, from another process. Raises ReferenceUnavailable and Moved."""
        head = json.dumps({"url": url, "content_type": content_type, "bytes": len(body)}).encode()
        parser = await self._take()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await parser.ask(head, body)
        except TimeoutError:
            await self._drop(parser)
            raise ReferenceUnavailable(f"The page took longer than {self._seconds:g} s to read.") from None
        except (OSError, EOFError, ValueError):
            await self._drop(parser)
            raise ReferenceUnavailable("The page can't be read: it's damaged, or designed to cause harm.") from None
        except BaseException:
            await self._drop(parser)  # cancelled in the middle of an answer
            raise
        self._give_back(parser)
        return _understood(answer)

    async def warm(self) -> None:
        """Starts one process ahead of the first page, so that it loads its libraries while pages are on their way."""
        if not self._count:
            with contextlib.suppress(OutOfResources):
                self._give_back(await self._start())

    async def aclose(self) -> None:
        """Ends all the processes."""
        if self._idle:
            self._idle.cancel()
        await asyncio.gather(*self._ending, *(parser.end() for parser in self._all))
        self._all.clear()

    async def _take(self) -> _Parser:
        if self._idle:
            self._idle.cancel()
            self._idle = None
        while True:
            if self._free.empty() and self._count < PROCESSES:
                if not self._count:
                    return await self._start()
                try:
                    async with asyncio.timeout(PATIENCE):
                        parser = await self._free.get()
                except TimeoutError:
                    if self._count < PROCESSES:
                        return await self._start()
                    continue
            else:
                parser = await self._free.get()
            if parser is None:
                if self._count < PROCESSES:
                    return await self._start()
            elif parser.alive:
                return parser
            else:
                await self._drop(parser)

    async def _start(self) -> _Parser:
        self._count += 1
        try:
            parser = await _Parser.start(self._memory)
        except BaseException as error:
            self._count -= 1
            self._free.put_nowait(None)
            if not isinstance(error, OSError):
                raise
            log.warning("no process for parsing reference pages: %s", error)
            raise OutOfResources from error
        self._all.add(parser)
        return parser

    def _give_back(self, parser: _Parser) -> None:
        self._free.put_nowait(parser)
        if self._idle:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._end_idle)

    def _end_idle(self) -> None:
        while not self._free.empty():
            if (parser := self._free.get_nowait()) is not None:
                task = asyncio.ensure_future(self._drop(parser))
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)

    async def _drop(self, parser: _Parser) -> None:
        if parser in self._all:
            self._all.discard(parser)
            self._count -= 1
            self._free.put_nowait(None)
        await parser.end()


class _Parser:
    """One process: a line of JSON and the bytes go in, a line of JSON comes out."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, memory: int) -> _Parser:
        root = str(Path(__file__).parents[2])
        kept = {
            name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ
        }
        return cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "pipeline.knowledge.confined_main", str(memory)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={**kept, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"},
                limit=ANSWER_BYTES,
                start_new_session=True,  # Ctrl-C is for the app, which ends its processes itself
            )
        )

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, head: bytes, body: bytes) -> Any:
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        to.write(head + b"\n")
        to.write(body)
        await to.drain()
        line = await back.readuntil(b"\n")
        return json.loads(line)

    async def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        # asyncio leaves the pipes of a killed process to the garbage collector otherwise
        self._process._transport.close()  # type: ignore[attr-defined]


def _understood(answer: Any) -> Extract:
    """The answer of a process that may have been taken over by what it read. Raises ReferenceUnavailable and Moved."""
    try:
        if "moved" in answer:
            raise Moved(str(answer["moved"])[:2000])
        if "no_content" in answer:
            raise ReferenceUnavailable(str(answer["no_content"])[:300])
        title = answer["title"]
        return Extract(None if title is None else str(title)[:200], blocks_from_json(answer["blocks"]))
    except (KeyError, TypeError, ValueError):
        raise ReferenceUnavailable("The page can't be read: it's damaged, or designed to cause harm.") from None
