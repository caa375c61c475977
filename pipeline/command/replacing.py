"""Writes a file in one go: either it is complete, or what was there before is unchanged."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Writes the bytes to a file next to it, onto the disk, and renames that. A file that is replaced keeps its
    permissions and owner. What a symbolic link points to stays as it was: the link itself is replaced. Raises OSError,
    and leaves nothing behind."""
    real = Path(os.path.realpath(path.parent)) / path.name
    with _written_beside(real, data, _status(real)) as beside:
        os.replace(beside, real)


def create(path: Path, data: bytes) -> None:
    """The same for a name that mustn't be there yet, not even as a symbolic link. Of two processes that create it at
    once, one does, and the other gets FileExistsError. Raises OSError, and leaves nothing behind."""
    real = Path(os.path.realpath(path.parent)) / path.name
    with _written_beside(real, data, None) as beside:
        # Not os.link, which some file systems lack. The empty file holds the name until it is replaced.
        os.close(os.open(real, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600))
        try:
            os.replace(beside, real)
        except BaseException:
            real.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def _written_beside(real: Path, data: bytes, old: os.stat_result | None) -> Iterator[Path]:
    """A complete file in the same folder, to be renamed in this context. Otherwise it is removed."""
    beside = real.parent / f".script2doc-{secrets.token_hex(8)}"
    # A new file gets the permissions that are usual here.
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        with open(number, "wb") as file:
            file.write(data)
            file.flush()
            if old is not None:
                _keep(number, old)
            os.fsync(number)
        yield beside
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync(real.parent)


def _status(path: Path) -> os.stat_result | None:
    """The permissions and owner to keep; None if there is nothing, or a symbolic link, which has none of its own."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return None if stat.S_ISLNK(found.st_mode) else found


def _keep(number: int, old: os.stat_result) -> None:
    # Only root may change a file's owner. Another person's file in a shared folder becomes one's own then.
    with contextlib.suppress(OSError):
        os.fchown(number, old.st_uid, old.st_gid)
    os.fchmod(number, stat.S_IMODE(old.st_mode))


def _sync(folder: Path) -> None:
    """Writes the new name onto the disk too, if the file system can do that for a folder."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
