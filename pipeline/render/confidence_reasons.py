"""Translates the reason for a step's confidence: grounding gives its counts in English."""

from __future__ import annotations

import re

from pipeline.render.localization import Words
from pipeline.render.text import line

# Patterns for each part of a reason as `pipeline.grounding.confidence` words it, now or in guides that are stored, and
# the message that translates it.
_PARTS = (
    (
        re.compile(r"(?P<a>\d{1,9}) of (?P<n>\d{1,9}) (?:instructions? (?:backed by a source|cited)|actions? cited)"),
        "instructions backed by a source: {a} of {n}",
    ),
    (
        re.compile(r"(?P<a>\d{1,9}) of (?P<n>\d{1,9}) exact values? found(?: in the sources)?"),
        "exact values found in the sources: {a} of {n}",
    ),
    (re.compile(r"the (?P<one>one) exact value found"), "exact values found in the sources: {a} of {n}"),
    (re.compile(r"all (?P<n>\d{1,9}) exact values found"), "exact values found in the sources: {a} of {n}"),
    (re.compile(r"(?P<n>\d{1,9}) lines? to check"), "lines to check: {n}"),
    (
        re.compile(r"(?P<n>\d{1,9}) doubtful lines? not compared with what was said"),
        "doubtful lines not compared with what was said: {n}",
    ),
    (re.compile(r"(?P<n>\d{1,9}) unsupported parts? (?:removed|taken out)"), "unsupported parts removed: {n}"),
    (re.compile(r"(?P<n>\d{1,9}) names? respelled"), "names respelled: {n}"),
    (
        re.compile(
            r"(?P<a>\d{1,9}) of (?P<n>\d{1,9}) said as an instruction, "
            r"the rest (?:only shown or mentioned|shown or named) as possible"
        ),
        "said as an instruction: {a} of {n}, the rest only shown or mentioned as possible",
    ),
    (
        re.compile(r"translated from what was said, so (?:the )?wording can only be compared indirectly"),
        "translated from what was said, so the wording can only be compared indirectly",
    ),
    (re.compile("written without a language model"), "written without a language model"),
    (
        re.compile("only quoted, since nobody was heard giving instructions"),
        "only quoted, since nobody was heard giving instructions",
    ),
)


def localized(words: Words, reason: str) -> str | None:
    """The reason in the document's language. None if a part of it isn't known; it stays English then."""
    parts = [_part(words, part) for part in line(reason).rstrip(".").split("; ")]
    return words.semicolon.join(part for part in parts if part) if all(parts) else None


def _part(words: Words, part: str) -> str | None:
    for pattern, message in _PARTS:
        if found := pattern.fullmatch(part):
            groups = found.groupdict()
            n = "1" if "one" in groups else groups.get("n", "")
            return words(message, a=groups.get("a", n), n=n)
    return None
