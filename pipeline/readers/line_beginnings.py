"""Beginnings of lines that few tools write, in the form that most do: where nearly every line of a text begins so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

FEWEST = 4
"""Of fewer such lines nothing is concluded."""
NEARLY_ALL, MANY = 0.8, 0.4
"""The share of the lines that must begin so, and of those where what is said stands on the next line."""


class _Form(NamedTuple):
    sign: str
    """Each such text has it."""
    pattern: re.Pattern[str]
    usual: Callable[[re.Match[str]], str]
    share: float
    named: bool
    """Whether the first group is a name, so that two of them at least come back."""


_NAME = r"[^\s「」『』（）【】()\[\]：:、。,.!?！？]{1,20}"
_FORMS = (
    _Form(
        "（", re.compile(rf"({_NAME})?（(\d[\d:]{{2,8}})）[ \u3000]*"), lambda m: f"{m[1] or ''} [{m[2]}] ", MANY, False
    ),
    _Form("（", re.compile(rf"（({_NAME})）[ \u3000]*"), lambda m: f"{m[1]}：", NEARLY_ALL, True),
    _Form("【", re.compile(rf"【({_NAME})】[ \u3000]*"), lambda m: f"{m[1]}：", MANY, True),
    _Form("「", re.compile(rf"({_NAME})「([^「」]+)」$"), lambda m: f"{m[1]}：{m[2]}", NEARLY_ALL, True),
    _Form("\u3000", re.compile(rf"[○◯●◆]?({_NAME})\u3000+(?=\S)"), lambda m: f"{m[1]}：", NEARLY_ALL, True),
    _Form(
        "]",
        re.compile(r"\[(\d{1,6}\.\d{1,6}) ?(?:-{1,2}>?|–|→|:|,) ?(\d{1,6}\.\d{1,6})\][ \t]*"),
        lambda m: f"[{m[1]}s -> {m[2]}s] ",
        NEARLY_ALL,
        False,
    ),
)


def usual(text: str) -> str:
    """The text with these beginnings as most tools write them: "（00:02）", "【田中】", "田中「…」", "[0.0 - 3.2]"."""
    for form in _FORMS:
        if text.count(form.sign) >= FEWEST:
            text = _in_usual_form(text, form)
    return text


def _in_usual_form(text: str, form: _Form) -> str:
    lines = text.split("\n")
    filled = [line for line in map(str.strip, lines) if line]
    begun = [match for line in filled if (match := form.pattern.match(line))]
    if len(begun) < FEWEST or len(begun) < form.share * len(filled):
        return text
    if form.named and sum(1 for count in Counter(match[1] for match in begun).values() if count >= 2) < 2:
        return text
    found = ((line, form.pattern.match(line.strip())) for line in lines)
    return "\n".join(
        f"{form.usual(match).lstrip()}{line.strip()[match.end() :]}" if match else line for line, match in found
    )
