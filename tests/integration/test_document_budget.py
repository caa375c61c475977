"""What the largest guide costs to render: time, memory, and the event loop's patience."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
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
before, began = peak(), time.process_time()
size = len(render_docx(GUIDE))
print(json.dumps({"seconds": time.process_time() - began, "megabytes": peak() - before, "size": size}))
"""


def test_forty_steps_with_two_hundred_citations_take_little_time_and_sixty_megabytes_at_most():
    assert len(GUIDE.steps) == 40
    assert sum(len(action.citations) for step in GUIDE.steps for action in step.actions) == 200

    told = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=Path(__file__).parents[2], capture_output=True, check=True
    )

    measured = json.loads(told.stdout)
    assert measured["seconds"] <= 3.0  # of processor time; 0.3 on a machine of today
    assert measured["megabytes"] <= 60


async def test_threads_that_render_beside_each_other_make_the_same_bytes():
    alone = render_docx(GUIDE)

    assert set(await asyncio.gather(*(asyncio.to_thread(render_docx, GUIDE) for _ in range(4)))) == {alone}


async def test_the_event_loop_turns_while_a_thread_renders():
    render_docx(GUIDE)
    turns = 0
    task = asyncio.create_task(asyncio.to_thread(render_docx, GUIDE))
    while not task.done():
        await asyncio.sleep(0)
        turns += 1

    assert await task
    assert turns >= 10
