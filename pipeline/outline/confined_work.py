"""What is done with a file in the process that reads it (see `pipeline.confined.child`), where it is also to be found
out whether it shows how to do something. All else is done as `pipeline.readers.confined_work` does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.confined import loading
from pipeline.errors import TranscriptError
from pipeline.options import Limits
from pipeline.readers import confined_work as reading
from pipeline.readers.documents.document import SNIFF_PAGES
from pipeline.readers.transcript_reader import read_transcript_here

_RULES = "pipeline.speech.english"
_JUDGING = "pipeline.outline.showing"
FIRST = reading.FIRST
LATER = (*reading.LATER, _JUDGING, _RULES)


def answer(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    """How a file shows how to do something, or why it can't be read, as JSON values. Of a document, only the beginning
    is read."""
    if request["do"] != "showing":
        return reading.answer(request, body)
    loading.load(_JUDGING)
    loading.load(_RULES)
    from pipeline.outline.showing import showing_of

    limits = Limits(transcript_bytes=len(body), transcript_words=request["words"])
    try:
        transcript = read_transcript_here(body, request["name"], limits, pages=SNIFF_PAGES)
        found = showing_of(transcript, model=request["model"])
    except TranscriptError as problem:
        return {"error": type(problem).__name__, "message": problem.message}
    except MemoryError:
        return {"error": "TranscriptTooLarge", "message": ""}
    return {"shows": found.shows.value, "doubt": found.doubt}
