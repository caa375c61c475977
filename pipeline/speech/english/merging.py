"""Merges two English instructions in a row that are one line of a guide: a menu and what to choose in it, a name and
an example of it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction
from pipeline.speech.english.vocabulary import content_words

_TO_MENU = re.compile(
    r"^(?:(?P<lead>[^,]+), go|Go) (?:(?:up|over|down|back|on) )*to the (?P<menu>(?:[\w-]+ ){0,3}(?:menu|tab))\.$"
)
"""The way to a menu or tab."""
_CHOOSING = ("choose", "select", "click", "pick", "open")
_WHATEVER = re.compile(
    r"^(?P<named>(?:Name|Call) .+?) (?:whatever|anything|however) (?:you (?:want|like|wish|prefer)|is fine)\.$"
)
"""A name that anybody may choose."""
_NAMING = re.compile(r"^(?:Name|Rename|Call) (?:it|them|this|that)\.$")
"""An instruction to name something, without the name."""
_CALLED = re.compile(r"^(?:Call|Name) (?:it|them|this|that|mine) (?P<value>.+)\.$")
"""An instruction with the name (`value`)."""

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
_FREE_NAME = re.compile(r"^(?P<named>(?:Name|Call) (?:it|them|this|that) (?:whatever|anything))(?: you \w+)?\.$")
"""A name that anybody may choose, of something that only the instruction before names."""


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


def merged(before: Instruction, after: Instruction) -> Instruction | None:
    """One instruction for both; None if they stay two.

    >>> menu = Instruction("Go up to the File menu.", "go", 1.0, frozenset({"file", "menu"}))
    >>> merged(menu, Instruction("Choose Open.", "choose", 1.0, frozenset({"open"}))).text
    'In the File menu, choose Open.'
    """
    if (menu := _TO_MENU.match(before.text)) and after.verb in _CHOOSING and not before.code:
        name = menu["menu"]
        if after.lead and name.lower() in after.lead.lower():
            return replace(after, words=after.words | before.words, weight=max(before.weight, after.weight))
        lead = f"{menu['lead']}," if menu["lead"] else None
        instruction = after.text.removeprefix(after.lead or "").strip()
        if lead and after.lead in (None, lead) and re.fullmatch(r"[^,;]+", instruction):
            text = f"{lead} {instruction[0].lower()}{instruction[1:].rstrip('.')} in the {name}."
            return replace(after, text=text, lead=lead, words=after.words | before.words)
        if not lead and not after.lead and not re.search(rf"\b{re.escape(name)}\b", after.text):
            text = f"In the {name}, {after.text[0].lower()}{after.text[1:]}"
            return replace(after, text=text, lead=f"In the {name},", words=after.words | before.words)
    if (free := _FREE_NAME.match(after.text)) and before.lead and not before.code:
        text = f"{before.text.rstrip('.')}, or {free['named'][0].lower()}{free['named'][1:]}."
        return replace(before, text=text, words=before.words | after.words)
    if _NAMING.match(before.text) and _CALLED.match(after.text):
        return replace(after, weight=max(before.weight, after.weight))
    if (named := _WHATEVER.match(before.text)) and (called := _CALLED.match(after.text)):
        text = f"{named['named']} whatever you want, for example {called['value']}."
        return replace(before, text=text, words=before.words | after.words, closing=True)
    return None
