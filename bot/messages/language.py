"""What Slack shows in the language of the person who reads it.

The words are in `locale/<language>.po`. Errors and refusals are made in English, which is also what the log and the
database have of them; their translation is found by their text when they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel.units import format_unit

from pipeline.languages import code_of
from pipeline.localization import Catalogue

CATALOGUES = Path(__file__).parent / "locale"
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


class Words(Catalogue):
    """The words of one language."""

    def __init__(self, language: str, folder: Path = CATALOGUES) -> None:
        """`language`: a locale of Slack's, such as de-DE."""
        # One catalogue is for all who read Chinese; names from elsewhere must not stand beside it in other signs.
        super().__init__("zh" if language.startswith("zh") else language, folder)
        self._known = frozenset(self.messages)
        self._templates = [
            _Template(message) for message in self.messages if _PLACE.search(message) and _RECOGNIZED.search(message)
        ]
        self._templates.sort(key=lambda template: -template.fixed)

    def told(self, text: str) -> str:
        """A text that was made in English, such as an error's, in this language: sentence by sentence, where the
        catalogue has them. What it doesn't have stays as it is.

        >>> Words("de").told("Slack refused: is_archived. Try again.")
        'Slack hat abgelehnt: is_archived. Versuchen Sie es noch einmal.'
        """
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
        if name == "language":
            return self._named(said)
        if name == "languages":
            return self.joined([self._named(one) for one in re.split(", | and ", said)])
        return self.told(said) if name in OURS else said

    def _named(self, language: str) -> str:
        """A language's English name in this language."""
        code = code_of(language)
        return self.language_name(code) if code else language

    def language_name(self, code: str) -> str:
        """The name of a language, with its region if it has one. A code that has no name is returned as it is."""
        base, _, region = code.partition("-")
        names = self._locale.languages
        found = names.get(f"{base}_{region.upper()}" if region else base)
        return str(found or (f"{names[base]} ({code})" if base in names else code))

    def items(self, *items: str) -> str:
        """What stands in a row: "8-12 steps, 2 reference pages"."""
        comma = {"ar": "، ", "ja": "、", "zh": "、"}.get(self.language, ", ")
        return comma.join(item for item in items if item)

    def labelled(self, label: str, text: str) -> str:
        """A text behind what it is about: "Step 2: low"."""
        colon = {"fr": "\u00a0: ", "ja": "：", "zh": "："}.get(self.language, ": ")
        return f"{label}{colon}{text}"

    def duration(self, seconds: float) -> str:
        """Seconds as people say them: 0.4 s, 7 s, 1 min 5 s, 2 h 3 min."""
        if seconds < 10:
            return self._amount(round(seconds, 1), "second")
        whole = round(seconds)
        if whole < 60:
            return self._amount(whole, "second")
        minutes, rest = divmod(whole, 60) if whole < 3600 else divmod(whole // 60, 60)
        large, small = ("minute", "second") if whole < 3600 else ("hour", "minute")
        parts = [self._amount(minutes, large)]
        return " ".join([*parts, self._amount(rest, small)] if rest or large == "hour" else parts)

    def _amount(self, n: float, unit: str) -> str:
        if self._locale.language == "en":
            symbol = {"second": "s", "minute": "min", "hour": "h"}[unit]
            return f"{n:.1f} {symbol}" if isinstance(n, float) else f"{n} {symbol}"
        if unit == "hour" and self.language == "es":  # Babel's data has "1 horas"
            return f"{self.number(n)} h"
        return str(format_unit(n, f"duration-{unit}", length="short", locale=self._locale))


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


@lru_cache(maxsize=64)
def words(language: str) -> Words:
    """The words of this language. They are cached, since reading a catalogue takes some milliseconds."""
    return Words(language)


ENGLISH = words("en")
