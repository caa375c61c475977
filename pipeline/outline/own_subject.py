"""What a guide is called that nothing names: after that of its steps which is about what is told most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.outline.title_worth import is_no_title, makes_something, only_moves, stands_for_a_name
from pipeline.speech.languages import rules_for
from pipeline.transcript import count_words

TWICE = 2
"""What is told so often is what a guide is about."""
MOST_WORDS = 8
"""Of an instruction that can be a title."""

_PLAIN = re.compile(r"[^,;:*`“”„«»]+\.?")
"""An instruction without a condition, an enumeration or anything to type."""
_DEPENDS = re.compile(
    r"\b(?:it|its|them|their|when|if|until|while|unless|wenn|bis|falls|sobald|cuando|si|hasta|quand|lorsque|jusqu\w*)\b",
    re.I,
)
"""What has these words depends on something, or on sentences before it."""
_OF_SOMETHING = re.compile(
    r"^(?:es|ihn|sie)\b|\b(?:it|them|this|that|these|those|es|ihn|sie|dies\w*|das|davon|lo|los|eso|cela|ça)\b$", re.I
)
"""What is so says something only behind other sentences."""
_MEASURED = re.compile(
    r"\b(?:\d+|times|twice|seconds?|minutes?|hours?|mal|sekunden?|minuten?|stunden?|veces|segundos?|minutos?|fois|secondes?)\b",
    re.IGNORECASE,
)
"""How much of something, or how long: a detail of one deed."""
_UNNAMED = re.compile(r"Step \d+|[“„«「\"].*", re.DOTALL)
"""The title of a step that has only a number, or is a quote."""


def own_subject(titles: Sequence[str], lines: Sequence[str], language: str | None, *, among_lines: bool = True) -> str:
    """The title, of those of the steps, that is about what most `lines` (the instructions of all steps) are about; the
    first of those that are alike. One that only goes somewhere, or names an amount, has to be about what is told more
    often. A short instruction is the title where it is about more than all of these, or they only go somewhere; a
    single one is in any case; without `among_lines`, none is. Empty if none is there.

    >>> lines = ("Open the settings.", "Click Devices.", "Add the printer.", "Print a page on the new printer.")
    >>> own_subject(("Open the settings", "Add the printer"), lines, "en")
    'Add the printer'
    """
    content = rules_for(language).content_words
    told = Counter(word for line in lines for word in content(line) - _verb(line))

    def often(title: str) -> int:
        most = max((told[word] for word in content(title) - _verb(title)), default=0)
        return most if most >= TWICE else 0

    def worth(title: str) -> tuple[int, bool, bool, bool]:
        moves, detail = only_moves(title), _MEASURED.search(title) is not None
        return often(title) - TWICE * (moves + detail), not moves, title in titles, makes_something(title)

    plain = (line for line in lines if among_lines and _PLAIN.fullmatch(line) and not _DEPENDS.search(line))
    short = [line.rstrip(".") for line in plain if count_words(line) <= MOST_WORDS]
    named = [one for one in (*titles, *short) if not _UNNAMED.fullmatch(one) and not is_no_title(one)]
    whole = [one for one in named if count_words(one) >= 2 and not _OF_SOMETHING.search(one)]
    whole = [one for one in whole if not stands_for_a_name(one)]
    telling = [one for one in whole if often(one) or len(lines) == 1 or not only_moves(one)]
    return max(telling, key=worth, default="")


def _verb(line: str) -> set[str]:
    """The first word, with which nearly all orders begin: many of them "click", which isn't what they are about."""
    return {word.strip(".,:").lower() for word in line.split()[:1]}
