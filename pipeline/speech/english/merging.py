"""Merges two English instructions in a row that are one line of a guide: a menu and what to choose in it, a name and
an example of it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.speech import Instruction

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
    if _NAMING.match(before.text) and _CALLED.match(after.text):
        return replace(after, weight=max(before.weight, after.weight))
    if (named := _WHATEVER.match(before.text)) and (called := _CALLED.match(after.text)):
        text = f"{named['named']} whatever you want, for example {called['value']}."
        return replace(before, text=text, words=before.words | after.words, closing=True)
    return None
