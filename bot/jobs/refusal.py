"""Why what was asked for can't be done."""

from __future__ import annotations

from collections.abc import Callable

from bot.messages.language import Words
from bot.messages.message import Message
from bot.messages.outcome import note_message


class Refused(Exception):
    """What was asked for can't be done; the message is for the person who asked."""

    def __init__(self, said: str | Callable[[Words], Message]) -> None:
        """`said` is mrkdwn in English, or makes a whole message."""
        super().__init__(said if isinstance(said, str) else "")
        self._said = said

    def message(self, say: Words) -> Message:
        """What the person is told, in their language."""
        return note_message(say.told(self._said)) if isinstance(self._said, str) else self._said(say)
