"""The pages of one job that have arrived, split into passages, and the choice of passages for each step."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pipeline.guide import Reference, ReferenceStatus
from pipeline.knowledge.page import Page
from pipeline.knowledge.passages import Passage, cut
from pipeline.knowledge.select import Selector

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """Passages to choose from, and what became of each page that was asked for."""

    asked: tuple[Reference, ...] = ()
    """The pages that were asked for. Those that have arrived have the status UNUSED."""
    passages: Mapping[str, Passage] = field(default_factory=lambda: MappingProxyType({}))
    """By id."""
    _selector: Selector | None = None

    @classmethod
    def build(cls, asked: Sequence[Reference], pages: Mapping[str, Page]) -> Shelf:
        """The shelf of these references and of the pages that have arrived, by the references' ids. Takes tens of
        milliseconds for long pages, so call it in a thread."""
        began = time.perf_counter()
        passages: list[Passage] = []
        for reference in asked:
            if page := pages.get(reference.id):
                passages += cut(page.blocks, reference.id, len(passages) + 1)
        selector = Selector(passages) if passages else None
        log.debug("%d passages of %d pages in %.3f s", len(passages), len(pages), time.perf_counter() - began)
        return cls(tuple(asked), MappingProxyType({passage.id: passage for passage in passages}), selector)

    def choose(self, text: str, context: str = "", most: int = 3) -> tuple[Passage, ...]:
        """The passages about this text, the best first. Empty if none is similar enough. `text` is what was said in a
        step. `context` is what it is a part of: it helps to rank passages, but never makes one relevant."""
        return self._selector.choose(text, context, most) if self._selector else ()

    def references(self, used: Collection[str] = ()) -> tuple[Reference, ...]:
        """What became of each page, in the order in which they were asked for. `used` are the ids of the passages that
        are cited."""
        of_used = {self.passages[passage].reference for passage in used if passage in self.passages}
        return tuple(
            replace(reference, status=ReferenceStatus.USED)
            if reference.id in of_used and reference.status is ReferenceStatus.UNUSED
            else reference
            for reference in self.asked
        )
