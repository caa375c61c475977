"""Leaves out the labels that aren't written as the names of this file are, such as "Note:" where each name has a time.

What is said often begins like a label: "Remember: …", "I asked Jane: …". Where the file writes its names beside times,
or with a time or nothing behind their colon, such beginnings are what was said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.readers import speaker_names, stamps
from pipeline.readers.speaker_labels import FEWEST_LINES, NEARLY_ALL, Labels


def uniform(labels: Labels, texts: Iterable[str], beside: frozenset[str]) -> Labels:
    """The labels that are written as the file's names are. `texts` are its lines without the times before them;
    `beside` are the names at nearly all of its times, empty if there are none."""
    if not labels:
        return labels
    if beside:
        return labels.only(beside)
    total: Counter[str] = Counter()
    timed: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for text in texts:
        if (label := labels.of(text)) is None:
            continue
        total[label.name] += 1
        behind = text[label.end :]
        if not behind.strip():
            bare[label.name] += 1
        elif stamps.bracketed(behind):
            timed[label.name] += 1
    for counts in (timed, bare):
        alike = {name for name in total if counts[name] >= total[name] * NEARLY_ALL}
        again = sum(total[name] for name in alike if total[name] >= 2)
        if again >= FEWEST_LINES and sum(total[name] for name in alike) * 2 > total.total():
            return labels.only(alike | {name for name in total if _like_a_whole_name(name)})
    return labels


def _like_a_whole_name(name: str) -> bool:
    """Whether a name is so clearly one that it counts however it is written."""
    return speaker_names.numbered(name) or (" " in name and speaker_names.like_a_name(name))
