"""A line that names another step in quotation marks, such as “Open the door”, leads to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.guide import NAMING, Guide
from pipeline.render.layout import Choice, parts, step_bookmark
from pipeline.render.text import line

_OPENING = re.compile("[" + "".join(opening[0] for opening, _ in NAMING) + "]")
_CLOSING = re.compile("[" + "".join(closing[-1] for _, closing in NAMING) + "]")


class CrossReferences:
    """The names of a guide's steps, options and choices, each with the bookmark that it leads to. What two of them are
    called leads nowhere."""

    def __init__(self, guide: Guide) -> None:
        named = [(line(name), bookmark) for name, bookmark in _named(guide) if line(name)]
        often = Counter(name for name, _ in named)
        self._bookmarks = {
            f"{opening}{name}{closing}": bookmark
            for name, bookmark in named
            if often[name] == 1
            for opening, closing in NAMING
        }
        self._longest = max(map(len, self._bookmarks), default=0)

    def pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        """The text in pieces, each with the bookmark that it leads to, if it names something."""
        at = 0
        for match in _OPENING.finditer(text):
            begin = match.start()
            if begin < at:
                continue
            ends = [closing.end() for closing in _CLOSING.finditer(text, begin + 1, begin + self._longest)]
            name = next((text[begin:end] for end in reversed(ends) if text[begin:end] in self._bookmarks), "")
            if name:
                if begin > at:
                    yield text[at:begin], None
                yield name, self._bookmarks[name]
                at = begin + len(name)
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
