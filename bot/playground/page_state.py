"""What one person sees of the workspace, as the page in the browser gets it."""

from __future__ import annotations

from typing import Any

from bot.playground.backend import Backend
from bot.playground.people import BOT, BOT_USER, PEOPLE, Channel
from bot.playground.samples import SAMPLES
from bot.playground.workspace import Message

PREVIEW_LINES = 5
"""Lines of a text file that its card shows."""


def state(backend: Backend, viewer: str) -> dict[str, Any]:
    """Everything that the page needs to draw itself for this person. Messages that only they see aren't in it: Slack
    keeps none, so they last until the page is loaded again (docs.slack.dev, chat.postEphemeral)."""
    workspace = backend.workspace
    channels = [channel for channel in workspace.channels.values() if may_read(channel, viewer)]
    ids = {channel.id for channel in channels}
    return {
        "me": viewer,
        "app": {"user": BOT_USER.id, "bot": BOT, "online": online(backend)},
        "people": [_person(backend, user.id) for user in PEOPLE],
        "channels": [channel_json(channel, viewer) for channel in channels],
        "messages": [
            message_json(backend, message)
            for message in workspace.messages.values()
            if message.channel in ids and message.visible_to is None and not message.deleted
        ],
        "commands": list(backend.manifest.commands),
        "shortcuts": [shortcut for shortcut in backend.manifest.shortcuts if shortcut["type"] == "message"],
        "global_shortcuts": [shortcut for shortcut in backend.manifest.shortcuts if shortcut["type"] == "global"],
        "samples": [
            {"file": sample.file, "title": sample.title, "what": sample.what}
            | {"licence": sample.licence, "source": sample.source}
            for sample in SAMPLES
        ],
        "sessions": [session_json(backend, *at) for at in backend.agents.sessions if at[0] in ids],
        "prompts": [prompts_json(backend, id) for id in ids if backend.workspace.channels[id].kind == "im"],
        "view": view_json(backend, viewer),
        "home": home_json(backend, viewer),
        "has_home": backend.manifest.home_tab,
    }


def may_read(channel: Channel, viewer: str) -> bool:
    """The page shows a person the conversations that they are in."""
    return viewer in channel.members


def sees(backend: Backend, message: Message, viewer: str) -> bool:
    channel = backend.workspace.channels[message.channel]
    return may_read(channel, viewer) and message.visible_to in (None, viewer)


def online(backend: Backend) -> bool:
    """Whether the app is there: connected over Socket Mode, or reached over HTTP."""
    return bool(backend.sockets.connections) or backend.deliver_to is not None


def _person(backend: Backend, id: str) -> dict[str, Any]:
    user = backend.workspace.users[id]
    return {"id": id, "name": user.name, "real_name": user.real_name, "title": user.title, "is_app": user.is_bot}


def channel_json(channel: Channel, viewer: str) -> dict[str, Any]:
    others = [member for member in channel.members if member != viewer]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "purpose": channel.purpose,
        "members": channel.members,
        "with": others,
        "has_app": BOT_USER.id in channel.members,
    }


def message_json(backend: Backend, message: Message) -> dict[str, Any]:
    """The message as Slack writes it, with what only the page needs beside it."""
    workspace = backend.workspace
    body = workspace.message_json(message)
    body |= {
        "channel": message.channel,
        "parent": message.parent,
        "broadcast": message.broadcast,
        "visible_to": message.visible_to,
        "deleted": message.deleted,
        "permalink": workspace.permalink(message),
        "edits": len(message.edits) - 1,
    }
    for file in body.get("files", ()):
        stored = workspace.files[file["id"]]
        file |= {"note": stored.note, "preview": _preview(stored.content, file["mimetype"])}
    return body


def _preview(content: bytes, mimetype: str) -> str:
    if not (mimetype.startswith("text/") or mimetype == "application/x-subrip"):
        return ""
    lines = [line for line in content[:2000].decode("utf-8", "replace").splitlines() if line.strip()]
    return "\n".join(lines[:PREVIEW_LINES])


def view_json(backend: Backend, viewer: str) -> dict[str, Any] | None:
    view = backend.views.top(viewer)
    if view is None:
        return None
    return view.to_json() | {"errors": view.errors, "depth": len(backend.views.stacks[viewer])}


def home_json(backend: Backend, viewer: str) -> dict[str, Any] | None:
    """What the app's Home tab shows this person; None before the app has shown anything."""
    home = backend.views.homes.get(viewer)
    return home.to_json() if home else None


def session_json(backend: Backend, channel: str, thread_ts: str) -> dict[str, Any]:
    """Whether the app works in a thread, and whether Slack shows its Stop there."""
    session = backend.agents.sessions[channel, thread_ts]
    stoppable = "agent_session_stopped" in backend.manifest.events
    return {"channel": channel, "thread_ts": thread_ts, "status": session.status, "stoppable": stoppable}


def prompts_json(backend: Backend, channel: str) -> dict[str, Any]:
    """What is suggested in a conversation: by the app, or else by its manifest in the one with the app."""
    members = backend.workspace.channels[channel].members
    static = {"title": "", "prompts": list(backend.manifest.prompts) if BOT_USER.id in members else []}
    return {"channel": channel, **backend.agents.prompts.get(channel, static)}
