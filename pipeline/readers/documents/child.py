"""What runs in the process: a document from standard input, its text as one line of JSON to standard output."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any

from pipeline.readers.documents.content import Content, Unreadable


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
            from pipeline.readers.documents import rtf

            return rtf.read(data)
        case _:
            from pipeline.readers.decoding import decode
            from pipeline.readers.documents import html

            return html.read(data, decode(data))


def answer(kind: str, data: bytes, pages: int) -> dict[str, Any]:
    try:
        content = parse(kind, data, pages)
    except Unreadable as problem:
        return {"error": problem.kind, "message": str(problem)}
    except MemoryError:
        return {"error": "TranscriptTooLarge", "message": ""}
    except Exception:  # noqa: BLE001 — the boundary of the process: whatever a parser raises is an answer
        return {"error": "BrokenTranscript", "message": ""}
    return {"text": content.text(), "title": content.title, "ours": content.ours}


def confine(memory: int, seconds: int) -> None:
    """Bounds memory and computing time, and forbids files to be written, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        os.nice(5)  # the app acknowledges Slack first


def main() -> None:
    kind, pages, memory, seconds = sys.argv[1], *map(int, sys.argv[2:5])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets among the answers
    confine(memory, seconds)
    answers.write(json.dumps(answer(kind, sys.stdin.buffer.read(), pages)).encode())
    answers.flush()


if __name__ == "__main__":
    main()
