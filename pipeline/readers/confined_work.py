"""What is done with a file in the process that reads it (see `pipeline.confined.child`): it is sniffed, or read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pipeline.errors import TranscriptError
from pipeline.options import Limits
from pipeline.readers.documents.document import SNIFF_PAGES, Document, read_document_here
from pipeline.readers.sniffing import sniff
from pipeline.readers.transcript_reader import read_transcript_here

FIRST = ("pipeline.readers.turns", "pipeline.readers.captions", "pipeline.readers.utterances")
LATER = ("pipeline.readers.json_exports",)


def answer(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    """A verdict, a transcript, or why there is none, as JSON values."""
    try:
        if request["do"] == "sniff":
            found = sniff(body, request["name"], beginning)
            told = {"reason": found.reason, "guessed": found.guessed, "unopened": found.unopened}
            return {"verdict": found.verdict.value, **told}
        limits = Limits(transcript_bytes=len(body), transcript_words=request["words"])
        transcript = read_transcript_here(body, request["name"], limits, anyway=request["anyway"])
    except TranscriptError as problem:
        return {"error": type(problem).__name__, "message": problem.message}
    except MemoryError:
        return {"error": "TranscriptTooLarge", "message": ""}
    return {
        "utterances": [[u.text, u.speaker, u.start, u.end, u.timing] for u in transcript.utterances],
        "title": transcript.title,
        "titled_by_name": transcript.titled_by_name,
        "language": transcript.language,
        "format": transcript.format,
        "listed": transcript.listed,
        "unspoken": transcript.unspoken,
        "headings": transcript.headings,
        "account": None if transcript.account is None else asdict(transcript.account),
    }


def beginning(kind: str, data: bytes) -> Document:
    """What is looked at of a document to sniff it, parsed in this process. Raises TranscriptError."""
    return read_document_here(kind, data, SNIFF_PAGES)
