"""A small Bolt app behind the page: it answers a file as Script2Doc does, at the pace that a test gives."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.messages.language import ENGLISH
from bot.messages.new_guide import Choices, new_guide_view, read_new_guide
from bot.messages.options import FieldErrors
from bot.playground import Playground
from tests.integration.playground_app import bolt

SAMPLE = "cloudflare-create-api-token.vtt"


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def buttons(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


CANCEL = {
    "type": "button",
    "action_id": "cancel",
    "text": plain("Cancel"),
    "confirm": {"title": plain("Stop?"), "text": plain("Really?"), "confirm": plain("Stop"), "deny": plain("Go on")},
}
REDO = {"type": "button", "action_id": "redo", "text": plain("Redo")}
TONES = [{"text": plain("Friendly"), "value": "friendly"}, {"text": plain("Formal"), "value": "formal"}]


def field_of(id: str, label: str, **element: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": id, "label": plain(label), "element": {"action_id": "v"} | element}


MODAL = {
    "type": "modal",
    "callback_id": "redo",
    "title": plain("Redo"),
    "submit": plain("Make"),
    "blocks": [
        field_of("tone", "Tone", type="static_select", options=TONES),
        field_of("urls", "Pages", type="plain_text_input", multiline=True),
        field_of("file", "File", type="file_input") | {"optional": True},
    ],
}


@dataclass
class Story:
    """What the small app waits for between its steps, and what it has heard."""

    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    heard: list[Any] = field(default_factory=list)


def small_app(playground: Playground, story: Story) -> AsyncApp:
    """Answers a file as Script2Doc does: a progress message that is edited, a document, a summary."""
    app = bolt(playground)

    @app.event("message")
    async def message(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("subtype") != "file_share" or event.get("bot_id"):
            return
        channel, thread = event["channel"], event["ts"]
        posted = await client.chat_postMessage(
            channel=channel, thread_ts=thread, text="Writing", blocks=[section("○ 1. Open *Profile*"), buttons(CANCEL)]
        )
        await story.go_on.wait()
        done = [section(f"✓ 1. Open *Profile* for <@{event['user']}>"), buttons(REDO)]
        await client.chat_update(channel=channel, ts=posted["ts"], text="Done", blocks=done)
        await client.files_upload_v2(
            file=b"PK\x03\x04", filename="guide.docx", title="Guide", channel=channel, thread_ts=thread
        )

    @app.event("app_mention")
    async def mention(event: dict[str, Any]) -> None:
        story.heard.append(event["text"])

    @app.event("app_context_changed")
    async def looked(event: dict[str, Any]) -> None:
        """Acknowledged, so that the playground doesn't wait for it."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            story.heard.append("home")
            blocks = [section(f"*Opened {story.heard.count('home')} times* by <@{event['user']}>")]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("cancel")
    async def cancel(ack: AsyncAck) -> None:
        story.heard.append("cancel")
        await ack()

    @app.action("redo")
    async def redo(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("redo")
    async def submitted(ack: AsyncAck, view: dict[str, Any]) -> None:
        values = {block: value["v"] for block, value in view["state"]["values"].items()}
        if values["urls"]["value"] == "nowhere":
            await ack(response_action="errors", errors={"urls": "“nowhere” is no link."})
            return
        story.heard.append(values)
        await ack()

    @app.command("/script2doc")
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(f"You said `{command['text']}`")

    @app.global_shortcut("new_guide")
    async def new_guide(ack: AsyncAck, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        view = new_guide_view(ENGLISH, Choices(), "", model=True, pdf=True)
        await client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @app.view("new_guide_form")
    async def filled(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        try:
            story.heard.append(read_new_guide(view, 20_000_000))
        except FieldErrors as error:
            await ack(response_action="errors", errors=error.messages)
            return
        await ack()
        (url,) = body["response_urls"]
        await AsyncWebhookClient(url["response_url"]).send(text=f"Posted to <#{url['channel_id']}>")

    @app.message_shortcut("make_guide")
    async def shortcut(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        story.heard.append(shortcut["message"]["ts"])
        await ack()

    return app
