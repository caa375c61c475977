"""agents.* and assistant.*: what an agent is doing in a thread, and what it suggests to ask."""

from __future__ import annotations

from typing import Any

from bot.playground.agents import STATUSES
from bot.playground.calls import Call, web_api
from bot.playground.people import Channel
from bot.playground.refusal import Refused

STOPPED = "agent_session_stopped"
LONGEST_TITLE = 200
MOST_PROMPTS = 4


def _conversation(call: Call) -> Channel:
    channel = call.backend.workspace.channel_seen_by(call.args.required("channel_id", "channel_not_found"), call.user)
    if call.user not in channel.members:
        raise Refused("not_in_channel")
    return channel


@web_api.method("agents.sessions.setStatus", "chat:write", per_minute=50)
async def set_status(call: Call) -> dict[str, Any]:
    """Without the event for Stop, Slack shows a status that can't be stopped, and warns."""
    backend = call.backend
    if not backend.manifest.agent:
        raise Refused("access_denied")
    channel = _conversation(call)
    thread_ts, status = call.args.required("thread_ts", "invalid_arguments"), call.args.text("status")
    title = call.args.text("title")
    if status not in STATUSES or len(title) > LONGEST_TITLE:
        raise Refused("invalid_arguments")
    if backend.workspace.thread_of(channel.id, thread_ts) is None:
        raise Refused("thread_not_found")
    initiator = call.args.text("initiator_user_id")
    if initiator and initiator not in channel.members:
        raise Refused("user_not_in_channel")
    session = backend.agents.set_status(channel.id, thread_ts, status, title)
    warned = {} if STOPPED in backend.manifest.events else {"warning": f"missing_{STOPPED}_event_subscription"}
    return {"status": session.status, "agent_status": session.status, "title": session.title} | warned


@web_api.method("assistant.threads.setSuggestedPrompts", "assistant:write", per_minute=100)
async def set_suggested_prompts(call: Call) -> dict[str, Any]:
    """Of an agent, a call that names a thread has no effect, though Slack says that it's well."""
    channel = _conversation(call)
    prompts = call.args.json("prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS or not all(map(_is_prompt, prompts)):
        raise Refused("invalid_arguments")
    if call.backend.manifest.agent and not call.args.text("thread_ts"):
        call.backend.agents.suggest(channel.id, call.args.text("title"), prompts)
    return {}


def _is_prompt(value: Any) -> bool:
    return isinstance(value, dict) and all(
        value.get(key) and isinstance(value[key], str) for key in ("title", "message")
    )
