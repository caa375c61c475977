"""Reference URLs -> passages that a step may cite.

`fetch` gets a page safely (`addresses`, `connect`, `transfer`), `extract` reads it in a process of its own
(`confined`), `passages` cuts it, `select` chooses for each step, and `references` keeps the time for a job.
"""

from pipeline.knowledge.differences import differences
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
    "differences",
    "fetch_in_parallel",
    "fetch_one_after_another",
]
