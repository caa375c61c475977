"""Parts of an answer that are written as one line: "TEXT | 12-18, 25 | way: NAME | optional".

As objects with a name and a "null" for each field, they took a model more than twice as long, and all writers wait for
the list of steps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pipeline.prompts import fields

_IDS = re.compile(r"[\[(]?u?\d(?:[\d\s,;.…‐-―−~～-]|to\b|and\b|u(?=\d))*[\])]?")
_CITED_BEHIND = re.compile(r"\[(\d[\d\s,;‐-―−-]*)\]\Z")
"""As the plan has them that writers are shown."""
_NAMED = re.compile(r"([^\W\d_][\w ]{0,30})[:：](.*)", re.DOTALL)
_ARROW = re.compile(r"←|⟵|<-+")
MOST_PARTS = 40
"""Of one line."""


def read_name(line: str) -> tuple[str, list[str]]:
    """A name, and the forms in which it was heard.

    >>> read_name("Kubernetes ← cooper netties | cube in eddies")
    ('Kubernetes', ['cooper netties', 'cube in eddies'])
    """
    written, *heard = _ARROW.split(line, 1)
    return written.strip(), [form.strip() for form in "".join(heard).split("|", MOST_PARTS) if form.strip()]


class LinePart(fields.Part):
    """A part of an answer that may be a line, and an object as well. In a line its main text comes first, then the
    utterances, then what else there is: fields with their names, and flags."""

    flags: ClassVar[frozenset[str]] = frozenset()
    """Fields that are true where their name stands."""

    @classmethod
    def of_line(cls, line: str) -> Mapping[str, Any]:
        """
        >>> class Need(LinePart):
        ...     text: fields.Text = ""
        ...     utterances: fields.Ids = ""
        ...     way: fields.TextOrNone = None
        >>> Need.of_line("A colander | 3-5, 9 | way: In the fridge")
        {'text': 'A colander', 'utterances': '3-5, 9', 'way': 'In the fridge'}
        """
        first, *others = (part.strip() for part in line.split("|", MOST_PARTS))
        texts, read = [first], dict[str, Any]()
        for other in others:
            named = _NAMED.fullmatch(other)
            if other.casefold() in cls.flags:
                read[other.casefold()] = True
            elif _IDS.fullmatch(other):
                read.setdefault("utterances", other)
            elif named and cls.knows({named[1].strip(): None}):
                read.setdefault(named[1].strip(), named[2].strip())
            elif not read:
                texts.append(other)  # a bar of its own
        text = " | ".join(filter(None, texts))
        if "utterances" not in read and (behind := _CITED_BEHIND.search(text)):
            text, read = text[: behind.start()].rstrip(), {"utterances": behind[1], **read}
        return {cls.main: text, **read}
