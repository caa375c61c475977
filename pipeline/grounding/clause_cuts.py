"""A sentence -> what is left of it without one of its ends, where a whole sentence is left.

Where a sentence says something that wasn't said, the other half may well have been. So both are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST_WORDS = 4
"""What is shorter is no sentence that can stand alone."""
_STOP = re.compile(r";\s+|\s[–—]\s+|:\s+")
"""What stands before these is a sentence, in any language, or what a list belongs to."""
_JOINED = {
    "en": r"but(?! also)|so(?: that)?|because|although|even though|whereas|while|and (?=(?:you|it|they|this|then)\b)",
    "de": r"aber|doch|sodass|so dass|damit|weil|obwohl|wobei|während|und (?=Sie\b|du\b|es\b|er\b|sie\b|dann\b)",
    "es": r"pero|aunque|porque|para que|de modo que|mientras que|y (?=usted\b|después\b|luego\b)",
    "fr": r"mais|bien que|parce que|afin que|pour que|de sorte que|tandis que|et (?=vous\b|cela\b|ensuite\b)",
    "it": r"ma|anche se|perché|affinché|in modo che|mentre|e (?=poi\b|questo\b)",
    "nl": r"maar|hoewel|omdat|zodat|terwijl|en (?=u\b|je\b|het\b|dan\b)",
    "pt": r"mas|embora|porque|para que|de modo que|enquanto|e (?=você\b|depois\b|isto\b|isso\b)",
}
"""What begins another clause behind a comma, so that a whole sentence stands before it."""
_OPENS = {
    "en": r"if|when|whenever|while|because|although|once|until|unless|before|after|since|as|not only|either|whether",
    "de": r"wenn|falls|sobald|weil|obwohl|bevor|nachdem|während|solange|damit|nicht nur|entweder|ob",
    "es": r"si|cuando|mientras|porque|aunque|antes de|después de|hasta que|no solo|tanto",
    "fr": r"si|quand|lorsque|pendant que|parce que|bien que|avant de|après|dès que|non seulement|soit",
    "it": r"se|quando|mentre|perché|anche se|prima di|dopo|appena|non solo|sia",
    "nl": r"als|wanneer|terwijl|omdat|hoewel|voordat|nadat|zodra|niet alleen|of",
    "pt": r"se|quando|enquanto|porque|embora|antes de|depois de|assim que|não só|tanto",
}
"""How a sentence begins whose main clause comes behind a comma."""
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def without_an_end(sentence: str, language: str | None) -> tuple[str, ...]:
    """What the sentence says up to a place where it may end, the longest first.

    >>> without_an_end("You set up the desk: monitor and lamp, so that it is ready.", "en")
    ('You set up the desk: monitor and lamp.', 'You set up the desk.')
    """
    cut = (sentence[:at].rstrip(" ,;:–—") for at in sorted(_ends(sentence, language), reverse=True))
    return tuple(dict.fromkeys(f"{head}." for head in cut if len(head.split()) >= LEAST_WORDS and _closed(head)))


def _ends(sentence: str, language: str | None) -> Iterator[int]:
    yield from (found.start() for found in _STOP.finditer(sentence))
    short = (language or "en").split("-")[0]
    opens, joined = _OPENS.get(short), _JOINED.get(short)
    if joined and opens and not re.match(rf"(?:{opens})\b", sentence, re.IGNORECASE):
        yield from (found.start() for found in re.finditer(rf",\s(?:{joined})\s?", sentence))


def _closed(text: str) -> bool:
    """Whether all brackets and quotation marks in it are closed."""
    return all(text.count(a) == text.count(b) for a, b in _PAIRS) and not (text.count('"') % 2 or text.count("`") % 2)
