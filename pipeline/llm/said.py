"""What a server says of an error, wherever in its answer the words stand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_WORDS_CHARACTERS = 2_000
DEEPEST = 6
"""Values inside one another that are looked into: a gateway quotes a provider, which quotes a model's server."""

_WORDS = ("message", "msg", "error", "detail", "details", "reason", "raw", "error_description", "title", "errors")
_CODES = ("code", "type", "status")


@dataclass(frozen=True)
class Said:
    """What a server said of an error."""

    words: str = ""
    """Its sentences, on one line."""
    codes: frozenset[str] = frozenset()
    """Its codes and kinds of error, in lower case: "insufficient_quota"."""
    param: str | None = None
    """The parameter that it names as wrong."""
    status: int | None = None
    """An HTTP status that stands in the answer."""
    page: bool = False
    """Whether it is a web page, whose words aren't the server's."""

    @property
    def text(self) -> str:
        """Its words and codes in lower case, to look for others in."""
        return f"{self.words} {' '.join(sorted(self.codes))}".lower()


def read_error(body: Any) -> Said:
    """What stands in the JSON or in the text of an error.

    >>> read_error({"detail": [{"loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}]}).words
    'body.stream_options: Extra inputs are not permitted'
    """
    if isinstance(body, (bytes, bytearray)):
        body = bytes(body).decode("utf-8", "replace")
    if isinstance(body, str) and body.lstrip()[:1] == "<":
        return Said(page=True)
    found = _Found()
    found.look(body, 0)
    words = " ".join(" ".join(dict.fromkeys(found.words)).split())[:LONGEST_WORDS_CHARACTERS]
    return Said(words, frozenset(found.codes), found.param, found.status)


class _Found:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.codes: set[str] = set()
        self.param: str | None = None
        self.status: int | None = None

    def look(self, value: Any, depth: int) -> None:
        if depth > DEEPEST or len(self.words) > 20:
            return
        match value:
            case str():
                self._text(value, depth)
            case list():
                for each in value[:20]:
                    self.look(each, depth + 1)
            case Mapping():
                self._object(value, depth)

    def _text(self, text: str, depth: int) -> None:
        if text.lstrip()[:1] in ("{", "["):
            try:
                self.look(json.loads(text), depth + 1)
                return
            except ValueError:
                pass
        if text.strip():
            self.words.append(text[:LONGEST_WORDS_CHARACTERS])

    def _object(self, value: Mapping[Any, Any], depth: int) -> None:
        for key in _CODES:
            code = value.get(key)
            if isinstance(code, str):
                self.codes.add(code.casefold())
            if isinstance(code, (int, str)) and re.fullmatch(r"[45]\d\d", str(code)):
                self.status = self.status or int(code)
        if isinstance(value.get("param"), str):
            self.param = self.param or value["param"]
        place = value.get("loc")
        if isinstance(place, list) and isinstance(value.get("msg"), str):
            where = ".".join(map(str, place))
            self.param = self.param or next((str(each) for each in place if each not in ("body", "query")), None)
            self.words.append(f"{where}: {value['msg']}")
            return
        for key in _WORDS:
            if key in value:
                self.look(value[key], depth + 1)
        for key, inner in value.items():
            if key not in _WORDS and isinstance(inner, Mapping):
                self.look(inner, depth + 1)
