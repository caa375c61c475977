"""Fills in the placeholders of a company's template, such as {{title}}, in its text, headers and footers.

A placeholder may be empty: few guides have an audience. What belongs to it goes too, so that the rest can be read: the
whole line if nothing else is filled in there, otherwise the words around it, up to the next comma, bracket, dash, end
of a sentence, or placeholder. A line ends with its paragraph, a tab or a line break. So without an audience,
"For {{audience}} on {{date}}" becomes "On May 2", and "{{title}} ({{audience}}), {{date}}" becomes "Reset, May 2".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.render.styles import W

PLACES = ("guide", "title", "audience", "date")
"""The placeholders that a template may have in double braces."""
PLACE = re.compile(r"\{\{ *(\w+) *\}\}")
_PARTING = re.compile(r" ?[(\[（]|[)\]）]|[,;] | [|·•–—-] |[.!?](?: (?![|·•–—(\[-])|$)|[、，。]")
"""What stands between two phrases of a line."""
_OPENING, _CLOSING, _ENDING = "([（", ")]）", ".!?。"
_LINE = re.compile(r"[^\t\n]+")
_SPELT = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Edit(NamedTuple):
    """A part of a text, and what replaces it."""

    start: int
    end: int
    text: str = ""


def fill_in(element: Any, values: Mapping[str, str], spare: Any = None) -> bool:
    """Replaces the placeholders in all paragraphs of an element by their values, which may be empty. Unknown ones stay,
    and the paragraph `spare` too. Returns whether the title was one of them."""
    titled = False
    for paragraph in list(element.iter(W + "p")):
        places = PLACE.findall(text_of(paragraph))
        if not places or paragraph is spare:
            continue
        titled |= "title" in places
        while edit := _gap_in(text_of(paragraph), values):
            _apply(edit, paragraph)
        for edit in reversed(list(_values_in(text_of(paragraph), values))):
            _apply(edit, paragraph)
        if not text_of(paragraph).strip():
            _leave_out(paragraph)
    return titled


def text_of(paragraph: Any) -> str:
    """A paragraph's own text, without that of text boxes in it. A tab and a line break are a character each."""
    return "".join(text for _, text in _nodes(paragraph))


def _values_in(text: str, values: Mapping[str, str]) -> Iterator[Edit]:
    for place in PLACE.finditer(text):
        if place[1] in values:
            yield Edit(place.start(), place.end(), values[place[1]])


def _gap_in(text: str, values: Mapping[str, str]) -> Edit | None:
    """What goes because of the first placeholder that is empty; None if none is."""
    for line in _LINE.finditer(text):
        places = list(PLACE.finditer(line[0]))
        empty = [place for place in places if not values.get(place[1], place[0])]
        if not empty:
            continue
        if len(empty) < len(places):
            edit = _gap(line[0], empty[0])
            return Edit(edit.start + line.start(), edit.end + line.start(), edit.text)
        # With a line break, or a blank line would be left.
        if text[line.end() : line.end() + 1] == "\n":
            return Edit(line.start(), line.end() + 1)
        return Edit(line.start() - (text[: line.start()][-1:] == "\n"), line.end())
    return None


def _gap(line: str, empty: re.Match[str]) -> Edit:
    """What goes from a line that has other placeholders because this one is empty."""
    partings = list(_PARTING.finditer(line))
    before = next((parting for parting in reversed(partings) if parting.end() <= empty.start()), None)
    after = next((parting for parting in partings if parting.start() >= empty.end()), None)
    start, end = before.end() if before else 0, after.start() if after else len(line)
    others = [place for place in PLACE.finditer(line, start, end) if place.start() != empty.start()]
    earlier = [place.end() for place in others if place.end() <= empty.start()]
    if any(place.start() >= empty.end() for place in others):
        return Edit(earlier[-1], empty.end()) if earlier else _begun_anew(line, start, empty.end())
    if earlier:
        return Edit(earlier[-1], end)
    opened, closed = (parting[0].strip() if parting else "" for parting in (before, after))
    if before and after and opened in _OPENING and closed in _CLOSING:
        start, end = before.start(), after.end()
        return Edit(start, end) if start else _begun_anew(line, start, end)
    if before and opened not in _OPENING + _ENDING:
        return Edit(before.end() if opened in _CLOSING else before.start(), end)
    return _begun_anew(line, start, end if after is None or closed in _CLOSING else after.end())


def _begun_anew(line: str, start: int, end: int) -> Edit:
    """Takes the beginning of a phrase away; what follows is the beginning now, in capitals if that was."""
    end += len(line[end:]) - len(line[end:].lstrip())
    capital = line[start : start + 1].isupper() and line[end : end + 1].islower()
    return Edit(start, end + 1, line[end].upper()) if capital else Edit(start, end)


def _nodes(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The elements that make up a paragraph's own text, each with its part of it."""
    for node in paragraph.iter(W + "t", *_SPELT):
        if next(node.iterancestors(W + "p")) is paragraph:
            if node.tag == W + "t":
                yield node, node.text or ""
            elif node.getparent().tag == W + "r":  # there are others, that say where tabs are
                yield node, _SPELT[node.tag]


def _apply(edit: Edit, paragraph: Any) -> None:
    """Changes a paragraph's text. Word splits a text into runs as it was typed, even inside a name: the first of them
    gets what is new."""
    at, new = 0, edit.text
    for node, text in list(_nodes(paragraph)):
        first, last = max(edit.start - at, 0), min(edit.end - at, len(text))
        at += len(text)
        if first >= last:
            continue
        if node.tag == W + "t":
            node.text, new = text[:first] + new + text[last:], ""
            node.set(_SPACE, "preserve")
        elif node.get(W + "type") is None:  # and not a page break
            node.getparent().remove(node)


def _leave_out(paragraph: Any) -> None:
    """Removes a paragraph that has no text any more, unless it holds something else, or a cell or a header would be
    without any."""
    held = next(paragraph.iter(*(W + name for name in ("drawing", "pict", "object", "sectPr", "br"))), None)
    if held is None and len(paragraph.getparent().findall(W + "p")) > 1:
        paragraph.getparent().remove(paragraph)
