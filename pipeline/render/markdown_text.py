"""Text, times and addresses as Markdown that no text from outside can break out of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import listing
from pipeline.render.marks import Mark, shortened, web_address
from pipeline.render.text import line, lines, pieces, with_marks

_ENTITY = re.compile(r"&(?=#?\w{0,40}(?:;|$))")
"""An ampersand with which something could begin that stands for another character."""
_SPECIAL = re.compile(r"([\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_]))")
"""What could become markup. An underscore within a word can't."""
_AT_START = re.compile(r"^(?:([#+=>-])|(\d{1,9})([.)])(?=\s|$))")


def escaped(text: str) -> str:
    """The text on one line, escaped: no markup, HTML, link or list comes out of it."""
    return _begun(_escaped(line(text)))


def prose(text: str) -> str:
    """Escaped text. What is in `backquotes` stays code, and what is between **asterisks** a label."""
    marks = {"code": "`", "label": "**", None: ""}
    return _begun(
        "".join(
            f"{marks[kind]}{piece if kind == 'code' else _escaped(piece)}{marks[kind]}"
            for piece, kind in pieces(with_marks(text))
        )
    )


def listed(items: Sequence[str]) -> Iterator[str]:
    """The lines of a list below a text, or of its table, which has a blank line before it."""
    rows = listing.cells(items)
    if not rows:
        yield from (f"- {prose(item)}" for item in items)
        return
    yield ""
    for n, row in enumerate(rows):
        yield f"| {' | '.join(prose(cell).replace('|', chr(92) + '|') for cell in row)} |"
        if n == 0:
            yield "|" + " --- |" * len(row)


def fenced(code: str) -> list[str]:
    """A code block's lines, with a fence that is longer than any row of backticks in the code."""
    rows = lines(code)
    longest = max((len(row) for row in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *rows, fence]


def time_of(mark: Mark) -> str:
    """When it was said, as players show it, linked if the recording's address is known. Empty without a time.

    >>> from pipeline.guide import Source
    >>> time_of(Mark(Source("u1", "Click Save.", start=51.0), "00:00:51", 1, None, timed=True))
    '0:51'
    """
    if not mark.timed:
        return ""
    return f"[{short_time(mark)}]({destination(mark.url)})" if mark.url else short_time(mark)


def bracketed(mark: Mark) -> str:
    """The time in brackets, which are those of the link if there is one. Empty without a time."""
    time = time_of(mark)
    return time if not time or mark.url else f"[{time}]"


def short_time(mark: Mark) -> str:
    """The time of a mark without the zeros in front: 0:51, 2:36, 1:02:36."""
    time = mark.time or mark.label
    return mark.label.replace(time, shortened(time))


def address(url: str) -> str:
    """A link to a web address, or only its text if a document may not link to it."""
    return f"<{destination(url)}>" if web_address(url) else escaped(url)


def destination(url: str) -> str:
    """A URL as a link's destination. What would end it early is percent-encoded (RFC 3986, section 2.1)."""
    return re.sub(r"[<>()\\\s\"`|]", lambda m: f"%{ord(m[0]):02X}", url)


def _escaped(text: str) -> str:
    return _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text))


def _begun(text: str) -> str:
    """The text, escaped if its beginning looks like that of a list, a quotation or a heading."""
    return _AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)
