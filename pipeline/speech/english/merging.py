"""Names what an English instruction only points at, by the text before it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction
from pipeline.speech.english.vocabulary import content_words
from pipeline.speech.lexicon import phrase_of

_POINTING = re.compile(
    r"(?P<do>(?:Click|Tap|Press|Select|Choose|Use|Open|Pull|Push|Turn|Flip|Hit|Drag|Loosen|Remove)) (?:it|that|this)"
    r"(?P<rest>\.|,? (?:and )?then\b.*| (?:up|down|out|off|to|until)\b.*)$"
)
"""An instruction that only points at its object."""
_THERE_IS = phrase_of("english", "merging.THERE_IS")
"""What is there, at the end of a text."""

_SAYS = re.compile(
    r"\b(?:button|link|tab|option|icon|menu|entry|box|field|switch|tile) (?:that |which )?"
    r"(?:says|reads|called|named|label+ed|saying|is called) (?P<label>(?-i:[A-Z])[\w'’&-]*(?: [\w'’&-]+){0,4})$",
    re.IGNORECASE,
)
"""What stands on a control, at the end of a text."""
_TYPING = re.compile(
    r"^(?P<do>Type|Enter|Paste|Write|Put|Fill) (?:in )?(?:it|that|this)"
    r"(?P<rest>\.| (?:in|into|on|there|here|when|as|at)\b.*)$"
)
"""An instruction to type "that"."""
_GIVEN = phrase_of("english", "merging.GIVEN")
"""A value, at the end of a text."""


def with_thing_named(instruction: Instruction, before: str) -> Instruction | None:
    """The instruction with what the text before it names in place of "it"; None if that names nothing.

    >>> click = Instruction("Click that.", "click", 0.6, frozenset({"click"}))
    >>> with_thing_named(click, "you'll see there's a save template option").text
    'Click the save template option.'
    """
    typed, given = _TYPING.match(instruction.text), _GIVEN.search(before.rstrip(" .,"))
    if typed and given:
        words = instruction.words | content_words(given["value"])
        return replace(instruction, text=f"{typed['do']} {given['value']}{typed['rest']}", words=words, closing=False)
    points, says = _POINTING.match(instruction.text), _SAYS.search(before.rstrip(" .,"))
    if points and says:
        words = instruction.words | content_words(says["label"])
        return replace(instruction, text=f"{points['do']} {says['label']}{points['rest']}", words=words, closing=False)
    points, there = _POINTING.match(instruction.text), _THERE_IS.search(before.rstrip(" .,"))
    if points is None or there is None:
        return None
    what = there["name"] or f"the {there['what']}"
    words = instruction.words | content_words(what)
    return replace(instruction, text=f"{points['do']} {what}{points['rest']}", words=words, closing=False)
