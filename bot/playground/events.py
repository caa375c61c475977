"""The Events API: what the app is told about, in Slack's words, again and again until it acknowledges."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.delivery import Courier, Delivery, Receipt
from bot.playground.manifest import Manifest
from bot.playground.people import APP, BOT_USER
from bot.playground.workspace import HANG_SECONDS, Message, Workspace


@dataclass(frozen=True)
class Timing:
    """Slack's clocks, in seconds; tests shorten them."""

    acknowledge: float = 3.0
    """How long an event, a command or an interaction waits for its acknowledgement."""
    event: float | None = None
    """How long an event does, if not as long as the others."""
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    """The pauses before each new try of an unacknowledged event."""
    trigger: float = 3.0
    """How long a trigger_id lives."""
    response_url: float = 1800.0
    share: float = 0.4
    """From completeUploadExternal's answer to the message that carries the file."""


class Outbox:
    """Owns every delivery under way, and remembers what became of each."""

    def __init__(self, courier: Courier, timing: Timing, workspace: Workspace) -> None:
        self.courier = courier
        self.receipts: list[Receipt] = []
        self.twice = 0
        """So many of the next events are delivered twice, as Slack sometimes does."""
        self._timing = timing
        self._workspace = workspace
        self._tasks: set[asyncio.Task[None]] = set()

    def own(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs it in the background until close()."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def deliver(self, kind: str, payload: dict[str, Any]) -> Receipt:
        """A command or an interaction: once, never again."""
        return self._note(await self.courier.deliver(Delivery(kind, payload), self._timing.acknowledge))

    def send_event(self, payload: dict[str, Any]) -> None:
        self.own(self._until_acknowledged(payload))
        if self.twice:
            self.twice -= 1
            self.own(self._until_acknowledged(payload))

    async def _until_acknowledged(self, payload: dict[str, Any]) -> None:
        delivery = Delivery("events_api", payload)
        within = self._timing.acknowledge if self._timing.event is None else self._timing.event
        for attempt, pause in enumerate((0.0, *self._timing.retries)):
            await asyncio.sleep(pause)
            receipt = self._note(await self.courier.deliver(replace(delivery, retry=attempt), within))
            if receipt.acknowledged or receipt.final:
                return
            delivery = replace(delivery, retry_reason=receipt.error or "unknown_error")

    def _note(self, receipt: Receipt) -> Receipt:
        self.receipts.append(receipt)
        self._workspace.changed(kind="receipt")
        return receipt

    async def settled(self, within: float = HANG_SECONDS) -> None:
        """Waits until nothing is under way any more: no event unacknowledged, no share to come."""
        async with asyncio.timeout(within):
            while self._tasks:
                await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.courier.close()


class Events:
    """Turns what happened into events, for those that manifest.yml subscribes to and the app is there to see."""

    def __init__(self, workspace: Workspace, outbox: Outbox, manifest: Manifest) -> None:
        self._workspace = workspace
        self._outbox = outbox
        self._manifest = manifest
        self._muted = False
        self.whole = False
        """Whether the app is installed for the whole organization."""

    @contextmanager
    def muted(self) -> Iterator[None]:
        """What happens meanwhile happened before the app was installed: it's told nothing of it."""
        self._muted = True
        try:
            yield
        finally:
            self._muted = False

    def message(self, message: Message) -> None:
        """A new message: `message`, and `app_mention` and `file_shared` where they apply."""
        body = self._workspace.message_json(message, with_metadata=True)
        self._in_channel(message, body)
        self._mention(message, body)
        for file in message.files:
            shared = {"type": "file_shared", "file_id": file, "user_id": message.user, "file": {"id": file}}
            self._send(shared | {"channel_id": message.channel, "event_ts": message.ts}, message)

    def _mention(self, message: Message, body: dict[str, Any]) -> None:
        kind = self._workspace.channels[message.channel].kind
        if f"<@{BOT_USER.id}" in message.text and not message.by_app and kind != "im":
            self._send(
                {key: value for key, value in body.items() if key != "subtype"} | {"type": "app_mention"}, message
            )

    def message_changed(self, message: Message, before: dict[str, Any]) -> None:
        body = {"type": "message", "subtype": "message_changed", "hidden": True, "previous_message": before}
        body["message"] = now = self._workspace.message_json(message, with_metadata=True)
        self._in_channel(message, body | {"ts": self._workspace.next_ts()})
        if message.marked_edited:
            self._mention(message, now)

    def message_deleted(self, message: Message, before: dict[str, Any]) -> None:
        body = {"type": "message", "subtype": "message_deleted", "hidden": True, "previous_message": before}
        self._in_channel(message, body | {"ts": self._workspace.next_ts(), "deleted_ts": message.ts})

    def file_deleted(self, file: str) -> None:
        self._post({"type": "file_deleted", "file_id": file, "event_ts": self._workspace.next_ts()})

    def tokens_revoked(self) -> None:
        self._post({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER.id]}})

    def app_uninstalled(self) -> None:
        self._post({"type": "app_uninstalled"})

    def mute(self, *, muted: bool) -> None:
        """Whether the app is told nothing, as where it isn't installed."""
        self._muted = muted

    def app_home_opened(self, user: str, channel: str, tab: str, view: dict[str, Any] | None) -> None:
        event: dict[str, Any] = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
        if view:
            event["view"] = view
        self._post(event | {"event_ts": self._workspace.next_ts()})

    def session_stopped(self, user: str, channel: str, thread_ts: str) -> None:
        event = {"type": "agent_session_stopped", "user": user, "channel": channel, "thread_ts": thread_ts}
        self._post(event | {"streaming_message_ts": [], "event_ts": self._workspace.next_ts()})

    def context_changed(self, user: str, channel: str, entities: list[dict[str, Any]]) -> None:
        event: dict[str, Any] = {"type": "app_context_changed", "user": user, "channel": channel}
        event["context"] = {"entities": entities} if entities else {}
        self._post(event | {"event_ts": self._workspace.next_ts()})

    def function_executed(self, callback_id: str, execution: str, inputs: dict[str, Any]) -> None:
        function = {"id": "Fn0PLAYGROUND", "callback_id": callback_id, "type": "app", "app_id": APP}
        event = {"type": "function_executed", "function": function, "inputs": inputs}
        event |= {"function_execution_id": execution, "workflow_execution_id": self._workspace.next_id("Wx")}
        event |= {"event_ts": self._workspace.next_ts(), "bot_access_token": "xwfp-playground"}
        self._post(event)

    def _in_channel(self, message: Message, body: dict[str, Any]) -> None:
        kind = self._workspace.channels[message.channel].kind
        subscription = "message." + {"channel": "channels", "group": "groups"}.get(kind, kind)
        self._send(body | {"channel_type": kind}, message, subscription)

    def _send(self, body: dict[str, Any], message: Message, subscription: str | None = None) -> None:
        if message.visible_to or BOT_USER.id not in self._workspace.channels[message.channel].members:
            return
        event = {"channel": message.channel, "event_ts": body.get("ts", message.ts)} | body
        if event["type"] == "file_shared":
            del event["channel"]
        self._post(event, subscription)

    def _post(self, event: dict[str, Any], subscription: str | None = None) -> None:
        step = event["type"] == "function_executed"  # for which there is no subscription
        if self._muted or not (step or (subscription or event["type"]) in self._manifest.events):
            return
        event_id, team = self._workspace.next_id("Ev"), self._workspace.team
        self._outbox.send_event(
            {
                "token": "playground-verification-token",
                "team_id": team.id,
                "enterprise_id": team.enterprise,
                "context_team_id": team.id,
                "context_enterprise_id": team.enterprise,
                "api_app_id": APP,
                "event": event,
                "type": "event_callback",
                "event_id": event_id,
                "event_time": int(time.time()),
                "authorizations": [
                    {"enterprise_id": team.enterprise, "team_id": None if self.whole else team.id}
                    | {"user_id": BOT_USER.id, "is_bot": True, "is_enterprise_install": self.whole}
                ],
                "is_ext_shared_channel": False,
                "event_context": f"4-{event_id}",
            }
        )
