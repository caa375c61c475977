"""Measures: numbers with the unit that they count, as they are written and as they are spoken. English only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tests.quality.spoken import DIGITS, FRACTION, Said, number_value, plain_fraction, plain_number

_FORMS = """
    inch inches | foot feet ft | yard yards | mile miles | millimeter millimeters millimetre millimetres mm |
    centimeter centimeters centimetre centimetres cm | meter meters metre metres | kilometer kilometers kilometre
    kilometres km | millisecond milliseconds ms msec msecs | second seconds sec secs | minute minutes min mins |
    hour hours hr hrs | day days | week weeks | month months | year years | milligram milligrams mg | gram grams |
    kilogram kilograms kg kilo kilos | ounce ounces oz | pound pounds lb lbs | milliliter milliliters millilitre
    millilitres ml | liter liters litre litres | teaspoon teaspoons tsp | tablespoon tablespoons tbsp | cup cups |
    gallon gallons | kilobyte kilobytes kb | megabyte megabytes mb meg megs | gigabyte gigabytes gb gig gigs |
    terabyte terabytes tb | byte bytes | bits | percent percentage % | degree degrees ° | volt volts | watt watts |
    amp amps ampere amperes | hertz hz | kilohertz khz | megahertz mhz | gigahertz ghz | pixel pixels px |
    dollar dollars | euro euros | mph | rpm
"""
_UNITS = {form: forms.split()[0] for forms in _FORMS.split("|") for form in forms.split()}
_ANY_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = rf"{FRACTION.pattern}|{DIGITS.pattern}|[a-z]+"
_MEASURE = re.compile(
    rf"(?<![\w.:/])(?P<number>{_NUMBER})(?:[\s-]|\s(?:of\s)?an?\s|(?<=\d))(?P<unit>{_ANY_UNIT})(?!\w)", re.IGNORECASE
)
_PLURALS = "|".join(form for form in _UNITS if form.endswith("s"))
_COUNTED = re.compile(rf"\b(?:number of|in|few|several|many|some) (?P<unit>{_PLURALS})\b", re.IGNORECASE)
_PIECE = re.compile(rf"{FRACTION.pattern}|{DIGITS.pattern}|[^\W\d_]+|[%°]")
_BETWEEN = frozenset(["a", "an", "of", "the", "full", "more"])
_ALTERNATIVE = frozenset(["or", "to", "and", "through"])
_FRACTIONS = frozenset(["half", "quarter", "quarters"])


def measures_of(text: str) -> Iterator[re.Match[str]]:
    """Where a text has a number with a unit: "2 feet", "1/2-inch", "half an inch"."""
    return (found for found in _MEASURE.finditer(text) if _numeric(found["number"].lower()))


def units_of(text: str) -> Iterator[str]:
    """The units that a text counts in without a number: "the number of seconds", "a few minutes"."""
    return (found["unit"] for found in _COUNTED.finditer(text))


def measure_said(measure: str, text: str) -> bool:
    """Whether a text has this number with this unit, in whichever form."""
    found = _MEASURE.search(measure)
    if found is None:
        return False
    if re.search(rf"(?<![\w.:/]){re.escape(measure)}(?!\w)", text, re.IGNORECASE):
        return True  # word for word: "quarters of a liter"
    unit = _UNITS[found["unit"].lower()]
    return (_value(found["number"].lower()), unit) in _measures(text)


def unit_said(unit: str, text: str) -> bool:
    """Whether a text names this unit, in whichever form."""
    return any(_UNITS.get(piece) == _UNITS[unit.lower()] for piece in _PIECE.findall(text.lower()))


@lru_cache(maxsize=256)
def _measures(text: str) -> frozenset[tuple[str, str]]:
    """All (number, unit) of a text: of "one or two inches" both, of "two pieces 3 feet long" only the second."""
    pieces = _PIECE.findall(text.lower())
    found: set[tuple[str, str]] = set()
    for at, piece in enumerate(pieces):
        if piece not in _UNITS:
            continue
        end = at
        while end and pieces[end - 1] in _BETWEEN and at - end < 2:
            end -= 1
        run = _run(pieces, end)
        if not run and end < at and pieces[end] in ("a", "an"):
            run = ["one"]
        found |= {(value, _UNITS[piece]) for value in Said(" ".join(run)).numbers}
    return frozenset(found)


def _run(pieces: list[str], end: int) -> list[str]:
    """The number words that end at a place, with what stands before an "or" or a "to"."""
    start = end
    while start and (
        _numeric(pieces[start - 1])
        or (start < end and pieces[start - 1] in _ALTERNATIVE and start > 1 and _numeric(pieces[start - 2]))
        or (start < end and pieces[start - 1] == "a" and pieces[start - 2 : start - 1] == ["and"])
    ):
        start -= 1
    return pieces[start:end]


def _value(number: str) -> str:
    """One number as digits."""
    if FRACTION.fullmatch(number):
        return plain_fraction(number)
    if number in _FRACTIONS:
        return ".5" if number == "half" else ".25"
    value = number_value(number)
    return plain_number(number) if value is None else str(value)


def _numeric(piece: str) -> bool:
    return piece[0].isdigit() or piece in _FRACTIONS or piece == "point" or number_value(piece) is not None
