"""What can go wrong with the database. Every message can be shown to the operator as it is.

    StoreError
    ├── DatabaseBusy     another process held it for too long
    ├── DatabaseAway     its server can't be reached just now
    ├── WrongKey         the workspaces' tokens can't be decrypted
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


class DatabaseAway(StoreError):
    """The database server can't be reached just now. Check that it's running."""


class WrongKey(StoreError):
    """The tokens of the workspaces can't be decrypted with SCRIPT2DOC_TOKEN_KEYS. Put the key back that they were
    encrypted with; it may stand after a new one. If it's lost, have each workspace install the app again."""


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


_SERVER_SAID: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("28P01", "password authentication failed", "no password supplied", 'role "'),
        StoreError,
        "The database {where} doesn't accept the user and password in SCRIPT2DOC_DATABASE_URL. Check both.",
    ),
    (
        ("28000", "no pg_hba.conf entry", "authentication failed"),
        StoreError,
        "The database {where} doesn't let this machine in. Check the user in SCRIPT2DOC_DATABASE_URL and the server's "
        "pg_hba.conf.",
    ),
    (
        ("53300", "too many clients", "connection slots are reserved", "too many connections"),
        DatabaseAway,
        "The database {where} takes no more connections. Raise its max_connections, or run fewer processes: each takes "
        "up to ten.",
    ),
    (
        ("3D000",),
        StoreError,
        "There is no database {where}. Create it with `createdb`, or correct SCRIPT2DOC_DATABASE_URL.",
    ),
    (
        ("53100", "No space left on device"),
        StoreError,
        "The disk with the database {where} is full. Free up some space; nothing stored so far is lost.",
    ),
    (
        ("25006",),
        StoreError,
        "The database {where} can't be written to. If it's a standby, set SCRIPT2DOC_DATABASE_URL to the primary.",
    ),
    (
        ("42501",),
        StoreError,
        "The user in SCRIPT2DOC_DATABASE_URL may not do this in the database {where}: {why}. Make it the database's "
        "owner.",
    ),
    (("40001", "40P01", "55P03", "57014", "25P03"), DatabaseBusy, ""),
    (
        (
            *("57P01", "57P02", "57P03", "57P05", "08", "53200"),
            *("Connection refused", "No such file or directory", "timeout expired", "resolve host", "not known"),
            *("No route to host", "unreachable", "closed the connection", "connection is closed", "connection is lost"),
            *("the database system is", "terminating connection", "Connection reset", "Broken pipe", "timed out"),
            *("consuming input failed", "the connection is closed", "sending query failed"),
        ),
        DatabaseAway,
        "The database {where} can't be reached: {why}. Check that the server is running and that "
        "SCRIPT2DOC_DATABASE_URL is right.",
    ),
)
"""(the first characters of the error's code, or words of a refused connection, which has no code; the error; what it
means and what to do): PostgreSQL, "Error Codes"."""


def explained(error: Exception, where: str) -> StoreError | None:
    """What a driver's error means for the operator, or None if it is a defect of ours."""
    if isinstance(error, exc.TimeoutError):
        return DatabaseBusy()
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    if type(cause).__module__.partition(".")[0] == "psycopg":
        return _of_server(error, cause, where)
    if isinstance(error, exc.IntegrityError):
        return None
    text = str(cause)
    if "locked" in text:
        return DatabaseBusy()
    for sign, said in _SAID:
        if sign in text:
            return StoreError(said.format(where=where))
    if isinstance(error, exc.OperationalError | sqlite3.OperationalError):
        return StoreError(f"The database {where} can't be used: {text}.")
    return None


def _of_server(error: Exception, cause: BaseException | None, where: str) -> StoreError | None:
    """What an error of psycopg means."""
    code, text = getattr(cause, "sqlstate", None), str(cause)
    why = _reason(text)
    if code is None and 'database "' in text and "does not exist" in text:
        code = "3D000"
    for signs, kind, said in _SERVER_SAID:
        if any(code.startswith(sign) if code else sign in text for sign in signs):
            return kind(said.format(where=where, why=why) or None)
    if isinstance(error, exc.OperationalError | exc.InternalError):
        return StoreError(f"The database {where} can't be used: {why}.")
    return None


def _reason(text: str) -> str:
    """The last thing that a server or its library says, without what is around it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = next((line for line in lines if "FATAL:" in line or "failed" in line), lines[0] if lines else "no reason")
    return said.rpartition("FATAL:")[2].rpartition("failed: ")[2].strip(" .")


def folder_unusable(error: OSError, where: str) -> StoreError:
    """What it means that the database's folder couldn't be made."""
    if error.errno == errno.ENOSPC:
        return StoreError(f"There is no space on the disk for the database {where}. Free some up.")
    return StoreError(
        f"The folder of the database {where} can't be used: {error.strerror}. Set SCRIPT2DOC_DATABASE_URL to a path "
        "that this process's user can write to."
    )
