"""What Slack shows in the language of the person who reads it.

The words are in `locale/<language>.po`. Errors and refusals are made in English, which is also what the log and the
database have of them; their translation is found by their text when they are shown.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from babel.units import format_unit

from pipeline.languages import code_of
from pipeline.localization import TellingCatalogue

CATALOGUES = Path(__file__).parent / "locale"


class Words(TellingCatalogue):
    """The words of one language."""

    def __init__(self, language: str, folder: Path = CATALOGUES) -> None:
        """`language`: a locale of Slack's, such as de-DE."""
        # One catalogue is for all who read Chinese; names from elsewhere must not stand beside it in other signs.
        super().__init__("zh" if language.startswith("zh") else language, folder)

    def _value(self, name: str, said: str) -> str:
        if name == "language":
            return self._named(said)
        if name == "languages":
            return self.joined([self._named(one) for one in re.split(", | and ", said)])
        return super()._value(name, said)

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


@lru_cache(maxsize=64)
def words(language: str) -> Words:
    """The words of this language. They are cached, since reading a catalogue takes some milliseconds."""
    return Words(language)


ENGLISH = words("en")
