"""What is said where a package that Script2Doc needs isn't installed. It needs none itself."""

from __future__ import annotations

import sys

OURS = ("bot", "pipeline")


def told(error: ModuleNotFoundError, program: str) -> str | None:
    """A line for the person who ran `program` ("bot" or "pipeline") with a Python that lacks a package; None if it is
    one of our own modules, which is a defect."""
    missing = (error.name or "").partition(".")[0]
    if not missing or missing in OURS:
        return None
    return (
        f"script2doc: {sys.executable} doesn't have the package {missing}. Run .venv/bin/python -m {program} in "
        "Script2Doc's folder. If there is no .venv, `make setup` makes it."
    )
