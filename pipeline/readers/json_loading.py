"""Text -> the values in it: JSON, JSON Lines, several values in a row, what Python prints, and files with small faults
or without their end."""

from __future__ import annotations

import contextlib
import gc
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.errors import BrokenTranscript

LONGEST_REST = 20_000
"""Characters after the last whole value of a file that was cut off."""

_STRING = r"\"[^\"\\]*+(?:\\.[^\"\\]*+)*(?:\"|\\?\Z)"
# A string without its end goes to the end of the text, which is broken then: no other start is tried inside it.
_STRINGS = rf"'[^'\\]*+(?:\\.[^'\\]*+)*(?:'|\\?\Z)|{_STRING}"
_PYTHON = re.compile(
    rf"{_STRINGS}|\b(?:True|False|None)\b|(?<![\w.])[A-Za-z_][\w.]*+\(|[()]"
    r"|\b[A-Za-z_]\w*+=(?!=)",
    re.S,
)
_PRINTED = re.compile(r"[\s\[{(]*+'|.{0,20000}?\b(?:True|False|None)\b|[\s\[]*+[A-Za-z_][\w.]*+\(", re.S)
"""How a text begins that Python has printed."""
_PYTHON_WORDS = {"True": "true", "False": "false", "None": "null"}
_COMMA = re.compile(rf"{_STRING}|,(?=\s*+[\]}}])", re.S)
_STRUCTURE = re.compile(rf"{_STRING}|[\[\]{{}}]", re.S)
_LINK = r"\[?(?:[^\W\d]|\+\d|\d++ \w)[^\[\]\n]{1,100}\]\]"
"""The rest of a link of a wiki, such as to a page or a caller's number."""
_BEGINS = re.compile(
    rf"\s*+(?:\{{\s*+[\"'}}]|\[\s*+(?:[{{\"'\]]|\[(?!{_LINK}))"
    r"|(?:\[\s*+)?[A-Za-z_]\w{0,60}+\((?:\[|[a-z_]{1,40}=))"
)
_PRINTED_OBJECT = re.compile(r"(?:\[\s*+)?[A-Za-z_]\w{0,60}+\([a-z_]{1,40}=")


@dataclass(frozen=True)
class Loaded:
    """What was loaded."""

    data: Any
    cut: bool = False
    """Whether the end of the file is missing."""


def find(text: str) -> bool:
    """Whether a text begins like a JSON object or list, or like what Python prints of one. A link of a wiki,
    "[[Page]]" or "[[+49 171 5550199]]", is none."""
    return bool(_BEGINS.match(text[:1000]))


def load(text: str) -> Loaded:
    """The values in a text for which `find` holds; a list if there are several. Raises BrokenTranscript."""
    try:
        with _without_collecting():
            return Loaded(json.loads(text, strict=False))
    except RecursionError:
        raise BrokenTranscript("This JSON file is nested too deeply to be read. Export it as .vtt or .srt.") from None
    except ValueError as error:
        problem = error
    for attempt in (_lines, _several, _printed, _without_commas, _whole_part):
        try:
            return attempt(text)
        except (ValueError, RecursionError):
            continue
    where = f" at line {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
    raise BrokenTranscript(
        f"This JSON file is damaged or cut off{where}. Export it again, or as .vtt or .srt, and try again."
    ) from None


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that JSON makes refers to itself. Looking for that takes a quarter of the time of loading it."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _lines(text: str) -> Loaded:
    """JSON Lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines[:50]):
        raise ValueError("these are no lines of JSON")
    cut = not lines[-1].rstrip().endswith("}")
    if cut:
        lines.pop()
    loaded: list[Any] = json.loads(f"[{','.join(lines)}]", strict=False)  # twenty times as fast as line by line
    if len(loaded) != len(lines):
        raise ValueError("a line has several values")
    return Loaded(loaded, cut)


def _several(text: str) -> Loaded:
    """Several values, one after the other."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    place = len(text) - len(text.lstrip())
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except ValueError:
            if len(values) < 2 or text[place] not in "{[" or len(text) - place > LONGEST_REST:
                raise
            return Loaded(values, cut=True)
        values.append(value)
        while text[place : place + 1] in (" ", "\t", "\r", "\n", ","):
            place += 1
    if len(values) < 2:
        raise ValueError("there is one value")
    return Loaded(values)


def _printed(text: str) -> Loaded:
    """What Python prints, saved as .json or .txt."""
    if not _PRINTED.match(text):
        raise ValueError("Python didn't print this")
    lines = text.strip().split("\n")
    if len(lines) > 1 and all(_PRINTED_OBJECT.match(line) for line in lines[:50]):
        text = f"[{','.join(line for line in lines if line.strip())}]"
    opened: list[str] = []
    return Loaded(json.loads(_uncommaed(_PYTHON.sub(lambda token: _as_json(token, opened), text)), strict=False))


def _as_json(token: re.Match[str], opened: list[str]) -> str:
    """A piece of what Python prints, as JSON. `opened` are the ends of the calls that are open."""
    text = token[0]
    if text in _PYTHON_WORDS:
        return _PYTHON_WORDS[text]
    if text == ")":
        return opened.pop() if opened else ")"
    if text == "(":
        opened.append("]")
        return "["
    if text[-1] == "(" and text[0] not in "\"'":
        named = _NAMED.match(token.string, token.end()) is not None
        opened.append("}" if named else "")
        return "{" if named else ""
    if text[-1] == "=" and text[0] not in "\"'":
        return f'"{text[:-1]}":'
    inner = text[1:-1].replace("\\'", "'")
    inner = re.sub(r"\\x([0-9a-fA-F]{2})", r"\\u00\1", inner)
    inner = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', inner) if text[0] == "'" else inner
    return f'"{inner}"'


_NAMED = re.compile(r"[A-Za-z_]\w*+=")


def _without_commas(text: str) -> Loaded:
    """JSON with commas behind the last item of lists, as people leave them."""
    return Loaded(json.loads(_uncommaed(text), strict=False))


def _uncommaed(text: str) -> str:
    return _COMMA.sub(lambda token: token[0] if token[0] != "," else "", text)


def _whole_part(text: str) -> Loaded:
    """The whole values of a file that ends in the middle of one. Raises ValueError if it is damaged elsewhere."""
    whole = depth = 0
    for token in _STRUCTURE.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth, whole = depth - 1, token.end()
    if not whole or depth < 1 or len(text) - whole > LONGEST_REST:
        raise ValueError("nothing is whole")
    still_open: list[str] = []
    for token in _STRUCTURE.finditer(text, 0, whole):
        if token[0] in "[{":
            still_open.append("]" if token[0] == "[" else "}")
        elif token[0] in "]}" and (not still_open or still_open.pop() != token[0]):
            raise ValueError("brackets don't match")
    if not still_open:
        raise ValueError("the rest is no part of it")
    closed = text[:whole] + "".join(reversed(still_open))
    return Loaded(json.loads(_uncommaed(closed), strict=False), cut=True)
