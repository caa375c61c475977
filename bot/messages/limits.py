"""What somebody is told who has asked for more than is allowed: which limit that is, and from when on there is room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.limits import Limit, Reached
from bot.messages.language import Words
from bot.messages.message import plain, shorten
from bot.messages.usage import when

MOST_NAMES = 10


def limit_text(say: Words, reached: Reached, names: Sequence[str] = (), *, marked: bool = True) -> str:
    """Why nothing is made of these files; for one person. It is mrkdwn, with the time as the reader's clock has it, or
    plain text where it isn't `marked`."""
    shown = [shorten(name, 60) for name in names[:MOST_NAMES]]
    listed = say.items(*(map(plain, shown) if marked else shown))
    sentences = [say("No guide is being made from: {names}.", names=listed)] if listed else []
    sentences.append(_why(say, reached))
    if reached.again is not None:
        # Nobody is told a time at which it's still too early.
        time = (
            when(say, reached.again + 60) if marked else f"{datetime.fromtimestamp(reached.again + 60, UTC):%F %R} UTC"
        )
        sentences.append(say("You can ask for guides again from: {time}", time=time))
    return say.sentences(*sentences)


def _why(say: Words, reached: Reached) -> str:
    n = reached.most
    match reached.limit:
        case Limit.PERSON_AT_ONCE:
            return say.count(
                "You already have {n} guide in progress. Wait for it to finish, or cancel it.",
                "You already have {n} guides in progress. Wait for one to finish, or cancel one.",
                n,
            )
        case Limit.WORKSPACE_AT_ONCE:
            return say.count(
                "This workspace can have {n} guide in progress at a time. Try again once it's finished.",
                "This workspace can have {n} guides in progress at a time. Try again once one is finished.",
                n,
            )
        case Limit.PERSON_AN_HOUR:
            return say.count(
                "Each person can ask for {n} guide an hour.", "Each person can ask for {n} guides an hour.", n
            )
        case Limit.WORKSPACE_AN_HOUR:
            return say.count(
                "This workspace can ask for {n} guide an hour.", "This workspace can ask for {n} guides an hour.", n
            )
        case Limit.PERSON_TOKENS:
            return say("You have used up what each person can use of the language model in a day.")
        case Limit.WORKSPACE_TOKENS:
            return say("This workspace has used up what it can use of the language model in a day.")
