"""files.*: the upload in three steps, looking a file up, and deleting it."""

from __future__ import annotations

import secrets
import time
from typing import Any

from bot.playground.arguments import missing
from bot.playground.calls import Call, web_api
from bot.playground.files import StoredFile
from bot.playground.refusal import Refused

LARGEST = 1_073_741_824
"""Bytes; Slack takes files of up to 1 GB (docs.slack.dev, "Working with files")."""


@web_api.method("files.getUploadURLExternal", "files:write", per_minute=100)
async def get_upload_url(call: Call) -> dict[str, Any]:
    workspace = call.backend.workspace
    name = call.args.required("filename")
    length = call.args.number("length", 0)
    if length < 1:
        raise missing("length")
    if length > LARGEST:
        raise Refused("file_upload_size_restricted")
    ticket = secrets.token_urlsafe(24)
    file = StoredFile(workspace.next_id("F"), name, name, call.user, time.time(), length=length, upload_ticket=ticket)
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.url}upload/v1/{ticket}", "file_id": file.id}


@web_api.method("files.completeUploadExternal", "files:write", per_minute=100)
async def complete_upload(call: Call) -> dict[str, Any]:
    """Answers before the files are shared: the shares appear a moment later, as in Slack."""
    workspace = call.backend.workspace
    wanted = call.args.json("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(item, dict) for item in wanted):
        raise missing("files")
    channels = [call.args.text("channel_id"), *call.args.text("channels").split(",")]
    targets = [workspace.channel_seen_by(channel, call.user) for channel in dict.fromkeys(filter(None, channels))]
    if any(call.user not in target.members for target in targets):
        raise Refused("not_in_channel")
    thread_ts = call.args.text("thread_ts") or None
    files = []
    for item in wanted:
        file = workspace.files.get(str(item.get("id")))
        if file is None or file.user != call.user or file.state != "uploaded":
            raise Refused("file_not_found")
        files.append(file)
    for item, file in zip(wanted, files, strict=True):
        file.title = str(item.get("title") or file.name)
        file.state = "complete"
    # Slack shows the comment as plain text, and loses it where the file goes to a thread.
    comment = "" if thread_ts else _plain(call.args.text("initial_comment"))
    for target in targets:
        call.backend.share_later(files, target, call.user, comment, thread_ts)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


@web_api.method("files.info", "files:read", takes_json=False, per_minute=100)
async def info(call: Call) -> dict[str, Any]:
    file = call.backend.workspace.file_seen_by(call.args.required("file", "file_not_found"), call.user)
    body = call.backend.workspace.file_json(file.id)
    if call.backend.faults.hidden:
        body |= {"shares": {}, "channels": [], "groups": [], "ims": []}
    return {"file": body, "comments": [], "response_metadata": {"next_cursor": ""}}


@web_api.method("files.delete", "files:write", per_minute=50)
async def delete(call: Call) -> dict[str, Any]:
    """The file is gone from its messages; a message that had nothing else goes with it."""
    workspace = call.backend.workspace
    file = workspace.file_seen_by(call.args.required("file", "file_not_found"), call.user)
    if file.user != call.user:
        raise Refused("cant_delete_file")
    call.backend.remove_file(file)
    return {}


def _plain(text: str) -> str:
    """Text without mrkdwn, mentions or links, as Slack escapes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
