"""Modules that are needed late: whoever asks for one waits for it without holding up anybody else."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.loading import load

SLOW = "import slow_gate\nslow_gate.begun.set()\nslow_gate.go_on.wait()\nDONE = True\n"


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """What a module and a package tell when they begin to load, and what lets them go on."""
    (tmp_path / "slow_module.py").write_text(SLOW)
    package = tmp_path / "slow_package"
    package.mkdir()
    (package / "part.py").write_text("DONE = True\n")
    (package / "__init__.py").write_text(f"from slow_package import part\n{SLOW}")
    there = SimpleNamespace(begun=threading.Event(), go_on=threading.Event())
    monkeypatch.setitem(sys.modules, "slow_gate", there)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield there
    there.go_on.set()
    for name in ("slow_module", "slow_package", "slow_package.part"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("name", ["slow_module", "slow_package", "slow_package.part"])
async def test_what_another_is_still_loading_is_waited_for(gate: SimpleNamespace, name: str):
    first = asyncio.create_task(load(name))
    try:
        await asyncio.to_thread(gate.begun.wait)
        second = asyncio.create_task(load(name))
        done, _ = await asyncio.wait({second}, timeout=0.2)  # time to return too early
        assert name in sys.modules
        assert not done
    finally:
        gate.go_on.set()
        await first
    await second
    assert sys.modules[name].DONE
