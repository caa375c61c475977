"""Plans that hardly tell where a step is told: one step for everything, or everything in each step.

Small models plan so. A writer that gets all of a recording for one step leaves most of it out, and steps that are
written from the same words say the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum

from pipeline.outline.coverage import instructions_in
from pipeline.outline.window_outline import StepPlan
from pipeline.transcript import Transcript

MOST_WORDS = 900
"""Words of the largest step that isn't looked at. In the recorded outlines the largest has 496."""
MOST_SHARE = 0.5
"""The share of a window's words that such a step has at least."""
MOST_INSTRUCTIONS = 20
"""Instructions that it has at least, as the rules for its language find them. A step has three to ten actions."""
LEAST_SHARED = 4
"""Utterances of a step that is said to repeat others. Short steps may well be told in the same sentence."""
SHARED = 0.8
"""The share of a step's utterances that steps before it have too, if it repeats them."""
NEARNESS = 0.05
"""What it counts against an utterance to stand one step's length away from where the step is expected; a word that it
has in common with the step's title counts 1 or less."""


class Fault(Enum):
    """What is wrong with a plan, as the model is told."""

    COARSE = "too coarsely; plan anew: a step is one thing that the reader gets done, with three to ten actions"
    SHARED = "with the same utterances in several steps; plan anew, each step with those alone in which it is told"


def fault_of(transcript: Transcript, steps: Sequence[StepPlan], words: int) -> Fault | None:
    """What may be wrong with the steps of a window of so many words. It takes no time worth mentioning; `is_coarse`
    tells more of a coarse one."""
    if len(repeating(steps)) >= max(1, len(steps) / 2):
        return Fault.SHARED
    return Fault.COARSE if _largest(transcript, steps) >= max(MOST_WORDS, MOST_SHARE * words) else None


def repeating(steps: Sequence[StepPlan]) -> list[StepPlan]:
    """The steps that have hardly an utterance of their own, beside those before them of the same way."""
    seen: dict[str | None, set[int]] = {}
    found = []
    for step in steps:
        before = seen.setdefault(step.way, set())
        if len(step.ids) >= LEAST_SHARED and len(before.intersection(step.ids)) >= SHARED * len(step.ids):
            found.append(step)
        before.update(step.ids)
    return found


def is_coarse(transcript: Transcript, steps: Sequence[StepPlan]) -> bool:
    """Whether the largest step tells so much that it must be several. Computing; to be called in a thread."""
    largest = max(steps, key=lambda step: _words(transcript, step.ids))
    return instructions_in(transcript, largest.ids) >= MOST_INSTRUCTIONS


def better(transcript: Transcript, new: Sequence[StepPlan], old: Sequence[StepPlan], fault: Fault) -> bool:
    """Whether new steps have less of the fault than the old ones."""
    if fault is Fault.SHARED:
        return bool(new) and len(repeating(new)) / len(new) < len(repeating(old)) / len(old)
    return len(new) > len(old) and _largest(transcript, new) < _largest(transcript, old)


def spread(transcript: Transcript, steps: Sequence[StepPlan]) -> None:
    """Gives each step of a way a part of the utterances that these share, in their order: the part that has most words
    of the step's title, near the place where it is expected."""
    for way in dict.fromkeys(step.way for step in steps):
        some = [step for step in steps if step.way == way]
        ids = sorted({number for step in some for number in step.ids})
        if 1 < len(some) <= len(ids) and len(repeating(some)) >= len(some) / 2:
            for step, part in zip(some, _parts(transcript, some, ids), strict=True):
                step.ids = part


def _parts(transcript: Transcript, steps: Sequence[StepPlan], ids: Sequence[int]) -> list[list[int]]:
    """The ids in as many parts as there are steps, none of them empty."""
    titles = [_terms(step.title) for step in steps]
    common = Counter(term for title in titles for term in title)
    most, length = len(steps), len(ids) / len(steps)
    # best[k]: how well the utterances so far fit if the last of them is the step's with the index k.
    best = [0.0] + [float("-inf")] * (most - 1)
    began: list[list[bool]] = []
    for at, number in enumerate(ids):
        said = _terms(transcript[number].text)
        fits = [
            sum(1 / common[term] for term in title & said) - NEARNESS * abs(at / length - k - 0.5)
            for k, title in enumerate(titles)
        ]
        new = [at > 0 and k > 0 and best[k - 1] > best[k] for k in range(most)]
        best = [fits[k] + (best[k - 1] if new[k] else best[k]) for k in range(most)]
        if at == 0:
            best[1:] = [float("-inf")] * (most - 1)
        began.append(new)
    parts: list[list[int]] = [[] for _ in steps]
    k = most - 1
    for at in range(len(ids) - 1, -1, -1):
        parts[k].insert(0, ids[at])
        k -= began[at][k]
    return parts


def _terms(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def _largest(transcript: Transcript, steps: Sequence[StepPlan]) -> int:
    return max((_words(transcript, step.ids) for step in steps), default=0)


def _words(transcript: Transcript, ids: Sequence[int]) -> int:
    return sum(transcript.words_by_id[number] for number in ids)
