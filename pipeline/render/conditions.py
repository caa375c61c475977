"""The condition under which a step is done: in its heading where it is short, or as a line in front of its actions."""

from __future__ import annotations

import re
import unicodedata

from pipeline.guide import Step
from pipeline.render.localization import Words
from pipeline.render.text import capitalized, line, on_one_line

MOST_IN_HEADING = 60
"""A longer condition stands below the heading. A letter of Chinese, Japanese or Korean counts as two."""
LONGEST_HEADING = 90
"""So long a title may be with its condition."""
SAME_WORDS_SHARE = 0.5
"""A condition with so many of its words in the title would say the title again."""

_STATED = re.compile(r"(?:You|Your|The|There) (?=[a-z])")
_BRACKETS = re.compile(r"[()\[\]{}（）［］【】]")
_OPENERS = """
    if only when whenever once while as unless until after before for in on with without where provided
    wenn nur falls sobald solange während nach nachdem bei bevor ehe für ohne mit sofern
    si solo sólo únicamente cuando una mientras después antes para en sin con
    s seulement uniquement quand lorsque une dès après avant pour sans avec tant
    se soltanto quando dopo prima mentre per senza nel
    als alleen indien wanneer zodra na voor terwijl bij op zonder met mits
    jeśli jeżeli tylko gdy kiedy po przed dla podczas w bez z
    só somente apenas uma depois após enquanto em sem com caso
    eğer yalnızca sadece
    якщо лише тільки коли після перед для поки під у в без з
"""
_OPENS = frozenset(_OPENERS.split())
"""What conditions begin with. Inside a heading it has no capital; a name would keep its own."""


def condition(step: Step, *, headed: bool = True) -> str:
    """The condition of a step as a line in front of its actions: "If you are on Windows:". Empty if there is none, or
    if the heading or the first action says it. `headed`: whether the step has a heading of its own."""
    text = _clause(step)
    if headed and short_condition(step):
        return ""
    telling = _telling(text)
    if step.actions and telling and telling <= _telling(step.actions[0].instruction):
        return ""
    return f"{capitalized(text)}:" if text else ""


def short_condition(step: Step) -> str:
    """The condition of a step as its heading says it: "if you are on Windows". Empty if there is none, or if it is long
    or would need brackets within brackets, or says what the title says."""
    text = on_one_line(_clause(step)).replace("`", "").strip()
    if _BRACKETS.search(text) or _width(text) > MOST_IN_HEADING or _width(step.title + text) > LONGEST_HEADING:
        return ""
    telling = _telling(text)
    same = telling & _telling(step.title)
    if len(same) > 1 and len(same) >= SAME_WORDS_SHARE * len(telling):
        return ""
    first = re.match(r"\w*", text)
    return text[:1].lower() + text[1:] if first and first[0].casefold() in _OPENS else text


def qualified_title(words: Words, step: Step, title: str, *, conditional: bool = True) -> str:
    """The title with what is in brackets behind it: "(optional)", "(if you are on Windows)" or both. `conditional`:
    whether the condition is to be there."""
    optional = words("{title} (optional)", title=title)
    told = short_condition(step) if conditional else ""
    if step.optional:
        return f"{optional[:-1]}{words.comma}{told}{optional[-1]}" if told else optional
    if not told:
        return title
    return f"{title}（{told}）" if optional.endswith("）") else f"{title} ({told})"


def _clause(step: Step) -> str:
    text = line(step.when or "").rstrip(" .:,;")
    if _STATED.match(text):  # "You want to print": a clause that lacks its conjunction
        text = f"If {text[:1].lower()}{text[1:]}"
    return text


def _telling(text: str) -> frozenset[str]:
    """The words of a line that are longer than "only", "when" and the like."""
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 4 or not word.isascii())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
