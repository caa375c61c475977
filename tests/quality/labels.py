"""A person's labels of a transcript's utterances: what instructs, what is chatter, what was taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    INSTRUCTION = "instruction"
    CAUTION = "caution"
    CORRECTION = "correction"
    CORRECTED = "corrected"
    """Said, and taken back later: no guide may cite it."""
    CHATTER = "chatter"


@dataclass(frozen=True)
class Labels:
    """Utterance number -> label. Utterances without one inform: they are neither demanded nor noise."""

    by_utterance: Mapping[int, Label]

    def having(self, *labels: Label) -> frozenset[int]:
        return frozenset(number for number, label in self.by_utterance.items() if label in labels)

    @classmethod
    def from_json(cls, data: bytes | str) -> Labels:
        """Reads `{"labels": {"12": "instruction", "13-15": "chatter"}}`, or the inner object alone, or
        `{"instruction": [12, "13-15"]}`. Raises ValueError for anything else."""
        given = json.loads(data)
        given = given.get("labels", given) if isinstance(given, dict) else None
        if not isinstance(given, dict) or not given:
            raise ValueError("labels are an object of utterance numbers")
        found: dict[int, Label] = {}
        for key, value in given.items():
            if key in list(Label):
                found |= {number: Label(key) for span in value for number in _numbers(str(span))}
            else:
                found |= dict.fromkeys(_numbers(key), Label(value))
        return cls(found)


def _numbers(span: str) -> range:
    first, _, last = span.partition("-")
    return range(int(first), int(last or first) + 1)
