"""What is done with a page in the process that it is read in (see `pipeline.confined.child`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.knowledge.extract import extract
from pipeline.knowledge.page import Moved, NoContent, blocks_to_json

FIRST = ("pipeline.knowledge.html_pages", "pipeline.knowledge.plain_text")
LATER = ("trafilatura",)
"""For a page without marks, which may come."""


def answer(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    """The title and blocks of a page, or why there are none, as JSON values."""
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
