"""What messages of the app say, for tests of them."""

from __future__ import annotations

from bot.messages.message import Message


def texts(message: Message) -> str:
    """Everything that the message's sections and contexts say."""
    made = []
    for block in (b.to_dict() for b in message.blocks):
        made += [block["text"]["text"]] if "text" in block else [e.get("text", "") for e in block.get("elements", [])]
    return "\n".join(str(text) for text in made)
