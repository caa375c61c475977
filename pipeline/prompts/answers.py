"""What all models' answers have in common: JSON with words around it, ids of utterances, titles."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.full_stops import TIME_OF_DAY
from pipeline.llm.calls import NoAnswerInside
from pipeline.prompts.loose_json import decode

LONGEST_TITLE_CHARACTERS = 160
THINKING = {
    "<think>": "</think>",
    "<thinking>": "</thinking>",
    "<thought>": "</thought>",
    "<reasoning>": "</reasoning>",
    "[THINK]": "[/THINK]",
}
"""Open models think aloud between these before they answer. Where the chat template has the first, an answer has only
the second."""
FINAL = re.compile(r"<\|channel\|>\s?final\b[^<\n]{0,40}+(?:<\|constrain\|>[^<\n]{0,40}+)?<\|message\|>")
"""What gpt-oss writes before its answer, after the channel with its thoughts."""
LINE_OF_PARTS = re.compile(r"\| ?\d")
MOST_STARTS = 60
"""Brackets at which an answer may begin that are tried."""
LONGEST_ANSWER_CHARACTERS = 400_000

_RANGE = re.compile(
    r"(?<!\d)(\d{1,7})(?:\.0)?"
    r"(?:[\])]?\s{0,3}+(?:[-‐-―−~～]|\.{2,3}|…|(?:to|through|thru|till?|until|bis|à|au?|hasta|al|até)\b"
    r"|至|到)\s{0,3}+(?:utterances?\s|u(?=\d))?[\[(#]?(\d{1,7})(?:\.0)?)?(?!\d)",
    re.IGNORECASE,
)
_ENDS = (("start", "end"), ("first", "last"), ("from", "to"), ("begin", "end"), ("low", "high"))


def read_ids(given: Any, first: int, last: int) -> frozenset[int]:
    """Ids written as "12-18, 25", as a list or as objects, without those outside `first` to `last`.

    >>> sorted(read_ids("2 to 4, 9, [12], 1-1000000", 1, 5))
    [1, 2, 3, 4, 5]
    """
    ids: set[int] = set()
    for begin, end in _RANGE.findall(_ids_as_text(given)[:20_000]):
        low, high = int(begin), int(end or begin)
        ids.update(range(max(first, low), min(last, high) + 1))
    return frozenset(ids)


def _ids_as_text(given: Any, depth: int = 0) -> str:
    match given:
        case bool() | None:
            return ""
        case float() if given.is_integer():
            return str(int(given))
        case list() if depth < 5:
            # A pair inside a list is a range. In the list itself it is two ids.
            if depth and len(given) == 2 and all(type(each) is int for each in given) and given[0] < given[1]:
                return f"{given[0]}-{given[1]}"
            return ", ".join(_ids_as_text(each, depth + 1) for each in given[:5_000])
        case Mapping() if depth < 5:
            plain = {str(key).casefold().removesuffix("_id"): value for key, value in given.items()}
            for low, high in _ENDS:
                if low in plain and high in plain:
                    return f"{_ids_as_text(plain[low], 5)}-{_ids_as_text(plain[high], 5)}"
            return ", ".join(_ids_as_text(value, depth + 1) for value in list(plain.values())[:100])
        case str() | int():
            return str(given)
    return ""


@dataclass(frozen=True)
class Wanted:
    """What the JSON of an answer is known by."""

    keys: Collection[str] = ()
    """The answer's own fields; none: any object will do."""
    of_list: str | None = None
    """The field that is meant where there is only a list."""
    of_parts: Collection[str] = ()
    """The fields of the objects in such a list."""
    of_lines: bool = False
    """Whether it may have lines such as "TITLE | 12-18"."""


ANYTHING = Wanted()


def read_json(text: str, wanted: Wanted = ANYTHING) -> Any:
    """The JSON object in an answer, with or without words, thoughts, a code fence or another object around it. Raises
    ValueError."""
    return read_open_json(text, wanted)[0]


def read_open_json(text: str, wanted: Wanted = ANYTHING) -> tuple[dict[str, Any], bool]:
    """The same, and whether the object was closed."""
    text = text[:LONGEST_ANSWER_CHARACTERS]
    if text.lstrip()[:1] == '"':  # JSON in a string
        with contextlib.suppress(ValueError):
            text = json.loads(text)
    after = after_thoughts(text)
    for part in (after, text) if after != text else (text,):
        if (found := _best(part, wanted)) is not None:
            return found
    raise NoAnswerInside("There is no JSON object in the answer.")


def after_thoughts(text: str) -> str:
    """What comes after the thoughts of a model that thinks aloud; all of it where it doesn't."""
    end = max([found.end() for found in FINAL.finditer(text)], default=0)
    for close in THINKING.values():
        if (at := text.rfind(close)) >= 0:
            end = max(end, at + len(close))
    return text[end:]


def _best(text: str, wanted: Wanted) -> tuple[dict[str, Any], bool] | None:
    """The object that has most of what is wanted; of equal ones the last, since drafts come first."""
    best: tuple[dict[str, Any], bool] | None = None
    most, at = 0, 0
    for _ in range(MOST_STARTS):
        starts = [start for bracket in "{[" if (start := text.find(bracket, at)) >= 0]
        if not starts:
            break
        at = min(starts)
        try:
            value, end, closed = decode(text, at)
        except ValueError:
            at += 1
            continue
        found = _unwrapped(value, wanted)
        if found is not None and found[0] >= most:
            most, best = found[0], (found[1], closed)
        at = max(end, at + 1)
    return best


def _unwrapped(value: Any, wanted: Wanted, depth: int = 0) -> tuple[int, dict[str, Any]] | None:
    """(how much of it is wanted, the object), where something in a value is."""
    found: list[tuple[int, dict[str, Any]]] = []
    inner: list[Any] = []
    match value:
        case dict():
            own = sum(key in value for key in wanted.keys) if wanted.keys else 1
            if own:
                found.append((own, value))
            inner = list(value.values()) if wanted.keys else []
        case list():
            parts = [each for each in value if _is_part(each, wanted)]
            if wanted.of_list and parts:
                found.append((1, {wanted.of_list: parts}))
            inner = value if len(value) == 1 else []
        case str() if depth and value.lstrip()[:1] in ("{", "["):
            try:
                inner = [json.loads(value)]
            except ValueError:
                inner = []
    if depth < 4:
        inner = [each for each in inner if isinstance(each, (dict, str)) or (isinstance(each, list) and not found)]
        found += [one for each in inner if (one := _unwrapped(each, wanted, depth + 1))]
    return max(found, key=lambda one: one[0], default=None)


def _is_part(value: Any, wanted: Wanted) -> bool:
    """Whether it is one of the objects or lines that a list is known by."""
    if isinstance(value, str):
        return wanted.of_lines and LINE_OF_PARTS.search(value) is not None
    return isinstance(value, dict) and any(key in value for key in wanted.of_parts)


def tidy_title(title: str) -> str:
    """A title on one line, short enough, without markup, mentions and invisible characters. It is shown while the steps
    are still being written."""
    from pipeline.cleaning import clean_line  # loaded while the model thinks, not before the first question

    line = clean_line(title, LONGEST_TITLE_CHARACTERS).strip(" :#*")
    return line.lstrip(" .:#*") if TIME_OF_DAY.search(line) else line.strip(" .:#*")
