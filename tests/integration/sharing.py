"""What tests of sharing in Slack ask of an office, and do in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.playground.workspace import Message
from tests.integration.conftest import PATIENT, ROOM, SCREENCAST, Office, sample, text_of

PROMPT = replace(PATIENT, share=0.0)


def transcript() -> bytes:
    return sample(SCREENCAST)


async def quiet(office: Office) -> None:
    """Returns when Slack has told everything, and everything that came of it is done."""
    await office.playground.settled()
    await office.bot.desk.tasks.idle()
    await office.playground.settled()


def mention(office: Office, text: str = "") -> str:
    return f"<@{office.playground.app_user.id}> {text}".strip()


def told(office: Office) -> list[str]:
    """What the app has told you alone."""
    return [text_of(message) for message in office.playground.ephemeral(office.playground.you.id)]


async def guides(office: Office, message: Message) -> int:
    """How many documents are in the thread of a message, once all is done."""
    await quiet(office)
    return len(office.documents(message.channel, message.parent or message.ts))


async def posted(office: Office, text: str = "", *, channel: str = ROOM, **more: Any) -> Message:
    """You post something other than a file."""
    return await office.playground.post_message(channel, office.playground.you.id, text, **more)


async def unseen(office: Office, channel: str = ROOM) -> Message:
    """A message with a transcript of which the app was told nothing."""
    with office.playground.events.muted():
        return await office.drop(SCREENCAST, channel=channel)
