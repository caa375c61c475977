"""RTF -> text."""

from __future__ import annotations

import re

from pipeline.readers.documents.content import Content, Unreadable

_TITLE = re.compile(rb"\{\\title ([^{}\\]{1,300})\}")


def read(data: bytes) -> Content:
    """The text of an RTF file. Raises Unreadable."""
    from striprtf.striprtf import rtf_to_text

    try:
        text = str(rtf_to_text(data.decode("cp1252", "replace"), encoding="cp1252", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, IndexError, TypeError, LookupError, AttributeError):
        raise Unreadable(
            "BrokenTranscript", "This RTF file is damaged. Open it, save it as .docx or .txt and try again."
        ) from None
    title = _TITLE.search(data[:20_000])
    content = Content(title=title[1].decode("cp1252", "replace") if title else None)
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if line.count("|") >= 2 and line.endswith("|"):  # how striprtf writes the row of a table
            rows.append(line[:-1].split("|"))
            continue
        if rows:
            content.add_table(rows)
            rows = []
        content.add(line)
    if rows:
        content.add_table(rows)
    return content
