"""`python -m pipeline` for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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


Command = Callable[..., subprocess.CompletedProcess[str]]
"""What the fixture `command` gives: the same in the test's own process."""


def names(folder: Path) -> list[str]:
    """What is in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())
