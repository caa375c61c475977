"""Reads XML of few tools: elements that come back, with who speaks and when as attributes or as elements inside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.errors import BrokenTranscript, NotATranscript
from pipeline.readers.cue import Source
from pipeline.readers.xml_parser import XmlDamaged, new_parser

MOST_LEVELS = 50
"""The most levels of elements."""
MOST_ELEMENTS = 400_000
LONGEST_ATTRIBUTE = 200
"""Characters of an attribute; what is longer isn't a name or a time."""
_IDS = ("id", "xml:id")
_NAMES = ("name", "displayName", "persName", "label")
_SPEAKERS = ("speaker", "who", "participant", "spk", "speakerId", "speaker_id")
_NOTHING_SAID = frozenset(("style", "script", "head", "metadata", "meta", "teiHeader"))


def read(text: str, most_words: float) -> Source | None:
    """What was said in an XML file. None if nobody speaks in it."""
    from pipeline.readers import json_exports

    data = _Elements().read(text)
    if data is None:
        return None
    try:
        source = json_exports.of_data(data, most_words)
    except NotATranscript:
        return None
    return replace(source, format="XML", stated=source.timed or source.spoken)


class _Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.fields: dict[str, Any] = {
            key.rsplit(":", 1)[-1]: value[:LONGEST_ATTRIBUTE] for key, value in attributes.items()
        }
        self.own = False
        """Whether text stands in it beside the elements inside."""
        self.texts: list[str] = []
        self.inner: list[tuple[str, str, bool]] = []
        """(tag, text, whether it is only that) of the elements inside."""

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


class _Elements:
    """Gathers elements with their attributes and texts, by their tags."""

    def __init__(self) -> None:
        self._open: list[_Element] = []
        self._found: dict[str, list[dict[str, Any]]] = {}
        self._named: dict[str, str] = {}
        self._count = 0

    def read(self, text: str) -> dict[str, Any] | None:
        parser = new_parser(self._start, self._end, self._text)
        begin = text.find("?>") + 2 if text.lstrip().startswith("<?xml") else 0
        try:
            parser.Parse(text[begin:].lstrip().encode(), True)
        except XmlDamaged:
            if not self._found:
                return None  # what is whole of it is read
        for records in self._found.values():
            for record in records:
                for key in _SPEAKERS:
                    if isinstance(record.get(key), str):
                        record["speaker"] = self._named.get(record[key].lstrip("#"), record[key].lstrip("#"))
        return {tag: records for tag, records in self._found.items() if len(records) >= 2} or None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MOST_LEVELS or self._count > MOST_ELEMENTS:
            raise BrokenTranscript("This XML file is nested too deeply to be read. Export it as .vtt or .srt.")
        self._open.append(_Element(tag.rsplit(":", 1)[-1], attributes))

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].texts.append(text)
            self._open[-1].own = self._open[-1].own or not text.isspace()

    def _end(self, tag: str) -> None:
        element = self._open.pop()
        text = element.text
        plain = not element.fields and not element.inner
        if element.inner and not element.own:
            self._with_inner(element)
            text = str(element.fields.get("text", ""))
        elif text and element.tag not in _NOTHING_SAID:
            element.fields.setdefault("text", text)
        for key in _IDS:
            identifier = element.fields.get(key.rsplit(":", 1)[-1])
            name = next((element.fields[each] for each in _NAMES if element.fields.get(each)), None)
            if isinstance(identifier, str) and isinstance(name, str):
                self._named[identifier] = name
        if not plain and len(element.fields) >= 2:
            self._found.setdefault(element.tag, []).append(element.fields)
        if self._open:
            above = self._open[-1]
            above.inner.append((element.tag, text, plain))
            if above.own:
                above.texts.append(f" {text} " if text else "")

    @staticmethod
    def _with_inner(element: _Element) -> None:
        """Makes fields of the elements inside that have only a text; those of a kind that come back are words."""
        tags = [tag for tag, _, _ in element.inner]
        said = " ".join(text for tag, text, _ in element.inner if tags.count(tag) >= 2) if len(tags) < 2000 else ""
        for tag, text, plain in element.inner[:50]:
            if plain and tags.count(tag) == 1:
                element.fields.setdefault(tag, text)
        if said and element.fields:
            element.fields.setdefault("text", said)
