"""make help tells of all that can be made."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_help_has_a_line_for_each_target():
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)

    told = dict(re.findall(r"^make (\S+) +(\S.*\.)$", done.stdout, re.M))
    assert targets
    assert set(told) == set(targets[1].split())
