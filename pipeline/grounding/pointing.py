"""Finds instructions that point at the screen: what was shown, but not said."""

from __future__ import annotations

import re

from pipeline.guide import Finding, FindingKind

POINTS = Finding(FindingKind.UNCLEAR, "This refers to something on the screen. Look at the recording.")
UNNAMED = Finding(
    FindingKind.UNCLEAR, "What this line is about was said elsewhere, or only shown. Look at the recording."
)
UNSEEN = Finding(FindingKind.UNCLEAR, "The text doesn't say what this line is about.")
"""In the place of both, where nothing has a time: it may never have been a recording."""
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
    "fr": re.compile(
        r"\bce(?:tte|t|s)? (?:commandes?|lignes?|liens?|boutons?|icônes?|cases?|champs?|pages?)\b|\bcliquez ici\b",
        re.IGNORECASE,
    ),
}


_THIS_THING = re.compile(r"(?:th(?:is|ese)|diese[nmrs]?|est[eao]s?|ce(?:tte|t|s)?)\s(?:.*\s)?(\S+)$", re.IGNORECASE)
"""What is pointed at, with its name last."""
_PARTICLE = r"(?:off|out|in|into|on|onto|up|down|over|back|away|there|here|to|at|with|when|before|after|until|as|again)"
_BARE_OBJECT = re.compile(rf"^[a-z-]+ (?:it|that|this|them|those)(?:\.?$| {_PARTICLE}\b)", re.IGNORECASE)
"""An English command with an object that only something before it names."""
_TYPED_OBJECT = re.compile(rf"^(?:type|enter|paste) (?:that|this|it)(?: in)?(?:\.?$| {_PARTICLE}\b)", re.IGNORECASE)
_HAD = re.compile(r"^(?:copy|cut|get|generate|create|find|note|take|write|read|look)\b|[\d`“]", re.IGNORECASE)
"""An instruction that has the reader hold what the next one types."""


MOST_WORDS = 9
"""A longer instruction has told what "this" is."""
_TELLS = re.compile(r"`[^`]{1,80}`|\*\*[^*]{1,80}\*\*|[“„«\"][^”“»\"]{1,80}[”“»\"]|https?://")
"""A label, code, a quotation or an address: what it names can be found."""


def points(instruction: str, language: str | None, before: str | None = None) -> bool:
    """Whether an instruction is unclear without the recording. What `before`, the line before it, names is clear.

    >>> points("Run this command.", "en"), points("Run the script.", "en")
    (True, False)
    >>> points("Trim right at this line.", "en", "Find the line of the serger.")
    False
    """
    pattern = _POINTING.get((language or "en").split("-")[0])
    if pattern is None or len(instruction.split()) > MOST_WORDS or _TELLS.search(instruction):
        return False
    found = pattern.search(instruction)
    if found is None:
        return False
    thing = _THIS_THING.match(found[0])
    return not (thing and before and re.search(rf"(?<!\w){re.escape(thing[1])}(?!\w)", before, re.IGNORECASE))


def lacks_object(instruction: str, before: str | None, language: str | None) -> bool:
    """Whether an English instruction is about "it" or "that", and `before`, the line before it in its step, can't name
    it: there is none, or nothing in it can be typed. In other languages it never is.

    >>> lacks_object("Trim it off.", None, "en"), lacks_object("Trim it off.", "Fold the bag.", "en")
    (True, False)
    >>> lacks_object("Type that in the box.", "Click Save.", "en"), lacks_object("Paste it.", "Copy the key.", "en")
    (True, False)
    """
    if (language or "en").split("-")[0] != "en" or _TELLS.search(instruction):
        return False
    if before is None:
        return _BARE_OBJECT.match(instruction) is not None
    return _TYPED_OBJECT.match(instruction) is not None and not _HAD.search(before)
