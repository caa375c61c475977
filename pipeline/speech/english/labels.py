"""Finds labels of boxes, buttons and menus that were read out: "tick the box remember my sign-in info". No word of a
label is exchanged for another, so it is masked like a quotation."""

from __future__ import annotations

import re

from pipeline.speech import literals
from pipeline.speech.english.vocabulary import ACTION_VERBS
from pipeline.speech.lexicon import word_set

_I = re.IGNORECASE
_WORD = (
    r"(?:(?!(?:because|so|and|or|when|if|then|since|but|before|after|until|which|that|where|i|we|you|in|on|at|for|from"
    r"|to|under|here|there|it's|that's)\b)[\w'’-]+)"
)
_LABEL = rf"(?P<label>{_WORD}(?: {_WORD}){{1,7}})"
_NAMED = re.compile(
    rf"\b(?:box|checkbox|button|option|link|entry|item|switch|toggle|setting|field|menu|tab|page) "
    rf"(?:(?:is )?(?:called|named|label+ed|marked)|(?:that|which) (?:says|reads)|saying),? {_LABEL}",
    _I,
)
"""A control that is said to be called something."""
_CLICKED = re.compile(
    r"\b(?:click|tick|untick|check|uncheck|tap|press|select|choose|enable|disable)(?: on)?(?: (?:the|that|this)"
    rf"(?: [a-z]+)? (?:box|checkbox|button|option|link|entry|item|switch|toggle|setting|tab):?)? {_LABEL}",
    _I,
)
"""A label, with or without the word for what it is on."""
_NAMED_IN_FULL = re.compile(
    r"\b(?:click|tick|untick|check|uncheck|tap|press|select|choose|enable|disable|hit)(?: on)? "
    r"(?P<label>(?-i:[A-Z])[\w'’-]*(?: [\w'’-]+){0,3}? (?:now|once|later|again|anyway))"
    r"(?=[.,;:!?]|$| (?:and|then|to|in|on|at)\b)",
    _I,
)
"""A label whose last word would be taken for no part of it: "Back up now", "Just once"."""
_EXCHANGED = re.compile(r"\b(?:my|our|mine|ours|me|us)\b", _I)
_BEGIN_LABELS = ACTION_VERBS | word_set("""
    remember forget keep stay trust allow always never don't show hide email notify""")


def mask(text: str) -> literals.Masked:
    """The sentence with marks in place of its literals and of the labels in it that have a word for the speaker.

    >>> mask("Tick the box remember my sign-in info, because I like it.").text
    'Tick the box Qz0zQ, because I like it.'
    >>> mask("Click the button in my dashboard.").text
    'Click the button in my dashboard.'
    """
    masked = literals.mask(text)
    for full in reversed([*_NAMED_IN_FULL.finditer(masked.text)]):
        if "Qz" not in full["label"]:
            begun, ended = masked.text[: full.start("label")], masked.text[full.end("label") :]
            kept = (*masked.literals, literals.Literal(full["label"], code=False))
            masked = literals.Masked(f"{begun}Qz{len(masked.literals)}zQ{ended}", kept)
    if not _EXCHANGED.search(masked.text):
        return masked
    found = list(masked.literals)

    def mark_of(match: re.Match[str]) -> str:
        label = match["label"]
        if "Qz" in label or not _EXCHANGED.search(label) or not (match.re is _NAMED or _begins_label(label)):
            return match[0]
        found.append(literals.Literal(label, code=False))
        return f"{match[0][: match.start('label') - match.start()]}Qz{len(found) - 1}zQ"

    marked = masked.text
    for pattern in (_NAMED, _CLICKED):
        marked = pattern.sub(mark_of, marked)
    return literals.Masked(marked, tuple(found))


def _begins_label(label: str) -> bool:
    """Whether a text begins as labels do: with a capital, or with a verb, which here tells the listener nothing."""
    first = label.split()[0]
    return (first[0].isupper() and first not in ("My", "Our", "I")) or first.lower() in _BEGIN_LABELS
