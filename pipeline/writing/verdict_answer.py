"""The form of the model's answer about a step's lines, and its validation."""

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
        # Only those that differ: that all lines hold, the usual answer, is a few tokens.
        "differing": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"line": {"type": "integer"}, "differs": {"type": "string"}},
                "required": ["line", "differs"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["differing"],
    "additionalProperties": False,
}


class LineAnswer(pydantic.BaseModel):
    line: int
    differs: str = ""


class VerdictAnswer(pydantic.BaseModel):
    differing: list[LineAnswer]


def read_verdicts(text: str, lines: int) -> tuple[Verdict, ...]:
    """A verdict for each of so many lines. Raises ValueError."""
    answer = VerdictAnswer.model_validate(read_json(text))
    wrong: dict[int, str] = {}
    for each in answer.differing:
        wrong.setdefault(each.line, " ".join(each.differs.split())[:LONGEST_REASON_CHARACTERS])
    return tuple(
        Verdict(same=False, differs=wrong[number] or None) if number in wrong else Verdict(same=True)
        for number in range(1, lines + 1)
    )
