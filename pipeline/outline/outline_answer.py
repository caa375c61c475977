"""The form in which the model answers with an outline, and the check of what it answered."""

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
        # Before all that can wait: a step is written as soon as it stands here.
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
"""OpenAI's strict mode: all properties required, none additional."""

MOST_STEPS = 60
"""More than any guide has; an answer with more is cut here."""


class StepAnswer(pydantic.BaseModel):
    title: str = ""
    utterances: str | list[int | str] | int = ""

    def ids(self, first: int, last: int) -> frozenset[int]:
        """The utterances that are meant, those from `first` to `last` only."""
        return read_ids(self.utterances, first, last)


class PrerequisiteAnswer(pydantic.BaseModel):
    text: str
    utterances: str | list[int | str] | int = ""


class OutlineAnswer(pydantic.BaseModel):
    """What a model answers; lenient where the meaning is plain, for servers without strict schemas."""

    title: str = ""
    no_procedure: str | None = None
    steps: list[StepAnswer] = []
    audience: str | None = None
    prerequisites: list[PrerequisiteAnswer] = []


def read_outline(text: str) -> OutlineAnswer:
    """Raises ValueError (pydantic's is one) for an answer that can't be used."""
    return OutlineAnswer.model_validate(read_json(text))
