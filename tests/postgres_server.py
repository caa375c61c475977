"""A PostgreSQL server for tests: made once a run and started once a process, with a database for each test, copied from
one that has all tables. A copy is some hundred files, so that what a test has left as it was but for rows is emptied
for another one."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from bot.playground import HANG_SECONDS
from bot.store.migrations.__main__ import upgrade

PASSWORD = "correct-horse"
"""Of the only user, for those who come over TCP."""

_FAST = (
    *("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=80"),
    *("max_wal_size=64MB", "autovacuum=off", "jit=off", "logging_collector=off", "lc_messages=C"),
)

_OURS = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
_SHAPE = f"""
SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
    SELECT concat_ws('|', n.nspname, c.relname, c.relkind, c.relacl, a.attname, a.atttypid, a.attnotnull) AS line
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname {_OURS}
    UNION ALL SELECT concat_ws('|', conname, conrelid, pg_get_constraintdef(oid)) FROM pg_constraint
    UNION ALL SELECT concat_ws('|', tgname, tgrelid, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws('|', proname, prosrc) FROM pg_proc WHERE pronamespace::regnamespace::text {_OURS}
    UNION ALL SELECT concat_ws('|', datconnlimit, datallowconn) FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT concat_ws('|', setrole, setconfig) FROM pg_db_role_setting
    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
) AS lines
"""
"""Of a database, all that isn't rows."""
_RELATIONS = f"""
SELECT c.relkind, format('%I.%I', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname {_OURS} AND c.relkind IN ('r', 'S')
"""
_ALONE = b"""
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
"""Ends all other connections to a database."""


def programs() -> Path | None:
    """The folder of initdb and postgres, which Debian keeps out of the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: float(path.parents[1].name), default=None)
    return newest.parent if newest else None


class Server:
    """One server on a Unix socket, and on a port of loopback where a password is asked for."""

    def __init__(self, programs: Path, pattern: Path | None = None) -> None:
        """`pattern`: a folder in which the first of several servers leaves what it has made, for the others."""
        self._programs = programs
        self._pattern = pattern
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.port = _free_port()
        self._names = count(1)
        self._lent: list[str] = []
        """Databases with all tables that tests have now."""
        self._empty: list[str] = []
        """Those that no test has any more."""
        self._process: subprocess.Popen[bytes] | None = None
        # initdb refuses root.
        self._who: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        if os.getuid() == 0:
            shutil.chown(self.folder, "nobody", "nogroup")
        else:
            self._who = {}

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process is not None

    def url(self, name: str) -> str:
        return f"postgresql://owner@/{name}?host={self.folder}&port={self.port}"

    def url_with_password(self, name: str, password: str = PASSWORD) -> str:
        return f"postgresql://owner:{password}@127.0.0.1:{self.port}/{name}"

    def make(self) -> None:
        """Makes the data folder, with a database that has all tables, and starts."""
        if self._pattern is None:
            self._make_anew()
        else:
            self._copy_or_make(self._pattern)
        self.start()
        with psycopg.connect(self.url("template_with_tables"), autocommit=True) as connection:
            relations = connection.execute(_RELATIONS.encode()).fetchall()
            tables, sequences = ([name for kind, name in relations if kind == wanted] for wanted in "rS")
            self._filled = [name for name in tables if connection.execute(f"SELECT 1 FROM {name}".encode()).fetchone()]
            self._made = self._as_made(connection)
        self._emptying = "; ".join(
            [
                "SET lock_timeout = '5s'; SET session_replication_role = replica; SELECT pg_stat_reset()",
                *(f"DELETE FROM {name}" for name in tables if name not in self._filled),
                *(f"SELECT setval('{name}', 1, false)" for name in sequences),
            ]
        )

    def _copy_or_make(self, pattern: Path) -> None:
        """Others wait meanwhile, so that one of them makes it."""
        with (pattern / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (ready := pattern / "data").exists():
                _copy(ready, self._data)
            else:
                self._make_anew()
                _copy(self._data, pattern / "copying")
                (pattern / "copying").rename(ready)

    def _make_anew(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run("initdb", "-D", str(self._data), "-U", "owner", f"--pwfile={secret}", "-E", "UTF8", "--no-sync",
                  "--locale=C", "--auth-local=trust", "--auth-host=scram-sha-256")  # fmt: skip
        self.start()
        self.sql("CREATE DATABASE template_with_tables")
        upgrade(self.url("template_with_tables"))
        self.stop()

    def start(self) -> None:
        settings = [part for setting in _FAST for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self._data), "-k", str(self.folder), "-p", str(self.port),
                 "-c", "listen_addresses=127.0.0.1", *settings],
                stdout=subprocess.DEVNULL,
                stderr=log,
                preexec_fn=_end_with_the_parent if sys.platform == "linux" else None,
                start_new_session=True,
                **self._who,
            )  # fmt: skip
        until = time.monotonic() + HANG_SECONDS
        while True:
            try:
                self.sql("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.02)
            else:
                return

    def stop(self, number: int = signal.SIGINT) -> None:
        """Ends it: by default at once and in order ("fast"), and breaks off what is under way."""
        if self._process:
            self._process.send_signal(number)
            self._process.wait(HANG_SECONDS)
            self._process = None

    def remove(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self, *, tables: bool = True) -> str:
        """The name of a database of its own, with all tables or without any."""
        if tables and self._empty:
            name = self._empty.pop()
        else:
            name = f"test_{next(self._names)}"
            template = "template_with_tables STRATEGY file_copy" if tables else "template0"
            self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        if tables:
            self._lent.append(name)
        return name

    def take_back(self) -> None:
        """Empties what tests had, for others. What isn't as it was afterwards is used no more."""
        while self._lent:
            name = self._lent.pop()
            with (
                contextlib.suppress(psycopg.Error),
                psycopg.connect(self.url(name), autocommit=True) as connection,
            ):
                connection.execute(_ALONE)
                connection.execute(self._emptying.encode())
                if self._as_made(connection) == self._made:
                    self._empty.append(name)

    def _as_made(self, connection: psycopg.Connection) -> list[Any]:
        """Of a database that has no rows but these: what it is made of."""
        asked = [_SHAPE, *(f"SELECT * FROM {name}" for name in self._filled)]
        return [connection.execute(question.encode()).fetchall() for question in asked]

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *words], capture_output=True, text=True, cwd=self.folder, **self._who
        )
        if done.returncode:
            raise RuntimeError(done.stderr)


@contextmanager
def running(programs: Path, pattern: Path | None = None) -> Iterator[Server]:
    """A server that has been made and started."""
    server = Server(programs, pattern)
    try:
        server.make()
        yield server
    finally:
        server.remove()


def _copy(data: Path, to: Path) -> None:
    """Copies a data folder with its owner, as which the server runs."""
    subprocess.run(["cp", "-a", data, to], check=True)


def _end_with_the_parent() -> None:
    """A test process that is killed leaves no server behind. The signal comes when the thread ends that has started it:
    only the main one may do that (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _free_port() -> int:
    """Below those that the system gives to servers without a port and to clients: between this and the start it would
    be anybody's."""
    while True:
        with socket.socket() as found, contextlib.suppress(OSError):
            found.bind(("127.0.0.1", port := random.SystemRandom().randint(10_000, 32_000)))
            return port
