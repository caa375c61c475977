"""canvases.*: canvases that the app makes, who may open them, and what one says."""

from __future__ import annotations

import time
from typing import Any

from bot.playground.calls import Call, web_api
from bot.playground.files import CANVAS, StoredFile
from bot.playground.refusal import Refused


@web_api.method("canvases.getContent", "canvases:read")
async def get_content(call: Call) -> dict[str, Any]:
    """The whole of a canvas as Markdown (docs.slack.dev, canvases.getContent)."""
    try:
        file = call.backend.workspace.file_seen_by(call.args.required("canvas_id", "canvas_not_found"), call.user)
    except Refused:
        raise Refused("canvas_not_found") from None
    if file.described.get("filetype") != "quip":
        raise Refused("canvas_not_found")
    return {"content": file.content.decode()}


LONGEST_CHARACTERS = 1_048_576


@web_api.method("canvases.create", "canvases:write", per_minute=20)
async def create(call: Call) -> dict[str, Any]:
    """A canvas of the app's, as a tab of a channel if one is named (docs.slack.dev, canvases.create)."""
    workspace = call.backend.workspace
    content = call.args.json("document_content", "invalid_arguments") or {}
    markdown = content.get("markdown") if isinstance(content, dict) and content.get("type") == "markdown" else None
    if not isinstance(markdown, str) or len(markdown) > LONGEST_CHARACTERS:
        raise Refused("canvas_creation_failed")
    channel = call.args.text("channel_id")
    if channel and call.user not in workspace.channel_seen_by(channel, call.user).members:
        raise Refused("not_in_channel")
    id, title = workspace.next_id("F"), call.args.text("title") or "Untitled"
    canvas = StoredFile(id, title, title, call.user, time.time(), markdown.encode(), state="complete")
    canvas.described = dict(CANVAS)
    if channel:
        canvas.shares[channel] = []
    workspace.files[id] = canvas
    workspace.changed(kind="file")
    return {"canvas_id": id}


@web_api.method("canvases.access.set", "canvases:write", per_minute=50)
async def set_access(call: Call) -> dict[str, Any]:
    canvas = _own(call)
    users = [user for user in call.args.text("user_ids").split(",") if user]
    channels = [channel for channel in call.args.text("channel_ids").split(",") if channel]
    if bool(users) == bool(channels) or call.args.text("access_level") not in ("read", "write", "owner"):
        raise Refused("invalid_arguments")
    canvas.given_to.update(users)
    for channel in channels:
        canvas.shares.setdefault(call.backend.workspace.channel_seen_by(channel, call.user).id, [])
    return {}


@web_api.method("canvases.delete", "canvases:write", per_minute=50)
async def delete(call: Call) -> dict[str, Any]:
    canvas = _own(call)
    canvas.state, canvas.content = "deleted", b""
    call.backend.workspace.changed(kind="file")
    return {}


def _own(call: Call) -> StoredFile:
    """A canvas of the app's."""
    try:
        canvas = call.backend.workspace.file_seen_by(call.args.required("canvas_id", "canvas_not_found"), call.user)
    except Refused:
        raise Refused("canvas_not_found") from None
    if canvas.described.get("filetype") != "quip" or canvas.user != call.user:
        raise Refused("canvas_not_found")
    return canvas
