"""How commands of the app are named in what it says: as they can be typed where it runs."""

from __future__ import annotations

import sys
from pathlib import Path


def python() -> str:
    """The interpreter as README names it: that of .venv, or python where there is another, as in a container."""
    return ".venv/bin/python" if Path(sys.prefix).name == ".venv" else "python"


BOT = f"{python()} -m bot"
"""Begins each command."""
