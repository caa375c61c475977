"""The thread of one job: one progress message, whatever happens in between, and everything else said there."""

from __future__ import annotations

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.model import Job
from bot.messages.message import Message

EVENT_TYPE = "script2doc_job"


def metadata(job: str, part: str) -> dict[str, Any]:
    """What marks a message as the `part` of a job, so that it is found again after a crash."""
    return {"event_type": EVENT_TYPE, "event_payload": {"job": job, "part": part}}


async def post_once(
    client: AsyncWebClient, job: Job, part: str, message: Message, *, thread_ts: str | None, look: bool
) -> str:
    """Posts a message of a job and returns its ts. With `look`, it is looked for first, since an earlier process may
    have posted it and died before it could store that. Raises SlackApiError."""
    if look and (ts := await _find(client, job, part, thread_ts)):
        return ts
    posted = await client.chat_postMessage(
        channel=job.channel,
        thread_ts=thread_ts,
        text=message.text,
        blocks=message.blocks,
        metadata=metadata(job.id, part),
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])


async def _find(client: AsyncWebClient, job: Job, part: str, thread_ts: str | None) -> str | None:
    """The message of a job in its thread or channel. One page only: it was among the last things said, and some apps
    may ask once a minute for 15 messages (Slack: "Rate limits", non-Marketplace apps)."""
    oldest = f"{job.created - 60:.6f}"
    if thread_ts:
        found = await client.conversations_replies(
            channel=job.channel, ts=thread_ts, oldest=oldest, limit=15, include_all_metadata=True
        )
    else:
        found = await client.conversations_history(
            channel=job.channel, oldest=oldest, limit=15, include_all_metadata=True
        )
    wanted = metadata(job.id, part)
    for message in found["messages"]:
        marked = message.get("metadata") or {}
        if marked.get("event_type") == EVENT_TYPE and marked.get("event_payload") == wanted["event_payload"]:
            return str(message["ts"])
    return None


async def permalink(client: AsyncWebClient, channel: str, ts: str) -> str | None:
    """The link of a message, or None if Slack gives none."""
    try:
        return str((await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except SlackApiError:
        return None
