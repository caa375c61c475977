"""A line that names another step in quotation marks, such as “Open the door”, leads to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.guide import NAMING, Guide
from pipeline.render.layout import Choice, parts, step_bookmark
from pipeline.render.text import line


class CrossReferences:
    """The names of a guide's steps, options and choices, each with the bookmark that it leads to. What two of them are
    called leads nowhere."""

    def __init__(self, guide: Guide) -> None:
        named = [(line(name), bookmark) for name, bookmark in _named(guide) if line(name)]
        often = Counter(name for name, _ in named)
        self._bookmarks: Mapping[str, str] = {name: bookmark for name, bookmark in named if often[name] == 1}
        names = "|".join(map(re.escape, sorted(self._bookmarks, key=len, reverse=True)))
        quoted = "|".join(f"{re.escape(opening)}({names}){re.escape(closing)}" for opening, closing in NAMING)
        self._pattern = re.compile(quoted) if self._bookmarks else None

    def pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        """The text in pieces, each with the bookmark that it leads to, if it names something."""
        at = 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            if match.start() > at:
                yield text[at : match.start()], None
            yield match[0], self._bookmarks[match[match.lastindex or 0]]
            at = match.end()
        if at < len(text):
            yield text[at:], None


def _named(guide: Guide) -> Iterator[tuple[str, str]]:
    """(what a line may call it, its bookmark)"""
    for part in parts(guide):
        if not isinstance(part, Choice):
            yield part.title, step_bookmark(part)
            continue
        if part.title and not part.again:
            yield part.title, part.bookmark
        for option in part.options:
            if option.plain:  # its step has no heading but the option's
                yield option.way, option.bookmark
            else:
                yield from ((step.title, step_bookmark(step)) for step in option.steps)
