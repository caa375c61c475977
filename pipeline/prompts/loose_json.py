"""Reads JSON as models write it who aren't held to a grammar: with commas too many or too few, comments, Python's
words, and an end that is missing."""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 40
"""Brackets inside one another. No answer has more than a few."""

_SKIPPED = re.compile(r"(?>[\s,]|//[^\n]*+\n)*")
_WORD = re.compile(r"-?\d[\d.eE+-]*+|[A-Za-z_][\w$-]*+")
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None, "undefined": None}
_INSIDE = {mark: re.compile(rf"(?>[^{mark}\\]|\\.)*", re.S) for mark in "\"'"}
"""What stands between two quotation marks."""
_ODD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


class _Cut(ValueError):
    """The text ends in the middle."""


def decode(text: str, start: int) -> tuple[Any, int, bool]:
    """The object or array that begins at `start`, where it ends, and whether it was closed. Of what the text's end cuts
    off, objects keep the members that are complete; a list that isn't complete is left out. Raises ValueError."""
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text, start)
        return value, end, True
    except (ValueError, RecursionError):
        pass
    reader = _Reader(text)
    value, end = reader.value(start, 0)
    return value, end, not reader.cut


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self.cut = False

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > DEEPEST:
            raise ValueError("too deep")
        match self._text[at : at + 1]:
            case "":
                raise _Cut
            case "{":
                return self._object(at + 1, depth + 1)
            case "[":
                return self._array(at + 1, depth + 1)
            case '"' | "'" as mark:
                return self._string(at, mark)
        found = _WORD.match(self._text, at)
        if found is None:
            raise ValueError("no value")
        word = found[0]
        if word in _WORDS:
            return _WORDS[word], found.end()
        try:
            return json.loads(word), found.end()
        except ValueError:
            raise ValueError("no value") from None

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        members: dict[str, Any] = {}
        try:
            while True:
                at = self._skip(at)
                if self._text[at] == "}":
                    return members, at + 1
                if self._text[at] == "]" and members:  # the wrong bracket, or one that was forgotten
                    return members, at
                key, at = self._key(at)
                at = self._skip(at)
                if self._text[at] != ":":
                    raise ValueError("no colon")
                at = self._skip(at + 1)
                value, at = self.value(at, depth)
                members[key] = value
        except (_Cut, IndexError):
            self.cut = True
            return members, len(self._text)

    def _array(self, at: int, depth: int) -> tuple[list[Any], int]:
        values: list[Any] = []
        while True:
            at = self._skip(at)
            if at >= len(self._text):
                raise _Cut
            if self._text[at] == "]":
                return values, at + 1
            if self._text[at] == "}" and values:
                return values, at
            value, at = self.value(at, depth)
            if self.cut:
                raise _Cut
            values.append(value)

    def _key(self, at: int) -> tuple[str, int]:
        if (mark := self._text[at]) in _INSIDE:
            return self._string(at, mark)
        if found := _WORD.match(self._text, at):
            return found[0], found.end()
        raise ValueError("no key")

    def _string(self, at: int, mark: str) -> tuple[str, int]:
        found = _INSIDE[mark].match(self._text, at + 1)
        end = found.end() if found else at + 1
        if self._text[end : end + 1] != mark:
            raise _Cut
        inner = _ODD_ESCAPE.sub(r"\\\\", self._text[at + 1 : end])
        if mark == "'":
            inner = inner.replace('"', '\\"')
        try:
            read = json.JSONDecoder(strict=False).decode(f'"{inner}"')
            return str(read), end + 1
        except ValueError:  # half of a \u escape
            return inner, end + 1

    def _skip(self, at: int) -> int:
        found = _SKIPPED.match(self._text, at)
        return found.end() if found else at
