"""`python -m pipeline` for the tests of the command line."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.conftest import HANG_SECONDS, SAMPLES

ROOT = Path(__file__).parents[2]
SCREENCAST = SAMPLES / "cloudflare-create-api-token.vtt"


def pipeline(
    *words: str | Path, cwd: Path = ROOT, stdin: bytes = b"", flags: tuple[str, ...] = (), path: str | None = None
) -> subprocess.CompletedProcess[str]:
    """`python -m pipeline` with these words, and no model configured; `path`: where programs are looked for."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "AZURE_", "SCRIPT2DOC_"))}
    env |= {"PYTHONPATH": str(ROOT)} | ({} if path is None else {"PATH": path})
    command = [sys.executable, *flags, "-m", "pipeline", *map(str, words)]
    done = subprocess.run(
        command, cwd=cwd, env=env, input=stdin, capture_output=True, timeout=HANG_SECONDS, check=False
    )
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


T = TypeVar("T")


@contextmanager
def beside(server: AbstractAsyncContextManager[T]) -> Iterator[T]:
    """A server that runs in a thread of its own, for a command that the test waits for."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def done(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(HANG_SECONDS)

    try:
        entered = done(server.__aenter__())
        try:
            yield entered
        finally:
            done(server.__aexit__(None, None, None))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


Command = Callable[..., subprocess.CompletedProcess[str]]
"""What the fixture `command` gives: the same in the test's own process."""


def names(folder: Path) -> list[str]:
    """What is in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())
