"""Opening zips: what is refused before anything is unpacked."""

from __future__ import annotations

import io
import os
import struct
import zipfile

import pytest

from pipeline.confined import package
from pipeline.confined.faults import Bomb, Damaged, Protected
from pipeline.confined.package import open_package


def zipped(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return data.getvalue()


def test_a_part_is_read():
    opened = open_package(zipped(text=b"Open the settings."))

    assert opened.names == {"text"}
    assert opened.part("text", 100) == b"Open the settings."


def test_a_part_is_read_up_to_what_its_reader_takes():
    opened = open_package(zipped(text=b"x" * 101))

    with pytest.raises(Bomb):
        opened.part("text", 100)


BALLAST = os.urandom(700_000)
"""It can't be packed, so what stands beside it may unpack further."""

BOMBS = {
    "too many entries": {f"entry{n}": b"" for n in range(package.ENTRIES + 1)},
    "too much in all": {"ballast": BALLAST, **{f"entry{n}": bytes(4_000_000) for n in range(25)}},
    "too far in all": {"entry": bytes(package.RATIO * package.SMALL + 1)},
    "too far in one": {"ballast": BALLAST, "entry": bytes(package.LARGE + 1)},
}


@pytest.mark.parametrize("parts", BOMBS.values(), ids=BOMBS)
def test_a_bomb(parts: dict[str, bytes]):
    data = zipped(**parts)

    with pytest.raises(Bomb) as raised:
        open_package(data)

    assert raised.value.names == set(parts)


def test_what_is_just_allowed():
    parts = {"ballast": BALLAST, **{f"entry{n}": bytes(4_000_000) for n in range(24)}}

    assert open_package(zipped(**parts)).names == set(parts)


def test_an_entry_that_states_less_than_it_holds():
    size = 7_654_321
    data = zipped(ballast=BALLAST, entry=bytes(size)).replace(struct.pack("<L", size), struct.pack("<L", 9))
    opened = open_package(data)

    with pytest.raises(Damaged):
        opened.part("entry", 100)


def test_an_encrypted_entry():
    data = bytearray(zipped(text=b"Open the settings."))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(Protected):
        open_package(bytes(data))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", zipped(text=b"x" * 999)[:-30]], ids=["nothing", "its first bytes", "cut off"]
)
def test_what_is_no_zip(data: bytes):
    with pytest.raises(Damaged):
        open_package(data)
