"""Delete, below a finished guide: what it asks before it deletes anything, and what stands there then."""

from __future__ import annotations

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, PlainTextObject

from bot.messages.language import Words
from bot.messages.message import Message, plain, section, shorten

DELETE = "delete_guide"
"""The action_id of the button; its value is the job's id."""


def delete_button(say: Words, job: str) -> ButtonElement:
    """The button, which asks once more."""
    confirm = ConfirmObject(
        title=PlainTextObject(text=say("Delete this guide?")),
        text=PlainTextObject(
            text=say.sentences(
                say("Its files in Slack are deleted for everybody, and so is what I keep of it."),
                say("The transcript in Slack stays."),
                say("That can't be undone."),
            )
        ),
        confirm=PlainTextObject(text=say("Delete")),
        deny=PlainTextObject(text=say("Cancel")),
        style="danger",
    )
    return ButtonElement(text=say("Delete"), action_id=DELETE, value=job, style="danger", confirm=confirm)


def deleted_message(say: Words, name: str, by: str) -> Message:
    """What is left of the summary."""
    text = say("{who} deleted the guide from {name}.", who=f"<@{by}>", name=plain(shorten(name, 80)))
    return Message(text, (section(text),))


def left_text(say: Words, files: int) -> str:
    """That Slack keeps files which the app may not delete."""
    return say.count(
        "Slack doesn't let me delete {n} file of this guide. Delete it in Slack.",
        "Slack doesn't let me delete {n} files of this guide. Delete them in Slack.",
        files,
    )
