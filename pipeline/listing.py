"""Lists inside a line: a first line, then one for each item, which begins with "- "."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_ITEMS = 30
"""The rest of a longer list stands in its last item."""
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])(?:\s+|$)")


def split(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The first line of a text, and the items below it. Other line breaks are blanks. Without a first line or with
    fewer than two items, there is no list.

    >>> split("Send them:\n- the handbook\n- the forms;")
    ('Send them:', ('the handbook', 'the forms'))
    >>> split("Send them\nthe handbook.")
    ('Send them the handbook.', ())
    """
    parts: list[str] = [""]
    for row in text.splitlines():
        found = _ITEM.match(row) if parts[0].strip() else None
        if found:
            parts.append(row[found.end() :])
        else:
            parts[-1] = f"{parts[-1]} {row}"
    lead, *items = (" ".join(part.split()) for part in parts)
    items = [tidy for item in items if (tidy := item.rstrip(" ;,"))]
    if len(items) < 2:
        return " ".join([lead, *items]).strip(), ()
    if len(items) > MOST_ITEMS:
        items[MOST_ITEMS - 1 :] = [", ".join(items[MOST_ITEMS - 1 :])]
    return lead, tuple(items)


def listed(lead: str, items: Sequence[str]) -> str:
    """What `split` takes apart."""
    return "\n- ".join([lead, *items])


def on_one_line(text: str) -> str:
    r"""The text with its list as a part of its sentence.

    >>> on_one_line("Send them:\n- the handbook\n- the forms")
    'Send them: the handbook, the forms'
    """
    lead, items = split(text)
    if not items:
        return lead
    between = "; " if any("," in item or ": " in item for item in items) else ", "
    return f"{lead} {between.join(item.rstrip('.') for item in items)}"
