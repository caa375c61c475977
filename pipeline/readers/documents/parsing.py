"""What is done with a document in the process that it is read in (see `pipeline.confined.child`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.confined.loading import load
from pipeline.readers.documents.content import Content, Unreadable

FIRST = LATER = ()


def parse(kind: str, data: bytes, pages: int) -> Content:
    """The document's content. Raises Unreadable, and whatever its parser raises."""
    match kind:
        case "zip":
            from pipeline.readers.documents import package

            return package.read(data)
        case "pdf":
            from pipeline.readers.documents import pdf

            return pdf.read(data, pages)
        case "rtf":
            load("striprtf.striprtf")
            from pipeline.readers.documents import rtf

            return rtf.read(data)
        case _:
            load("lxml.html")
            from pipeline.readers.decoding import decode
            from pipeline.readers.documents import html

            return html.read(data, decode(data))


def answer(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    """The text and title of a document, or why there are none, as JSON values."""
    try:
        content = parse(request["kind"], body, request["pages"])
    except Unreadable as problem:
        return {"error": problem.kind, "message": str(problem)}
    except MemoryError:
        return {"error": "TranscriptTooLarge", "message": ""}
    except Exception:  # noqa: BLE001 — the boundary of the process: whatever a parser raises is an answer
        return {"error": "BrokenTranscript", "message": ""}
    return {"text": content.text(), "title": content.title, "ours": content.ours}
