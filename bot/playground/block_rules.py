"""Which blocks and views Slack takes."""

from __future__ import annotations

from typing import Any

from bot.playground.refusal import Refused


def read_blocks(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise Refused("invalid_blocks_format")
    return value


def check(blocks: list[dict[str, Any]], surface: str) -> None:
    for index, block in enumerate(blocks):
        block.setdefault("block_id", f"b{index}")


def elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The interactive elements of a block."""
    found = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [element for element in found if isinstance(element, dict) and "action_id" in element]


def read_view(value: Any, kind: str) -> dict[str, Any]:
    if not isinstance(value, dict) or value.get("type") != kind:
        raise Refused("invalid_arguments")
    check(value.get("blocks", []), kind)
    return value
