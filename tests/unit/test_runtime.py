"""What the interpreter and its allocator are told before the bot serves, seen in a process that serves."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys

import pytest

from tests.conftest import HANG_SECONDS

SERVE = """
import gc, json, sys
from bot import serve
from bot.__main__ import main

def resident():  # MB
    return int(open("/proc/self/statm").read().split()[1]) // 256 if sys.platform == "linux" else 0

async def look(settings, env, stop):
    before = resident()
    for size in (30, 24, 20):
        block, behind = b"x" * (size << 20), b"y" * (200 << 10)
        del block
    print(json.dumps({"switch": sys.getswitchinterval(), "kept": resident() - before,
                      "frozen": gc.get_freeze_count(), "between_full_searches": gc.get_threshold()[2]}))

serve.in_slack = look
sys.argv = ["bot", "serve"]
sys.exit(main())
"""


@pytest.fixture(scope="module")
def seen() -> dict[str, float]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "SCRIPT2DOC_"))}
    tokens = {"SLACK_BOT_TOKEN": "xoxb-" + 40 * "1", "SLACK_APP_TOKEN": "xapp-" + 40 * "1"}
    done = subprocess.run(
        [sys.executable, "-c", SERVE],
        capture_output=True,
        text=True,
        env={**clean, **tokens},
        check=True,
        timeout=HANG_SECONDS,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_threads_give_way_soon(seen: dict[str, float]):
    assert seen["switch"] == 0.001


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="Needs glibc, whose allocator keeps what is freed")
def test_memory_that_was_freed_is_given_back(seen: dict[str, float]):
    assert seen["kept"] < 10


def test_what_was_loaded_is_not_searched_for_garbage(seen: dict[str, float]):
    assert seen["frozen"] > 50_000
    assert seen["between_full_searches"] == 100
