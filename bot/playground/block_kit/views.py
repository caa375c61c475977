"""The rules for modals and Home tabs (docs.slack.dev, "Views")."""

from __future__ import annotations

import json
from typing import Any

from bot.playground.block_kit.blocks import check_blocks, read_blocks
from bot.playground.block_kit.problems import Problems
from bot.playground.refusal import Refused

LARGEST_BYTES = 250_000
"""Bytes of a view as JSON; above it Slack answers view_too_large."""

_FIELDS = {
    "modal": {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"},
    "home": set(),
}
_COMMON = {"type", "blocks", "private_metadata", "callback_id", "external_id"}


def read_view(value: Any, kind: str) -> dict[str, Any]:
    """A view of this kind ("modal", "home") as our own copy. Raises Refused for whatever Slack would refuse."""
    problems = Problems()
    if not isinstance(value, dict):
        problems.add("missing required field: view", "")
        problems.refuse("invalid_arguments")
    if value.get("type") != kind:
        problems.add(f"must be of type {kind}", "/view/type")
        problems.refuse("invalid_arguments")
    for name in sorted(set(value) - _COMMON - _FIELDS[kind]):
        problems.add(f"no more fields allowed: {name}", "/view")
    if kind == "modal":
        problems.text(value, "title", "/view", most=24, plain=True)
        problems.text(value, "submit", "/view", most=24, plain=True, needed=False)
        problems.text(value, "close", "/view", most=24, plain=True, needed=False)
    problems.optional_string(value, "private_metadata", "/view", most=3000)
    problems.optional_string(value, "callback_id", "/view", most=255)
    problems.optional_string(value, "external_id", "/view", most=255)
    if not isinstance(value.get("blocks"), list):
        problems.add("missing required field: blocks", "/view")
    problems.refuse("invalid_arguments")
    blocks = read_blocks(value["blocks"])
    if kind == "modal" and not value.get("submit") and any(block.get("type") == "input" for block in blocks):
        problems.add("`submit` is required when an `input` block is within the `blocks` array", "/view")
    problems.refuse("invalid_arguments")
    check_blocks(blocks, kind, pointer="/view/blocks", error="invalid_arguments")
    if len(json.dumps(value)) > LARGEST_BYTES:
        raise Refused("view_too_large")
    return {**value, "blocks": blocks}
