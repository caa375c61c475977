"""What is done with a long transcript in the process that reads its sentences (see `pipeline.confined.child`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from pipeline.speech.instructions import find_instructions
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import Transcript

FIRST = ("pipeline.speech.english",)
LATER = ()

TRANSCRIPT = TypeAdapter(Transcript)
"""The body of a request, as JSON."""
SENTENCES = TypeAdapter(list[ReadSentence])
"""Each piece of an answer, as JSON."""
AT_ONCE = 500
"""Sentences in one piece. The app takes piece after piece, and lets something else run between them."""


def answer(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]:
    """All sentences with their readings, in pieces."""
    read = list(find_instructions(TRANSCRIPT.validate_json(body)).sentences)
    pieces = (read[begin : begin + AT_ONCE] for begin in range(0, len(read), AT_ONCE))
    return {"pieces": [SENTENCES.dump_json(piece, exclude_defaults=True).decode() for piece in pieces]}
