"""The form of the model's answer about doubtful lines, and its validation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydantic

from pipeline.prompts.answers import read_json
from pipeline.writing import Verdict

LONGEST_REASON_CHARACTERS = 200

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "line": {"type": "integer"},
                    "same": {"type": "boolean"},
                    "differs": {"type": ["string", "null"]},
                },
                "required": ["line", "same", "differs"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["lines"],
    "additionalProperties": False,
}


class LineAnswer(pydantic.BaseModel):
    line: int
    same: bool
    differs: str | None = None


class VerdictAnswer(pydantic.BaseModel):
    lines: list[LineAnswer]


def read_verdicts(text: str, lines: int) -> tuple[Verdict | None, ...]:
    """A verdict for each of so many lines, None for those that the answer doesn't have. Raises ValueError."""
    answer = VerdictAnswer.model_validate(read_json(text))
    found: dict[int, Verdict] = {}
    for each in answer.lines:
        reason = " ".join((each.differs or "").split())[:LONGEST_REASON_CHARACTERS]
        found.setdefault(each.line, Verdict(each.same, None if each.same else reason or None))
    if not found.keys() & set(range(1, lines + 1)):
        raise ValueError("The answer has none of the lines.")
    return tuple(found.get(number) for number in range(1, lines + 1))
