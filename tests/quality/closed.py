"""Words of closed classes, of which a reader would do the wrong thing by another: colours, sides, signs of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.quality.spoken import Said
from tests.quality.words import STOP, listed, tokens

_COLOURS = listed("""
    red orange yellow green blue purple violet pink brown black white gray grey cyan magenta turquoise""")
_OPPOSITES = {
    word: frozenset(pair.split()) - {word}
    for pair in (
        "left right", "top bottom", "upper lower", "inner outer", "inside outside", "horizontal vertical",
        "horizontally vertically", "clockwise counterclockwise anticlockwise", "minimum maximum", "increase decrease",
        "uppercase lowercase", "public private", "positive negative", "ascending descending", "upload download",
        "import export", "lengthwise crosswise", "north south east west", "portrait landscape", "hot cold",
    )
    for word in pair.split()
}  # fmt: skip
_WAYS = {"in": "out", "out": "in", "up": "down", "down": "up", "on": "off", "off": "on"}
_TURNED = re.compile(
    r"\b(?P<what>side|end|face|edge|facing|scroll|page|arrow|swipe|turn|switch) (?P<way>in|out|up|down|on|off)\b"
)
"""Where "in" and "out" are sides or ways, and no prepositions."""
_SIGNS = (
    "semicolon semicolons ;", "colon colons :", "comma commas ,", "apostrophe apostrophes '", "tilde tildes ~",
    "bracket brackets brace braces parenthesis parentheses paren parens [ ] { } ( )",
    "hyphen hyphens dash dashes minus -", "underscore underscores _", "backslash backslashes \\", "slash slashes /",
    "asterisk asterisks star stars *", "ampersand ampersands and &",
)  # fmt: skip
_SIGN_FORMS = {form: frozenset(forms.split()) for forms in _SIGNS for form in forms.split() if form.isalpha()}
_SIGN_NAMES = frozenset(_SIGN_FORMS) - {"dash", "dashes", "minus", "star", "stars", "and"}
_NAMING = re.compile(r"\b(?:called|named|titled|labell?ed|entitled)\s+(?P<named>\w[\w'’-]*(?:\s+\w[\w'’-]*){0,3})")
_NO_NAME = listed("something anything whatever everything yourself")


def colours(text: str) -> Iterator[str]:
    return (word for word in tokens(text) if word in _COLOURS)


def sides(text: str) -> Iterator[str]:
    """Words that have an opposite: "left", "top", "scroll up", "side in"."""
    yield from (found[0] for found in _TURNED.finditer(text.lower()))
    yield from (word for word in tokens(text) if word in _OPPOSITES)


def side_kept(side: str, said: Said) -> bool:
    """Whether what was said names this side, or at least not its opposite alone."""
    what, _, way = side.rpartition(" ")
    if what:
        return said.says(side) or not said.says(f"{what} {_WAYS[way]}")
    return said.says(side) or not any(said.says(opposite) for opposite in _OPPOSITES[side])


def signs(text: str) -> Iterator[str]:
    """Names of signs that a reader is to type: "semicolon", "bracket"."""
    return (word for word in tokens(text) if word in _SIGN_NAMES)


def sign_said(name: str, said: Said) -> bool:
    """Whether the sign is named, by this name or another of its own, or written."""
    return any(said.says(form) if form.isalpha() else form in said.text for form in _SIGN_FORMS[name])


def named(text: str) -> Iterator[str]:
    """The first word of what a text says that something is called."""
    for found in _NAMING.finditer(text):
        words = [word for word in tokens(found["named"]) if word not in STOP]
        if words and words[0] not in _NO_NAME:
            yield words[0]
