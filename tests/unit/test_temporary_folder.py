"""The playground's temporary folder goes with its process, and what a killed one has left goes at the next start."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from bot.temporary_folder import MARK, PREFIX, keep, remove_abandoned, temporary_folder
from tests.conftest import FIXTURES, HANG_SECONDS

ROOT = FIXTURES.parents[1]

HOLDS_ONE = """
import signal
from bot.temporary_folder import temporary_folder
with temporary_folder() as folder:
    (folder / "playground.db").write_text("a transcript")
    print(folder, flush=True)
    signal.pause()
"""

HANGS_AT_ITS_END = """
import asyncio
from bot import signals
from bot.temporary_folder import remove, temporary_folder

async def hangs(stop):
    with temporary_folder() as folder:
        stop.at_the_end(lambda: remove(folder))
        print(folder, flush=True)
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                pass

signals.START_SECONDS = 0.0
asyncio.run(signals.until_stopped(hangs))
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the system's folder for temporary files is, here and in processes that are started."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


async def started(program: str) -> tuple[asyncio.subprocess.Process, Path]:
    """A process that has made its folder."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), HANG_SECONDS)
    return process, Path(line.decode().strip())


def test_it_is_there_for_a_while_with_what_is_put_in_it(temporary: Path):
    with temporary_folder() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "file").touch()
        (folder / "outside").symlink_to(FIXTURES)
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o077 == 0
    assert list(temporary.iterdir()) == []
    assert FIXTURES.is_dir()


async def test_what_a_killed_process_has_left_goes_and_what_a_living_one_has_stays(temporary: Path):
    killed, left = await started(HOLDS_ONE)
    living, held = await started(HOLDS_ONE)
    killed.kill()
    await killed.wait()
    assert left.is_dir(), "nothing in it could prepare for its end"

    remove_abandoned()

    assert list(temporary.iterdir()) == [held]
    assert (held / "playground.db").exists()
    living.kill()
    await living.wait()


def test_folders_that_are_not_of_this_kind_stay(temporary: Path):
    unmarked, kept, elsewhere = (temporary / f"{PREFIX}{name}" for name in ("unmarked", "kept", "elsewhere"))
    unmarked.mkdir()
    kept.mkdir()
    (kept / MARK).touch()
    (temporary / "data").mkdir()
    (temporary / "data" / MARK).touch()
    elsewhere.symlink_to(temporary / "data")
    keep(kept)

    remove_abandoned()

    assert {path.name for path in temporary.iterdir()} == {unmarked.name, kept.name, elsewhere.name, "data"}


def test_what_cannot_be_removed_now_is_left_to_the_next_start(temporary: Path, monkeypatch: pytest.MonkeyPatch):
    removed = Path.rmdir

    def late(folder: Path) -> None:
        (folder / "late").touch()  # as a thread does that still writes
        removed(folder)

    with monkeypatch.context() as busy:
        busy.setattr(Path, "rmdir", late)
        with temporary_folder() as folder:
            pass
    assert {path.name for path in folder.iterdir()} == {MARK, "late"}

    remove_abandoned()

    assert list(temporary.iterdir()) == []


async def test_it_goes_too_where_the_process_has_to_end_before_all_is_let_go_of(temporary: Path):
    process, folder = await started(HANGS_AT_ITS_END)
    assert folder.is_dir()

    process.send_signal(signal.SIGTERM)

    assert await asyncio.wait_for(process.wait(), HANG_SECONDS) == 0
    assert list(temporary.iterdir()) == []
