"""The form of the model's answer with edits of a whole guide, and its validation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import pydantic

from pipeline import listing
from pipeline.guide import CautionKind
from pipeline.prompts import fields
from pipeline.prompts.answers import Wanted, read_ids, read_json
from pipeline.writing import Edit
from pipeline.writing.told_lines import goes_into

MOST_EDITS = 60
MOST_TEXTS = 6
"""Lines that one line may become."""
LONGEST_TEXT_CHARACTERS = 1_500
ASKED = "question"
LACKING = "not said"
NOTHING = (False, False, False)
"""What an edit adds that changes, moves or drops its line."""
KINDS = {kind.value: kind for kind in CautionKind}

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        # Most edits drop a line. Each as an object of its own took seconds of the model's time.
        "drop": {"type": "string"},
        "edits": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "line": {"type": "integer"},
                    "texts": {"type": ["array", "null"], "items": {"type": "string"}},
                    "utterances": {"type": "string"},
                    "before": {"type": ["integer", "null"]},
                    "new_note": {
                        "type": ["string", "null"],
                        "enum": [*KINDS, ASKED, LACKING, None],
                    },
                },
                "required": ["line", "texts", "utterances", "before", "new_note"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["drop", "edits"],
    "additionalProperties": False,
}


class EditAnswer(fields.Part):
    main: ClassVar[str] = "texts"
    also: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "line": ("number", "line_number", "id"),
        "texts": ("text", "new_texts", "replacement"),
    }

    line: fields.Number = 0
    texts: fields.Texts | None = None
    utterances: fields.Ids = ""
    before: fields.NumberOrNone = None
    new_note: fields.TextOrNone = None


class EditsAnswer(pydantic.BaseModel):
    drop: fields.Ids = ""
    edits: list[EditAnswer] = []


_WANTED = Wanted(("edits", "drop"), of_list="edits", of_parts=("line",))


def read_edits(text: str, lines: int, utterances: int) -> tuple[Edit, ...]:
    """The edits in an answer: of each of so many lines at most one that changes or drops it, and one each that adds
    notes behind it, questions, or gaps. Only what the transcript's utterances are can be cited. Raises ValueError."""
    given = read_json(text, _WANTED)
    answer = EditsAnswer.model_validate({**given, "edits": fields.of(EditAnswer, given.get("edits") or [])})
    edits: dict[tuple[object, ...], Edit] = {}
    for each in answer.edits[:MOST_EDITS]:
        texts = None if each.texts is None else tuple(filter(None, map(_line, each.texts[:MOST_TEXTS])))
        before = each.before if each.before and 1 <= each.before <= lines and each.before != each.line else None
        kind = (each.new_note or "").strip().casefold() if texts else ""
        added, asked, lacking = KINDS.get(kind), kind == ASKED, kind == LACKING
        if 1 <= each.line <= lines and (texts is not None or before):
            # The order of ids matters: the first is the most telling.
            ids = [n for part in str(each.utterances).split(",") for n in sorted(read_ids(part, 1, utterances))]
            before = None if added or asked or lacking else before
            edit = Edit(each.line, texts, tuple(dict.fromkeys(ids)), before, added, asked, lacking)
            edits.setdefault((each.line, edit.adds), edit)
    for number in read_ids(answer.drop, 1, lines):
        edits.setdefault((number, NOTHING), Edit(number, ()))
    return tuple(edits.values())


def together(lines: Sequence[str], *answers: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits of several readers of these lines. Where two change the same line, the earlier one's text stands; notes
    and questions that they add at the same line are added together, and a line can be moved by one and changed by the
    other. What a reader drops into another line's text goes only with that text, and the text only with that."""
    made: dict[tuple[object, ...], Edit] = {}
    for edit in (edit for answer in _without_torn(lines, answers) for edit in answer):
        key = (edit.line, edit.adds)
        first = made.setdefault(key, edit)
        if first is edit:
            continue
        texts, ids = (each := first if first.texts is not None else edit).texts, each.utterance_ids
        if edit.adds != NOTHING and edit.added == first.added:
            texts = tuple(dict.fromkeys((*(first.texts or ()), *(edit.texts or ()))))
            ids = tuple(dict.fromkeys((*first.utterance_ids, *edit.utterance_ids)))
        made[key] = replace(first, texts=texts, utterance_ids=ids, before=first.before or edit.before)
    return tuple(made.values())


def _without_torn(lines: Sequence[str], answers: Iterable[tuple[Edit, ...]]) -> Iterator[tuple[Edit, ...]]:
    """The answers without the lines that a reader makes into one, where an earlier reader has changed one of them."""
    before: dict[int, Edit] = {}
    for answer in answers:
        changed = {edit.line: edit for edit in answer if edit.adds == NOTHING and edit.texts is not None}
        torn: set[int] = set()
        for into, edit in changed.items():
            taken = [n for n, other in changed.items() if other.texts == () and goes_into(lines, n, edit)]
            kept = any(before[n].texts for n in taken if n in before)
            if taken and (into in before or kept):
                torn |= {into, *taken}
        yield tuple(edit for edit in answer if edit.adds != NOTHING or edit.line not in torn)
        before |= {line: edit for line, edit in changed.items() if line not in before}


def _line(text: str) -> str:
    return listing.listed(*listing.split(text)) if len(text) <= LONGEST_TEXT_CHARACTERS else ""
