"""What the runs of a process share, whatever their transcripts and options are."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline import llm
from pipeline.cache import Cache, MemoryCache
from pipeline.computing import Computing
from pipeline.knowledge import Fetcher
from pipeline.options import Limits
from pipeline.readers import ConfinedReader


@dataclass(frozen=True)
class Tools:
    """What all runs in one process share: connections, the cache, the operator's limits."""

    cache: Cache = field(default_factory=MemoryCache)
    limits: Limits = field(default_factory=Limits)
    model: llm.Client | None = None
    """None: no model is configured, and the extractive writer does all the work."""
    reader: ConfinedReader | None = None
    """None: files are read in this process, where a damaged or hostile file can use up its time and memory. So are the
    sentences of long transcripts."""
    fetcher: Fetcher | None = None
    """None: reference pages can't be fetched."""
    template: bytes | None = None
    """A company's own .docx, which decides how documents look."""
    computing: Computing = field(default_factory=Computing)
    days: tuple[llm.DayAllowance, ...] = ()
    """What the model's tokens are counted in besides the process's own day, such as in the day of who asked."""
