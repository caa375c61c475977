"""What is to be read: files, standard input, pipes, and the files of a folder."""

from __future__ import annotations

import os
import stat
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import OptionError, TranscriptTooLarge

STANDARD_INPUT = "-"
NAMELESS = "transcript"
"""The name of what has none; no title is made of it."""
SUFFIXES = (
    *(".vtt", ".srt", ".sbv", ".ass", ".ssa", ".ttml", ".dfxp", ".smi", ".xml", ".srv1", ".srv2", ".srv3"),
    *(".txt", ".md", ".markdown", ".json", ".jsonl", ".json3", ".docx", ".docm", ".odt", ".pdf", ".rtf"),
    *(".html", ".htm", ".mht", ".mhtml", ".eml", ".zip", ".csv", ".tsv", ".yaml", ".yml"),
)
"""Of a folder's files, only these are read: nobody means the videos beside their captions. The others are named."""
MOST_OTHERS = 20
"""Of the files that aren't read, so many are named each on its own line."""

DOCUMENTS = (".docx", ".odt", ".pdf", ".html", ".htm", ".rtf")
"""Those that are larger than their text, because of pictures and fonts."""
MOST_NAMED = 3
"""Of several subfolders, so many are named."""


@dataclass(frozen=True)
class Input:
    """One transcript to be read."""

    path: Path | None
    """None: standard input."""
    stream: bool = False
    """Whether it is read as it comes: standard input or a pipe, whose size nobody knows."""
    chosen: bool = True
    """Whether it was named itself, and not the folder that it is in."""

    def __str__(self) -> str:
        return "standard input" if self.path is None else str(self.path)

    @property
    def name(self) -> str:
        """The file's name, or what stands for it."""
        return NAMELESS if self.path is None or self.stream else self.path.name

    def same_as(self, path: Path) -> bool:
        """Whether a path leads to this file: also by a symbolic or a hard link."""
        try:
            return self.path is not None and not self.stream and os.path.samefile(self.path, path)
        except OSError:
            return False

    def read(self, most: int) -> bytes:
        """Its bytes; at most so many may be read. Raises TranscriptTooLarge with its size, OSError."""
        with self._opened() as file:
            size = os.fstat(file.fileno()).st_size if not self.stream else 0
            if size > most:
                raise self._too_large(size_in_words(size, most), most)
            data = file.read(most + 1)
        if len(data) > most:
            raise self._too_large(f"more than {size_in_words(most)}", most)
        return data

    def _too_large(self, size: str, most: int) -> TranscriptTooLarge:
        document = self.path is not None and self.path.suffix.lower() in DOCUMENTS
        smaller = ", or export it as plain text" if document else ""
        return TranscriptTooLarge(
            f"It's {size}; the limit is {size_in_words(most)}. Split it and try again with the parts{smaller}."
        )

    def _opened(self) -> BinaryIO:
        return open(0, "rb", closefd=False) if self.path is None else self.path.open("rb")


def inputs_of(named: Sequence[str]) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """(what the command line names, each file once: as named, if its folder is named too; a sentence for each name that
    isn't there or can't be read). Raises OptionError if nothing is left to read."""
    found: list[Input] = []
    wrong: list[str] = []
    for name in named:
        try:
            there = _of(name)
        except OptionError as error:
            wrong.append(error.message)
            continue
        for each in there:
            at = next((at for at, other in enumerate(found) if other.path and each.same_as(other.path)), None)
            if at is None:
                found.append(each)
            elif each.chosen and not found[at].chosen:
                found[at] = each
    if sum(each.path is None for each in found) > 1:
        raise OptionError("Standard input (-) can be read only once.")
    if not found:
        raise OptionError("\n".join(dict.fromkeys(wrong)))
    return tuple(found), tuple(dict.fromkeys(wrong))


def _of(name: str) -> list[Input]:
    if name == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise OptionError("Standard input is closed.")
        if sys.stdin.isatty():
            print("Type or paste the transcript, then press Ctrl-D.", file=sys.stderr)
        return [Input(None, stream=True)]
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if name.lower().startswith(("https://", "http://")):
            raise OptionError(
                f"{name} is a web address. Download the transcript, and name the file; --recording takes the address of"
                " the recording."
            ) from None
        raise OptionError(f"There is no file {name}.") from None
    except OSError as error:
        raise OptionError(f"{name} can't be read: {error.strerror}.") from None
    if stat.S_ISDIR(mode):
        return _in_folder(path)
    if (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and not _is_terminal(path):
        raise OptionError(f"{name} is a device, not a file. Name a transcript, or - for standard input.")
    if not os.access(path, os.R_OK):
        raise OptionError(f"{name} can't be read: you don't have permission.")
    return [Input(path, stream=not stat.S_ISREG(mode))]


def _is_terminal(path: Path) -> bool:
    """Whether a device is one that a person can type a transcript into, such as /dev/stdin."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.isatty(number)
    finally:
        os.close(number)


def _in_folder(folder: Path) -> list[Input]:
    """The files of a folder that may be transcripts, without the guides that were made here before."""
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise OptionError(f"The folder {folder} can't be read: {error.strerror}.") from None
    files = [
        Input(path, chosen=False)
        for path in names
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file() and not made_here(path)
    ]
    if not files:
        note = unread_subfolders(folder)
        raise OptionError(f"There are no transcripts in the folder {folder}." + (f" {note}" if note else ""))
    return files


def others_in(folder: Path, inputs: Sequence[Input]) -> tuple[str, ...]:
    """A line for each file of a folder that isn't read because of its name, unless it is among these inputs: it was
    named too. Hidden files and guides that were made here aren't among them."""
    return tuple(
        f"{path}: Its name doesn't end like a transcript's. To have it looked at, name it."
        for path in sorted(folder.iterdir())
        if path.suffix.lower() not in SUFFIXES
        and not path.name.startswith(".")
        and path.is_file()
        and not path.stem.rstrip("0123456789 ").endswith(" guide")
        and not any(each.same_as(path) for each in inputs if each.chosen)
    )


def unread_subfolders(folder: Path) -> str | None:
    """A sentence that names the folders in a folder, since no file in them is read; None if there are none."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not names:
        return None
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    if len(names) == 1:
        return f"The folder {names[0]} in it was left out. To read it too, name it."
    return f"The folders in it were left out: {', '.join(names[:MOST_NAMED])}{more}. To read them too, name them."


def made_here(path: Path) -> bool:
    """Whether a file is a Word document that Script2Doc made; false for whatever can't be read as one."""
    from pipeline.readers.documents.content import MADE_HERE

    if path.suffix.lower() != ".docx":
        return False
    try:
        with zipfile.ZipFile(path) as package, package.open("docProps/core.xml") as part:
            return MADE_HERE.encode() in part.read(200_000)
    except (OSError, KeyError, ValueError, RuntimeError, EOFError, NotImplementedError, zipfile.BadZipFile):
        return False


def size_in_words(size: int, beyond: int | None = None) -> str:
    """A number of bytes for people, in powers of ten as files are shown; told apart from the limit that it is beyond.

    >>> size_in_words(35_200_000), size_in_words(1_500), size_in_words(20_000_001, 20_000_000)
    ('35.2 MB', '1.5 KB', '20,000,001 bytes')
    """
    if size < 1000:
        return f"{size} bytes"
    unit, factor = next((unit, factor) for unit, factor in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)) if size >= factor)
    told = f"{size / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size:,} bytes" if beyond is not None and told == size_in_words(beyond) else told
