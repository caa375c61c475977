"""Files that people and programs write, which hold nothing that was said aloud, and speech written down as prose."""

from __future__ import annotations

from tests.conftest import FIXTURES


def _texts(folder: str) -> dict[str, str]:
    """The texts in a folder, by the names of their files."""
    return {path.name: path.read_bytes().decode() for path in sorted((FIXTURES / folder).iterdir())}


TYPED = _texts("typed")
SPOKEN = _texts("spoken")
