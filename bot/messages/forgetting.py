"""What `/script2doc forget` asks before it deletes anything, and what it says then."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ConfirmObject, PlainTextObject

from bot.messages.language import Words
from bot.messages.message import Message, section

FORGET = "forget_person"
"""The action_id of the button; it deletes what is kept of whoever presses it."""


def forget_question(say: Words, *, guides: int, files: int, requests: int) -> Message:
    """How much is kept of a person, with a button that deletes it, which asks once more. `files`: transcripts and
    documents."""
    if not (guides or files or requests):
        nothing = say("I have nothing stored about you.")
        return Message(nothing, (section(nothing),))
    what = [
        say.count("{n} guide", "{n} guides", guides) if guides else "",
        say.count("{n} transcript or document", "{n} transcripts and documents", files) if files else "",
    ]
    if kept := say.items(*what):
        keeps = say("I keep {what} of yours, and the list of your requests.", what=kept)
    else:
        keeps = say("The only thing I have stored about you is the list of your requests.")
    forgets = say(
        "“Forget” deletes that now, and stops what is being made for you. What other people have asked for as well "
        "stays, and so do files in Slack."
    )
    confirm = ConfirmObject(
        title=PlainTextObject(text=say("Forget everything?")),
        text=PlainTextObject(text=say("That can't be undone.")),
        confirm=PlainTextObject(text=say("Forget")),
        deny=PlainTextObject(text=say("Cancel")),
        style="danger",
    )
    button = ButtonElement(text=say("Forget"), action_id=FORGET, value=FORGET, style="danger", confirm=confirm)
    text = say.sentences(keeps, forgets)
    return Message(text, (section(text), ActionsBlock(elements=[button])))


def forgotten_message(say: Words) -> Message:
    """That it is done."""
    text = say("I've deleted everything I had stored about you. Files in Slack are still there.")
    return Message(text, (section(text),))
