"""The fixed words of a document in the guide's language, and the forms of numbers, dates and durations.

The words are in `locale/<language>.po`, one gettext catalogue for each language. The English words are the keys. A
language without a catalogue gets English words.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel.core import get_global
from babel.dates import format_date
from babel.units import format_unit

from pipeline.localization import LARGEST_NUMBER, TellingCatalogue
from pipeline.render.text import LTR_MARK, RTL_MARK, letters, line

CATALOGUES = Path(__file__).parent / "locale"

_COMMAS = {"ar": "، ", "ja": "、", "zh": "，"}
_FULL_STOPS = {"ja": "。", "zh": "。", "hi": "।"}
_ENDED = re.compile(r"[.!?…:。！？：।؟][\"'”’“»)\]）」』`]*$")
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "ckb", "dv"})


class Words(TellingCatalogue):
    """The words of one language."""

    def __init__(self, language: str) -> None:
        super().__init__(language, CATALOGUES)
        self.proofing = _proofing(self.tag)
        """The language tag for spelling and hyphenation, such as "de-DE"."""
        self.rtl = self.language in RIGHT_TO_LEFT

    def label(self, message: str) -> str:
        """The message as a label before a text on the same line, with a blank between them if the language uses one."""
        return self.labelled(self(message))

    def labelled(self, name: str) -> str:
        """A name, such as a speaker's, as a label before a text on the same line."""
        label = self("{label}:", label=name)
        return label if label.endswith("：") else f"{label} "

    @property
    def semicolon(self) -> str:
        """What stands between two parts: in French, also a narrow blank that doesn't break the line."""
        return "\u202f; " if self.language == "fr" else "; "

    @property
    def comma(self) -> str:
        return _COMMAS.get(self.language, ", ")

    def ended(self, text: str) -> str:
        """The text with a full stop at its end, if no other mark ends it."""
        return text if not text or _ENDED.search(text) else text + _FULL_STOPS.get(self.language, ".")

    def embedded(self, text: str, *, rtl: bool | None = None) -> str:
        """A text inside a text of this language, such as an address. If it runs in the other direction, its punctuation
        stays with it and the text after it isn't affected. `rtl` is its direction. None: that of its letters, if all of
        them run in the other direction."""
        ltr_letters, rtl_letters = letters(text)
        if rtl is None:
            own = rtl_letters if self.rtl else ltr_letters
            rtl = self.rtl if own or not (ltr_letters or rtl_letters) else not self.rtl
        if rtl == self.rtl:
            return text
        inner, outer = (RTL_MARK, LTR_MARK) if rtl else (LTR_MARK, RTL_MARK)
        return f"{inner}{text}{inner}{outer}"

    def date(self, iso: str) -> str:
        """The date of an ISO 8601 time. Any other text is returned as it is."""
        try:
            text = str(format_date(datetime.fromisoformat(iso).date(), format="long", locale=self._locale))
        except ValueError:
            return line(iso)
        return f"1er{text[1:]}" if self._locale.language == "fr" and text.startswith("1 ") else text  # CLDR has no 1er

    def duration(self, seconds: float) -> str:
        """A duration in hours and minutes, in minutes and seconds, or in seconds. English writes the units out. In
        other languages a unit's ending depends on the sentence, and only its abbreviation fits everywhere."""
        length: Literal["long", "short"] = "long" if self._locale.language == "en" else "short"
        whole = max(1, round(seconds)) if 0 < seconds < LARGEST_NUMBER else 0
        hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
        parts = [(hours, "hour"), (minutes, "minute")] if hours else [(minutes, "minute"), (rest, "second")]
        shown = [(n, unit) for n, unit in parts if n] or [(rest, "second")]
        return " ".join(
            str(format_unit(n, f"duration-{unit}", length=length, locale=self._locale)) for n, unit in shown
        )


@lru_cache(maxsize=32)
def words(language: str) -> Words:
    """The words of this language. They are cached, since reading a catalogue takes some milliseconds."""
    return Words(language)


def _proofing(tag: str) -> str:
    """The tag with a region, as Word needs it: the most likely region if there is none (CLDR, likely subtags)."""
    parts = tag.split("-")
    if any(len(p) == 2 for p in parts[1:]):
        return tag
    likely: str | None = get_global("likely_subtags").get(tag.replace("-", "_"))
    return f"{parts[0].lower()}-{likely.split('_')[-1]}" if likely else "en-US"
