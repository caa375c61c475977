"""A Python without the packages says which one to use, in a line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import HANG_SECONDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("program", "words"), [("bot", ["doctor"]), ("bot", []), ("pipeline", ["README.md"])])
def test_what_to_run_is_said(program: str, words: list[str]) -> None:
    # -S leaves out the installed packages, -E the environment, -P the folder, which is given instead.
    code = f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); runpy.run_module({program!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-SEP", "-c", code, *words], capture_output=True, text=True, cwd=ROOT, timeout=HANG_SECONDS
    )

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "doesn't have the package " in done.stderr
    assert f"Run .venv/bin/python -m {program} in" in done.stderr
