"""Words of a program in the languages that have a catalogue, and the forms of numbers and lists.

A folder holds one gettext catalogue for each language, `<language>.po`. The English words are the keys. A language
without a catalogue gets English words.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LARGEST_NUMBER = 10**12
"""No number that is shown is as large. One that is comes from a damaged file."""
MOST_SENTENCES = 12
"""A text of more sentences isn't ours."""

_PLACE = re.compile(r"\{(\w+)\}")
_SENTENCES = re.compile(r"(?<=[.!?:]) ")
_RECOGNIZED = re.compile(r"[.?:]$|\{why\}$|^an? ")
"""What errors are made of: whole sentences, and what something is ("a conversation between 3 people"). Of shorter
messages, such as "{date} at {time}", any text might be made."""
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
OURS = frozenset({"kind", "why", "form", "cause"})
"""The places in messages that hold words of ours, which are translated too. The others hold what people, files, pages
and models say, and codes. `language` and `languages` hold the English names of languages."""


class Catalogue:
    """The words of one language, read from a folder of catalogues."""

    def __init__(self, language: str, folder: Path) -> None:
        """`language`: a tag such as de or pt-BR. What is no tag counts as English."""
        tag = language.replace("_", "-")
        self.tag = tag if _TAG.fullmatch(tag) else "en"
        self.language = self.tag.split("-")[0].lower()
        file = folder / f"{self.language}.po"
        self.translated = self.language == "en" or file.exists()
        """Whether the words are in this language. They are English otherwise."""
        self._texts: gettext.NullTranslations
        self.messages: tuple[str, ...]
        """The keys of the catalogue; of those with plural forms, the singular ones."""
        self._texts, self.messages = _compiled(file) if file.exists() else (gettext.NullTranslations(), ())
        self._locale = _locale(self.tag) if self.translated else Locale("en")

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, with its {names} filled in."""
        text = self._texts.gettext(message)
        return text.format(**values) if values else text

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """The message in the plural form for n in this language. {n} is the number."""
        return self._texts.ngettext(one, many, n).format(n=self.number(n), **values)

    def sentences(self, *sentences: str) -> str:
        """Sentences in a row. Chinese and Japanese have no blanks between them."""
        return "".join(s if s.endswith("。") else f"{s} " for s in sentences if s).rstrip()

    def number(self, n: float) -> str:
        return str(format_decimal(n, locale=self._locale)) if abs(n) < LARGEST_NUMBER else "?"

    def language_name(self, code: str) -> str:
        """The name of a language, by its ISO 639-1 code. An unknown code is returned as it is."""
        return str(self._locale.languages.get(code, code))

    def joined(self, items: list[str]) -> str:
        """The items as a list in a sentence: "a, b and c"."""
        return str(format_list(items, locale=self._locale)) if items else ""


class TellingCatalogue(Catalogue):
    """The words of one language, which also finds the translation of texts that were made in English."""

    def __init__(self, language: str, folder: Path) -> None:
        super().__init__(language, folder)
        self._known = frozenset(self.messages)
        self._templates = [
            _Template(message) for message in self.messages if _PLACE.search(message) and _RECOGNIZED.search(message)
        ]
        self._templates.sort(key=lambda template: -template.fixed)

    def told(self, text: str) -> str:
        """A text that was made in English, such as an error's, in this language: sentence by sentence, where the
        catalogue has them. What it doesn't have stays as it is."""
        sentences = _SENTENCES.split(text)
        if not self._known or len(sentences) > MOST_SENTENCES:
            return text
        return self.sentences(*self._parts(sentences))

    def knows(self, text: str) -> bool:
        """Whether the catalogue has this whole text, as one message or with values in it."""
        return self._found(text) is not None

    def _parts(self, sentences: list[str]) -> Iterator[str]:
        begun = 0
        while begun < len(sentences):
            for end in range(len(sentences), begun, -1):
                part = " ".join(sentences[begun:end])
                if (found := self._found(part)) is not None:
                    break
            yield part if found is None else found
            begun = end

    def _found(self, text: str) -> str | None:
        if text in self._known:
            return self(text)
        for template in self._templates:
            if (values := template.values(text)) is not None:
                return self(template.message, **{name: self._value(name, said) for name, said in values.items()})
        return None

    def _value(self, name: str, said: str) -> str:
        if _GROUPED.fullmatch(said):
            return self.number(int(said.replace(",", "")))
        return self.told(said) if name in OURS else said


class _Template:
    """A message with places for values, in which a text that was made of it is recognized."""

    def __init__(self, message: str) -> None:
        self.message = message
        first, *rest = _PLACE.split(message)
        self._first, self._names, self._between = first, rest[::2], rest[1::2]
        self.fixed = len(first) + sum(map(len, self._between))
        """How many characters don't change: the message with the most of them is the one that is meant."""

    def values(self, text: str) -> dict[str, str] | None:
        """The values by their names; None if the text isn't made of this message. Takes time in proportion to it."""
        if not text.startswith(self._first) or not text.endswith(self._between[-1]):
            return None
        values: dict[str, str] = {}
        before, at = self._first, len(self._first)
        for number, (name, after) in enumerate(zip(self._names, self._between, strict=True), 1):
            last = number == len(self._names)
            end = len(text) - len(after) if last else text.find(after, at)
            if end < at:
                return None
            value = text[at:end]
            # A value is quoted, or within one sentence: what goes beyond it is made of several messages.
            if name != "why" and ("”" if before.endswith("“") else ". ") in value:
                return None
            values[name] = value
            before = after
            at = end + len(after)
        return values


def _compiled(catalogue: Path) -> tuple[gettext.NullTranslations, tuple[str, ...]]:
    with catalogue.open("rb") as file:
        messages = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    keys = [message.id if isinstance(message.id, str) else message.id[0] for message in messages if message.id]
    return gettext.GNUTranslations(compiled), tuple(keys)


def _locale(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        pass
    try:
        return Locale(tag.split("-")[0].lower())
    except UnknownLocaleError:
        return Locale("en")
