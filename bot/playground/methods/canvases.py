"""canvases.*: what a canvas says."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, web_api
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
