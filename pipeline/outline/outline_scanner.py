"""Reads a JSON answer while it is still being written: finds the names and steps that are complete."""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.prompts.answers import THINKING, after_thoughts

_WANTED = ("names", "steps")
_ENDS = (*THINKING.values(), "<|message|>")
_FENCE = re.compile(r"\s*(?:```[ \t]?\w{0,10}\s*)?")
LONGEST_MARK = 40
"""Characters; such a mark may be cut in two."""


class OutlineScanner:
    """Finds the complete lines and objects in the arrays `names` and `steps` of an object that arrives in pieces.

    Many partial parsers take a number or a title that is half there for a whole one ("12" for 1). So a line counts only
    once its closing quotation mark was read, and an object once its closing brace was.
    """

    def __init__(self) -> None:
        self._text: list[str] = []
        self._object: list[str] | None = None
        self._key: list[str] = []
        self._last_key = ""
        self._path: list[str] = []
        """The brackets that are open, outermost first."""
        self._in_string = False
        self._escaped = False
        self._array: str | None = None
        """The array that is open, if it is one of those wanted."""
        self.steps_complete = False
        """Whether the array `steps` was closed."""
        self._thinking: bool | None = None
        """Whether the model thinks aloud before it answers, as open models do. None: not known yet."""
        self.restarts = 0
        """How often what was found turned out to be a draft in the model's thoughts."""
        self._tail = ""
        self.words_before = False
        """Whether words stand before the object. They may be the thoughts of a model that doesn't say when they begin,
        and the object a draft in them."""
        self._before: list[str] | None = []
        """What stands before the object, until it begins."""

    @property
    def text(self) -> str:
        """Everything read so far."""
        return "".join(self._text)

    def feed(self, piece: str) -> list[tuple[str, str | dict[str, Any]]]:
        """The lines and objects that this piece completes, each with the name of its array: "names" or "steps"."""
        self._text.append(piece)
        if self._thinking is not False:
            piece = self._after_thoughts()
        elif not self.steps_complete and (rest := self._start_again(piece)) is not None:
            piece = rest
        done: list[tuple[str, str]] = []
        for char in piece:
            if not self._path and char != "{":  # words or a code fence before the answer, or words after it
                if self._before is not None:
                    self._before.append(char)
                continue
            if self._object is not None:
                self._object.append(char)
            if self._in_string:
                if self._ends(char) and self._object is not None and self._array and len(self._path) == 2:
                    done.append((self._array, "".join(self._object)))
                    self._object = None
            elif char == '"':
                self._in_string, self._key = True, []
                if len(self._path) == 2 and self._array:
                    self._object = [char]
            elif char in "{[":
                if self._before is not None:
                    self.words_before = not _FENCE.fullmatch("".join(self._before))
                    self._before = None
                self._path.append(char)
                if len(self._path) == 2:
                    self._array = self._last_key if char == "[" and self._last_key in _WANTED else None
                elif len(self._path) == 3 and self._array and char == "{":
                    self._object = [char]
            elif char in "}]":
                self._path.pop()
                if self._object is not None and self._array and len(self._path) == 2:
                    done.append((self._array, "".join(self._object)))
                    self._object = None
                elif char == "]" and len(self._path) == 1 and self._array:
                    self.steps_complete = self.steps_complete or self._array == "steps"
                    self._array = None
        return [(array, value) for array, text in done if (value := _parsed(text)) is not None]

    def _after_thoughts(self) -> str:
        """The part of the text so far that belongs to the answer. Empty while that isn't known."""
        if self._thinking and not self._ended_in(self._text[-1]):
            return ""
        text = self.text.lstrip()
        if self._thinking is None:
            opens = (*THINKING, "<|")
            if any(each.startswith(text[: len(each)]) and len(text) < len(each) for each in opens):
                return ""
            self._thinking = text.startswith(opens)
            if not self._thinking:
                return text
        rest = after_thoughts(text)
        if rest == text:
            return ""
        self._thinking = False
        return rest

    def _start_again(self, piece: str) -> str | None:
        """What comes after the end of thoughts that began without a sign; None where none end in this piece. What was
        read before was a draft."""
        if not self._ended_in(piece) or (self._object is not None and self._in_string):
            return None
        rest = after_thoughts(self.text)
        if len(rest) > len(piece):
            return None
        self._path, self._object, self._array, self._last_key = [], None, None, ""
        self._in_string = self._escaped = self.words_before = False
        self._before = []
        self.restarts += 1
        return rest

    def _ended_in(self, piece: str) -> bool:
        """Whether a mark ends in this piece that can be the end of thoughts."""
        seen = self._tail + piece
        self._tail = seen[-LONGEST_MARK:]
        return any(mark in seen for mark in _ENDS)

    def _ends(self, char: str) -> bool:
        """Reads a character of a string. Whether the string ends with it."""
        if self._escaped:
            self._escaped = False
        elif char == "\\":
            self._escaped = True
        elif char == '"':
            self._in_string = False
            if len(self._path) == 1:
                self._last_key = "".join(self._key)
            return True
        if len(self._path) == 1:
            self._key.append(char)
        return False


def _parsed(text: str) -> str | dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, (str, dict)) else None
