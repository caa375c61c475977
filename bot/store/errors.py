"""What can go wrong with the database. Every message can be shown to the operator as it is.

    StoreError
    ├── DatabaseBusy     another process held it for too long
    └── LeaseLost        a job is no longer this worker's, or has ended

The docstring of a class is its default message.
"""

from __future__ import annotations

import errno
import inspect
import sqlite3

from sqlalchemy import exc


class StoreError(Exception):
    """The database can't be used. Check SCRIPT2DOC_DATABASE_URL."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or "").replace("\n", " "))


class DatabaseBusy(StoreError):
    """The database was busy for too long. Check whether another program is using it or its disk is slow."""


class LeaseLost(StoreError):
    """This job was cancelled, has ended, or was taken over by another process."""


_SAID = (
    (
        "database or disk is full",
        "The disk with the database {where} is full. Free up some space; nothing stored so far is lost.",
    ),
    (
        "readonly database",
        "The database {where} can't be written to. Give this process's user write access to it and its folder.",
    ),
    (
        "unable to open database file",
        "The database {where} can't be opened. Check that its folder exists and that this process's user can write "
        "there.",
    ),
    (
        "file is not a database",
        "{where} isn't a database file. Move it away, or set SCRIPT2DOC_DATABASE_URL to another path.",
    ),
    (
        "malformed",
        "The database {where} is damaged. Stop the app and restore a backup, or recover what you can with "
        "`sqlite3 FILE .recover`.",
    ),
    (
        "disk I/O error",
        "The disk with the database {where} reports errors. Check the disk; SQLite isn't safe on a network share.",
    ),
)
"""(what SQLite says, what it means and what to do): SQLite, "Result and Error Codes"."""


def explained(error: Exception, where: str) -> StoreError | None:
    """What a driver's error means for the operator, or None if it is a defect of ours."""
    if isinstance(error, exc.TimeoutError):
        return DatabaseBusy()
    if isinstance(error, exc.IntegrityError):
        return None
    text = str(error.orig) if isinstance(error, exc.DBAPIError) else str(error)
    if "locked" in text:
        return DatabaseBusy()
    for sign, said in _SAID:
        if sign in text:
            return StoreError(said.format(where=where))
    if isinstance(error, exc.OperationalError | sqlite3.OperationalError):
        return StoreError(f"The database {where} can't be used: {text}.")
    return None


def folder_unusable(error: OSError, where: str) -> StoreError:
    """What it means that the database's folder couldn't be made."""
    if error.errno == errno.ENOSPC:
        return StoreError(f"There is no space on the disk for the database {where}. Free some up.")
    return StoreError(
        f"The folder of the database {where} can't be used: {error.strerror}. Set SCRIPT2DOC_DATABASE_URL to a path "
        "that this process's user can write to."
    )
