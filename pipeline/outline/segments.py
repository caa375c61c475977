"""Instructions in a row -> steps. A step begins where the talk turns to something new, and no step is too long or too
short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_INSTRUCTIONS = 12
"""The most instructions in one step."""
_COMFORTABLE_INSTRUCTIONS = (3, 6)
"""A step reads well with this many instructions of ordinary length."""
_NEW_STEP_COST = 1.6
"""The cost of a new step. It is worth it only if something begins more strongly than this."""


@dataclass(frozen=True)
class Item:
    """What is needed to know of an instruction to group it."""

    opens: float
    """How strongly something new begins before it, from 0 to 5."""
    joined: bool = False
    """Whether it shares an utterance with the instruction before. No step can begin with it then."""
    size: float = 1.0
    """As how many instructions of ordinary length it counts."""


def cut(items: Sequence[Item], least: int, most: int, wanted: int | None = None) -> list[tuple[int, int]]:
    """The steps as (index of the first instruction, index after the last). The sum of `opens` at the steps' beginnings,
    less the cost of uncomfortable sizes, is the largest possible (dynamic programming over all ways to group).

    `least` and `most` are numbers of steps; `wanted` is the number to aim at, if given. With fewer instructions than
    `least`, there are as many steps as instructions.
    """
    count = len(items)
    if not count:
        return []
    most = min(most, count)
    least = min(least, most)
    largest = max(MOST_INSTRUCTIONS, 2 * -(-count // (wanted or most)))
    ideal = count / wanted if wanted else None
    until = [0.0, *accumulate(item.size for item in items)]
    # best[k][i]: the value of the first i instructions in k steps, and where the k-th step begins
    worst = float("-inf")
    best: list[list[tuple[float, int]]] = [[(worst, 0)] * (count + 1) for _ in range(most + 1)]
    best[0][0] = (0.0, 0)
    opening = [0.0, *(item.opens - _NEW_STEP_COST for item in items[1:])]
    # Where a step that ends before i may begin, and its discomfort: the same for whichever step it is.
    beginnings = [
        [
            (j, _discomfort(i - j if ideal else until[i] - until[j], ideal))
            for j in range(max(0, i - largest), i)
            if not j or not items[j].joined
        ]
        for i in range(count + 1)
    ]
    for k in range(1, most + 1):
        gained = [value + opens for (value, _), opens in zip(best[k - 1], opening, strict=False)]
        for i in range(k, min(count, k * largest) + 1):  # k steps hold no more
            value, begin = worst, 0
            for j, discomfort in beginnings[i]:
                here = gained[j] - discomfort
                if here > value:
                    value, begin = here, j
            best[k][i] = (value, begin)
    while least > 1 and best[least][count][0] == worst:
        least -= 1
    if wanted:
        chosen = min(range(least, most + 1), key=lambda k: (best[k][count][0] == worst, abs(k - wanted)))
    else:
        chosen = max(range(least, most + 1), key=lambda k: best[k][count][0])
    spans: list[tuple[int, int]] = []
    end = count
    for k in range(chosen, 0, -1):
        begin = best[k][end][1]
        spans.append((begin, end))
        end = begin
    return spans[::-1]


def _discomfort(size: float, ideal: float | None) -> float:
    low, high = _COMFORTABLE_INSTRUCTIONS
    if ideal:
        low, high = max(1, round(ideal * 0.7)), max(2, round(ideal * 1.4))
    if size < low:
        return 1.0 * (low - size)
    if size > high:
        return 0.45 * (size - high)
    return 0.0
