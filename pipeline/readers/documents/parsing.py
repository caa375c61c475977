"""What is done with a document in the process that it is read in (see `pipeline.confined.child`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pipeline.confined.loading import load
from pipeline.errors import NotATranscript, TranscriptError
from pipeline.readers.documents.content import Content, Unreadable

FIRST = LATER = ()


def parse(kind: str, data: bytes, pages: int, *, inside: bool = False) -> Content:
    """The document's content. What is `inside` of another file isn't unpacked again. Raises Unreadable, and whatever
    its parser raises."""
    content = _parsed(kind, data, pages, inside)
    content.kind = content.kind or kind
    return content


def _parsed(kind: str, data: bytes, pages: int, inside: bool) -> Content:
    def inner(file: bytes) -> Content:
        return _inner(file, pages)

    match kind:
        case "zip":
            from pipeline.readers.documents import package

            return package.read(data, None if inside else inner)
        case "flat":
            from pipeline.readers.documents import package

            return package.read_flat(data)
        case "mail":
            from pipeline.readers.documents import mail

            return mail.read(data, inner)
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


def _inner(data: bytes, pages: int) -> Content:
    """The content of a file that is in another one."""
    from pipeline.readers import file_kinds
    from pipeline.readers.decoding import decode

    try:
        if problem := file_kinds.refusal(data):
            raise problem
        kind = file_kinds.document_kind(data)
        if kind == "mail":
            raise NotATranscript
        return parse(kind, data, pages, inside=True) if kind else Content(kind="text", file=decode(data))
    except TranscriptError as problem:
        raise Unreadable(type(problem).__name__, problem.message) from None


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
    return {
        "text": content.text(),
        "title": content.title,
        "ours": content.ours,
        "kind": content.kind,
        "mail": content.mail,
        "taken": [asdict(each) for each in content.taken],
        "member": asdict(content.member) if content.member else None,
    }
