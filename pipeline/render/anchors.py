"""Where a link within a Markdown page leads: GitHub makes an anchor of each heading's text."""

from __future__ import annotations

import unicodedata


class Anchors:
    """The anchors of one page's headings, in their order."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def next(self, heading: str) -> str:
        """The anchor of the page's next heading, given its text as it is shown: in lower case, with hyphens for blanks
        and without punctuation. If an earlier heading has it, a number is added (as in github-slugger)."""
        base = "".join("-" if c == " " else c for c in heading.lower() if c in " -_" or _stays(c))
        anchor = base
        while anchor in self._taken:
            self._taken[base] += 1
            anchor = f"{base}-{self._taken[base]}"
        self._taken[anchor] = 0
        return anchor


def _stays(character: str) -> bool:
    """Letters, the marks on them, and numbers."""
    return unicodedata.category(character)[0] in "LMN"
