"""Delete, below a finished guide: what it asks before it deletes anything, and what stands there then."""

from __future__ import annotations

from dataclasses import asdict

from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.views import View

from bot.messages.forms import form_view
from bot.messages.language import Words
from bot.messages.message import Message, plain, section, shorten
from bot.messages.options import Form

DELETE = "delete_guide"
"""The action_id of the button; its value is the job's id."""
CALLBACK = "delete_this_guide"
"""The callback_id of the form that asks once more."""


def delete_button(say: Words, job: str) -> ButtonElement:
    """The button. It doesn't ask once more by itself: Slack would ask everybody, and who may not delete the guide is to
    be told at once."""
    return ButtonElement(text=say("Delete"), action_id=DELETE, value=job, style="danger")


def delete_view(say: Words, form: Form, guide: str) -> View:
    """What is asked of who may delete a guide. `guide`: what it is called."""
    text = say.sentences(
        say("Its files in Slack are deleted for everybody, and so is what I keep of it."),
        say("The transcript in Slack stays."),
        say("That can't be undone."),
    )
    return form_view(
        say,
        CALLBACK,
        title=say("Delete"),
        submit=say("Delete"),
        kept=asdict(form),
        blocks=[section(f"*{say('Delete this guide?')}*\n{plain(shorten(guide, 150))}".rstrip()), section(text)],
    )


def deleted_message(say: Words, name: str | None, by: str) -> Message:
    """What is left of the summary. `name`: that of the transcript, if it is known."""
    if name is None:
        text = say("{who} deleted this guide.", who=f"<@{by}>")
    else:
        text = say("{who} deleted the guide from {name}.", who=f"<@{by}>", name=plain(shorten(name, 80)))
    return Message(text, (section(text),))


def left_text(say: Words, files: int) -> str:
    """That Slack keeps files which the app may not delete."""
    return say.count(
        "Slack doesn't let me delete {n} file of this guide. Delete it in Slack.",
        "Slack doesn't let me delete {n} files of this guide. Delete them in Slack.",
        files,
    )
