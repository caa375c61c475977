"""Decides where each guide goes, and checks that before any work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from pipeline.command.arguments import FORMATS
from pipeline.command.inputs import Input, made_here
from pipeline.errors import OptionError

LONGEST_STEM_BYTES = 180
"""The longest part of a name that comes from a transcript's. With what is added, the name stays below the 255 bytes
that file systems allow."""


def outputs_of(inputs: Sequence[Input], output: str | None, *, several: bool, template: Path | None) -> list[Path]:
    """A path for each input. No two are the same, and none leads to an input or the template. `several` says that more
    than one file may come. Raises OptionError for what can't be written."""
    given = [*inputs, *([Input(template)] if template else [])]
    if output is not None and not several and not _is_folder(output):
        return [_named(Path(output), given)]
    folder = Path(output or ".")
    if several and output is not None and not folder.is_dir():
        if os.path.lexists(folder):
            raise OptionError(f"With several files, the output must be a folder, and {output} isn't one.")
        if folder.suffix.lower() in FORMATS:
            raise OptionError(f"With several files, the output must be a folder; {output} looks like a file name.")
        _check_new_folder(folder)
    elif not folder.is_dir():
        _check_new_folder(folder)
    else:
        _check_folder(folder)
    taken: set[str] = set()
    return [_unnamed(each, folder, given, taken) for each in inputs]


def _is_folder(output: str) -> bool:
    return os.path.isdir(output) or output.endswith(os.sep)


def _named(out: Path, given: Sequence[Input]) -> Path:
    """The output that the command names."""
    if out.suffix.lower() not in FORMATS:
        raise OptionError(f"The output must be one of {', '.join(FORMATS)}, not {out.name or out}.")
    for each in given:
        if each.same_as(out):
            raise OptionError(f"{out} is an input and would be overwritten. Choose another output.")
    _check_file(out)
    return out


def _unnamed(each: Input, folder: Path, given: Sequence[Input], taken: set[str]) -> Path:
    """ "NAME guide.docx". If another guide or an input has that name, "NAME.vtt guide.docx", then a number is added."""
    for name in _names(each):
        out = folder / f"{name}.docx"
        if str(out).casefold() not in taken and not any(other.same_as(out) for other in given):
            break
    taken.add(str(out).casefold())
    if folder.is_dir():
        _check_file(out)
        if out.exists() and not made_here(out):
            raise OptionError(
                f"{out} already exists and isn't a guide made by Script2Doc. Use -o to write somewhere else."
            )
    return out


def _names(each: Input) -> Iterator[str]:
    """Names for its guide, the best first."""
    if each.path is None or each.stream:
        name = "guide"
    else:
        yield f"{_cut(each.path.stem)} guide"
        name = f"{_cut(each.path.name)} guide"
    yield name
    yield from (f"{name} {number}" for number in count(2))


def _cut(name: str) -> str:
    return name.encode()[:LONGEST_STEM_BYTES].decode(errors="ignore")


def _check_file(out: Path) -> None:
    """Raises OptionError if this file can't be made or replaced."""
    real = Path(os.path.realpath(out))
    if os.path.isdir(real):
        raise OptionError(f"{out} is a folder.")
    if os.path.lexists(real) and not os.path.isfile(real):
        raise OptionError(f"{out} isn't a regular file, so it won't be replaced.")
    if not os.path.isdir(real.parent):
        raise OptionError(f"There is no folder {real.parent if out.is_symlink() else out.parent}.")
    _check_folder(real.parent)
    if os.path.isfile(real) and not os.access(real, os.W_OK):
        raise OptionError(f"{out} is write-protected. Choose another output.")


def _check_folder(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OptionError(f"You don't have permission to write to the folder {folder}.")


def _check_new_folder(folder: Path) -> None:
    """Raises OptionError if this folder can't be made."""
    above = next(parent for parent in Path(os.path.abspath(folder)).parents if os.path.lexists(parent))
    if not os.path.isdir(above):
        raise OptionError(f"The folder {folder} can't be created: {above} is a file.")
    _check_folder(above)
