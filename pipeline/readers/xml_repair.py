"""Mends what tools get wrong when they write captions as XML: bare ampersands, entities of HTML, tags left open."""

from __future__ import annotations

import re
from html.entities import html5

_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_BARE_LESS = re.compile(r"<(?=[\s\d=])")
_OPEN_BREAK = re.compile(r"<((?:\w{1,20}:)?br)[ \t]*>(?!</)", re.I)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
PARAGRAPH = re.compile(rb"<(?:\w{1,20}:)?(?:p|text)[\s>]")
"""Where a caption begins."""


def mended(text: str) -> str:
    """The text as XML that can be read, without a declaration of an encoding, which no longer applies. A file that
    declares entities keeps them, for whoever reads it to refuse."""
    text = _DECLARATION.sub("", text)
    if "&" in text and "<!ENTITY" not in text:
        text = _AMPERSAND.sub(_character, text)
    text = _BARE_LESS.sub("&lt;", text)
    return _OPEN_BREAK.sub(r"<\1/>", text)


def _character(match: re.Match[str]) -> str:
    """The character of an entity that HTML knows and XML doesn't. Otherwise an ampersand was meant."""
    character = html5.get(f"{match[1]};") if match[1] else None
    return character if character and not set(character) & set("<>&") else f"&amp;{match[0][1:]}"
