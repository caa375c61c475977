"""The rules for blocks, and for all blocks of one message or view together.

Source: docs.slack.dev, "Block Kit", the page of each block; the total is undocumented (bolt-js#2509, #2867).
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from bot.playground.block_kit.elements import (
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    INTERACTIVE,
    check_element,
    check_image,
)
from bot.playground.block_kit.models import check_model
from bot.playground.block_kit.problems import Json, Problems
from bot.playground.refusal import Refused

MOST = {"message": 50, "modal": 100, "home": 100}
TOTAL_CHARACTERS = 12_000
"""Characters of text in all blocks of a message; Slack draws the line somewhere between 11,000 and 13,000."""

_EVERYWHERE = frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"})
_MESSAGE_ONLY = frozenset(
    {"card", "carousel", "container", "context_actions", "file", "markdown", "plan", "table", "task_card"}
)
# Slack's table of surfaces has alerts in modals only.
SURFACES = {"message": _EVERYWHERE | _MESSAGE_ONLY, "modal": _EVERYWHERE | {"alert"}, "home": _EVERYWHERE}


def read_blocks(value: Any) -> list[dict[str, Any]]:
    """The blocks of an argument, as our own copy. Raises Refused("invalid_blocks_format") for what is no list."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise Refused("invalid_blocks_format")
    return copy.deepcopy(value)


def check_blocks(blocks: list[dict[str, Any]], surface: str, *, pointer: str = "/blocks", error: str) -> None:
    """Raises Refused(error) for whatever Slack would refuse; gives ids to blocks and elements that have none."""
    problems = Problems()
    if len(blocks) > MOST[surface]:
        problems.add(f"no more than {MOST[surface]} items allowed", pointer)
        problems.refuse(error)
    for index, block in enumerate(blocks):
        _check_block(block, f"{pointer}/{index}", SURFACES[surface], problems)
    if surface != "modal" and any(_element_types(block) & {"file_input"} for block in blocks):
        problems.add("unsupported type: file_input", pointer)
    _check_ids(blocks, pointer, problems)
    _check_together(blocks, pointer, problems)
    problems.refuse(error)
    if surface == "message" and sum(map(len, _texts(blocks))) > TOTAL_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    _give_ids(blocks)


def elements(block: Json) -> list[dict[str, Any]]:
    """The interactive elements of a block."""
    found = [*_list(block.get("elements")), block.get("accessory"), block.get("element")]
    return [element for element in found if isinstance(element, dict) and element.get("type") in INTERACTIVE]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _element_types(block: Json) -> set[str]:
    return {element["type"] for element in elements(block)}


def _check_block(block: dict[str, Any], pointer: str, allowed: frozenset[str], problems: Problems) -> None:
    kind = str(block.get("type"))
    if kind not in allowed:
        problems.add(f"unsupported type: {kind}", f"{pointer}/type")
        return
    before = len(problems.found)
    problems.optional_string(block, "block_id", pointer, most=255)
    if kind in _RULES:
        _RULES[kind](block, pointer, problems)
    if len(problems.found) == before:
        check_model(block, pointer, problems)


# -- one block


def _section(block: Json, pointer: str, problems: Problems) -> None:
    if block.get("text") is None and not block.get("fields"):
        problems.add("missing required field: text or fields", pointer)
    problems.text(block, "text", pointer, most=3000, needed=False)
    if block.get("fields") is not None:
        for index, field in enumerate(problems.items(block, "fields", pointer, most=10)):
            problems.text_object(field, f"{pointer}/fields/{index}", most=2000)
    if block.get("accessory") is not None:
        check_element(block["accessory"], f"{pointer}/accessory", IN_SECTION, problems)


def _header(block: Json, pointer: str, problems: Problems) -> None:
    problems.text(block, "text", pointer, most=150, plain=True)


def _context(block: Json, pointer: str, problems: Problems) -> None:
    for index, element in enumerate(problems.items(block, "elements", pointer, most=10)):
        at = f"{pointer}/elements/{index}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_image(element, at, problems)
        else:
            problems.text_object(element, at, most=3000)


def _actions(block: Json, pointer: str, problems: Problems) -> None:
    for index, element in enumerate(problems.items(block, "elements", pointer, most=25)):
        check_element(element, f"{pointer}/elements/{index}", IN_ACTIONS, problems)


def _context_actions(block: Json, pointer: str, problems: Problems) -> None:
    for index, element in enumerate(problems.items(block, "elements", pointer, most=5)):
        check_element(element, f"{pointer}/elements/{index}", IN_CONTEXT_ACTIONS, problems)


def _input(block: Json, pointer: str, problems: Problems) -> None:
    problems.text(block, "label", pointer, most=2000, plain=True)
    problems.text(block, "hint", pointer, most=2000, plain=True, needed=False)
    check_element(block.get("element"), f"{pointer}/element", IN_INPUT, problems)


def _image_block(block: Json, pointer: str, problems: Problems) -> None:
    check_image(block, pointer, problems)
    problems.text(block, "title", pointer, most=2000, plain=True, needed=False)


