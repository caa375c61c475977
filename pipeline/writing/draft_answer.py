"""The form of the model's answer with a step, and its validation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

import pydantic

from pipeline import listing
from pipeline.guide import CautionKind, MendedName
from pipeline.prompts import fields
from pipeline.prompts.answer_lines import LinePart, read_name
from pipeline.prompts.answers import Wanted, read_ids, read_json, tidy_title
from pipeline.writing import Draft, DraftAction, DraftCaution, DraftGap

MOST_ACTIONS = 40
MOST_CAUTIONS = 12
MOST_GAPS = 8
MOST_MENDED = 12
LONGEST_LINE_CHARACTERS = 1_500
"""A longer text is no instruction."""
LONGEST_CODE_CHARACTERS = 20_000

_TEXT_OR_NULL = {"type": ["string", "null"]}
_LINES = {"type": "array", "items": {"type": "string"}}
_IDS = {"type": "string"}
"""Numbers and ranges, as one text: a list of them took up to three times as long."""


def schema(translated: bool, pages: bool = True) -> Mapping[str, Any]:
    """The JSON schema of a step's answer, for OpenAI's strict mode. If the guide isn't in the transcript's language,
    each action also has its instruction in that language; passages are cited where there are reference `pages`."""
    action: dict[str, Any] = {
        "instruction": {"type": "string"},
        **({"source_instruction": {"type": "string"}} if translated else {}),
        "code": _TEXT_OR_NULL,
        "expected": _TEXT_OR_NULL,
        "utterances": _IDS,
        **({"passages": {"type": "array", "items": {"type": "string"}}} if pages else {}),
    }
    caution: dict[str, Any] = {
        "kind": {"type": "string", "enum": [kind.value for kind in CautionKind]},
        "text": {"type": "string"},
        "utterances": _IDS,
        "before": {"type": ["integer", "null"]},
    }
    return _closed(
        {
            "title": {"type": "string"},
            "goal": _TEXT_OR_NULL,
            "actions": {"type": "array", "items": _closed(action)},
            "cautions": {"type": "array", "items": _closed(caution)},
            "missing": _LINES,
            "mended": _LINES,
        }
    )


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_CITED: Mapping[str, tuple[str, ...]] = {
    "text": ("instruction", "message", "description", "content", "note", "warning", "tip"),
    "utterances": ("utterance_ids", "utterance", "ids", "citations", "lines"),
}
_KINDS = {
    CautionKind.WARNING: ("warn", "caution", "important", "danger", "critical", "attention", "careful", "alert"),
    CautionKind.TIP: ("tip", "hint", "advice", "suggest", "best practice"),
}
"""What other words for a kind have in them. All else is a note."""


def _kind(value: object) -> str:
    said = fields.as_text(value).casefold()
    return next((kind.value for kind, words in _KINDS.items() if any(word in said for word in words)), "note")


def _parts(model: type[fields.Part]) -> pydantic.BeforeValidator:
    return pydantic.BeforeValidator(partial(fields.of, model))


class ActionAnswer(fields.Part):
    main: ClassVar[str] = "instruction"
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "instruction": ("text", "action", "step", "description"),
        "utterances": _CITED["utterances"],
        "expected": ("expected_result", "result"),
        "passages": ("passage_ids", "passage"),
    }

    instruction: fields.Text = ""
    source_instruction: fields.TextOrNone = None
    code: fields.Code = None
    expected: fields.TextOrNone = None
    utterances: fields.Ids = ""
    passages: fields.Texts = pydantic.Field(default_factory=list)


class CautionAnswer(fields.Part):
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {**_CITED, "kind": ("type", "level", "severity")}

    kind: Annotated[Literal["note", "tip", "warning"], pydantic.BeforeValidator(_kind)] = "note"
    text: fields.Text = ""
    utterances: fields.Ids = ""
    before: fields.NumberOrNone = None


class GapAnswer(LinePart):
    also: ClassVar[Mapping[str, tuple[str, ...]]] = _CITED

    text: fields.Text = ""
    utterances: fields.Ids = ""


class MendedAnswer(fields.Part):
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {"heard": ("wrong", "from"), "written": ("right", "to")}

    heard: fields.Text = ""
    written: fields.Text = ""

    @classmethod
    def of_line(cls, line: str) -> Mapping[str, Any]:
        written, heard = read_name(line)
        return {"written": written, "heard": next(iter(heard), "")}


class StepAnswer(pydantic.BaseModel):
    """A model's answer. It is read field by field: what can't be read is left out."""

    title: fields.Text = ""
    goal: fields.TextOrNone = None
    actions: Annotated[list[ActionAnswer], _parts(ActionAnswer)] = []
    cautions: Annotated[list[CautionAnswer], _parts(CautionAnswer)] = []
    missing: Annotated[list[GapAnswer], _parts(GapAnswer)] = []
    mended: Annotated[list[MendedAnswer], _parts(MendedAnswer)] = []


_WANTED = Wanted(("actions", "cautions", "goal", "missing"), of_list="actions", of_parts=("instruction",))


def read_draft(text: str, planned_title: str, utterances: Set[int], passages: Iterable[str], translated: bool) -> Draft:
    """The draft in an answer. Only what the model was shown can be cited. Raises ValueError."""
    answer = StepAnswer.model_validate(read_json(text, _WANTED))
    known = frozenset(passages)
    actions = tuple(
        DraftAction(
            instruction=_with_list(each.instruction),
            utterance_ids=_ids(each.utterances, utterances),
            passage_ids=tuple(dict.fromkeys(p for p in (q.strip().strip("[]|") for q in each.passages) if p in known)),
            code=_code(each.code),
            expected=_with_list(each.expected or "") or None,
            source_instruction=(_line(each.source_instruction) or None) if translated else None,
        )
        for each in answer.actions[:MOST_ACTIONS]
        if _line(each.instruction)
    )
    cautions = tuple(
        DraftCaution(
            kind=CautionKind(each.kind),
            text=_with_list(each.text),
            utterance_ids=_ids(each.utterances, utterances),
            before=each.before if each.before and 1 <= each.before <= len(actions) + 1 else None,
        )
        for each in answer.cautions[:MOST_CAUTIONS]
        if _line(each.text)
    )
    if not actions and not cautions:
        raise ValueError("The step has no actions.")
    missing = tuple(
        DraftGap(_line(each.text), _ids(each.utterances, utterances))
        for each in answer.missing[:MOST_GAPS]
        if _line(each.text)
    )
    mended = tuple(
        MendedName(_line(each.written), (_line(each.heard),))
        for each in answer.mended[:MOST_MENDED]
        if _line(each.written) and _line(each.heard)
    )
    title, goal = tidy_title(answer.title) or planned_title, _line(answer.goal) or None
    return Draft(title, actions, goal, cautions, missing, mended)


def _line(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= LONGEST_LINE_CHARACTERS else ""


def _with_list(text: str) -> str:
    """A line that may have a list below it (see `pipeline.listing`)."""
    return listing.listed(*listing.split(text)) if _line(text) else ""


def _code(code: str | None) -> str | None:
    """Code with its line breaks and indentation. A fence around it may be a part of it, which is known later."""
    text = (code or "").strip("\n").rstrip()
    return text if text.strip() and len(text) <= LONGEST_CODE_CHARACTERS else None


def _ids(given: Any, shown: Set[int]) -> tuple[int, ...]:
    """Ids in the order given, each once, and only those that the model was shown."""
    parts = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else [given]
    parts = parts[:1_000]
    most = max(shown, default=0)
    return tuple(dict.fromkeys(n for part in parts for n in sorted(read_ids([part], 1, most)) if n in shown))
