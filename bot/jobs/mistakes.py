"""What is wrong with how somebody has written what they want of a guide: all of it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from bot.jobs.refusal import Refused
from bot.jobs.requests import Verb
from bot.jobs.wishes import KEYS
from bot.messages.message import plain, shorten
from pipeline.errors import OptionError
from pipeline.options import OF_ONE_RECORDING, GuideOptions

MOST_PIECES = 5
"""Of what isn't understood, so many pieces are named."""
MOST_MISTAKES = 5
COMMANDS = tuple(verb.value for verb in Verb if verb is not Verb.MAKE)
PERHAPS_MEANT, SURELY_MEANT = 0.6, 0.75
"""How like a command a word is that stands alone, and one with others behind it, which may be a sentence (the ratio of
difflib.SequenceMatcher)."""
AS_PAIRS = (
    'Write options as `key=value`, with quotes around values that contain spaces, such as `audience="new colleagues"`.'
)
FOR_MORE = "For more, type `/script2doc help`."
COPY_ONE = "Copy one with “Copy link”, or drop the transcript in a channel."
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


def not_understood(pieces: Sequence[str], so: str = "", *, brief: bool = False) -> str:
    """That these words aren't understood, and how options are written, as mrkdwn in English. `so`: what is done about
    that. `brief`: without how they are written, where an example stands beside it."""
    text, *more = (plain(shorten(piece, 100)) for piece in pieces[:MOST_PIECES])
    words = ", ".join(f"“{piece}”" for piece in (text, *more))
    what = f"I don't understand these words: {words}." if more else f"I don't understand “{text}”."
    return " ".join(filter(None, (what, so, "" if brief else AS_PAIRS, FOR_MORE)))


def not_for_several(pairs: Sequence[tuple[str, str]]) -> str:
    """That several guides are made without those of these options that can only be for one, as mrkdwn in English; empty
    if there are none.

    >>> not_for_several([("title", "Set up"), ("tone", "formal")])
    "I'm making these guides without `title`, which can only be for one transcript."
    """
    named = dict.fromkeys(f"`{key.lower()}`" for key, value in pairs if value and key.lower() in OF_ONE_RECORDING)
    said = f"I'm making these guides without {', '.join(named)}, which can only be for one transcript."
    return said if named else ""


def without_mention(pairs: Sequence[tuple[str, str]]) -> str:
    """That these options, written beside a file without a mention, do nothing, as mrkdwn in English; empty if none of
    them could be used.

    >>> without_mention([("audience", "baristas"), ("tone", "no such tone")])
    "I read options only in a message that mentions me, so this has no effect: `audience`. To use it, mention me with \
it in the guide's thread."
    """
    named = dict.fromkeys(f"`{key.lower()}`" for key, value in pairs if value and _can_be_used(key, value))
    said = (
        f"I read options only in a message that mentions me, so this has no effect: {', '.join(named)}. To use it, "
        "mention me with it in the guide's thread."
    )
    return said if named else ""


def _can_be_used(key: str, value: str) -> bool:
    try:
        GuideOptions.from_pairs([(key, value)])
    except OptionError:
        return False
    return key.lower() in KEYS


def no_link(text: str) -> str:
    """That what stands behind `/script2doc` is no link, and no command either where it looks like one, as mrkdwn in
    English; with the command that may be meant.

    >>> no_link("setings")
    "There's no command “setings”. Did you mean `/script2doc settings`? For more, type `/script2doc help`."
    """
    if not text:
        return f"These options need a link to a file or message in Slack. {COPY_ONE} {FOR_MORE}"
    first, *more = text.split()
    like = SURELY_MEANT if more else PERHAPS_MEANT
    if meant := difflib.get_close_matches(first.lower(), COMMANDS, n=1, cutoff=like):
        return f"There's no command “{plain(shorten(first, 100))}”. Did you mean `/script2doc {meant[0]}`? {FOR_MORE}"
    named = plain(shorten(text, 100))
    if more or re.search(r"[./:]", first):
        return f"“{named}” isn't a link to a file or message in Slack. {COPY_ONE} {FOR_MORE}"
    commands = ", ".join(f"`{command}`" for command in COMMANDS)
    neither = f"“{named}” is neither a command nor a link to a file or message in Slack."
    return f"{neither} The commands are {commands}. {FOR_MORE}"
