"""The files that a message of Slack's shares: its own, and those of messages that were forwarded in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.slack_files import SlackFile

GONE = ("tombstone", "hidden_by_limit")
"""Modes of files that were deleted, or are older than the workspace's plan shows."""
DEEPEST = 3
"""How many forwards within forwards are looked into."""


def files_of(message: Mapping[str, Any], deepest: int = DEEPEST) -> tuple[SlackFile, ...]:
    """The files of a message as events, shortcuts and conversations.history carry it, each of them once. Those of a
    forwarded message are in its attachments; links that Slack has unfurled are attachments too, and share nothing."""
    found = {
        file["id"]: SlackFile.from_slack(file)
        for file in message.get("files") or ()
        if file.get("id") and file.get("mode") not in GONE
    }
    for forwarded in message.get("attachments") or ():
        if forwarded.get("is_share") and deepest:
            for file in files_of(forwarded, deepest - 1):
                found.setdefault(file.id, replace(file, forwarded=True))
    return tuple(found.values())
