"""Keys that are pressed one after the other, which speech recognition writes as one word: "gy" for `G`, `Y`."""

from __future__ import annotations

import re

from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import Fact, FactKind

MOST_KEYS = 6
_IN_TURN = re.compile(rf"`\w`(?:[^`.]{{1,8}}`\w`){{1,{MOST_KEYS - 1}}}")
_KEY = re.compile(r"`(\w)`")


def pressed_in_turn(line: str, fact: Fact, evidence: Evidence) -> str | None:
    """The source in which a key was said together with those beside it in the line, or None."""
    if fact.kind is not FactKind.COMMAND or len(fact.text) != 1:
        return None
    for run in _IN_TURN.finditer(line):
        keys = [(run.start() + key.start(1), key[1]) for key in _KEY.finditer(run[0])]
        own = next((at for at, (start, _) in enumerate(keys) if start == fact.start), None)
        if own is None:
            continue
        for first in range(own + 1):
            for last in range(len(keys), max(own, first + 1), -1):
                if source := evidence.find("".join(key for _, key in keys[first:last])):
                    return source
    return None
