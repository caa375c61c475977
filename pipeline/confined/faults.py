"""What may be wrong with a file. Those who read it say so in words for the person who gave it."""

from __future__ import annotations

from collections.abc import Collection


class Fault(Exception):
    """The file can't be opened."""


class Damaged(Fault):
    """It's cut off, or isn't what it says it is."""


class Protected(Fault):
    """A password is needed to open it."""


class TooManyPages(Fault):
    """It has more pages than may be read."""


class Bomb(Fault):
    """It unpacks to far more than any file that is wanted."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self.names = names
        """Of what is in it."""
