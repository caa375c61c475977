"""The form of the model's answer with an outline, and its validation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, ClassVar

import pydantic

from pipeline.prompts import fields
from pipeline.prompts.answer_lines import LinePart, read_name
from pipeline.prompts.answers import Wanted, read_ids, read_open_json

_CITED: Mapping[str, tuple[str, ...]] = {
    "text": ("description", "title", "name", "gap", "prerequisite"),
    "utterances": ("utterance_ids", "utterance", "ids", "lines"),
}
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


_LINES = {"type": "array", "items": {"type": "string"}}
_PROPERTIES: Mapping[str, Any] = {
    "no_procedure": _TEXT_OR_NULL,
    # The names and the steps come first, because the writers begin when both are here.
    "names": _LINES,
    "steps": _LINES,
    "title": {"type": "string"},
    "about": _TEXT_OR_NULL,
    "audience": _TEXT_OR_NULL,
    "choices": _objects(
        title={"type": "string"},
        ways={"type": "array", "items": {"type": "string"}},
        several={"type": "boolean"},
        advice=_TEXT_OR_NULL,
        utterances={"type": "string"},
    ),
    "prerequisites": _LINES,
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


class NameAnswer(fields.Part):
    main: ClassVar[str] = "right"
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "right": ("correct", "name", "written"),
        "heard": ("misheard", "wrong", "forms"),
    }

    right: fields.Text = ""
    heard: fields.Texts = pydantic.Field(default_factory=list)

    @classmethod
    def of_line(cls, line: str) -> Mapping[str, Any]:
        right, heard = read_name(line)
        return {"right": right, "heard": heard}


class StepAnswer(LinePart):
    main: ClassVar[str] = "title"
    flags: ClassVar[frozenset[str]] = frozenset({"optional", "rescue"})
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "title": ("name", "heading", "step", "step_title"),
        "utterances": ("utterance_ids", "utterance", "ids", "lines", "range"),
        "when": ("condition", "if"),
    }

    title: fields.Text = ""
    utterances: fields.Ids = ""
    way: fields.TextOrNone = None
    when: fields.TextOrNone = None
    optional: fields.Flag = False
    rescue: fields.Flag = False

    def ids(self, first: int, last: int) -> frozenset[int]:
        """The ids of the utterances that are meant, without those outside `first` to `last`."""
        return read_ids(self.utterances, first, last)


class DetailAnswer(fields.Part):
    """What a step has beside its line. It isn't asked for, but a model may give it all the same."""

    main: ClassVar[str] = "when"
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {"step": ("number", "step_number"), "when": ("condition", "if")}

    step: fields.Number = 0
    optional: fields.Flag = False
    when: fields.TextOrNone = None
    rescue: fields.Flag = False


class ChoiceAnswer(fields.Part):
    main: ClassVar[str] = "title"
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {**_CITED, "ways": ("options",)}

    title: fields.Text = ""
    ways: fields.Texts = pydantic.Field(default_factory=list)
    several: fields.Flag = False
    advice: fields.TextOrNone = None
    utterances: fields.Ids = ""


class PrerequisiteAnswer(LinePart):
    also: ClassVar[Mapping[str, tuple[str, ...]]] = _CITED

    text: fields.Text = ""
    utterances: fields.Ids = ""
    way: fields.TextOrNone = None
    group: fields.TextOrNone = None


class GapAnswer(LinePart):
    also: ClassVar[Mapping[str, tuple[str, ...]]] = _CITED

    text: fields.Text = ""
    utterances: fields.Ids = ""


def _parts(model: type[fields.Part]) -> pydantic.BeforeValidator:
    return pydantic.BeforeValidator(partial(fields.of, model))


def _needs(value: Any) -> list[Mapping[str, Any]]:
    """What is needed. Lines such as "Tools:" are the headings of those behind them."""
    needs: list[Mapping[str, Any]] = []
    group: str | None = None
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each.rstrip().endswith((":", "：")):
            group = each.rstrip(" :：")
        else:
            needs += ({"group": group, **need} for need in fields.of(PrerequisiteAnswer, each))
    return needs


class QuestionAnswer(fields.Part):
    main: ClassVar[str] = "question"
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "question": ("text", "title"),
        "answer": ("reply",),
        "utterances": _CITED["utterances"],
    }

    question: fields.Text = ""
    answer: fields.Text = ""
    utterances: fields.Ids = ""


class OutlineAnswer(pydantic.BaseModel):
    """A model's answer. It is read field by field: what can't be read is left out. Gaps of the whole and questions
    aren't asked for, since those who read the whole guide add them; a model may give them all the same."""

    no_procedure: fields.TextOrNone = None
    names: Annotated[list[NameAnswer], _parts(NameAnswer)] = []
    steps: Annotated[list[StepAnswer], _parts(StepAnswer)] = []
    details: Annotated[list[DetailAnswer], _parts(DetailAnswer)] = []
    title: fields.Text = ""
    about: fields.TextOrNone = None
    audience: fields.TextOrNone = None
    choices: Annotated[list[ChoiceAnswer], _parts(ChoiceAnswer)] = []
    prerequisites: Annotated[list[PrerequisiteAnswer], pydantic.BeforeValidator(_needs)] = []
    not_said: Annotated[list[GapAnswer], _parts(GapAnswer)] = []
    questions: Annotated[list[QuestionAnswer], _parts(QuestionAnswer)] = []


_WANTED = Wanted(_PROPERTIES, of_list="steps", of_parts=("title", "utterances"), of_lines=True)


def read_outline(text: str) -> OutlineAnswer:
    """The outline in an answer. Raises ValueError if it can't be used, or ends before its steps do."""
    given, closed = read_open_json(text, _WANTED)
    if "steps" not in given and not (closed and given.get("no_procedure")):
        raise ValueError("The answer ends before its steps do.")
    return OutlineAnswer.model_validate(given)
