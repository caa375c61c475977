"""The form in which the model answers with an outline, and the check of what it answered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pydantic

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
LONGEST_TITLE = 160
THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.S)
"""What open models think aloud before they answer."""


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


def read_ids(given: str | list[int | str] | int, first: int, last: int) -> frozenset[int]:
    """Ids written as "12-18, 25" or as a list; whatever lies outside `first` to `last` is left out.

    >>> sorted(read_ids("2-4, 9, [12], 1-1000000", 1, 5))
    [1, 2, 3, 4, 5]
    """
    text = ", ".join(map(str, given)) if isinstance(given, list) else str(given)
    ids: set[int] = set()
    for begin, end in re.findall(r"(?<!\d)(\d{1,7})(?:\]?\s*[-–—]\s*\[?(\d{1,7}))?(?!\d)", text[:20_000]):
        low, high = int(begin), int(end or begin)
        ids.update(range(max(first, low), min(last, high) + 1))
    return frozenset(ids)


def read_json(text: str) -> Any:
    """The JSON object in an answer, also where words, thoughts or a code fence stand around it. Raises ValueError."""
    text = THOUGHTS.sub("", text)
    start = text.find("{")
    if start < 0:
        raise ValueError("There is no JSON object in the answer.")
    value, _ = json.JSONDecoder().raw_decode(text, start)
    return value


def read_outline(text: str) -> OutlineAnswer:
    """Raises ValueError (pydantic's is one) for an answer that can't be used."""
    return OutlineAnswer.model_validate(read_json(text))


def tidy_title(title: str) -> str:
    """A title on one line and of bearable length, without mark-up, mentions and what nobody can see: it's shown while
    the steps are still being written."""
    from pipeline.cleaning import clean_line  # loaded while the model thinks: no question needs it

    return clean_line(title, LONGEST_TITLE).strip(" .:#*")
