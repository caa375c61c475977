"""Reads a JSON answer while it is still being written: finds the steps that are complete."""

from __future__ import annotations

import json
from typing import Any


class StepScanner:
    """Finds the complete objects in the array `steps` of an object that arrives in pieces.

    Many partial parsers take a number or a title that is half there for a whole one ("12" for 1). So an object counts
    only once its closing brace was read.
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
        self._in_steps = False
        self._thinking: bool | None = None
        """Whether the model thinks aloud before it answers, as open models do. None: not known yet."""

    @property
    def text(self) -> str:
        """Everything read so far."""
        return "".join(self._text)

    def feed(self, piece: str) -> list[dict[str, Any]]:
        """The steps that this piece completes."""
        self._text.append(piece)
        if self._thinking is not False:
            piece = self._after_thoughts()
        done = []
        for char in piece:
            if not self._path and char != "{":
                continue  # words or a code fence before the answer
            if self._object is not None:
                self._object.append(char)
            if self._in_string:
                self._string(char)
            elif char == '"':
                self._in_string, self._key = True, []
            elif char in "{[":
                self._path.append(char)
                if len(self._path) == 2:
                    self._in_steps = char == "[" and self._last_key == "steps"
                elif len(self._path) == 3 and self._in_steps and char == "{":
                    self._object = [char]
            elif char in "}]":
                self._path.pop()
                if self._object is not None and len(self._path) == 2:
                    done.append("".join(self._object))
                    self._object = None
        return [step for step in map(_parsed, done) if step is not None]

    def _after_thoughts(self) -> str:
        """The part of the text so far that belongs to the answer. Empty while that isn't known."""
        text = self.text.lstrip()
        if self._thinking is None and not "<think>".startswith(text[:7]):
            self._thinking = False
            return text
        if text.startswith("<think>"):
            self._thinking = True
            _, end, text = text.partition("</think>")
            if end:
                self._thinking = False
                return text
        return ""

    def _string(self, char: str) -> None:
        if self._escaped:
            self._escaped = False
        elif char == "\\":
            self._escaped = True
        elif char == '"':
            self._in_string = False
            if len(self._path) == 1:
                self._last_key = "".join(self._key)
            return
        if len(self._path) == 1:
            self._key.append(char)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
