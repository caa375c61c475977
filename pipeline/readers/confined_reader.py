"""Sniffs and reads files in processes of their own, so that no file can stop or harm the app."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Mapping
from typing import Any

from pipeline.confined.limits import MEMORY
from pipeline.confined.pool import Pool
from pipeline.confined.process import NotStarted, TooLarge, TooSlow, Trouble
from pipeline.errors import BrokenTranscript, TranscriptError, TranscriptTooLarge
from pipeline.options import Limits
from pipeline.readers import file_kinds
from pipeline.readers.documents.document import member_told, raise_told, taken_told
from pipeline.readers.verdict import Sniff, Verdict
from pipeline.transcript import Account, Timing, Transcript, Utterance

WORK = "pipeline.readers.confined_work"
READ_SECONDS = 12.0
"""For reading one file. The largest that are allowed take three to six."""
SNIFF_SECONDS = 4.0
"""For deciding whether a dropped file is a transcript."""
IDLE_SECONDS = 600.0
"""A process without work ends after this time. The next file then waits a third of a second for another."""


MEMORY_BYTES, MEMORY_FACTOR = 80_000_000, 7.5
"""Address space for a file, in bytes: a fixed part, and a part for each of its bytes. Measured: 30 MB and 8.5 for JSON
with a time for each word, which takes the most."""


class ConfinedReader:
    """Shared by all the jobs of a process."""

    def __init__(
        self,
        work: str = WORK,
        *,
        read_seconds: float = READ_SECONDS,
        sniff_seconds: float = SNIFF_SECONDS,
        memory: int = MEMORY,
    ) -> None:
        """`work` is the module that answers in the processes (see `pipeline.confined.child`), for one that can do more
        than read. `memory` bounds the address space of a reading process, in bytes."""
        self._read_seconds = read_seconds
        self._sniff_seconds = sniff_seconds
        self._pool = Pool(work, memory, idle_seconds=IDLE_SECONDS)

    @property
    def pids(self) -> frozenset[int]:
        """The numbers of the processes that run."""
        return self._pool.pids

    async def warm(self) -> None:
        """Starts a process ahead of a file that is on its way."""
        with contextlib.suppress(NotStarted):
            await self._pool.warm()

    async def sniff(self, data: bytes, name: str) -> Sniff:
        """Whether a file is a transcript. Never raises."""
        try:
            answer = await self._pool.ask({"do": "sniff", "name": name}, data, self._sniff_seconds, _memory(data))
            verdict, reason = Verdict(answer["verdict"]), str(answer["reason"])[:300]
            return Sniff(verdict, reason, answer["guessed"] is True, answer["unopened"] is True)
        except (Trouble, KeyError, ValueError):
            return Sniff(Verdict.NO, "It couldn't be looked at.")

    async def read(self, data: bytes, name: str, limits: Limits, *, anyway: bool = False) -> Transcript:
        """The transcript in a file's bytes (see `read_transcript`). Raises a subclass of TranscriptError, and nothing
        else."""
        file_kinds.check_size(data, limits.transcript_bytes)
        request = {"do": "read", "name": name, "words": limits.transcript_words, "anyway": anyway}
        try:
            answer = await self._pool.ask(request, data, self._read_seconds, _memory(data))
        except Trouble as trouble:
            raise self._in_words(trouble) from trouble
        return await asyncio.to_thread(_understood, answer, data, limits)

    async def ask(self, request: Mapping[str, Any], data: bytes, seconds: float) -> Mapping[str, Any]:
        """The answer to a request about a file that the processes' work understands. It comes from a process that may
        have been taken over by what it read. Raises Trouble."""
        return await self._pool.ask(request, data, seconds, _memory(data))

    async def aclose(self) -> None:
        """Ends all the processes."""
        await self._pool.aclose()

    def _in_words(self, trouble: Trouble) -> TranscriptError:
        match trouble:
            case NotStarted():
                return TranscriptError(
                    "This file can't be read right now because the machine is busy. Try again in a minute."
                )
            case TooSlow():
                return BrokenTranscript(
                    f"This file took longer than {self._read_seconds:g} s to read, so reading was stopped. Export it as"
                    " .vtt or .txt, or split it, and try again."
                )
            case TooLarge():
                return TranscriptTooLarge()
        return _damaged()


def _memory(data: bytes) -> int:
    return round(MEMORY_BYTES + MEMORY_FACTOR * len(data))


def _understood(answer: Mapping[str, Any], data: bytes, limits: Limits) -> Transcript:
    """The answer of a process that may have been taken over by what it read. Raises TranscriptError."""
    raise_told(answer)
    try:
        utterances = tuple(
            Utterance(number, str(text), _optional(speaker), _seconds(start), _seconds(end), timing=Timing(timing))
            for number, (text, speaker, start, end, timing) in enumerate(answer["utterances"], 1)
        )
        transcript = Transcript(
            id=hashlib.sha256(data).hexdigest(),
            utterances=utterances,
            title=_optional(answer["title"]),
            titled_by_name=answer["titled_by_name"] is True,
            language=_optional(answer["language"]),
            format=str(answer["format"])[:100],
            listed=answer["listed"] is True,
            unspoken=answer["unspoken"] is True,
            account=_account(answer["account"]),
            headings=_headings(answer["headings"], len(utterances)),
        )
    except (KeyError, TypeError, ValueError):
        raise _damaged() from None
    if not utterances or transcript.words > limits.transcript_words:
        raise _damaged()  # the reader itself refuses both in words
    return transcript


def _headings(told: Any, utterances: int) -> tuple[tuple[int, str], ...]:
    """Raises ValueError for a heading over what isn't there."""
    headings = tuple((int(first), str(text)[:500]) for first, text in told)
    if any(not 1 <= first <= utterances for first, _ in headings):
        raise ValueError
    return headings


def _account(told: Any) -> Account:
    letters = told["letters"]
    return Account(
        said=int(told["said"]),
        taken=taken_told(told["taken"]),
        letters=None if letters is None else int(letters),
        cut=told["cut"] is True,
        member=member_told(told["member"]),
    )


def _optional(value: object) -> str | None:
    return None if value is None else str(value)[:500]


def _seconds(value: float | None) -> float | None:
    return None if value is None else float(value)


def _damaged() -> BrokenTranscript:
    return BrokenTranscript(
        "This file can't be read: it's damaged, or needs more memory than allowed. Copy its text into a .txt file and"
        " try again."
    )
