"""Fractions, which are said in words of their own: 1/2 is "half a cup", 3/4 "three quarters"."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.grounding.evidence import Evidence
from pipeline.grounding.tokens import fold

FRACTION = re.compile(
    r"(?<![\w/.,])(?:\d{1,3}[ \u00a0-])?\d{1,2}\s?[/⁄]\s?\d{1,2}(?![\w/])|(?<!\w)\d{0,3}\s?[½⅓⅔¼¾⅛⅜⅝⅞](?!\w)"
)
_PARTS = re.compile(r"^(?:(\d+)[\s-]+)?(\d+)\s?/\s?(\d+)$")
_DECIMAL = re.compile(r"^(\d*)[.,](25|333?|5|667?|75)0?$")
_HALF = """
    half halves halb halbe halben halber halbes halve demi demie medio media mezzo mezza meio meia
"""
_THIRD = "third thirds drittel derde tiers tercio tercios terzo terzi terco tercos"
_QUARTER = """
    quarter quarters fourth fourths viertel kwart quart quarts cuarto cuartos quarto quarti quartos
"""
_EIGHTH = """
    eighth eighths achtel achtste huitieme huitiemes octavo octavos ottavo ottavi oitavo oitavos
"""
_SAID = {parts: frozenset(words.split()) for parts, words in ((2, _HALF), (3, _THIRD), (4, _QUARTER), (8, _EIGHTH))}
"""Words for one of so many parts, folded, in English, German, Dutch, French, Spanish, Italian and Portuguese."""
_ONE_WORD = {
    Fraction(3, 4): frozenset(["dreiviertel"]),
    Fraction(3, 2): frozenset(["anderthalb", "anderhalf", "eineinhalb"]),
}


def said(text: str, evidence: Evidence) -> str | None:
    """The source in which a fraction is said, in figures or in words, or None. So is a decimal with the same value."""
    value = _value(text)
    if value is None:
        return None
    if not text.startswith(".") and (found := evidence.find(text)):
        return found
    for word in _ONE_WORD.get(value, ()):
        if word in evidence.words:
            return evidence.find_word(word)
    whole, part = divmod(value, 1)
    words = _SAID.get(part.denominator, frozenset()) & evidence.words
    # "A pound and a half" is 1 1/2.
    if not words or (whole > 1 and not evidence.find(str(whole))):
        return _written(value, evidence)
    if part.numerator > 1 and not evidence.find(str(part.numerator)):
        return None
    return evidence.find_word(min(words))


def _written(value: Fraction, evidence: Evidence) -> str | None:
    decimal = f"{float(value):g}"
    whole, part = divmod(value, 1)
    forms = [decimal, decimal.replace(".", ","), f"{value.numerator}/{value.denominator}"]
    if whole:
        forms += [f"{whole}{between}{part.numerator}/{part.denominator}" for between in (" ", "-", " and ")]
    return next((found for form in forms if (found := evidence.find(form))), None)


def _value(text: str) -> Fraction | None:
    """The value of a number with a fraction, or None.

    >>> _value("1 1/2"), _value("¾"), _value("0.25"), _value("12")
    (Fraction(3, 2), Fraction(3, 4), Fraction(1, 4), None)
    """
    written = re.sub(r"(\d)([½⅓⅔¼¾⅛⅜⅝⅞])", r"\1 \2", text)
    written = " ".join(fold(written).replace("⁄", "/").split())
    if (parts := _PARTS.match(written)) and int(parts[3]):
        return int(parts[1] or 0) + Fraction(int(parts[2]), int(parts[3]))
    if decimal := _DECIMAL.match(written):
        share = {"3": Fraction(1, 3), "6": Fraction(2, 3)}.get(decimal[2][0]) or Fraction(f"0.{decimal[2]}")
        return int(decimal[1] or 0) + share
    return None
