"""What is wrong with how somebody has written what they want of a guide: all of it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from bot.jobs.refusal import Refused
from bot.jobs.wishes import KEYS
from bot.messages.message import plain, shorten
from pipeline.errors import OptionError
from pipeline.options import GuideOptions

MOST_PIECES = 5
"""Of what isn't understood, so many pieces are named."""
MOST_MISTAKES = 5
_NO_OPTION = re.compile(r"There is no option “[^”]*”\.")


def options_of(pairs: Sequence[tuple[str, str]], own: GuideOptions, pieces: Sequence[str] = ()) -> GuideOptions:
    """The options that are named, over the person's own; `pieces` are words beside them that aren't understood. Raises
    Refused, which names every mistake, for options that can't be used."""
    try:
        return GuideOptions.from_pairs(pairs, **own.to_dict())
    except OptionError as error:
        alone = [found for key, value in pairs if (found := _mistake(key, value))]
        said = list(dict.fromkeys(alone or [error.message]))[:MOST_MISTAKES]
        told = [plain(text) for text in said] + ([not_understood(pieces)] if pieces else [])
        raise Refused(" ".join(told)) from None


def _mistake(key: str, value: str) -> str:
    """What is wrong with one option; nothing if that can be used by itself."""
    try:
        GuideOptions.from_pairs([(key, value)])
    except OptionError as error:
        found = _NO_OPTION.match(error.message)
        close = difflib.get_close_matches(key.lower(), sorted(KEYS), n=1)
        if not found or not close:
            return error.message
        # A value that isn't allowed either is no suggestion.
        if wrong := _mistake(close[0], value):
            return f"{found[0]} Did you mean {close[0]}? {wrong}"
        return error.message
    return ""


def not_understood(pieces: Sequence[str], so: str = "") -> str:
    """That these words aren't understood, and how options are written, as mrkdwn in English. `so`: what is done about
    that."""
    text, *more = (plain(shorten(piece, 100)) for piece in pieces[:MOST_PIECES])
    words = ", ".join(f"“{piece}”" for piece in (text, *more))
    what = f"I don't understand these words: {words}." if more else f"I don't understand “{text}”."
    what = f"{what} {so}" if so else what
    return (
        f"{what} Write options as `key=value`, with quotes "
        'around values that contain spaces, such as `audience="new colleagues"`. For more, type '
        "`/script2doc help`."
    )
