"""What the interpreter is told before the bot serves."""

from __future__ import annotations

import subprocess
import sys

LOOK = "import sys; from bot import runtime; runtime.prepare(); print(sys.getswitchinterval())"


def test_threads_give_way_soon():
    shown = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True).stdout

    assert float(shown) == 0.001
