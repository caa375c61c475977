"""What runs in a parsing process: reads requests from standard input until it ends, and answers each with a line."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import sys
from typing import Any, BinaryIO

from pipeline.knowledge.extract import extract
from pipeline.knowledge.page import Moved, NoContent, blocks_to_json


def answer(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        found = extract(body, request["url"], request["content_type"])
    except Moved as moved:
        return {"moved": str(moved)}
    except NoContent as why:
        return {"no_content": str(why)}
    except MemoryError:
        return {"no_content": "The page needs more memory to read than allowed."}
    except RecursionError:
        return {"no_content": "The page is nested too deeply to be read."}
    except Exception as error:  # noqa: BLE001 — the boundary of the process: whatever a parser raises is an answer
        return {"no_content": f"The page can't be read ({type(error).__name__})."}
    return {"title": found.title, "blocks": blocks_to_json(found.blocks)}


def confine(memory: int) -> None:
    """Bounds memory, and forbids files to be written and processes to be started, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(source: BinaryIO, out: BinaryIO, memory: int) -> None:
    confine(memory)
    for name in ("pipeline.knowledge.html_pages", "pipeline.knowledge.plain_text"):
        importlib.import_module(name)  # while the first page is still on its way
    while line := source.readline():
        request = json.loads(line)
        found = answer(request, source.read(request["bytes"]))
        out.write(json.dumps(found).encode() + b"\n")
        out.flush()
        if "trafilatura" not in sys.modules and not select.select([source], [], [], 0.2)[0]:
            importlib.import_module("trafilatura")  # a page without marks may come; nobody waits now


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets among the answers
    main(sys.stdin.buffer, answers, int(sys.argv[1]))
