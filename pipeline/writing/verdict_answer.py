"""The form of the model's answer about a step's lines, and its validation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pydantic

from pipeline.prompts import fields
from pipeline.prompts.answers import Wanted, read_json
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


class LineAnswer(fields.Part):
    main: ClassVar[str] = "differs"
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "line": ("number", "line_number", "id"),
        "differs": ("difference", "reason", "why", "text"),
    }

    line: fields.Number = 0
    differs: fields.Text = ""


class VerdictAnswer(pydantic.BaseModel):
    differing: list[LineAnswer]


_WANTED = Wanted(("differing",), of_list="differing", of_parts=("line",))


def read_verdicts(text: str, lines: int) -> tuple[Verdict, ...]:
    """A verdict for each of so many lines. Raises ValueError, also where one of them can't be read: it would be left
    out, and its line taken for right."""
    given = read_json(text, _WANTED)
    answer = VerdictAnswer.model_validate({"differing": given["differing"] or []})
    if not all(each.line for each in answer.differing):
        raise ValueError("It isn't clear which line differs.")
    wrong: dict[int, str] = {}
    for each in answer.differing:
        wrong.setdefault(each.line, " ".join(each.differs.split())[:LONGEST_REASON_CHARACTERS])
    return tuple(
        Verdict(same=False, differs=wrong[number] or None) if number in wrong else Verdict(same=True)
        for number in range(1, lines + 1)
    )
