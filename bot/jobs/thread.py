"""The thread of one job: one progress message, whatever happens in between, and everything else said there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.model import Job
from bot.messages.message import Message
from bot.slack_errors import Meaning, SlackUnreachable, meaning, perhaps_done

EVENT_TYPE = "script2doc_job"


@dataclass(frozen=True)
class Posted:
    """A message of ours."""

    ts: str
    thread_ts: str | None
    """The message whose thread it is in; None for one of its own, as Slack makes of a reply to what was deleted."""
    found: bool = False
    """Whether it was posted before, and may say something older."""


def metadata(job: str, part: str) -> dict[str, Any]:
    """What marks a message as the `part` of a job, so that it is found again after a crash."""
    return {"event_type": EVENT_TYPE, "event_payload": {"job": job, "part": part}}


def is_part(message: Mapping[str, Any], job: str, part: str) -> bool:
    """Whether a message is marked as this part of a job."""
    marked, wanted = message.get("metadata") or {}, metadata(job, part)
    return bool(marked) and all(marked.get(name) == value for name, value in wanted.items())


async def post_once(
    client: AsyncWebClient,
    job: Job,
    part: str,
    message: Message,
    *,
    thread_ts: str | None,
    look: bool,
    since: str | None = None,
) -> Posted:
    """Posts a message of a job. With `look`, it is looked for first: an earlier process may have posted it and died
    before it could store that, or Slack's answer was lost. `since`: the ts of a message that it can only come after, if
    one is known besides the job's beginning. Raises SlackApiError, SlackUnreachable."""
    if look and (found := await find_posted(client, job, part, thread_ts, since)):
        return found
    try:
        answer = await client.chat_postMessage(
            channel=job.channel,
            thread_ts=thread_ts,
            text=message.text,
            blocks=message.blocks,
            metadata=metadata(job.id, part),
            unfurl_links=False,
            unfurl_media=False,
        )
    except (SlackApiError, SlackUnreachable) as error:
        # What Slack has done before its answer was lost mustn't be done again.
        if perhaps_done(error) and (found := await find_posted(client, job, part, thread_ts, since)):
            return replace(found, found=False)
        raise
    return _posted(answer["message"] or {}, str(answer["ts"]), found=False)


def _posted(message: Mapping[str, Any], ts: str, *, found: bool) -> Posted:
    thread_ts = message.get("thread_ts")
    return Posted(ts, str(thread_ts) if thread_ts and thread_ts != ts else None, found)


async def find_posted(
    client: AsyncWebClient, job: Job, part: str, thread_ts: str | None, since: str | None = None
) -> Posted | None:
    """The message of a job in its thread, or else in its channel, where Slack puts replies to what was deleted. One
    page only: it was among the last things said, and some apps may ask once a minute for 15 messages (Slack: "Rate
    limits", non-Marketplace apps). Raises SlackApiError and SlackUnreachable for what passes."""
    oldest = since or f"{job.created - 60:.6f}"
    for place in (thread_ts, None) if thread_ts else (None,):
        try:
            if place:
                found = await client.conversations_replies(
                    channel=job.channel, ts=place, oldest=oldest, limit=15, include_all_metadata=True
                )
            else:
                found = await client.conversations_history(
                    channel=job.channel, oldest=oldest, limit=15, include_all_metadata=True
                )
        except SlackApiError as error:
            if meaning(error) in (Meaning.PASSING, Meaning.REJECTED):
                raise
            continue  # the thread is gone, or the app may not read here
        for message in found["messages"]:
            if is_part(message, job.id, part):
                return _posted(message, str(message["ts"]), found=True)
    return None


async def direct_message(client: AsyncWebClient, user: str) -> str:
    """The conversation of the app with one person. Raises SlackApiError, SlackUnreachable."""
    return str((await client.conversations_open(users=user))["channel"]["id"])


async def permalink(client: AsyncWebClient, channel: str, ts: str) -> str | None:
    """The link of a message, or None if Slack gives none."""
    try:
        return str((await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except (SlackApiError, SlackUnreachable):
        return None
