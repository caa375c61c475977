"""Writes a file in one go: either it is complete, or the old file is unchanged."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Writes the bytes to a file next to it, onto the disk, and renames that. A file that is replaced keeps its
    permissions and owner, and a symbolic link still points to it. Raises OSError, and leaves nothing behind."""
    real = Path(os.path.realpath(path))
    old = _status(real)
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
        os.replace(beside, real)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync(real.parent)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


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
