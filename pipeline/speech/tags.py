"""Takes off the tag with which presenters ask whether all follow: "I'm going to press C, right?" tells a deed."""

from __future__ import annotations

import re

_TAGGED = {
    "en": re.compile(
        r"^(?P<told>(?:(?:so|and|now|then|but|okay|all right),? ){0,3}"
        r"(?!(?:should|shall|did|do|does|are|is|can)\b)(?!.*\b(?:should|supposed)\b)"
        r"(?=(?:[^?]{0,80}\b)?(?:(?:i|we)(?:'m| am|'re| are) (?:just |now )?(?:going to|gonna)"
        r"|(?:i|we)(?:'ll| will)|let's)\b)"
        r"[^?]{8,400}?),? (?:right|okay|ok|yeah|all right|alright)\?$",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?P<told>(?!(?:soll|muss|müss|darf|dürf|kann|könn|hab|ist|sind|wer|was|wie|wo|warum)\w*\b)"
        r"(?!.*\b(?:sollt?en?|müsst?en?|dürf\w+)\b)(?=.*\b(?:ich|wir|man|Sie)\b)[^?]{8,400}?)"
        r",? (?:ja|okay|ok|ne|nicht wahr|gell|gut|alles klar|nicht|gelle|woll)\?$",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"^(?P<told>[^?¿]{8,400}?),? ¿?(?:vale|ok|okay|de acuerdo|sí|no|ven|ves|está bien|listo|bien|cierto|verdad)\?$",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"^(?P<told>(?!(?:est-ce|qu|pourquoi|comment|où|qui|quand|faut-il|on doit|je dois)\b)[^?]{8,400}?)"
        r",? (?:d['’]accord|ok|okay|hein|oui|voilà|tu vois|vous voyez|c['’]est bon)[\s\u00a0\u202f]?\?$",
        re.IGNORECASE,
    ),
}
"""A statement and its tag, by ISO 639-1 code. A question whether something has to be done stays one."""


def without_tag(said: str, language: str) -> str:
    """A sentence as a statement if only its tag makes it a question; else as it is.

    >>> without_tag("We're going to lift it, right?", "en"), without_tag("Should we lift it, right?", "en")
    ("We're going to lift it.", 'Should we lift it, right?')
    """
    found = _TAGGED[language].match(said) if said.endswith("?") else None
    return f"{found['told']}." if found else said
