"""A document's bytes -> its text, from a process of its own; and what that process's troubles mean for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline import errors
from pipeline.confined.process import NotStarted, TooLarge, TooSlow, Trouble, ask_once, ask_once_now
from pipeline.errors import BrokenTranscript, TranscriptError, TranscriptTooLarge
from pipeline.readers.documents.content import PAGES
from pipeline.transcript import Member, Taken

SECONDS = 60.0
"""For one document; a PDF of 80 pages takes three."""
SNIFF_SECONDS = 15.0
SNIFF_PAGES = 12

_WORK = "pipeline.readers.documents.parsing"
_ERRORS: dict[str, type[TranscriptError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, TranscriptError)
}


@dataclass(frozen=True)
class Document:
    """A document's text, marked up as `content.Content` does."""

    text: str
    title: str | None
    ours: bool
    kind: str
    """What was read in the end: a file in an archive has a kind of its own. "text" is a file of text."""
    mail: bool
    """Whether it is what somebody wrote in an e-mail."""
    taken: tuple[Taken, ...] = ()
    """What was left out of its text because nobody said it."""
    member: Member | None = None
    """Which of several files in an archive or an e-mail it is."""


async def read_document(kind: str, data: bytes, seconds: float = SECONDS) -> Document:
    """The text of a document of this kind. Raises TranscriptError; the process is gone when this returns or is
    cancelled."""
    try:
        return _understood(await ask_once(_WORK, {"kind": kind, "pages": PAGES}, data, seconds))
    except Trouble as trouble:
        raise _in_words(trouble, seconds) from trouble


def read_document_now(kind: str, data: bytes) -> Document:
    """The same for the beginning of a document, waiting for it. Raises TranscriptError."""
    try:
        return _understood(ask_once_now(_WORK, {"kind": kind, "pages": SNIFF_PAGES}, data, SNIFF_SECONDS))
    except Trouble as trouble:
        raise _in_words(trouble, SNIFF_SECONDS) from trouble


def read_document_here(kind: str, data: bytes, pages: int) -> Document:
    """The same in this process, for one that is confined already. Raises TranscriptError."""
    from pipeline.readers.documents.parsing import answer

    return _understood(answer({"kind": kind, "pages": pages}, data))


def raise_told(answer: Mapping[str, Any]) -> None:
    """Raises the TranscriptError that an answer names, if it names one."""
    if "error" in answer:
        kind = _ERRORS.get(str(answer["error"]), BrokenTranscript)
        raise kind(str(answer.get("message", ""))[:500] or None)


def taken_told(told: Iterable[Any]) -> tuple[Taken, ...]:
    """What was taken away, from its JSON values."""
    return tuple(Taken(str(each["kind"])[:60], int(each["pieces"]), int(each["letters"])) for each in told)


def member_told(told: Any) -> Member | None:
    """Which of several files was read, from its JSON values."""
    return None if told is None else Member(str(told["name"])[:60], tuple(str(one)[:60] for one in told["others"]))


def _understood(answer: Mapping[str, Any]) -> Document:
    """The answer of a process that may have been taken over by what it read."""
    try:
        raise_told(answer)
        title = answer["title"]
        return Document(
            text=str(answer["text"]),
            title=None if title is None else str(title)[:500],
            ours=answer["ours"] is True,
            kind=str(answer["kind"])[:20],
            mail=answer["mail"] is True,
            taken=taken_told(answer["taken"]),
            member=member_told(answer["member"]),
        )
    except (KeyError, TypeError, ValueError):
        raise _damaged() from None


def _in_words(trouble: Trouble, seconds: float) -> TranscriptError:
    match trouble:
        case NotStarted():
            return TranscriptError(
                "This document can't be read right now because the machine is busy. Try again in a minute."
            )
        case TooSlow():
            return BrokenTranscript(
                f"This document took longer than {seconds:g} s to read, so reading was stopped. Export it as .docx or"
                " .txt, or split it, and try again."
            )
        case TooLarge():
            return TranscriptTooLarge()
    return _damaged()


def _damaged() -> BrokenTranscript:
    return BrokenTranscript(
        "This document can't be read: it's damaged, or needs more memory or time than allowed. Copy its text"
        " into a .txt file and try again."
    )
