"""Decides whether "go" and "come" lead to a place on the screen or the workbench, or to another topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.speech.english.verb_frame import Token
from pipeline.speech.english.vocabulary import TANGIBLE_THINGS
from pipeline.speech.lexicon import phrase_of

GOING = ("come", "go", "head", "pop", "hop", "jump", "nip")
"""Verbs with which people go somewhere on a screen or at a bench."""
_TO = phrase_of("english", "motion_verbs.TO", re.NOFLAG)
"""The way to something that can be a place."""


def goes_somewhere(after: Sequence[Token], subject: str) -> bool:
    """Whether the tokens after "go" or "come" name a place: "come down to the panel", "go into the menu". What "we come
    back to later" is a topic. `subject` is that of the frame; "you" or none is always sent to a place."""
    ahead = after[:11]
    if not _TO.match(" ".join(token.low for token in ahead)):
        return False
    named = any(token.text[0].isupper() and token.text != "I" for token in ahead)
    return subject in ("", "you") or named or any(token.low.rstrip("s") in TANGIBLE_THINGS for token in ahead)
