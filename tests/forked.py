"""Processes of the bot that are forked from one which has loaded it. Loading takes longer than all the rest that a test
of kills and restarts waits for. What is about a start itself starts `python -m bot`."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).parents[1]
LOADED = (
    *("bot.__main__", "bot.preflight", "bot.runtime", "bot.serve", "procrastinate", "psycopg"),
    *("pipeline.speech.english", "pipeline.writing.model_writer", "pipeline.grounding", "pipeline.revision"),
    *("pipeline.assembly", "pipeline.render.docx", "docx", "openai.resources.chat"),
    *("bot.doctor", "bot.serve_playground", "bot.store.moving"),
)


class Process:
    """One that was forked: what `asyncio.subprocess.Process` has, as far as tests use it."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._reader, self._writer = reader, writer
        self._waiting = asyncio.create_task(self._ended())

    async def wait(self) -> int:
        return await asyncio.shield(self._waiting)

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # it has just ended
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def _ended(self) -> int:
        code = int(await self._reader.readline() or -signal.SIGKILL)
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
        self.returncode = code
        return code


AnyProcess = asyncio.subprocess.Process | Process


class Start(Protocol):
    """Starts `python -m bot WORDS` with this environment, in a folder. All that it says is added to the file `log`, or
    what it says on stderr to the file `errors`."""

    def __call__(
        self,
        words: list[str],
        environment: dict[str, str],
        log: Path,
        errors: Path | None = None,
        folder: Path | str = ROOT,
    ) -> Awaitable[AnyProcess]: ...


async def by_itself(
    words: list[str], environment: dict[str, str], log: Path, errors: Path | None = None, folder: Path | str = ROOT
) -> AnyProcess:
    """As an operator starts it, but that it ends with the process that has started it."""
    with log.open("ab") as out, (errors or log).open("ab") as err:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=err,
            preexec_fn=_end_with_the_parent if sys.platform == "linux" else None,
        )


@contextmanager
def forking(environment: dict[str, str]) -> Iterator[Start]:
    """Loads the bot, in a process with this environment, and gives what starts others of it."""
    with tempfile.TemporaryDirectory(prefix="fork-") as folder:
        path = f"{folder}/socket"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()
            command = [sys.executable, "-m", "tests.forked", str(listener.fileno())]
            first = subprocess.Popen(
                command, cwd=ROOT, env=environment, pass_fds=[listener.fileno()], start_new_session=True
            )

        async def start(
            words: list[str],
            environment: dict[str, str],
            log: Path,
            errors: Path | None = None,
            folder: Path | str = ROOT,
        ) -> AnyProcess:
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(json.dumps([words, environment, str(log), str(errors or log), str(folder)]).encode() + b"\n")
            return Process(int(await reader.readline()), reader, writer)

        try:
            yield start
        finally:
            first.kill()
            first.wait()


Asked = tuple[list[str], dict[str, str], str, str, str]
"""The words, the environment, the files for stdout and stderr, and the folder."""


def _serve(listener: socket.socket) -> Asked:
    """Forks a process for each request, and tells how it has ended. Returns in the new one, with what was asked."""
    running: dict[int, socket.socket] = {}
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.set_wakeup_fd(waking.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is woken:
                    woken.recv(4096)
                    continue
                connection, _ = listener.accept()
                with connection.makefile("rb") as asking:
                    asked: Asked = json.loads(asking.readline())
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for held in (listener, woken, waking, connection, *running.values()):
                        held.close()
                    return asked
                running[pid] = connection
                connection.sendall(f"{pid}\n".encode())
            while running and (ended := os.waitpid(-1, os.WNOHANG))[0]:
                with running.pop(ended[0]) as connection:
                    connection.sendall(f"{os.waitstatus_to_exitcode(ended[1])}\n".encode())


def _become(environment: dict[str, str], log: str, errors: str, folder: str) -> None:
    """What a process has that was started with this environment."""
    _end_with_the_parent()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, file in ((1, log), (2, errors)):
        out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(out, number)
        os.close(out)


def _end_with_the_parent() -> None:
    """No bot outlives the tests, however they end (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    os.setpgrp()


def _main(number: str) -> Any:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()
    words, environment, log, errors, folder = _serve(socket.socket(fileno=int(number)))
    _become(environment, log, errors, folder)
    return importlib.import_module("bot.__main__").main(words)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
