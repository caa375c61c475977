"""Decides where each guide goes, and checks that before any work."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.command.advice import unwritten
from pipeline.command.arguments import FORMATS
from pipeline.command.inputs import STANDARD_INPUT, Input
from pipeline.command.targets import Target
from pipeline.errors import OptionError

LONGEST_STEM_BYTES = 180
"""The longest part of a name that comes from a transcript's. With what is added, the name stays below the 255 bytes
that file systems allow."""
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
"""The permissions to write. A file that nobody has one for is read-only."""

_STREAMS = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")

_LISTED = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"


def outputs_of(
    inputs: Sequence[Input], output: str | None, *, several: bool, template: Path | None, force: bool = False
) -> list[Target]:
    """A target for each input. `several` says that more than one file may come, and `force` that the named file may be
    replaced, if it is no transcript. None leads to an input or the template. Raises OptionError for what can't be
    written."""
    if output is not None and not output.strip():
        raise OptionError(f"-o is empty. Name a folder, or a file that ends in {_LISTED}.")
    if output is not None and (output == STANDARD_INPUT or output.startswith(_STREAMS)):
        raise OptionError(f"A guide can't be written to standard output. Name a file that ends in {_LISTED}.")
    if output is not None and not several and not _is_folder(output):
        given = [*inputs, *([Input(template)] if template else [])]
        return [_named(Path(output), given, force)]
    if force:
        raise OptionError(
            "--force replaces the file that -o names, such as -o guide.docx. Otherwise nothing is ever replaced: if a "
            "name is taken, the guide gets a number."
        )
    folder = Path(output or ".")
    if several and output is not None and not folder.is_dir():
        if os.path.lexists(folder):
            raise OptionError(f"With several files, the output must be a folder, and {output} isn't one.")
        if folder.suffix.lower() in FORMATS or folder.name.lower() in FORMATS:
            raise OptionError(f"With several files, the output must be a folder; {output} looks like a file name.")
        _check_new_folder(folder)
    elif not folder.is_dir():
        _check_new_folder(folder)
    else:
        _check_folder(folder)
    # Where two have the same name, the second gets a number when it is written, since nothing is replaced.
    return [Target(folder, _stem("" if each.path is None or each.stream else each.path.stem)) for each in inputs]


def _is_special(out: Path) -> bool:
    """Whether this is there, and neither a file nor a folder."""
    return os.path.exists(out) and not os.path.isfile(out) and not os.path.isdir(out)


def _is_folder(output: str) -> bool:
    return os.path.isdir(output) or output.endswith(os.sep)


def _named(out: Path, given: Sequence[Input], force: bool) -> Target:
    """The file that the command names."""
    for each in given:
        if each.same_as(out):
            raise OptionError(f"{out} is an input and would be overwritten. Choose another output.")
    if out.name.lower() in FORMATS:
        named = out.with_name(f"guide{out.name}")
        raise OptionError(f"{out} is only an extension. Put a name before it, such as {named}.")
    if out.suffix.lower() not in FORMATS and not _is_special(out):
        if out.suffix:
            raise OptionError(f"A guide can't be written as {out.suffix}. Use a name that ends in {_LISTED}.")
        raise OptionError(
            f"There is no folder {out}. Use {out}{os.sep} to create it, or a name that ends in {_LISTED}."
        )
    _check_file(out)
    there = os.path.lexists(out)
    if there and not force:
        raise OptionError(f"{out} already exists. Choose another name, or add --force to replace it.")
    if there:
        _check_replaceable(out)
    # What appears while the guide is being made wasn't looked at, so it isn't replaced.
    return Target(out.parent, out.stem, out.suffix, named=True, replaces=there)


def _stem(name: str) -> str:
    """The name of a guide without its suffix. It doesn't begin with a dot, which would hide it.

    >>> _stem("talk"), _stem(".talk"), _stem("")
    ('talk guide', 'talk guide', 'guide')
    """
    kept = name.encode()[:LONGEST_STEM_BYTES].decode(errors="ignore").strip(". ")
    return f"{kept} guide".lstrip()


def _check_file(out: Path) -> None:
    """Raises OptionError if this file can't be made or replaced."""
    real = Path(os.path.realpath(out))
    if os.path.isdir(real):
        raise OptionError(f"{out} is a folder.")
    if os.path.lexists(real) and not os.path.isfile(real):
        raise OptionError(f"{out} isn't a regular file, so no guide can be written to it.")
    if not os.path.isdir(real.parent):
        raise OptionError(f"There is no folder {real.parent if out.is_symlink() else out.parent}.")
    _check_folder(real.parent)
    # Root may write to such a file too, and anyone may rename another one to its name. But somebody has protected it.
    if os.path.isfile(real) and not (os.access(real, os.W_OK) and os.stat(real).st_mode & WRITABLE):
        raise OptionError(f"{out} is write-protected. Make it writable, or choose another output with -o.")


def _check_replaceable(out: Path) -> None:
    """Raises OptionError if this file is a link or may be a transcript. A guide that was made here is none."""
    if out.is_symlink():
        raise OptionError(
            f"{out} is a symbolic link, and --force replaces nothing behind one. Name the file itself, or delete the "
            "link."
        )
    from pipeline.readers import Verdict, sniff
    from pipeline.readers.sniffing import LARGEST_BYTES

    try:
        if os.path.getsize(out) > LARGEST_BYTES:
            return
        found = sniff(out.read_bytes(), out.name)
    except OSError as error:
        raise OptionError(
            f"{out} may be a transcript, so --force doesn't replace it: it can't be read ({error.strerror}). Choose "
            "another name."
        ) from None
    if found.verdict is not Verdict.NO or found.guessed:
        seems = "is" if found.verdict is Verdict.YES else "may be"
        raise OptionError(f"{out} {seems} a transcript, so --force doesn't replace it. Choose another name.")


def _check_folder(folder: Path) -> None:
    """Raises OptionError if no file can be created in this folder."""
    if not os.access(folder, os.W_OK | os.X_OK):
        named = "the current folder" if folder == Path() else f"the folder {folder}"
        raise OptionError(f"You don't have permission to write to {named}. Choose another one with -o.")
    # Root has every permission, also where no files can be, such as in /proc.
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OptionError(unwritten(folder, error)) from None


def _check_new_folder(folder: Path) -> None:
    """Raises OptionError if this folder can't be made."""
    above = next(parent for parent in Path(os.path.abspath(folder)).parents if os.path.lexists(parent))
    if not os.path.isdir(above):
        raise OptionError(f"The folder {folder} can't be created: {above} is a file.")
    _check_folder(above)
