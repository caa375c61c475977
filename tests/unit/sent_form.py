"""A form as Slack sends it back, made from the view that it showed."""

from __future__ import annotations

from typing import Any

from slack_sdk.models.views import View


def sent(view: View, **changes: str) -> dict[str, Any]:
    """The form as Slack sends it: with what stood in it, but for these changes."""
    values = {}
    for block in view.to_dict()["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        held = {"value": changes.get(block["block_id"], element.get("initial_value"))}
        if "initial_option" in element:
            held = {"selected_option": element["initial_option"]}
        values[block["block_id"]] = {"value": held}
    return {"state": {"values": values}, "private_metadata": view.private_metadata}
