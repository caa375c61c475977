"""Canvases of Slack: their text, as far as an app may have it."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.slack_client import SlackClient
from bot.slack_errors import Meaning, code_of, meaning

log = logging.getLogger(__name__)

MIMETYPE, FILETYPES = "application/vnd.slack-docs", ("quip", "canvas")
"""What Slack says of a canvas: one or the other."""
HUDDLE_MIMETYPE, HUDDLE_FILETYPE = "application/vnd.slack-huddle-transcript", "huddle_transcript"
UNREADABLE = "Slack doesn't let me read this canvas. Copy its text into a .txt file, and drop that here."
HUDDLE_TRANSCRIPT = (
    "Slack doesn't let apps read the transcript of a huddle. Open it in Slack, copy its text into a .txt file, and "
    "drop that here."
)
LOGIN_FORM = b"<form"
"""Slack's login page has one, an exported canvas hasn't."""


async def content(client: SlackClient, canvas: str) -> bytes | None:
    """A canvas as Markdown, in UTF-8; None where Slack doesn't give it: the app was installed without the scope
    canvases:read, or Slack doesn't know the method for it. Raises SlackApiError for what passes, SlackUnreachable."""
    try:
        answer = await client.canvases_getContent(canvas_id=canvas, content_type="markdown")
    except SlackApiError as error:
        if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
            raise
        log.info("canvas %s is downloaded, since Slack refused its content: %s", canvas, code_of(error))
        return None
    return str(answer.get("content") or "").encode()
