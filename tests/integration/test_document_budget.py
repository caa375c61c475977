"""What the largest guide costs to render: time, memory, and the event loop's patience."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

from pipeline.render.docx import render_docx
from tests.fixtures.guides.large import GUIDE

MEASURE = """
import json, resource, sys, time
from pipeline.render.docx import render_docx
from tests.fixtures.guides.cloudflare import GUIDE as SMALL
from tests.fixtures.guides.large import GUIDE
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
before, began = peak(), time.perf_counter()
size = len(render_docx(GUIDE))
print(json.dumps({"seconds": time.perf_counter() - began, "megabytes": peak() - before, "size": size}))
"""


def test_forty_steps_with_two_hundred_citations_take_a_second_and_sixty_megabytes_at_most():
    assert len(GUIDE.steps) == 40
    assert sum(len(action.citations) for step in GUIDE.steps for action in step.actions) == 200

    told = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=Path(__file__).parents[2], capture_output=True, check=True
    )

    measured = json.loads(told.stdout)
    assert measured["seconds"] <= 1.0
    assert measured["megabytes"] <= 60


async def test_threads_that_render_beside_each_other_make_the_same_bytes():
    alone = render_docx(GUIDE)

    assert set(await asyncio.gather(*(asyncio.to_thread(render_docx, GUIDE) for _ in range(4)))) == {alone}


async def test_the_event_loop_turns_while_a_thread_renders():
    render_docx(GUIDE)
    turns, longest, began = 0, 0.0, time.perf_counter()
    task = asyncio.create_task(asyncio.to_thread(render_docx, GUIDE))
    while not task.done():
        turn = time.perf_counter()
        await asyncio.sleep(0)
        turns, longest = turns + 1, max(longest, time.perf_counter() - turn)
    whole = time.perf_counter() - began

    assert await task
    assert turns >= 10
    assert longest <= whole / 2
