"""The playground's temporary folder, which doesn't outlast its process for long, however that ends.

Each process locks a file in its folder. The system lets go of the lock when the process ends, even if it is killed
(flock(2)), and the next playground removes every folder whose lock nobody holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "script2doc-playground-"
"""How the folders are called, in the system's folder for temporary files."""
MARK = "temporary.lock"
"""The file that is locked. A folder without it isn't of this kind, and is left alone."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder that only this user can read; it is removed at the end. Raises OSError where none can be made."""
    folder, lock = _made()
    try:
        yield folder
    finally:
        remove(folder)
        os.close(lock)


def _made() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = os.open(folder / MARK, os.O_RDWR | os.O_CREAT, 0o600)
        with contextlib.suppress(OSError):  # on a disk without locks, what is left behind just stays
            fcntl.flock(lock, fcntl.LOCK_EX)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), os.stat(folder / MARK)):
                return folder, lock
        os.close(lock)  # before it was locked, another process took it for abandoned and removed it


def remove(folder: Path) -> None:
    """Removes a folder with the mark in it. What can't be removed now is left to the next start, with the mark."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name != MARK:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        (folder / MARK).unlink()
        try:
            folder.rmdir()
        except OSError:  # something was put in it meanwhile
            (folder / MARK).touch()


def keep(folder: Path) -> None:
    """Makes it a folder like any other, if it is one of these: somebody wants to keep what is in it."""
    (folder / MARK).unlink(missing_ok=True)


def remove_abandoned() -> None:
    """Removes this user's folders whose process is no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # no folder, no mark in it, or its process is alive
            there = folder.lstat()
            if not stat.S_ISDIR(there.st_mode) or there.st_uid != os.getuid():
                continue
            lock = os.open(folder / MARK, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(folder)
            finally:
                os.close(lock)
