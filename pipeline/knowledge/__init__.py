"""Reference URLs -> passages that a step may cite.

`fetch` gets a page safely (`addresses`, `connect`, `transfer`), `extract` reads it in a process of its own
(`parsers`), `passages` cuts it, `select` chooses for each step, and `references` keeps the time for a job.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.knowledge.fetch import Fetcher
    from pipeline.knowledge.page import Page
    from pipeline.knowledge.passages import Passage
    from pipeline.knowledge.references import References, fetch_in_parallel, fetch_one_after_another
    from pipeline.knowledge.shelf import Shelf

__all__ = [
    "Fetcher",
    "Page",
    "Passage",
    "References",
    "Shelf",
    "fetch_in_parallel",
    "fetch_one_after_another",
]

_HOMES = {
    "Fetcher": "pipeline.knowledge.fetch",
    "Page": "pipeline.knowledge.page",
    "Passage": "pipeline.knowledge.passages",
    "References": "pipeline.knowledge.references",
    "Shelf": "pipeline.knowledge.shelf",
    "fetch_in_parallel": "pipeline.knowledge.references",
    "fetch_one_after_another": "pipeline.knowledge.references",
}


def __getattr__(name: str) -> object:
    """A public name, loaded by its first use: the processes that read pages pass here and need none."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
