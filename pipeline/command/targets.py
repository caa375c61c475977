"""Where one guide goes, and how it gets there without replacing anything that nobody said to replace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pipeline.command.replacing import create, replace


@dataclass(frozen=True)
class Target:
    """Where one guide goes."""

    folder: Path
    stem: str
    suffix: str = ".docx"
    named: bool = False
    """Whether the command names this very file."""
    replaces: bool = False
    """Whether a file of this name is replaced. Otherwise the guide gets the next number that is free."""

    @property
    def path(self) -> Path:
        """The path that the guide gets if nothing has it yet."""
        return next(self.paths())

    def paths(self) -> Iterator[Path]:
        """All paths that the guide may get, the best first: "talk guide.docx", "talk guide 2.docx" and so on."""
        for number in count(1):
            yield self.folder / f"{self.stem}{'' if number == 1 else f' {number}'}{self.suffix}"

    @property
    def is_word(self) -> bool:
        """Whether it is a Word document, or made from one."""
        return self.suffix.lower() not in (".md", ".json", ".pptx")

    @property
    def is_pdf(self) -> bool:
        return self.suffix.lower() == ".pdf"


def save(target: Target, data: bytes) -> Path:
    """Writes a guide, and gives the path that it got. Two processes that save at once get two paths. Raises OSError."""
    target.folder.mkdir(parents=True, exist_ok=True)
    if target.replaces:
        replace(target.path, data)
        return target.path
    for path in target.paths():
        if os.path.lexists(path):
            continue
        try:
            create(path, data)
        except FileExistsError:  # another process was faster
            continue
        return path
    raise AssertionError("there is always another number")
