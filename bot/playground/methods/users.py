"""users.*: people, and the conversations they are in."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, web_api
from bot.playground.refusal import Refused


@web_api.method("users.info", "users:read", takes_json=False, per_minute=100)
async def users_info(call: Call) -> dict[str, Any]:
    user = call.backend.workspace.users.get(call.args.required("user", "user_not_found"))
    if user is None:
        raise Refused("user_not_found")
    # Slack says it where it is asked to (Slack: "users.info").
    locale = {"locale": user.locale} if call.args.flag("include_locale") else {}
    team = call.backend.workspace.team
    if team.enterprise:  # people of an organization have their home in one of its workspaces, and belong to more
        home = {"team_id": "T0ELSEWHERE", "enterprise_user": {"enterprise_id": team.enterprise, "teams": [team.id]}}
        return {"user": user.to_json(team.id) | locale | home}
    return {"user": user.to_json(call.backend.workspace.team.id) | locale}


@web_api.method("users.list", "users:read", takes_json=False, per_minute=20)
async def users_list(call: Call) -> dict[str, Any]:
    members = [user.to_json(call.backend.workspace.team.id) for user in call.backend.workspace.users.values()]
    return {"members": members, "cache_ts": 1767225600, "response_metadata": {"next_cursor": ""}}


@web_api.method(
    "users.conversations", "channels:read", "groups:read", "im:read", "mpim:read", takes_json=False, per_minute=50
)
async def users_conversations(call: Call) -> dict[str, Any]:
    """The conversations of a person, of which an app gets to know those that it is in itself or that are public."""
    user = call.args.text("user", call.user)
    if user not in call.backend.workspace.users:
        raise Refused("user_not_found")
    wanted = kinds(call, call.args.text("types", "public_channel"))
    found = [
        channel.to_json(call.user, call.backend.workspace.team.id)
        for channel in call.backend.workspace.channels.values()
        if channel.kind in wanted
        and user in channel.members
        and (not channel.is_private or call.user in channel.members)
    ]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


def kinds(call: Call, types: str) -> set[str]:
    """Slack's `types`, as the kinds of our channels; each needs the scope of its own."""
    names = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    chosen = set()
    for name in filter(None, (part.strip() for part in types.split(","))):
        if name not in names:
            raise Refused("invalid_types")
        kind = names[name]
        call.need({"channel": "channels", "group": "groups"}.get(kind, kind) + ":read")
        chosen.add(kind)
    return chosen
