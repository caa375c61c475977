"""What `/script2doc forget` asks before it deletes anything, and what it says then."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ConfirmObject, PlainTextObject

from bot.messages.language import Words
from bot.messages.message import Message, section

FORGET = "forget_person"
"""The action_id of the button; it deletes what is kept of whoever presses it."""
FORGET_GUIDES = "forget_person_and_guides"
"""That of the one that deletes their guides in Slack as well. Each has its action_id as its value."""


def forget_question(say: Words, *, guides: int, files: int, requests: int, posted: bool = False) -> Message:
    """How much is kept of a person, with a button that deletes it, which asks once more. `files`: transcripts and
    documents; `posted`: whether guides of theirs are in Slack, which another button deletes as well."""
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
    too = say("“Forget and delete guides” deletes the guides I posted for you, too, for everybody.") if posted else ""
    buttons = [_button(say, say("Forget"), FORGET)]
    buttons += [_button(say, say("Forget and delete guides"), FORGET_GUIDES)] if posted else []
    text = say.sentences(keeps, forgets, too)
    return Message(text, (section(text), ActionsBlock(elements=buttons)))


def _button(say: Words, label: str, action: str) -> ButtonElement:
    confirm = ConfirmObject(
        title=PlainTextObject(text=say("Forget everything?")),
        text=PlainTextObject(text=say("That can't be undone.")),
        confirm=PlainTextObject(text=say("Forget")),
        deny=PlainTextObject(text=say("Cancel")),
        style="danger",
    )
    return ButtonElement(text=label, action_id=action, value=action, style="danger", confirm=confirm)


def forgotten_message(say: Words, *, guides: bool = False, left: str = "") -> Message:
    """That it is done; with `guides`, that those in Slack are deleted, and what is `left` of them there."""
    done = (
        say("I've deleted everything I had stored about you, and your guides in Slack.")
        if guides
        else say("I've deleted everything I had stored about you. Files in Slack are still there.")
    )
    text = say.sentences(done, left)
    return Message(text, (section(text),))
