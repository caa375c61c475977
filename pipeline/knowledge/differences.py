"""Finds where a page gives another value than what was said: another port, version or time for the same thing.

Only values with a label or a unit are compared, in sentences about the same thing. Names aren't compared, since a
renamed menu looks like another menu. Labels and units are English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.knowledge.everyday import Weights
from pipeline.knowledge.select import terms

LEAST_SHARED_TERMS = 2
"""Both sentences must share this many distinctive terms, besides the label."""
DISTINCTIVE_WEIGHT = 1.0
"""From this weight on, a term is distinctive."""

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)*)"
_LABELLED = re.compile(
    rf"\b(?P<label>port|version|release|vlan|channel|timeout|retention|limit)s?\b"
    rf"(?:\s*[:=]\s*|\s+(?:(?:number|is|of|to|on|at)\s+){{0,2}})v?{_NUMBER}",
    re.I,
)
_MEASURED = re.compile(
    rf"(?<![\w.,-]){_NUMBER}[\s-]?(?P<label>milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|"
    r"characters?|digits?|percent|%|[KMGT]i?B|degrees?|°C|°F|volts?|watts?|amps?|psi|rpm|mm|cm|km|kg|ml|liters?|grams?)"
    r"(?!\w)",
    re.I,
)


@dataclass(frozen=True)
class _Value:
    label: str
    number: str
    shown: str
    about: frozenset[str]


def differences(said: str, passage: str) -> tuple[str, ...]:
    """Sentences for the reviewer, one for each value that was said while the passage gives another one. Empty if the
    passage has the value anywhere, for whatever. `said` is the text of the utterances that a line cites."""
    if not re.search(r"\d", said):
        return ()
    weights = Weights()
    written = list(_values(passage, weights))
    numbers = {_plain(number) for number in re.findall(r"\d+(?:[.,]\d+)*", passage)}
    found: dict[str, None] = {}
    for value in _values(said, weights):
        if value.number in numbers:
            continue
        others = [w for w in written if w.label == value.label and len(w.about & value.about) >= LEAST_SHARED_TERMS]
        if len({other.number for other in others}) == 1:  # with several it isn't clear which of them is meant
            found[f"The recording says {value.shown}, but the page says {others[0].shown}."] = None
    return tuple(found)


def _values(text: str, weights: Weights) -> Iterator[_Value]:
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        matches = [*_LABELLED.finditer(sentence), *_MEASURED.finditer(sentence)]
        if not matches:
            continue
        about = {term for term in terms(sentence) if weights(term) >= DISTINCTIVE_WEIGHT and not term.isdigit()}
        for match in matches:
            label = match["label"].lower().removesuffix("s")
            yield _Value(
                label, _plain(match["number"]), match[0].strip(), frozenset(about - set(terms(match["label"])))
            )


def _plain(number: str) -> str:
    """A number in one form: 1,000 and 1000 are the same, and so are 2.0 and 2."""
    number = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    return re.sub(r"\.0+$", "", number)
