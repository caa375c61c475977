"""What runs in the process: reads requests from standard input until it ends, and answers each with a line of JSON.

It is started with the name of a module that says what is done with a file:

    FIRST: Sequence[str]     modules to load at once, as a file may still be on its way
    LATER: Sequence[str]     modules to load when nobody has asked for a moment
    def answer(request: Mapping[str, Any], body: bytes) -> Mapping[str, Any]
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import sys
from typing import Any, BinaryIO

from pipeline.confined import limits, loading

ALLOCATIONS = 200_000
"""Python looks for what refers to itself after so many new objects. After 700, as usual, that takes a sixth of the time
of reading a long transcript, and after 50,000 still a tenth."""
PAUSE = 0.2
"""Seconds without a request after which nobody waits."""


def serve(work: Any, source: BinaryIO, out: BinaryIO) -> None:
    """Answers requests with what `work` is the name of. A request is a line of JSON with the number of bytes that
    follow, the seconds that it may take, and perhaps those of the processor and the memory."""
    while line := source.readline():
        request = json.loads(line)
        if memory := request.pop("address_space", None):
            limits.hold(memory)
        body = source.read(request.pop("bytes"))
        seconds = request.pop("seconds")
        limits.wake(loading.SECONDS + seconds + 1)
        loading.begin(request.pop("processor_seconds", seconds))
        answer = work.answer(request, body)
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()
        limits.wake(0)
        if any(name not in sys.modules for name in work.LATER) and not select.select([source], [], [], PAUSE)[0]:
            for name in work.LATER:
                loading.load(name)


def main() -> None:
    name, memory, lifetime = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets among the answers
    limits.confine(memory, lifetime or None)
    gc.set_threshold(ALLOCATIONS)
    work = importlib.import_module(name)
    for first in work.FIRST:
        importlib.import_module(first)
    gc.freeze()  # what was loaded stays until the end
    loading.tell(out)
    out.write(loading.LOADED)
    out.flush()
    serve(work, sys.stdin.buffer, out)


if __name__ == "__main__":
    main()
