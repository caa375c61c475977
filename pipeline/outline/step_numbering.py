"""Steps as the outline names them -> numbered steps. There are no more than allowed, and none is lost."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.options import MAX_STEPS
from pipeline.outline import PlannedStep
from pipeline.outline.windows import Found
from pipeline.prompts.answers import tidy_title
from pipeline.transcript import Transcript

MOST_TIMES_QUOTED = 1.5
"""How often the transcript's words may be given to writers as those of their step, over all steps."""


def folded(steps: Sequence[Found], most: int) -> list[Found]:
    """At most so many steps. While there are more, two neighbours become one: of those that belong to the same way,
    those with the fewest utterances."""
    kept = list(steps)
    while len(kept) > max(1, most):
        pairs = range(len(kept) - 1)
        alike = [n for n in pairs if kept[n].way == kept[n + 1].way] or pairs
        at = min(alike, key=lambda n: len(kept[n].ids | kept[n + 1].ids))
        kept[at : at + 2] = [_joined(kept[at], kept[at + 1])]
    return kept


def _joined(one: Found, other: Found) -> Found:
    title = tidy_title("; ".join(dict.fromkeys((one.title, other.title))))
    way, when = (same if same == two else None for same, two in ((one.way, other.way), (one.when, other.when)))
    kind = one.optional and other.optional, one.rescue and other.rescue
    return Found(title, one.ids | other.ids, way, one.origins | other.origins, when, *kind)


def shares(most: int, windows: int) -> tuple[int, ...]:
    """How many steps each window may have, so that all have about `most` together. Each has at least one.

    >>> shares(15, 4)
    (4, 4, 4, 3)
    """
    return tuple(max(1, most // windows + (number < most % windows)) for number in range(windows))


def numbered(steps: Sequence[Found], transcript: Transcript, most: int) -> tuple[PlannedStep, ...]:
    """The steps with their numbers and ways. A single way is no choice, so its steps have none.

    If the steps quote the transcript more than one and a half times together, later ones keep only what no other step
    has. A model that gives everything to each step would otherwise make each step cost as much as the whole.
    """
    most = min(most, MAX_STEPS)
    choice = len({step.way for step in steps if step.way}) > 1
    room = MOST_TIMES_QUOTED * transcript.words + 200
    seen: set[int] = set()
    planned: list[PlannedStep] = []
    for number, step in enumerate(steps, 1):
        ids = step.ids
        if _words(ids, transcript) > room:
            ids = ids - seen or _share(ids, transcript, most)
        room -= _words(ids, transcript)
        seen |= ids
        way = step.way if choice else None
        planned.append(PlannedStep(number, step.title, tuple(sorted(ids)), way, step.when, step.optional))
    return tuple(planned)


def _share(ids: frozenset[int], transcript: Transcript, most: int) -> frozenset[int]:
    """The first of these ids, with as many words as an average step has."""
    room, share = transcript.words / most, set[int]()
    for number in sorted(ids):
        room -= transcript.words_by_id[number]
        if share and room < 0:
            break
        share.add(number)
    return frozenset(share)


def _words(ids: frozenset[int], transcript: Transcript) -> int:
    return sum(transcript.words_by_id[n] for n in ids)
