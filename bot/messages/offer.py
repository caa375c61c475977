"""A guide that nobody asked for expressly: the question whether it is wanted, and the refusal that only its person
sees."""

from __future__ import annotations

from enum import StrEnum

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.messages.language import Words
from bot.messages.message import Message, context, plain, section, shorten
from bot.messages.outcome import ANYWAY, failure_message

MAKE = "make_guide"
"""The action_id of the button that offers a guide of a file that may not be meant; its value is the job's id."""
SHORTCUT = "Make a guide"
"""The name of the message shortcut, as manifest.yml has it."""


class Unsure(StrEnum):
    """Why people are asked before a guide is made of a file."""

    OF_NOTHING = "nothing"
    """It is wanted so: another app has posted the file, or the channel is set to it."""
    OF_TRANSCRIPT = "transcript"
    """It may be no transcript."""
    OF_CONTENT = "content"
    """It is one, but may not show how to do something."""
    OF_PROCEDURE = "procedure"
    """It is one, and nobody was heard showing how to do something: a guide is made only if somebody insists."""


def offer_message(
    say: Words, name: str, reason: str, job: str, *, unsure: Unsure = Unsure.OF_TRANSCRIPT, alone: bool = False
) -> Message:
    """A button, instead of a guide nobody asked for. `reason` says what makes unsure, in English; empty for nothing.
    `alone`: one person sees it, until they load Slack again, so it names the ways that are left then."""
    source = plain(shorten(name, 80))
    match unsure:
        case Unsure.OF_NOTHING:
            asked = say("I can make a step-by-step guide from {name}.", name=source)
        case Unsure.OF_TRANSCRIPT:
            asked = say("Is {name} a transcript?", name=source)
        case _:
            asked = say("Shall I make a step-by-step guide from {name}?", name=source)
    text = say.sentences(asked, plain(shorten(say.told(reason), 300)))
    button = making_button(say, job, anyway=unsure is Unsure.OF_PROCEDURE)
    blocks: list[Block] = [section(text), ActionsBlock(elements=[button])]
    return Message(text, (*blocks, _later(say)) if alone else tuple(blocks))


def making_button(say: Words, job: str, *, anyway: bool | None) -> ButtonElement:
    """The answer to whether a guide is wanted; `anyway`: of what nobody was heard showing how to do something in."""
    if anyway:
        return ButtonElement(text=say("Make one anyway"), action_id=ANYWAY, value=job)
    return ButtonElement(text=say("Make a guide from it"), action_id=MAKE, value=job, style="primary")


def refusal_alone_message(say: Words, name: str, reason: str, job: str) -> Message:
    """Why no guide was made that nobody asked for, for the one person who sees it. `reason` is in English."""
    told = failure_message(say, name, reason, job, anyway=True)
    return Message(told.text, (*told.blocks, _later(say)))


def _later(say: Words) -> Block:
    """The ways that are left when a message that only one person sees has vanished."""
    later = (
        "Only you can see this, and it's gone once Slack reloads. After that, choose {shortcut} in the original "
        "message's menu, or mention me in its thread."
    )
    return context(say(later, shortcut=f"*{SHORTCUT}*"))