def _markdown(block: Json, pointer: str, problems: Problems) -> None:
    problems.string(block.get("text"), f"{pointer}/text", most=12_000)


def _alert(block: Json, pointer: str, problems: Problems) -> None:
    problems.text(block, "text", pointer, most=3000)


def _plan(block: Json, pointer: str, problems: Problems) -> None:
    problems.string(block.get("title"), f"{pointer}/title", most=3000)
    tasks = problems.items(block, "tasks", pointer, most=50) if block.get("tasks") is not None else []
    seen: set[str] = set()
    for index, task in enumerate(tasks):
        at = f"{pointer}/tasks/{index}"
        if not isinstance(task, dict) or task.get("type") != "task_card":
            problems.add("must be of type task_card", at)
            continue
        _check_block(task, at, frozenset({"task_card"}), problems)
        if task.get("task_id") in seen:
            problems.add(f"task_id {task['task_id']} already exists", f"{at}/task_id")
        seen.add(str(task.get("task_id")))


def _task_card(block: Json, pointer: str, problems: Problems) -> None:
    problems.string(block.get("task_id"), f"{pointer}/task_id", most=255)
    problems.string(block.get("title"), f"{pointer}/title", most=3000)
    problems.one_of(block, "status", pointer, ("pending", "in_progress", "complete", "error"))
    for field in ("details", "output"):
        value = block.get(field)
        if value is None:
            continue
        if isinstance(value, dict):
            _check_block(value, f"{pointer}/{field}", frozenset({"rich_text"}), problems)
        else:
            problems.add("must be of type rich_text", f"{pointer}/{field}")
    for index, source in enumerate(_list(block.get("sources"))):
        at = f"{pointer}/sources/{index}"
        if not isinstance(source, dict) or source.get("type") != "url":
            problems.add("must be of type url", at)
            continue
        problems.string(source.get("url"), f"{at}/url", most=3000)
        problems.string(source.get("text"), f"{at}/text", most=3000)


def _rich_text(block: Json, pointer: str, problems: Problems) -> None:
    kinds = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
    for index, element in enumerate(problems.items(block, "elements", pointer, most=1000)):
        if not isinstance(element, dict) or element.get("type") not in kinds:
            problems.add("unsupported type", f"{pointer}/elements/{index}/type")


def _table(block: Json, pointer: str, problems: Problems) -> None:
    for row, cells in enumerate(problems.items(block, "rows", pointer, most=100)):
        at = f"{pointer}/rows/{row}"
        if not isinstance(cells, list) or not 1 <= len(cells) <= 20:
            problems.add("must have between 1 and 20 items", at)
            continue
        for column, cell in enumerate(cells):
            kind = cell.get("type") if isinstance(cell, dict) else None
            if kind == "rich_text":
                _check_block(cell, f"{at}/{column}", frozenset({"rich_text"}), problems)
            elif kind in ("raw_text", "raw_number"):
                problems.string(cell.get("text"), f"{at}/{column}/text", most=10_000)
            else:
                problems.add("unsupported type", f"{at}/{column}/type")


_RULES: dict[str, Callable[[Json, str, Problems], None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "image": _image_block,
    "markdown": _markdown,
    "alert": _alert,
    "plan": _plan,
    "task_card": _task_card,
    "rich_text": _rich_text,
    "table": _table,
}


# -- all blocks together


def _check_ids(blocks: list[dict[str, Any]], pointer: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        id = block.get("block_id")
        if id and id in seen:
            problems.add(f"block_id {id} already exists for another block", f"{pointer}/{index}/block_id")
        seen.add(str(id))
        actions: set[str] = set()
        for element in elements(block):
            action = element.get("action_id")
            if action and action in actions:
                problems.add(f"action_id {action} already exists for another element", f"{pointer}/{index}")
            actions.add(str(action))


def _check_together(blocks: list[dict[str, Any]], pointer: str, problems: Problems) -> None:
    if sum(block.get("type") == "table" for block in blocks) > 1:
        problems.add("only_one_table_allowed", pointer)
    markdown = (block["text"] for block in blocks if block.get("type") == "markdown" and isinstance(block["text"], str))
    if sum(map(len, markdown)) > 12_000:
        problems.add("all markdown blocks together must be less than 12001 characters", pointer)
    if sum(bool(element.get("focus_on_load")) for block in blocks for element in elements(block)) > 1:
        problems.add("only one element can have focus_on_load", pointer)


def _texts(value: Any) -> Iterator[str]:
    """Every text that would be shown."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                if key in ("text", "title", "alt_text"):
                    yield item
            else:
                yield from _texts(item)


def _give_ids(blocks: list[dict[str, Any]]) -> None:
    """Slack names what the app left unnamed, so that an interaction can be traced back."""
    for block in blocks:
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)
        for element in elements(block):
            if not element.get("action_id"):
                element["action_id"] = secrets.token_urlsafe(4)
