"""Who may see what: the app may see more than the person who asks it, so it looks before it reads for somebody."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_errors import UNKNOWN_PERSON, code_of
from bot.slack_files import SlackFile

UNSEEN = (
    "channel_not_found",
    "not_in_channel",
    "missing_scope",
    "user_not_found",
    "method_not_supported_for_channel_type",
)


async def may_see_channel(client: AsyncWebClient, user: str, channel: str) -> bool:
    """Whether this person can read this conversation: a full member of the workspace any public channel, everybody
    else only where they are a member (Slack: "Guest roles")."""
    try:
        info = (await client.conversations_info(channel=channel))["channel"]
        public = not (info.get("is_private") or info.get("is_im") or info.get("is_mpim") or info.get("is_group"))
        if public and await _is_full_member(client, user):
            return True
        return await _is_in(client, user, channel)
    except SlackApiError as error:
        if code_of(error) in UNSEEN:
            return False
        raise


async def may_see_file(client: AsyncWebClient, user: str, file: SlackFile) -> bool:
    """Whether this person can read this file: their own, or one shared where they can read."""
    if file.user == user:
        return True
    for channel in file.channels:
        if await may_see_channel(client, user, channel):
            return True
    return False


async def may_change_job(client: AsyncWebClient, user: str, asker: str) -> bool:
    """Cancel and Redo are for the person who asked, or an admin of the workspace."""
    return user == asker or await is_admin(client, user)


async def is_admin(client: AsyncWebClient, user: str) -> bool:
    """Whether this person is an admin or owner of the workspace. Nobody is whom Slack doesn't know here."""
    try:
        info = (await client.users_info(user=user))["user"]
    except SlackApiError as error:
        if code_of(error) in UNKNOWN_PERSON:  # somebody of another company, in a shared channel
            return False
        raise
    return bool(info.get("is_admin") or info.get("is_owner"))


async def is_member(client: AsyncWebClient, user: str, channel: str) -> bool:
    """Whether this person is in this conversation, as far as the app can see it."""
    try:
        return await _is_in(client, user, channel)
    except SlackApiError as error:
        if code_of(error) in UNSEEN:
            return False
        raise


async def may_change_channel(client: AsyncWebClient, user: str) -> bool:
    """Whether this person, who is in a channel, may change what the app does there. As with a channel's topic, that is
    for all but guests and people of other companies."""
    try:
        return await _is_full_member(client, user) or await is_admin(client, user)
    except SlackApiError as error:
        if code_of(error) in UNKNOWN_PERSON:
            return False
        raise


async def _is_full_member(client: AsyncWebClient, user: str) -> bool:
    """Neither a guest, nor somebody of another company in a shared channel, nor deactivated."""
    info = (await client.users_info(user=user))["user"]
    limited = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted", "is_bot")
    if any(info.get(flag) for flag in limited):
        return False
    home = getattr(client, "team", None) or (await client.auth_test())["team_id"]
    # People of an organization belong to several of its workspaces (Slack: "Enterprise user").
    return home in (info.get("team_id", home), *((info.get("enterprise_user") or {}).get("teams") or ()))


async def _is_in(client: AsyncWebClient, user: str, channel: str) -> bool:
    cursor = None
    while True:
        page = await client.conversations_members(channel=channel, limit=1000, cursor=cursor)
        if user in page["members"]:
            return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return False
