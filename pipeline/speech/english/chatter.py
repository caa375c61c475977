"""Small talk at the end of a sentence that commands: "click Save, close the window, grab a coffee"."""

from __future__ import annotations

import re

from pipeline.speech.english import sentence_kinds
from pipeline.speech.english.clause_splitting import split_instructions
from pipeline.speech.english.frame_finder import find_frame
from pipeline.speech.english.openers import strip_openers
from pipeline.speech.english.verb_frame import Mood
from pipeline.speech.english.vocabulary import HANDLING_VERBS

_LINKED = re.compile(r",? (?:which|that) (?:i|we)(?:'ll| will)(?: also)? link\b.*$", re.IGNORECASE)
"""The promise of a link behind what is told."""


def without_chatter(text: str) -> str | None:
    """The commands of a sentence that begins with one for hands or a mouse, without the clauses that are small talk,
    and any sentence without the promise of a link. None for other sentences, and if nothing else or no small talk is
    there.

    >>> without_chatter("click Save, close the window, grab a coffee and you are done")
    'click Save, close the window'
    """
    shorter = _LINKED.sub("", text.rstrip(" .!"))
    if shorter != text.rstrip(" .!") and not sentence_kinds.CHATTER.search(shorter.lower()):
        return shorter
    bare = strip_openers(text.rstrip(" .!"))
    frame = find_frame(bare)
    if frame is None or frame.mood is not Mood.COMMAND or frame.negated or frame.verb not in HANDLING_VERBS:
        return None
    parts = split_instructions(bare, commanded=True)
    told = [part for part in parts if not sentence_kinds.CHATTER.search(part.lower())]
    kept = [part for part in told if find_frame(strip_openers(part))]
    return ", ".join(kept) if kept and kept[0] == parts[0] and len(told) < len(parts) else None
