"""What a line of a guide may have in it: a list, which is a first line and one for each item, which begins with "- ";
a table, which is a list whose items have cells ("Kind | Price"); and names of what is on the screen, between **double
asterisks**."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

MOST_ITEMS = 30
"""The rest of a longer list stands in its last item."""
MOST_LABELS = 20
LONGEST_MARKED_CHARACTERS = 2_000
"""Of a line, so many names are marked, and so much of it is looked at."""
LABEL = re.compile(r"\*\*(?=[^\s*])([^*\n]{0,79}[^\s*])\*\*")
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


def with_labels(text: str, marked: str) -> str:
    """The text with those names marked that are marked in another form of it. Of a name that comes up more than once,
    the one is marked that is as many names behind the first as there.

    >>> with_labels("Click New and Save.", "Click **New** and **Save**.")
    'Click **New** and **Save**.'
    >>> with_labels("Save the file by clicking Save.", "Save the file by clicking **Save**.")
    'Save the file by clicking **Save**.'
    """
    marks: list[tuple[int, int]] = []
    for found in islice(LABEL.finditer(marked[:LONGEST_MARKED_CHARACTERS]), MOST_LABELS):
        name = " ".join(found[1].split())
        before = len(_places(name, LABEL.sub(r"\1", marked[: found.start()])))
        places = _places(name, text)
        place = places[min(before, len(places) - 1)] if places else None
        if place and (not marks or place[0] >= marks[-1][1]):
            marks.append(place)
    end, parts = 0, []
    for start, stop in marks:
        parts += [text[end:start], f"**{text[start:stop]}**"]
        end = stop
    return "".join([*parts, text[end:]])


def _places(name: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


MOST_COLUMNS = 4
_BETWEEN_CELLS = re.compile(r"\s\|\s")
LONGEST_CELLS_CHARACTERS = 600
"""A longer item has no cells."""


def cells(items: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, the first with its headings, if these items are rows: at least three with the same number of
    cells, two to four. Otherwise nothing. A bar between backquotes is code.

    >>> cells(["Kind | Price", "Letter | 1 €", "Parcel | 5 €"])
    (('Kind', 'Price'), ('Letter', '1 €'), ('Parcel', '5 €'))
    >>> cells(["`ls | sort`", "`ls | uniq`", "`ls`"])
    ()
    """
    rows = tuple(_cells(item) for item in items)
    count = len(rows[0]) if rows else 0
    fits = len(rows) >= 3 and 2 <= count <= MOST_COLUMNS and all(len(row) == count for row in rows)
    return rows if fits else ()


def _cells(item: str) -> tuple[str, ...]:
    if "|" not in item or len(item) > LONGEST_CELLS_CHARACTERS:
        return (item,)
    text = f" {item.strip()} "
    parts: list[str] = []
    begin = counted = 0
    ticks = text.count("`")
    """From `counted` on. Where their number is odd, a mark stands in code."""
    for found in _BETWEEN_CELLS.finditer(text):
        ticks -= text.count("`", counted, found.start())
        counted = found.start()
        if ticks % 2 == 0:
            parts.append(text[begin : found.start()])
            begin = found.end()
    return tuple(part.strip() for part in (*parts, text[begin:]))


def _row_in_words(row: Sequence[str], heads: Sequence[str]) -> str:
    """A row of a table as an item of a list: "Letter: Price 1 €, Delivery 3 days"."""
    told = ", ".join(f"{head} {cell}".strip() for head, cell in zip(heads[1:], row[1:], strict=True))
    return f"{row[0]}: {told}" if row[0] else told


def in_words(items: Sequence[str]) -> tuple[str, ...]:
    """The items, those of a table as the items of a list, without its headings.

    >>> in_words(["Kind | Price", "Letter | 1 €", "Parcel | 5 €"])
    ('Letter: Price 1 €', 'Parcel: Price 5 €')
    """
    rows = cells(items)
    return tuple(_row_in_words(row, rows[0]) for row in rows[1:]) if rows else tuple(items)


def on_one_line(text: str) -> str:
    r"""The text as plain words, with its list as a part of its sentence.

    >>> on_one_line("Send **both**:\n- the handbook\n- the forms")
    'Send both: the handbook, the forms'
    """
    return joined(LABEL.sub(r"\1", text))


def joined(text: str) -> str:
    r"""The same with its marked names.

    >>> joined("Click:\n- **New**\n- **Save**")
    'Click: **New**, **Save**'
    """
    lead, items = split(text)
    if not items:
        return lead
    items = in_words(items)
    # A capital letter behind a comma would be that of a name.
    between = "; " if any("," in item or ": " in item or item[:1].isupper() for item in items) else ", "
    return f"{lead} {between.join(item.rstrip('.') for item in items)}"
