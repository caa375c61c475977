"""The processes that pages are read in, and what their troubles mean for whoever wanted the page."""

from __future__ import annotations

import contextlib
from typing import Any

from pipeline.confined.limits import MEMORY
from pipeline.confined.pool import Pool
from pipeline.confined.process import Ended, NotStarted, TooLarge, TooSlow
from pipeline.errors import ReferenceUnavailable
from pipeline.knowledge.page import Extract, Moved, blocks_from_json
from pipeline.knowledge.trouble import OutOfResources

_HARMFUL = "The page can't be read: it's damaged, or designed to cause harm."


class Parsers:
    """Shared by all who fetch pages."""

    def __init__(self, memory: int = MEMORY) -> None:
        """`memory` bounds the address space of a process, in bytes."""
        self._pool = Pool("pipeline.knowledge.parsing", memory)

    @property
    def pids(self) -> frozenset[int]:
        """The numbers of the processes that run."""
        return self._pool.pids

    async def extract(self, body: bytes, url: str, content_type: str, seconds: float) -> Extract:
        """What `extract.extract` finds, from another process; `seconds` bounds the reading, once the libraries are
        loaded. Raises ReferenceUnavailable and Moved."""
        try:
            answer = await self._pool.ask({"url": url, "content_type": content_type}, body, seconds)
        except NotStarted as trouble:
            raise OutOfResources from trouble
        except TooSlow:
            raise ReferenceUnavailable(f"The page took longer than {seconds:g} s to read.") from None
        except TooLarge:
            raise ReferenceUnavailable("The page has far more text than can be used, so it wasn't read.") from None
        except Ended:
            raise ReferenceUnavailable(_HARMFUL) from None
        return _understood(answer)

    async def warm(self) -> None:
        """Starts one process ahead of the first page, so that it loads its libraries while pages are on their way."""
        with contextlib.suppress(NotStarted):
            await self._pool.warm()

    async def aclose(self) -> None:
        """Ends all the processes."""
        await self._pool.aclose()


def _understood(answer: dict[str, Any]) -> Extract:
    """The answer of a process that may have been taken over by what it read. Raises ReferenceUnavailable and Moved."""
    try:
        if "moved" in answer:
            raise Moved(str(answer["moved"])[:2000])
        if "no_content" in answer:
            raise ReferenceUnavailable(str(answer["no_content"])[:300])
        title = answer["title"]
        return Extract(None if title is None else str(title)[:200], blocks_from_json(answer["blocks"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ReferenceUnavailable(_HARMFUL) from None
