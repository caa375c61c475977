"""Files that are zips of parts, as Word and OpenDocument make them: checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from pipeline.confined.faults import Bomb, Damaged, Protected

ENTRIES = 5_000
UNPACKED = 100_000_000
"""Bytes that all entries may have together, as the zip states them. Nothing reads more of an entry than it states."""
RATIO = 200
"""Times that a file, and each large entry in it, may be larger than it is packed; text reaches about 30."""
SMALL = 10_000
"""Bytes: a file that is smaller may unpack as far as one of this size."""
LARGE = 5_000_000
"""Bytes of an entry from which its own ratio counts."""


@dataclass(frozen=True)
class Package:
    """A file whose parts may be read."""

    names: frozenset[str]
    _zip: zipfile.ZipFile

    def part(self, name: str, most: int) -> bytes:
        """The bytes of a part, unpacked. Raises Damaged, and Bomb if there are more than `most`."""
        try:
            with self._zip.open(name) as part:
                data = part.read(most + 1)
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, RuntimeError, KeyError):
            raise Damaged from None
        except Exception as error:
            if type(error).__name__ in ("error", "LZMAError"):  # zlib.error, which shares no base with the others
                raise Damaged from None
            raise
        if len(data) > most:
            raise Bomb(self.names)
        return data


def open_package(data: bytes) -> Package:
    """The zip in these bytes. Raises Damaged, Protected if any of it is encrypted, and Bomb."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise Damaged from None
    names = frozenset(entry.filename for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or unpacked > min(UNPACKED, RATIO * max(len(data), SMALL)):
        raise Bomb(names)
    for entry in entries:
        if entry.file_size > LARGE and entry.file_size > RATIO * max(1, min(entry.compress_size, len(data))):
            raise Bomb(names)
        if entry.flag_bits & 1:
            raise Protected
    return Package(names, package)
