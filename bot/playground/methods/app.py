"""auth.*, apps.*, bots.* and reactions.*: what an app asks about itself, and the small things it does."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, web_api
from bot.playground.people import APP, BOT, BOT_USER
from bot.playground.refusal import Refused
from bot.playground.workspace import Message


@web_api.method("api.test", caller="anyone")
async def api_test(call: Call) -> dict[str, Any]:
    return {"args": dict(call.args.values)}


@web_api.method("auth.test")
async def auth_test(call: Call) -> dict[str, Any]:
    team, whole = call.backend.workspace.team, call.backend.events.whole
    return {
        "url": call.backend.url,
        "team": team.name,
        "user": BOT_USER.name,
        "team_id": team.enterprise if whole else team.id,
        "user_id": BOT_USER.id,
        "bot_id": BOT,
        "app_id": APP,
        "enterprise_id": team.enterprise,
        "is_enterprise_install": whole,
    }


@web_api.method("apps.connections.open", "connections:write", caller="app")
async def connections_open(call: Call) -> dict[str, Any]:
    return {"url": call.backend.socket_url()}


@web_api.method("bots.info", "users:read", takes_json=False, per_minute=50)
async def bots_info(call: Call) -> dict[str, Any]:
    if call.args.required("bot", "bot_not_found") != BOT:
        raise Refused("bot_not_found")
    return {
        "bot": {"id": BOT, "deleted": False, "name": BOT_USER.real_name, "user_id": BOT_USER.id, "app_id": APP}
        | {"updated": 1767225600, "icons": {}}
    }


@web_api.method("reactions.add", "reactions:write", per_minute=50)
async def reactions_add(call: Call) -> dict[str, Any]:
    message, name = _reacted_to(call)
    users = message.reactions.get(name, [])
    if call.user in users:
        raise Refused("already_reacted")
    message.reactions[name] = [*users, call.user]
    call.backend.workspace.changed(kind="message", ts=message.ts)
    return {}


@web_api.method("reactions.remove", "reactions:write", per_minute=20)
async def reactions_remove(call: Call) -> dict[str, Any]:
    message, name = _reacted_to(call)
    users = message.reactions.get(name, [])
    if call.user not in users:
        raise Refused("no_reaction")
    users.remove(call.user)
    if not users:
        del message.reactions[name]
    call.backend.workspace.changed(kind="message", ts=message.ts)
    return {}


def _reacted_to(call: Call) -> tuple[Message, str]:
    """The message that is meant, and the emoji's name."""
    workspace = call.backend.workspace
    name = call.args.required("name", "invalid_name").strip(":")
    channel = workspace.channel_seen_by(call.args.required("channel", "channel_not_found"), call.user)
    if call.user not in channel.members:
        raise Refused("not_in_channel")
    message = workspace.message(channel.id, call.args.required("timestamp", "no_item_specified"))
    if message is None or message.visible_to:
        raise Refused("message_not_found")
    return message, name
