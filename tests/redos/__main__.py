"""make redos: fails if a pattern of the app takes time that grows faster than its text.

    python -m tests.redos [--short] [--seed N] [MODULE …]

`--short` tries fewer texts. Another seed makes other texts. With modules, or folders of them ("pipeline.readers"), only
their patterns are measured.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.redos.bounded import BOUNDED, mistakes
from tests.redos.children import SECONDS, Task, measure
from tests.redos.growth import AT_BOUND
from tests.redos.patterns import Pattern, find
from tests.redos.possessive import has_possessive_group

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "pipeline")
SHORT, LONG = 1, 5
"""How many bodies are tried for each repeat, and how many ends."""
_SHOWN = 160


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="make redos REDOS=…")
    options.add_argument("--short", action="store_true", help="try fewer texts")
    options.add_argument("--seed", type=int, default=0, metavar="N", help="make other texts")
    options.add_argument("--slowest", type=int, default=0, metavar="N", help="also list what took longest to measure")
    options.add_argument("modules", nargs="*", metavar="MODULE", help="measure only these")
    given = options.parse_args(arguments)
    began = time.perf_counter()
    found = find(ROOT, PACKAGES, _build_later)
    chosen = [pattern for pattern in found.patterns if _belongs(pattern.module, given.modules)]
    tasks = [Task(number, pattern, _bound(pattern)) for number, pattern in enumerate(chosen)]
    pumped = failed = 0
    slowest: list[tuple[float, str]] = []
    for result in measure(tasks, SHORT if given.short else LONG, given.seed):
        pumped += result.pumped
        task = tasks[result.number]
        slowest.append((result.seconds, task.pattern.place))
        if result.ended:
            failed += 1
            print(f"{_shown(task.pattern)}\n    never ends: stopped after {SECONDS} s of processor time", flush=True)
        elif result.growth:
            failed += 1
            what = "grows" if task.characters is None else f"takes more than {AT_BOUND * 1000:.0f} ms at its bound"
            print(f"{_shown(task.pattern)}\n    {what}: {result.growth}", flush=True)
    for seconds, place in sorted(slowest, reverse=True)[: given.slowest]:
        print(f"{seconds:7.1f} s  {place}")
    wrong = [
        f"{_shown(pattern)}\n    repeats a group possessively: write (?>…)+ instead of (?:…)++"
        for pattern in chosen
        if has_possessive_group(pattern.text, pattern.flags)
    ]
    if not given.modules:
        wrong += [*_unseen(found.unseen), *mistakes(BOUNDED, found.patterns)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    listed = sum(task.characters is not None for task in tasks)
    print(
        f"{len(tasks)} patterns, {pumped:,} pumped texts, {listed} listed with a bound, {len(tasks) - listed} not: "
        f"{failed or 'none'} of them too slow ({time.perf_counter() - began:.0f} s)"
    )
    return 1 if failed or wrong else 0


def _build_later() -> None:
    importlib.import_module("tests.redos.built_later").build()


def _belongs(module: str, chosen: list[str]) -> bool:
    return not chosen or any(f"{module}.".startswith(f"{each}.") for each in chosen)


def _bound(pattern: Pattern) -> int | None:
    bound = BOUNDED.get((pattern.module, pattern.name))
    return bound.characters if bound else None


def _shown(pattern: Pattern) -> str:
    text = ascii(pattern.text)
    return f"{pattern.place}: {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"


def _unseen(places: Iterable[str]) -> list[str]:
    return [
        f"{place}\n    can't be found out: name it where it is compiled, or build it in built_later" for place in places
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
