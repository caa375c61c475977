"""A guide as a canvas: where it is."""

from __future__ import annotations

from bot.messages.language import Words
from bot.messages.message import Message, plain, section, shorten

CANVAS = "as_canvas"
"""The action_id of the button; its value is the job's id."""


def canvas_message(say: Words, title: str, link: str | None) -> Message:
    """That it is there, for all who read the thread."""
    text = say("The guide as a canvas: {link}", link=_linked(title, link))
    return Message(text, (section(text),))


def canvas_there(say: Words, title: str, link: str | None) -> str:
    """That it has been there before, as mrkdwn."""
    return say("There's a canvas of this guide already: {link}", link=_linked(title, link))


def _linked(title: str, link: str | None) -> str:
    name = plain(shorten(title, 100))
    return f"<{link}|{name}>" if link else name
