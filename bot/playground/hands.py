"""A person's hands in the workspace: what people do there, whoever they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.playground import block_kit
from bot.playground.backend import Backend
from bot.playground.delivery import Receipt
from bot.playground.files import StoredFile
from bot.playground.interactions import find_element
from bot.playground.people import BOT_USER, COLLEAGUE, GUEST, STRANGER, YOU, Channel, User
from bot.playground.refusal import Refused
from bot.playground.workspace import Message


class Hands(Backend):
    """Users and channels are given by id, channels also as "#name"."""

    you, colleague, guest, stranger, app_user = YOU, COLLEAGUE, GUEST, STRANGER, BOT_USER

    # -- people and places

    @property
    def users(self) -> dict[str, User]:
        return self.workspace.users

    def channel(self, name: str) -> Channel:
        """A channel by id, or by name as in "#general"."""
        for channel in self.workspace.channels.values():
            if name in (channel.id, f"#{channel.name}"):
                return channel
        raise KeyError(name)

    def direct_message(self, user: str) -> Channel:
        """The conversation of this person with the app."""
        return self.workspace.direct_message([user, BOT_USER.id])[0]

    def speaks(self, user: str, locale: str) -> None:
        """Somebody chooses the language in which they use Slack, such as de-DE."""
        self.workspace.users[user] = replace(self.workspace.users[user], locale=locale)

    # -- what people do

    async def post_message(
        self,
        channel: str,
        user: str,
        text: str = "",
        files: Sequence[tuple[str, bytes]] = (),
        thread_ts: str | None = None,
        *,
        note: str = "",
        broadcast: bool = False,
        forwarded: Sequence[Message] = (),
    ) -> Message:
        """Someone posts; the app gets the events. `text` is in Slack's form, such as "<@U…> please". A reply with
        `broadcast` is also sent to the channel."""
        stored = [self.store(name, content, user, note) for name, content in files]
        place = self.channel(channel)
        if user not in place.members:
            raise Refused("not_in_channel")
        return self.share(stored, place, user, text, thread_ts, broadcast=broadcast, forwarded=forwarded)

    def post_by_other_app(
        self,
        channel: str,
        user: str = "",
        text: str = "",
        files: Sequence[tuple[str, bytes]] = (),
        thread_ts: str | None = None,
    ) -> Message:
        """Another app posts: as its own user, on somebody's behalf, or without a user."""
        stored = [self.store(name, content, user) for name, content in files]
        return self.share(stored, self.channel(channel), user, text, thread_ts, by_other=True)

    def edit_message(self, message: Message, text: str | None = None, files: Sequence[tuple[str, bytes]] = ()) -> None:
        """Someone edits their message, and adds files to it."""
        before = self.workspace.message_json(message)
        for name, content in files:
            stored = self.store(name, content, message.user)
            stored.shares[message.channel] = [(message.ts, message.thread_ts)]
            message.files.append(stored.id)
        self.workspace.edit(message, message.text if text is None else text, message.blocks, mark=True)
        self.events.message_changed(message, before)

    def store(self, name: str, content: bytes, user: str, note: str = "") -> StoredFile:
        """A file that someone has uploaded and not shared yet."""
        id = self.workspace.next_id("F")
        file = StoredFile(id, name, name, user, time.time(), content, len(content), "complete", note=note)
        self.workspace.files[id] = file
        return file

    def store_clip(self, name: str, user: str) -> StoredFile:
        """A video clip that someone has recorded in Slack, and that Slack is still transcribing."""
        file = self.store(name, b"....ftypmp42", user)
        file.described = {"subtype": "slack_video", "mimetype": "video/mp4", "filetype": "mp4"}
        file.described |= {"transcription": {"status": "processing"}}
        return file

    def store_snippet(self, text: str, user: str) -> StoredFile:
        """A text snippet that someone has made in Slack and given no name."""
        file = self.store("-.txt", text.encode(), user)
        file.title = "Untitled"
        file.described = {"mimetype": "text/plain", "filetype": "text", "mode": "snippet", "pretty_type": "Plain Text"}
        return file

    def store_canvas(self, name: str, markdown: str, user: str, *, of_huddle: bool = False) -> StoredFile:
        """A canvas that someone has written, or Slack with its notes of a huddle."""
        file = self.store(name, markdown.encode(), user)
        file.described = {"mimetype": "application/vnd.slack-docs", "filetype": "quip", "mode": "quip"}
        file.described |= {"pretty_type": "Canvas", "is_huddle_canvas": of_huddle}
        return file

    def store_huddle_transcript(self, user: str) -> StoredFile:
        """The transcript of a huddle, whose words the Web API doesn't give."""
        file = self.store("Huddle transcript", b"", user)
        file.described = {"mimetype": "application/vnd.slack-huddle-transcript", "filetype": "huddle_transcript"}
        file.described |= {"mode": "huddle_transcript"}
        return file

    def transcribe(self, clip: StoredFile, transcript: str) -> None:
        """Slack has made a clip's transcript."""
        clip.transcript = transcript
        self.workspace.changed(kind="file")

    def post_files(self, channel: str, user: str, files: Sequence[StoredFile], text: str = "") -> Message:
        """Someone shares files that are in Slack already."""
        return self.share(files, self.channel(channel), user, text, None)

    def invite_app(self, channel: Channel) -> None:
        """Someone adds the app to a channel; from now on it hears and may post there."""
        if BOT_USER.id not in channel.members:
            channel.members.append(BOT_USER.id)
            self.workspace.changed(kind="channel", channel=channel.id)

    async def slash_command(self, channel: str, user: str, command: str, text: str = "") -> Receipt:
        """Someone types a command in a channel. Raises LookupError for one that manifest.yml doesn't have."""
        if command not in {known["command"] for known in self.manifest.commands}:
            raise LookupError(f"{command} is not a valid command")
        return await self.interactions.slash_command(self.channel(channel), user, command, text)

    async def press(self, ts: str, action_id: str, user: str, chosen: dict[str, Any] | None = None) -> Receipt:
        """Presses the button with this action_id in a message; `chosen` is what a menu's choice adds."""
        message = self.workspace.messages[ts]
        found = find_element(message.blocks, action_id)
        if found is None or message.deleted:
            raise KeyError(action_id)
        element, block_id = found
        return await self.interactions.press(message, element | (chosen or {}), block_id, user)

    async def shortcut(self, ts: str, callback_id: str, user: str) -> Receipt:
        """Someone picks a message shortcut. Raises LookupError for one that manifest.yml doesn't have."""
        if callback_id not in {known["callback_id"] for known in self.manifest.shortcuts}:
            raise LookupError(f"there is no shortcut {callback_id}")
        return await self.interactions.shortcut(self.workspace.messages[ts], callback_id, user)

    async def global_shortcut(self, callback_id: str, user: str) -> Receipt:
        """Someone picks a shortcut beside the message field. Raises LookupError for one that manifest.yml doesn't
        have."""
        if callback_id not in {known["callback_id"] for known in self.manifest.shortcuts if known["type"] == "global"}:
            raise LookupError(f"there is no global shortcut {callback_id}")
        return await self.interactions.global_shortcut(callback_id, user)

    async def submit_view(self, user: str, values: dict[str, dict[str, Any]]) -> Receipt:
        """Hands in the modal that is open for this person; `values` by block_id and action_id, without the types.

        A file input's value is {"files": [id, …]}, the ids of files from `store`.
        """
        view = self.views.top(user)
        if view is None:
            raise LookupError(f"no modal is open for {user}")
        return await self.views.submit(view, values)

    async def press_in_view(
        self,
        user: str,
        action_id: str,
        chosen: dict[str, Any] | None = None,
        values: dict[str, dict[str, Any]] | None = None,
    ) -> Receipt:
        """Presses a button in the modal that is open; `values` is what its inputs hold meanwhile."""
        view = self.views.top(user)
        found = find_element(view.payload["blocks"], action_id) if view else None
        if view is None or found is None:
            raise KeyError(action_id)
        element, block_id = found
        return await self.views.press(view, element | (chosen or {}), block_id, values or {})

    async def press_at_home(
        self, user: str, action_id: str, chosen: dict[str, Any] | None = None, value: str | None = None
    ) -> Receipt:
        """Presses a button on the app's Home tab, or chooses in a menu there. `value` is that of the button, where
        several have one action_id."""
        home = self.views.homes.get(user)
        element, block_id = _found(home.payload["blocks"] if home else [], action_id, chosen, value)
        assert home is not None
        return await self.views.press(home, element | (chosen or {}), block_id, {})

    def stop_session(self, channel: str, thread_ts: str, user: str) -> None:
        """Someone presses Slack's own Stop in a thread where the app is working: `agent_session_stopped`. Raises
        LookupError where Slack shows none."""
        stoppable = "agent_session_stopped" in self.manifest.events
        if not (stoppable and self.agents.processing(self.channel(channel).id, thread_ts)):
            raise LookupError("nothing can be stopped here")
        self.events.session_stopped(user, self.channel(channel).id, thread_ts)

    def run_step(self, callback_id: str, inputs: dict[str, Any]) -> str:
        """A workflow comes to a step of the app's; the id of its execution. Raises LookupError for a step that the
        manifest doesn't have."""
        if callback_id not in self.manifest.functions:
            raise LookupError(f"there is no step {callback_id}")
        execution = self.workspace.next_id("Fx")
        self.agents.steps[execution] = None
        self.events.function_executed(callback_id, execution, inputs)
        return execution

    def look_at(self, user: str, channel: str | None = None, message: str | None = None) -> None:
        """Someone turns to a channel, or a message in it, beside the conversation with the app:
        `app_context_changed`."""
        entities: list[dict[str, Any]] = []
        if channel and message:
            place = {"channel_id": self.channel(channel).id, "message_ts": message}
            entities.append({"type": "slack#/types/message_context", "value": place, "team_id": self.workspace.team.id})
        if channel:
            entities.append(
                {
                    "type": "slack#/types/channel_id",
                    "value": self.channel(channel).id,
                    "team_id": self.workspace.team.id,
                }
            )
        self.events.context_changed(user, self.direct_message(user).id, entities)

    def open_home(self, user: str, tab: str = "home") -> None:
        """Someone opens the app: `app_home_opened`."""
        home = self.views.homes.get(user)
        self.events.app_home_opened(user, self.direct_message(user).id, tab, home.to_json() if home else None)


def _found(
    blocks: list[dict[str, Any]], action_id: str, chosen: dict[str, Any] | None, value: str | None
) -> tuple[dict[str, Any], str]:
    """The element with this action_id; of several that share one, the menu that has what was chosen, or the button with
    this value."""
    option = (chosen or {}).get("selected_option", {}).get("value")
    for block in blocks:
        for element in block_kit.elements(block):
            values = [each["value"] for each in element.get("options", ())]
            if element.get("action_id") != action_id or (value and element.get("value") != value):
                continue
            if option is None or option in values:
                return element, block.get("block_id", "")
    raise KeyError(action_id)
