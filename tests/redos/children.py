"""Measures patterns in processes of their own, so that one that never ends ends with its process."""

from __future__ import annotations

import os
import re
import resource
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from tests.redos.growth import Growth, grows, over
from tests.redos.patterns import Pattern
from tests.redos.pumps import pumps
from tests.redos.uses import Use, needed

SECONDS = 120
"""Of processor time that a pattern may take, with all its texts."""


@dataclass(frozen=True)
class Task:
    number: int
    pattern: Pattern
    characters: int | None
    """Of the longest text that it gets. None: it may get any text, so its growth is measured."""


@dataclass(frozen=True)
class Result:
    number: int
    pumped: int
    """Texts that were tried, or would have been."""
    growth: Growth | None
    ended: bool = False
    """Whether the process had to be ended: nothing else stopped the pattern."""
    seconds: float = 0.0
    """Of processor time."""


def measure(tasks: Sequence[Task], variants: int, seed: int, seconds: int = SECONDS) -> Iterator[Result]:
    """The result of each pattern, in the order in which they are done, with as many processes as there are processors.
    `variants` and `seed` are those of `pumps`. A pattern for which a process has worked so many `seconds` ends it."""
    chosen = variants, seed, seconds
    waiting = deque(tasks)
    busy: dict[Connection, tuple[Any, Task]] = {}
    context = get_context("spawn")
    try:
        for _ in range(min(os.cpu_count() or 1, len(waiting))):
            _start(context, chosen, waiting, busy)
        while busy:
            for connection in wait(list(busy)):
                assert isinstance(connection, Connection)
                process, task = busy.pop(connection)
                try:
                    yield connection.recv()
                except (EOFError, ConnectionResetError):
                    process.join()
                    if process.exitcode != -signal.SIGXCPU:
                        raise
                    yield Result(task.number, 0, None, ended=True)
                    if waiting:
                        _start(context, chosen, waiting, busy)
                    continue
                if waiting:
                    busy[connection] = process, (task := waiting.popleft())
                    connection.send(task)
                else:
                    connection.send(None)
                    process.join()
    finally:
        for process, _ in busy.values():
            process.kill()


def _start(
    context: Any, chosen: tuple[int, int, int], waiting: deque[Task], busy: dict[Connection, tuple[Any, Task]]
) -> None:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, *chosen), daemon=True)
    process.start()
    theirs.close()
    task = waiting.popleft()
    ours.send(task)
    busy[ours] = process, task


def _work(connection: Connection, variants: int, seed: int, seconds: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (task := connection.recv()) is not None:
        began = time.process_time()
        # The system ends the process when its processor time reaches this.
        resource.setrlimit(resource.RLIMIT_CPU, (int(began) + seconds, resource.RLIM_INFINITY))
        pattern = task.pattern
        compiled = re.compile(pattern.text, pattern.flags)
        everywhere = Use.FINDITER in pattern.uses or Use.SEARCH in pattern.uses
        made = pumps(pattern.text, pattern.flags, variants, everywhere, seed)
        if task.characters is None:
            growth = grows(compiled, pattern.uses, made)
        else:
            growth = over(compiled, pattern.uses, made, task.characters)
        tried = len(made) * len(needed(pattern.uses))
        connection.send(Result(task.number, tried, growth, seconds=time.process_time() - began))
