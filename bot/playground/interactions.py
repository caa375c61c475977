"""What people do with the app (commands, buttons, shortcuts), and the two keys that come with it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground import block_kit
from bot.playground.arguments import Args
from bot.playground.content import Content
from bot.playground.delivery import Receipt
from bot.playground.events import Events, Outbox
from bot.playground.people import APP, BOT_USER, Channel
from bot.playground.refusal import Refused
from bot.playground.workspace import Message, Workspace


class Triggers:
    """trigger_ids: each opens one modal, within three seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._issued: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()

    def issue(self, user: str) -> str:
        trigger = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger] = (user, self._clock())
        return trigger

    def use(self, trigger: str) -> str:
        """The user who caused it. Raises Refused for one that is unknown, expired or spent."""
        if trigger not in self._issued:
            raise Refused("invalid_trigger_id")
        user, issued = self._issued[trigger]
        if self._clock() - issued > self._seconds:
            raise Refused("expired_trigger_id")
        if trigger in self._used:
            raise Refused("exchanged_trigger_id")
        self._used.add(trigger)
        return user


@dataclass
class ResponseUrl:
    """Where the app may answer an interaction: five times in 30 minutes."""

    user: str
    channel: str
    message: str | None
    """The ts of the message that was interacted with; None for a command."""
    issued: float
    left: int = 5


