"""Names what an English instruction only points at, by the text before it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction
from pipeline.speech.english.vocabulary import content_words

_POINTING = re.compile(
    r"(?P<do>(?:Click|Tap|Press|Select|Choose|Use|Open|Pull|Push|Turn|Flip|Hit|Drag|Loosen|Remove)) (?:it|that|this)"
    r"(?P<rest>\.| (?:up|down|out|off|to|until)\b.*)$"
)
"""An instruction that only points at its object."""
_THERE_IS = re.compile(
    r"\b(?:there's|there is|(?:you|we|i)(?:'ll| will| can| should)?(?: also)? (?:see|have|find|notice)(?: there's)?"
    r"|here's"
    r"|here is|this is)(?: also)? (?:a|an|the|this) (?P<what>(?:[\w-]+ ){0,4}?(?:option|button|icon|tab|link|menu"
    r"|field|box"
    r"|checkbox|dropdown|drop-down|arrow|gear|page|setting|key|switch|lever|knob|valve|screw|handle|latch|tile|row))\b"
    r"(?! (?:that|which|for|of|to)\b)[^.;]{0,40}$",
    re.IGNORECASE,
)
"""What is there, at the end of a text."""

_TYPING = re.compile(
    r"^(?P<do>Type|Enter|Paste|Write|Put|Fill) (?:in )?(?:it|that|this)"
    r"(?P<rest>\.| (?:in|into|on|there|here|when|as|at)\b.*)$"
)
"""An instruction to type "that"."""
_GIVEN = re.compile(
    r"\b(?:name|address|password|passcode|pin|code|key|token|number|url|port|id|domain|e-?mail|value|path)"
    r" (?:is|will be) (?P<value>\S{1,80})$",
    re.IGNORECASE,
)
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
    points, there = _POINTING.match(instruction.text), _THERE_IS.search(before.rstrip(" .,"))
    if points is None or there is None:
        return None
    words = instruction.words | content_words(there["what"])
    return replace(instruction, text=f"{points['do']} the {there['what']}{points['rest']}", words=words, closing=False)
