"""A transcript of 50,000 words, in a process of its own: python -m tests.benchmarks.long BASE_URL KEY MODEL

Prints the processor time that reading, outlining in windows, writing and rendering took here, in seconds, and the peak
memory, in bytes. The model's server is another process, and the time spent waiting for it isn't processor time.
"""

from __future__ import annotations

import asyncio
import gc
import json
import resource
import sys
import time
from pathlib import Path

from pipeline import llm
from pipeline.options import GuideOptions
from pipeline.run import make_document
from pipeline.tools import Tools
from tests.conftest import FIXTURES

WORDS = 50_000
ALLOCATIONS = 100_000


def transcript() -> bytes:
    """50,000 words as WebVTT: the debugging workshop again and again, each time with other numbers."""
    words = (FIXTURES / "transcripts" / "bitcoin-core-debugging-workshop.md").read_text(encoding="utf-8").split()
    lines, at = ["WEBVTT", ""], 0.0
    for start in range(0, WORDS * 10 // 11, 10):  # the number in each caption is a word, too
        held = words[start % len(words) : start % len(words) + 10]
        lines += [f"{stamp(at)} --> {stamp(at + 3)}", f"{' '.join(held)} {start // len(words)}", ""]
        at += 3.5
    return "\n".join(lines).encode()


def stamp(seconds: float) -> str:
    return f"{int(seconds // 3600):02}:{int(seconds % 3600 // 60):02}:{seconds % 60:06.3f}"


def peak_bytes() -> int:
    """The most memory that this process had. What `getrusage` says of it begins with what its parent had."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def main(base_url: str, key: str, model: str) -> dict[str, float]:
    client = llm.Client(llm.ModelSettings(api_key=key, base_url=base_url, model=model))
    await llm.check(client)
    data = transcript()
    gc.set_threshold(ALLOCATIONS)  # as on the command line
    began = time.process_time()
    document = await make_document(data, "workshop.vtt", GuideOptions(), Tools(model=client))
    spent = time.process_time() - began
    await client.aclose()
    return {
        "seconds": spent,
        "bytes": peak_bytes(),
        "words": document.guide.origin.words,
        "steps": len(document.guide.steps),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(*sys.argv[1:4]))))
