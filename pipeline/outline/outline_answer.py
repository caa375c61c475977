"""The form of the model's answer with an outline, and its validation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydantic

from pipeline.prompts.answers import read_ids, read_json

_TEXT_OR_NULL = {"type": ["string", "null"]}


def _objects(**properties: Any) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    }


_PROPERTIES: Mapping[str, Any] = {
    "no_procedure": _TEXT_OR_NULL,
    # The names and the steps come first, because the writers begin when both are here.
    "names": _objects(right={"type": "string"}, heard={"type": "array", "items": {"type": "string"}}),
    "steps": _objects(title={"type": "string"}, utterances={"type": "string"}, way=_TEXT_OR_NULL),
    "details": _objects(
        step={"type": "integer"}, optional={"type": "boolean"}, when=_TEXT_OR_NULL, rescue={"type": "boolean"}
    ),
    "title": {"type": "string"},
    "about": _TEXT_OR_NULL,
    "audience": _TEXT_OR_NULL,
    "choices": _objects(
        title={"type": "string"},
        ways={"type": "array", "items": {"type": "string"}},
        advice=_TEXT_OR_NULL,
        utterances={"type": "string"},
    ),
    "prerequisites": _objects(text={"type": "string"}, utterances={"type": "string"}, way=_TEXT_OR_NULL),
    "not_said": _objects(text={"type": "string"}, utterances={"type": "string"}),
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": _PROPERTIES,
    "required": list(_PROPERTIES),
    "additionalProperties": False,
}
"""In OpenAI's strict mode: all properties are required, and no others are allowed."""

MOST_STEPS = 60
"""More steps than any guide has. The rest of a longer answer is ignored."""

Ids = str | list[int | str] | int


class NameAnswer(pydantic.BaseModel):
    right: str = ""
    heard: list[str] = []


class StepAnswer(pydantic.BaseModel):
    title: str = ""
    utterances: Ids = ""
    way: str | None = None

    def ids(self, first: int, last: int) -> frozenset[int]:
        """The ids of the utterances that are meant, without those outside `first` to `last`."""
        return read_ids(self.utterances, first, last)


class DetailAnswer(pydantic.BaseModel):
    step: int = 0
    optional: bool = False
    when: str | None = None
    rescue: bool = False


class ChoiceAnswer(pydantic.BaseModel):
    title: str = ""
    ways: list[str] = []
    advice: str | None = None
    utterances: Ids = ""


class PrerequisiteAnswer(pydantic.BaseModel):
    text: str
    utterances: Ids = ""
    way: str | None = None


class GapAnswer(pydantic.BaseModel):
    text: str
    utterances: Ids = ""


class OutlineAnswer(pydantic.BaseModel):
    """A model's answer. It is read leniently where the meaning is clear, for servers without strict schemas."""

    no_procedure: str | None = None
    names: list[NameAnswer] = []
    steps: list[StepAnswer] = []
    details: list[DetailAnswer] = []
    title: str = ""
    about: str | None = None
    audience: str | None = None
    choices: list[ChoiceAnswer] = []
    prerequisites: list[PrerequisiteAnswer] = []
    not_said: list[GapAnswer] = []


def read_outline(text: str) -> OutlineAnswer:
    """The outline in an answer. Raises ValueError (pydantic's error is one) if it can't be used."""
    return OutlineAnswer.model_validate(read_json(text))
