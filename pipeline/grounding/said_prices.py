"""Prices, which are said in words of their own: $1.50 is "a dollar 50"."""

from __future__ import annotations

import re

from pipeline.grounding.evidence import Evidence

_PRICE = re.compile(r"(?P<before>[$€£]?)\s?(?P<whole>\d{1,4})[.,](?P<part>\d{2})\s?(?P<behind>[$€£]?)")
_CURRENCIES = {"$": "dollars dollar bucks buck", "€": "euros euro", "£": "pounds pound quid"}
_PARTS = {"$": "cents cent", "€": "cents cent", "£": "pence p"}


def said(text: str, evidence: Evidence) -> str | None:
    """The source in which a price is said with its currency between its figures, or None."""
    price = _PRICE.fullmatch(text)
    sign = price and (price["before"] or price["behind"])
    if not price or not sign:
        return None
    whole, part = int(price["whole"]), int(price["part"])
    if not whole:
        forms = [f"{part} {word}" for word in _PARTS[sign].split()]
    else:
        figures = [str(whole), *(("a",) if whole == 1 else ())]
        forms = [
            f"{figure} {word}{between}{part}"
            for figure in figures
            for word in _CURRENCIES[sign].split()
            for between in (" ", " and ")
        ]
    return next((found for form in forms if (found := evidence.find(form))), None)
