"""The form of the model's answer with an outline, and its validation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydantic

from pipeline.prompts.answers import read_ids, read_json

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "no_procedure": {"type": ["string", "null"]},
        # First, because a step is written as soon as it is here.
        "steps": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"title": {"type": "string"}, "utterances": {"type": "string"}},
                "required": ["title", "utterances"],
                "additionalProperties": False,
            },
        },
        "audience": {"type": ["string", "null"]},
        "prerequisites": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string"}, "utterances": {"type": "string"}},
                "required": ["text", "utterances"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["title", "no_procedure", "steps", "audience", "prerequisites"],
    "additionalProperties": False,
}
"""In OpenAI's strict mode: all properties are required, and no others are allowed."""

MOST_STEPS = 60
"""More steps than any guide has. The rest of a longer answer is ignored."""


class StepAnswer(pydantic.BaseModel):
    title: str = ""
    utterances: str | list[int | str] | int = ""

    def ids(self, first: int, last: int) -> frozenset[int]:
        """The ids of the utterances that are meant, without those outside `first` to `last`."""
        return read_ids(self.utterances, first, last)


class PrerequisiteAnswer(pydantic.BaseModel):
    text: str
    utterances: str | list[int | str] | int = ""


class OutlineAnswer(pydantic.BaseModel):
    """A model's answer. It is read leniently where the meaning is clear, for servers without strict schemas."""

    title: str = ""
    no_procedure: str | None = None
    steps: list[StepAnswer] = []
    audience: str | None = None
    prerequisites: list[PrerequisiteAnswer] = []


def read_outline(text: str) -> OutlineAnswer:
    """The outline in an answer. Raises ValueError (pydantic's error is one) if it can't be used."""
    return OutlineAnswer.model_validate(read_json(text))
