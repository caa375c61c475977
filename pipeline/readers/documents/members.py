"""Chooses the transcript among the files of an archive or an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.readers.documents.content import Unreadable
from pipeline.readers.file_kinds import CAPTIONS
from pipeline.transcript import Member

MOST_NAMED = 5
"""So many files are named when it isn't clear which of them is the transcript."""
LARGEST_BUNDLE = 40
"""Files of an archive in which a text is taken for a transcript without captions' extension."""

_TEXTS = (".txt", ".docx", ".odt", ".rtf", ".pdf", ".md", ".json", ".html", ".htm", ".csv", ".tsv", ".dote", ".jsonl")
_BESIDE = ("chat", "readme", "license", "licence", "metadata", "info.", "index.", "settings", "summary")
"""Parts of the names of files that lie beside a transcript."""
_NEVER_SAID = frozenset(word.rstrip(".") for word in _BESIDE) - {"chat", "summary"}


@dataclass(frozen=True)
class Chosen:
    """The one file that is most likely the transcript."""

    name: str
    member: Member | None
    """The same for people, if there are others that could have been it. A licence or the like couldn't."""


def transcript_among(names: Iterable[str], what: str) -> Chosen | None:
    """The one file that can be the transcript, captions before texts. None if there is none. Raises Unreadable if there
    are several; `what` they are in is said to a person, such as "ZIP archive"."""
    files = [name for name in names if not name.endswith("/") and not _hidden(name)]
    captions = [name for name in files if name.lower().endswith(CAPTIONS)]
    texts = [name for name in files if name.lower().endswith(_TEXTS)]
    found = captions or (texts if len(files) <= LARGEST_BUNDLE else [])
    for narrower in (_not_beside, _called_transcript):
        found = narrower(found) or found
    if len(found) > 1:
        raise Unreadable(
            "NotATranscript",
            f"This {what} has {len(found)} files that can be the transcript ({', '.join(_listed(found))}). Unpack it"
            " and use one of them.",
        )
    if not found:
        return None
    others = [name for name in (*captions, *texts) if name != found[0] and not _never_said(name)]
    return Chosen(found[0], Member(_last(found[0]), _listed(others)) if others else None)


def _listed(names: Sequence[str]) -> tuple[str, ...]:
    """The names of some files for people, the first few of many."""
    return (*map(_last, names[:MOST_NAMED]), *(["…"] if len(names) > MOST_NAMED else []))


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or _last(name).startswith(".")


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1][:60]


def _not_beside(names: list[str]) -> list[str]:
    return [name for name in names if not any(word in _last(name).lower() for word in _BESIDE)]


def _never_said(name: str) -> bool:
    """Whether the whole name says that a file is about others: "README.md". "team chat.txt" can be a transcript."""
    return _last(name).lower().partition(".")[0] in _NEVER_SAID


def _called_transcript(names: list[str]) -> list[str]:
    return [name for name in names if "transcript" in _last(name).lower()]
