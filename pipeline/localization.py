"""Words of a program in the languages that have a catalogue, and the forms of numbers and lists.

A folder holds one gettext catalogue for each language, `<language>.po`. The English words are the keys. A language
without a catalogue gets English words.
"""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LARGEST_NUMBER = 10**12
"""No number that is shown is as large. One that is comes from a damaged file."""


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
