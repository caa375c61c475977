"""Finds instructions that point at the screen: what was shown, but not said."""

from __future__ import annotations

import re

from pipeline.guide import Finding, FindingKind

POINTS = Finding(FindingKind.UNCLEAR, "This refers to something on the screen. Look at the recording.")
_POINTING = {
    "en": re.compile(
        r"\bth(?:is|ese) (?:[\w-]+ ){0,3}?(?:commands?|lines?|links?|websites?|sites?|buttons?|icons?|box(?:es)?"
        r"|checkbox|code|snippet)\b(?! (?:called|named|that|which|in|inside|from)\b)|\b(?:click|press"
        r"|tap) (?:on )?here\b|\blike (?:this|so)\b|^\w+ (?:this|that)\.?$",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\bdiese[nmrs]? (?:[\w-]+ )?(?:befehle?|zeilen?|links?|seiten?|schaltflächen?|knopf|knöpfe|button|symbol"
        r"|feld)\b|^(?:es|das|sie|ihn|die) (?-i:(?:[a-zäöüß]+ ){0,2}[a-zäöüß]+en)\.?$",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\best[eao]s? (?:comandos?|líneas?|enlaces?|botón|botones|iconos?|casillas?)\b|\bhaga clic aquí\b",
        re.IGNORECASE,
    ),
}


MOST_WORDS = 9
"""A longer instruction has told what "this" is."""
_TELLS = re.compile(r"`[^`]{1,80}`|\*\*[^*]{1,80}\*\*|[“„«\"][^”“»\"]{1,80}[”“»\"]|https?://")
"""A label, code, a quotation or an address: what it names can be found."""


def points(instruction: str, language: str | None) -> bool:
    """Whether an instruction is unclear without the recording.

    >>> points("Run this command.", "en"), points("Run the script.", "en")
    (True, False)
    """
    pattern = _POINTING.get((language or "en").split("-")[0])
    if pattern is None or len(instruction.split()) > MOST_WORDS or _TELLS.search(instruction):
        return False
    return bool(pattern.search(instruction))