class Interactions:
    def __init__(
        self, workspace: Workspace, outbox: Outbox, events: Events, triggers: Triggers, answerable: float
    ) -> None:
        """`answerable`: the seconds within which the app may answer through a response_url."""
        self._workspace = workspace
        self._outbox = outbox
        self._events = events
        self._triggers = triggers
        self._answerable = answerable
        self._response_urls: dict[str, ResponseUrl] = {}
        self.team: dict[str, str] | None = {
            "id": workspace.team.id,
            "domain": workspace.team.domain,
        }
        """What payloads call the team: the person's own in forms (Slack Connect), null where the app is installed for a
        whole organization."""

    # -- what a person does

    async def slash_command(self, channel: Channel, user: str, command: str, text: str) -> Receipt:
        handle = self._workspace.users[user].name
        names = {"group": "privategroup", "im": "directmessage"}
        payload = {
            "token": "playground-verification-token",
            "team_id": self._workspace.team.id,
            "team_domain": self._workspace.team.domain,
            **self._enterprise("enterprise_id", "enterprise_name"),
            "channel_id": channel.id,
            "channel_name": names.get(channel.kind, channel.name),
            "user_id": user,
            "user_name": handle,
            "command": command,
            "text": text,
            "api_app_id": APP,
            "is_enterprise_install": str(self._events.whole).lower(),
            "response_url": self._response_url(user, channel.id, None),
            "trigger_id": self._triggers.issue(user),
        }
        receipt = await self._outbox.deliver("slash_commands", payload)
        if receipt.acknowledged:
            if receipt.answer:
                self._answer(ResponseUrl(user, channel.id, None, 0), receipt.answer)
        else:
            error = (
                "dispatch_failed" if receipt.error in ("no_connection", "connection_failed") else "operation_timeout"
            )
            self.tell(user, channel.id, f"{command} failed with the error “{error}”")
        return receipt

    async def press(self, message: Message, action: dict[str, Any], block_id: str, user: str) -> Receipt:
        """A button (or a choice) in a message; `action` is the element, with what was chosen."""
        container: dict[str, Any] = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
        container |= {"is_ephemeral": message.visible_to is not None}
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = self._interaction("block_actions", user) | {
            "container": container,
            "channel": self._channel_reference(message.channel),
            "state": {"values": _chosen(action, block_id)},
            "response_url": self._response_url(user, message.channel, message.ts),
            "actions": [self._action(action, block_id)],
        }
        if message.visible_to is None:
            # Slack doesn't keep ephemeral messages, so it can't send them along.
            payload["message"] = self._workspace.message_json(message) | {"blocks": message.blocks}
        return self._warn(await self._outbox.deliver("interactive", payload), user, message.channel)

    async def press_in_view(self, view: dict[str, Any], action: dict[str, Any], block_id: str, user: str) -> Receipt:
        payload = self._interaction("block_actions", user) | {
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "actions": [self._action(action, block_id)],
        }
        return await self._outbox.deliver("interactive", payload)

    async def shortcut(self, message: Message, callback_id: str, user: str) -> Receipt:
        """A message shortcut, from the message's menu."""
        payload = self._interaction("message_action", user) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.next_ts(),
            "message_ts": message.ts,
            "channel": self._channel_reference(message.channel),
            "message": self._workspace.message_json(message),
            "response_url": self._response_url(user, message.channel, message.ts),
        }
        return self._warn(await self._outbox.deliver("interactive", payload), user, message.channel)

    async def global_shortcut(self, callback_id: str, user: str) -> Receipt:
        """A global shortcut, which belongs to no conversation: the app learns of none, and gets no response_url."""
        payload = self._interaction("shortcut", user)
        payload |= {"callback_id": callback_id, "action_ts": self._workspace.next_ts()}
        return await self._outbox.deliver("interactive", payload)

    async def submit(self, view: dict[str, Any], user: str) -> Receipt:
        payload = self._interaction("view_submission", user)
        payload |= {"view": view, "response_urls": list(self._chosen_places(view, user))}
        return await self._outbox.deliver("interactive", payload)

    def _chosen_places(self, view: dict[str, Any], user: str) -> Iterator[dict[str, str]]:
        """A response_url for each conversation that was chosen in a menu which asks for one."""
        for block in view["blocks"]:
            for element in block_kit.elements(block):
                place, action = block.get("block_id", ""), element.get("action_id", "")
                held = view["state"]["values"].get(place, {}).get(action, {})
                channel = held.get("selected_conversation") or held.get("selected_channel")
                if element.get("response_url_enabled") and channel:
                    url = self._response_url(user, channel, None)
                    yield {"block_id": place, "action_id": action, "channel_id": channel, "response_url": url}

    async def closed(self, view: dict[str, Any], user: str, cleared: bool) -> Receipt:
        payload = self._interaction("view_closed", user) | {"view": view, "is_cleared": cleared}
        return await self._outbox.deliver("interactive", payload)

    # -- what the payloads share

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        handle = self._workspace.users[user].name
        return {
            "type": kind,
            "user": {"id": user, "username": handle, "name": handle, "team_id": self._workspace.team.id},
            "api_app_id": APP,
            "token": "playground-verification-token",
            "trigger_id": self._triggers.issue(user),
            "team": self.team,
            "enterprise": self._enterprise("id", "name") or None,
            "is_enterprise_install": self.team is None,
        }

    def _enterprise(self, id: str, name: str) -> dict[str, str]:
        enterprise = self._workspace.team.enterprise
        return {id: enterprise, name: f"Organization {enterprise}"} if enterprise else {}

    def _action(self, element: dict[str, Any], block_id: str) -> dict[str, Any]:
        dropped = ("confirm", "options", "option_groups")
        kept = {key: value for key, value in element.items() if key not in dropped}
        return kept | {"block_id": block_id, "action_ts": self._workspace.next_ts()}

    def _channel_reference(self, id: str) -> dict[str, str]:
        channel = self._workspace.channels[id]
        return {"id": id, "name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)}

    def _warn(self, receipt: Receipt, user: str, channel: str) -> Receipt:
        """Slack shows a warning sign beside a button that the app didn't acknowledge."""
        if not receipt.acknowledged:
            self.tell(user, channel, "The app didn't answer in time. Try again.")
        return receipt

    def tell(self, user: str, channel: str, text: str) -> None:
        """A message from the workspace itself that only this person sees."""
        ts = self._workspace.next_ts()
        self._workspace.add(Message(channel, ts, "USLACKBOT", text, visible_to=user))

    # -- response_url

    def _response_url(self, user: str, channel: str, message: str | None) -> str:
        ticket = secrets.token_urlsafe(18)
        self._response_urls[ticket] = ResponseUrl(user, channel, message, time.monotonic())
        return f"{self._workspace.url}response/{ticket}"

    def respond(self, ticket: str, body: dict[str, Any]) -> None:
        """The app answers through a response_url. Raises Refused("used_url"), Refused("expired_url") and others."""
        url = self._response_urls.get(ticket)
        if url is None:
            raise Refused("invalid_url", status=404)
        if time.monotonic() - url.issued > self._answerable:
            raise Refused("expired_url", status=404)
        if url.left == 0:
            raise Refused("used_url", status=404)
        url.left -= 1
        self._answer(url, body)

    def _answer(self, url: ResponseUrl, body: dict[str, Any]) -> None:
        args = Args(body)
        original = self._workspace.messages.get(url.message) if url.message else None
        if args.flag("delete_original") and original is not None:
            before = self._workspace.message_json(original)
            self._workspace.remove(original)
            self._events.message_deleted(original, before)
            return
        content = Content.read(args)
        if args.flag("replace_original") and original is not None and original.user == BOT_USER.id:
            before = self._workspace.message_json(original)
            self._workspace.edit(original, content.text, content.blocks, mark=False)
            if original.visible_to is None:
                self._events.message_changed(original, before)
            return
        open_to_all = args.text("response_type", "ephemeral") == "in_channel"
        message = Message(
            url.channel,
            self._workspace.next_ts(),
            BOT_USER.id,
            content.text,
            content.blocks,
            thread_ts=args.text("thread_ts") or None,
            by_app=True,
            visible_to=None if open_to_all else url.user,
        )
        self._workspace.add(message)
        self._events.message(message)


def _chosen(action: dict[str, Any], block_id: str) -> dict[str, Any]:
    """The state of a menu that was used; a button has none."""
    chosen = {key: value for key, value in action.items() if key.startswith("selected_")}
    return {block_id: {action["action_id"]: {"type": action["type"]} | chosen}} if chosen else {}


def find_element(blocks: list[dict[str, Any]], action_id: str) -> tuple[dict[str, Any], str] | None:
    """The element with this action_id, and the block_id of the block that it stands in."""
    for block in blocks:
        for element in block_kit.elements(block):
            if element.get("action_id") == action_id:
                return element, block.get("block_id", "")
    return None
