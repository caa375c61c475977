"""The text of what people type as Slack hands it on: escaped, with links, mentions and channels in angle brackets."""

from __future__ import annotations

import re

_ESCAPED = re.compile("&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
_MARKED = re.compile(r"<([^<>]*)>")


def unescaped(text: str, signs: dict[str, str] | None = None) -> str:
    """Text with the three characters that Slack escapes as they were typed, or as `signs` has them.

    >>> unescaped("R&amp;D, &lt;5 years, and &amp;lt; as it was typed")
    'R&D, <5 years, and &lt; as it was typed'
    """
    return _ESCAPED.sub(lambda found: {**_SIGNS, **(signs or {})}[found[1]], text)


def shown(text: str) -> str:
    """Text without Slack's marks: links are what they show, mentions their names as far as Slack gives them. It is
    still escaped.

    >>> shown("ask <mailto:a@b.example|a@b.example> in <#C1|general>")
    'ask a@b.example in general'
    """
    return _MARKED.sub(_shown, text)


def targets(text: str) -> str:
    """Text in which a link is the address that it points to.

    >>> targets("<https://a.example/|a.example>")
    'https://a.example/'
    """
    return _MARKED.sub(lambda found: found[1].partition("|")[0], text)


def _shown(found: re.Match[str]) -> str:
    target, _, label = found[1].partition("|")
    if target[:1] in ("@", "#", "!"):
        return label or ("@…" if target.startswith("@") else target.lstrip("#!"))
    return label or target.removeprefix("mailto:")
