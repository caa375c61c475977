"""What a message says, as the app gives it: text, blocks and metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.playground import block_kit
from bot.playground.arguments import Args
from bot.playground.refusal import Refused

TEXT_CUT = 40_000
"""Slack truncates a message's text here (docs.slack.dev, chat.postMessage, "Truncating content")."""
NO_TEXT = "This content can't be displayed."
"""What Slack writes as the text of a message that has blocks and no text."""


@dataclass(frozen=True)
class Content:
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None

    @classmethod
    def read(cls, args: Args) -> Content:
        """The text, blocks and metadata of the arguments. Raises Refused for whatever Slack would refuse."""
        blocks = block_kit.read_blocks(args.json("blocks", "invalid_blocks_format"))
        attachments = args.json("attachments", "invalid_attachments")
        if attachments is not None and not isinstance(attachments, list):
            raise Refused("invalid_attachments")
        text = args.text("text")
        if not text and not blocks and not attachments:
            raise Refused("no_text")
        block_kit.check_blocks(blocks, "message", error="invalid_blocks")
        metadata = args.json("metadata", "invalid_metadata_format")
        if metadata is not None:
            _check_metadata(metadata)
        return cls((text or NO_TEXT)[:TEXT_CUT], blocks, metadata)


def _check_metadata(metadata: Any) -> None:
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if not metadata.get("event_type") or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
