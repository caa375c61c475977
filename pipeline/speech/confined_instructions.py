"""Finds the instructions of a long transcript in a process of its own: 100,000 words take seconds, in which a thread
would let nothing else run for more than a moment, and couldn't be stopped."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import ValidationError

from pipeline.confined.process import Ended, ask_once
from pipeline.speech.confined_work import SENTENCES, TRANSCRIPT
from pipeline.speech.languages import rules_for
from pipeline.speech.read_sentences import ReadSentence, ReadTranscript
from pipeline.transcript import Transcript

SECONDS, PROCESSOR_SECONDS = 40.0, 15.0
"""For the sentences of one transcript, by the clock and of the processor. The longest that is allowed takes six, if
people said it."""
_WORK = "pipeline.speech.confined_work"


async def find_instructions_confined(
    transcript: Transcript, seconds: float = SECONDS, processor_seconds: float = PROCESSOR_SECONDS
) -> ReadTranscript:
    """What `find_instructions` returns. The process is gone when this returns, or is cancelled. Raises Trouble:
    NotStarted if there is none, TooSlow or Ended if it takes longer than that."""
    body = await asyncio.to_thread(TRANSCRIPT.dump_json, transcript)
    answer = await ask_once(_WORK, {}, body, seconds, processor_seconds)
    sentences = await asyncio.to_thread(_understood, answer.get("pieces"))
    # In a thread, because it loads the rules of the language.
    return ReadTranscript(sentences, await asyncio.to_thread(rules_for, transcript.language))


def _understood(pieces: Any) -> tuple[ReadSentence, ...]:
    """The answer of a process that may have been taken over by what it read. Raises Ended."""
    try:
        return tuple(one for piece in pieces for one in SENTENCES.validate_json(piece))
    except (TypeError, ValidationError) as error:
        raise Ended from error
