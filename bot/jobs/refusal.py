"""Why what was asked for can't be done."""

from __future__ import annotations

from bot.messages.message import Message
from bot.messages.outcome import note_message


class Refused(Exception):
    """What was asked for can't be done; the message is for the person who asked."""

    def __init__(self, said: str | Message) -> None:
        """`said` is mrkdwn, or a whole message."""
        self.message = note_message(said) if isinstance(said, str) else said
        super().__init__(self.message.text)
