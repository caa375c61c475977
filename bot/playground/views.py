"""Modals: a stack for each person, from views.open to the submission; and the Home tab."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.playground import block_kit
from bot.playground.delivery import Receipt
from bot.playground.interactions import Interactions
from bot.playground.people import APP, BOT, BOT_USER
from bot.playground.refusal import Refused
from bot.playground.workspace import Workspace


@dataclass
class View:
    id: str
    user: str
    payload: dict[str, Any]
    root: str
    team: str
    previous: str | None = None
    hash: str = field(default_factory=lambda: secrets.token_hex(6))
    errors: dict[str, str] = field(default_factory=dict)
    """block_id → what is wrong with the input, after a submission that the app sent back."""

    def to_json(self, values: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
        """Slack's view object; `values` is the state of its inputs, by block_id and action_id."""
        defaults: dict[str, Any] = {
            "private_metadata": "",
            "callback_id": "",
            "close": None,
            "submit": None,
            "external_id": "",
        }
        defaults |= {"clear_on_close": False, "notify_on_close": False, "title": None}
        return (
            defaults
            | self.payload
            | {
                "id": self.id,
                "team_id": self.team,
                "app_id": APP,
                "app_installed_team_id": self.team,
                "bot_id": BOT,
                "hash": self.hash,
                "root_view_id": self.root,
                "previous_view_id": self.previous,
                "state": {"values": values or {}},
            }
        )


class Views:
    DEEPEST = 3
    """Modals on top of each other (docs.slack.dev, "Modals")."""

    def __init__(self, workspace: Workspace, interactions: Interactions) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self.stacks: dict[str, list[View]] = {}
        """User → the modals open for them, the one on top last."""
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    # -- what the app does

    def open(self, user: str, payload: dict[str, Any]) -> View:
        id = self._workspace.next_id("V")
        view = View(id, user, payload, id, self._workspace.team.id)
        self.stacks[user] = [view]
        self._workspace.changed(kind="view", user=user)
        return view

    def push(self, user: str, payload: dict[str, Any]) -> View:
        stack = self.stacks.get(user, [])
        if not stack:
            return self.open(user, payload)
        if len(stack) >= self.DEEPEST:
            raise Refused("push_limit_reached")
        view = View(
            self._workspace.next_id("V"), user, payload, stack[0].id, self._workspace.team.id, previous=stack[-1].id
        )
        stack.append(view)
        self._workspace.changed(kind="view", user=user)
        return view

    def find(self, view_id: str, external_id: str = "") -> View:
        for stack in self.stacks.values():
            for view in stack:
                if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
                    return view
        raise Refused("not_found")

    def replace(self, view: View, payload: dict[str, Any]) -> None:
        view.payload, view.hash, view.errors = payload, secrets.token_hex(6), {}
        self._workspace.changed(kind="view", user=view.user)

    def publish(self, user: str, payload: dict[str, Any]) -> View:
        id = self._workspace.next_id("V")
        self.homes[user] = View(id, user, payload, id, self._workspace.team.id)
        self._workspace.changed(kind="home", user=user)
        return self.homes[user]

    # -- what the person does

    async def submit(self, view: View, values: dict[str, dict[str, Any]]) -> Receipt:
        """Hands in the top modal with these inputs, and does what the app answers."""
        body = view.to_json(_complete(view.payload, self._handed_in(values)))
        receipt = await self._interactions.submit(body, view.user)
        if not receipt.acknowledged:
            view.errors = {"": "We had some trouble connecting. Try again?"}
            self._workspace.changed(kind="view", user=view.user)
            return receipt
        self._follow(view, receipt.answer or {})
        return receipt

    async def press(
        self, view: View, element: dict[str, Any], block_id: str, values: dict[str, dict[str, Any]]
    ) -> Receipt:
        body = view.to_json(_complete(view.payload, self._handed_in(values)))
        return await self._interactions.press_in_view(body, element, block_id, view.user)

    def _handed_in(self, values: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """The inputs with file objects in place of file ids; the app may read these files from now on."""

        def filed(value: dict[str, Any]) -> dict[str, Any]:
            if "files" not in value:
                return value
            for id in value["files"]:
                self._workspace.files[id].given_to.add(BOT_USER.id)
            return value | {"files": [self._workspace.file_json(id) for id in value["files"]]}

        return {block: {action: filed(value) for action, value in each.items()} for block, each in values.items()}

    def _follow(self, view: View, answer: dict[str, Any]) -> None:
        stack = self.stacks.get(view.user, [])
        match answer.get("response_action"):
            case "errors":
                view.errors = _checked_errors(view, answer.get("errors"))
            case "update":
                self.replace(view, block_kit.read_view(answer.get("view"), "modal"))
            case "push":
                self.push(view.user, block_kit.read_view(answer.get("view"), "modal"))
            case "clear":
                self.stacks.pop(view.user, None)
            case _:
                if view in stack:
                    stack.remove(view)
        self._workspace.changed(kind="view", user=view.user)

    async def close(self, view: View, *, all: bool = False) -> None:
        """The person closes the top modal, or the whole stack."""
        stack = self.stacks.get(view.user, [])
        gone = list(stack) if all else [view]
        for each in gone:
            if each in stack:
                stack.remove(each)
        self._workspace.changed(kind="view", user=view.user)
        for each in reversed(gone):
            if each.payload.get("notify_on_close"):
                await self._interactions.closed(each.to_json(), each.user, all)


def _checked_errors(view: View, errors: Any) -> dict[str, str]:
    """Slack takes errors only for the blocks of inputs that the view has."""
    inputs = {block.get("block_id") for block in view.payload["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return {"": "We had some trouble connecting. Try again?"}
    return {str(key): str(value) for key, value in errors.items()}


_EMPTY: dict[str, dict[str, Any]] = {
    "plain_text_input": {"value": None},
    "url_text_input": {"value": None},
    "email_text_input": {"value": None},
    "number_input": {"value": None},
    "static_select": {"selected_option": None},
    "radio_buttons": {"selected_option": None},
    "multi_static_select": {"selected_options": []},
    "checkboxes": {"selected_options": []},
    "file_input": {"files": []},
    "conversations_select": {"selected_conversation": None},
}


def _complete(payload: dict[str, Any], given: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The state of all inputs: what was given, what the app set at first, or empty, as Slack sends it."""
    values: dict[str, dict[str, Any]] = {}
    for block in payload["blocks"]:
        for element in block_kit.elements(block):
            kind, action, at = element["type"], element.get("action_id"), block["block_id"]
            if action is None or (kind not in _EMPTY and action not in given.get(at, {})):
                continue
            value = given.get(at, {}).get(action)
            if value is None:
                value = dict(_EMPTY[kind])
                for key, initial in (
                    ("value", "initial_value"),
                    ("selected_option", "initial_option"),
                    ("selected_options", "initial_options"),
                    ("selected_conversation", "initial_conversation"),
                ):
                    if key in value and element.get(initial) is not None:
                        value[key] = element[initial]
            values.setdefault(at, {})[action] = {"type": kind} | value
    return values
