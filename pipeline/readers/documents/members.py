"""Chooses the transcript among the files of an archive or an e-mail."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.readers.documents.content import Unreadable

MOST_NAMED = 5
"""So many files are named when it isn't clear which of them is the transcript."""
LARGEST_BUNDLE = 40
"""Files of an archive in which a text is taken for a transcript without captions' extension."""

_CAPTIONS = (".vtt", ".srt", ".sbv", ".ttml", ".dfxp", ".ass", ".ssa", ".smi")
_TEXTS = (".txt", ".docx", ".odt", ".rtf", ".pdf", ".md", ".json", ".html", ".htm", ".csv", ".tsv", ".dote", ".jsonl")
_BESIDE = ("chat", "readme", "license", "licence", "metadata", "info.", "index.", "settings", "summary")
"""Parts of the names of files that lie beside a transcript."""


def transcript_among(names: Iterable[str], what: str) -> str | None:
    """The name of the one file that can be the transcript. None if there is none. Raises Unreadable if there are
    several; `what` they are in is said to a person, such as "ZIP archive"."""
    files = [name for name in names if not name.endswith("/") and not _hidden(name)]
    captions = [name for name in files if name.lower().endswith(_CAPTIONS)]
    texts = [name for name in files if name.lower().endswith(_TEXTS)]
    found = captions or (texts if len(files) <= LARGEST_BUNDLE else [])
    for narrower in (_not_beside, _called_transcript):
        found = narrower(found) or found
    if len(found) > 1:
        listed = ", ".join(_last(name) for name in found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "")
        raise Unreadable(
            "NotATranscript",
            f"This {what} has {len(found)} files that can be the transcript ({listed}). Unpack it and use one of them.",
        )
    return found[0] if found else None


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or _last(name).startswith(".")


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1][:60]


def _not_beside(names: list[str]) -> list[str]:
    return [name for name in names if not any(word in _last(name).lower() for word in _BESIDE)]


def _called_transcript(names: list[str]) -> list[str]:
    return [name for name in names if "transcript" in _last(name).lower()]
