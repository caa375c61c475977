"""The playground over Socket Mode, with the real Bolt: events and their retries, commands, buttons, modals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground, Refused, Timing
from tests.conftest import HANG_SECONDS
from tests.integration.playground_app import bolt, client_of, connected

QUICK = Timing(acknowledge=HANG_SECONDS, retries=(0.0, 0.05, 0.05), trigger=HANG_SECONDS, share=0.01)
"""Short pauses; but the app may take its time."""


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(timing=QUICK) as playground:
        yield playground


def listener(playground: Playground) -> tuple[AsyncApp, list[dict[str, Any]]]:
    """An app that notes every event that it gets."""
    app, seen = bolt(playground), []

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        seen.append(event)

    @app.event("app_mention")
    async def mention(event: dict[str, Any]) -> None:
        seen.append(event)

    return app, seen


async def test_a_file_dropped_with_a_mention_comes_as_message_and_mention(playground: Playground) -> None:
    app, seen = listener(playground)
    async with connected(app, playground):
        mention = f"<@{playground.app_user.id}> please"
        dropped = await playground.post_message("#general", playground.you.id, mention, [("talk.vtt", b"WEBVTT")])
        await playground.settled()

    message, mentioned = sorted(seen, key=lambda event: event["type"], reverse=True)
    assert (message["type"], message["subtype"], message["channel_type"]) == ("message", "file_share", "channel")
    assert (mentioned["type"], "subtype" in mentioned) == ("app_mention", False)
    for event in seen:
        assert event["ts"] == dropped.ts
        assert event["channel"] == dropped.channel
        assert event["files"][0]["url_private_download"].endswith("/download/talk.vtt")


@pytest.mark.parametrize(
    ("channel", "kinds"),
    [("#general", ["channel"]), ("#support-team", ["group"]), ("#random", []), ("#leadership", []), ("im", ["im"])],
)
async def test_the_app_hears_where_it_is(playground: Playground, channel: str, kinds: list[str]) -> None:
    app, seen = listener(playground)
    place = playground.direct_message(playground.you.id).id if channel == "im" else channel
    async with connected(app, playground):
        await playground.post_message(place, playground.you.id, "Hello")
        await playground.settled()

    assert [event["channel_type"] for event in seen] == kinds


async def test_an_unacknowledged_event_comes_again_with_its_number(playground: Playground) -> None:
    app, seen = listener(playground)
    headers: list[Any] = []

    @app.middleware
    async def note(req: Any, next: Any) -> None:
        headers.append(req.headers.get("x-slack-retry-num"))
        await next()

    async with connected(app, playground):
        playground.withhold_acknowledgements(2)
        await playground.post_message("#general", playground.you.id, "Hello")
        await playground.settled()

    assert len(seen) == 3
    assert [receipt.error for receipt in playground.receipts] == ["timeout", "timeout", None]
    assert [receipt.delivery.retry for receipt in playground.receipts] == [0, 1, 2]
    assert headers[1:] == [["1"], ["2"]]


async def test_slack_gives_up_after_the_last_retry(playground: Playground) -> None:
    await playground.post_message("#general", playground.you.id, "Is anyone there?")
    await playground.settled()

    assert [receipt.error for receipt in playground.receipts] == ["no_connection"] * 4


async def test_an_event_can_come_twice(playground: Playground) -> None:
    app, seen = listener(playground)
    async with connected(app, playground):
        playground.deliver_twice()
        await playground.post_message("#general", playground.you.id, "Hello")
        await playground.settled()

    assert len(seen) == 2
    assert len({receipt.delivery.payload["event_id"] for receipt in playground.receipts}) == 1


async def test_connections_take_turns(playground: Playground) -> None:
    app, seen = listener(playground)
    async with connected(app, playground, connections=2):
        for number in range(4):
            await playground.post_message("#general", playground.you.id, str(number))
        await playground.settled()

    assert sorted(event["text"] for event in seen) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("how", ["drop", "refresh"])
async def test_the_app_comes_back_after_its_connection_is_gone(playground: Playground, how: str) -> None:
    app, seen = listener(playground)
    async with connected(app, playground, ping=1.0):
        (before,) = playground.sockets.connections
        await (playground.drop_sockets() if how == "drop" else playground.ask_to_reconnect())
        await playground.until(lambda: playground.sockets.connections and before not in playground.sockets.connections)
        await playground.post_message("#general", playground.you.id, "Hello")
        await playground.until(lambda: seen)

    assert seen[0]["text"] == "Hello"


async def test_a_door_opens_once(playground: Playground) -> None:
    opened = await client_of(playground).apps_connections_open(app_token=playground.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])


# -- commands, buttons, modals


async def test_a_command_is_acknowledged_and_answered(playground: Playground) -> None:
    app = bolt(playground)

    @app.command("/script2doc")
    async def command(ack: AsyncAck, command: dict[str, Any], respond: AsyncRespond) -> None:
        await ack(f"Looking at {command['text']}")
        await respond("Found it", response_type="in_channel")

    async with connected(app, playground):
        receipt = await playground.slash_command("#general", playground.you.id, "/script2doc", "help")
        await playground.until(lambda: playground.messages("#general"))

    assert receipt.acknowledged
    assert [message.text for message in playground.ephemeral(playground.you.id)] == ["Looking at help"]
    assert [message.text for message in playground.messages("#general")] == ["Found it"]


async def test_a_command_that_nobody_takes_fails_before_the_persons_eyes(playground: Playground) -> None:
    receipt = await playground.slash_command("#general", playground.you.id, "/script2doc", "help")

    assert receipt.error == "no_connection"
    (told,) = playground.ephemeral(playground.you.id)
    assert told.text == "/script2doc failed with the error “dispatch_failed”"


async def test_a_command_that_is_acknowledged_too_late_has_timed_out() -> None:
    async with Playground(timing=replace(QUICK, acknowledge=0.05)) as playground:
        app, never = bolt(playground), asyncio.Event()

        @app.command("/script2doc")
        async def command(ack: AsyncAck) -> None:
            await never.wait()

        async with connected(app, playground), asyncio.timeout(HANG_SECONDS):
            receipt = await playground.slash_command("#general", playground.you.id, "/script2doc", "help")

    assert receipt.error == "timeout"
    (told,) = playground.ephemeral(playground.you.id)
    assert told.text == "/script2doc failed with the error “operation_timeout”"


async def test_only_the_manifests_commands_are_there(playground: Playground) -> None:
    with pytest.raises(LookupError, match="not a valid command"):
        await playground.slash_command("#general", playground.you.id, "/dance")


def modal(**more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "url"}
    block = {"type": "input", "block_id": "link", "label": {"type": "plain_text", "text": "Link"}, "element": element}
    texts = {name: {"type": "plain_text", "text": name} for name in ("title", "submit")}
    return {"type": "modal", "callback_id": "guide", "private_metadata": "k7", "blocks": [block], **texts, **more}


async def test_a_button_opens_a_modal_which_sends_errors_back_and_then_closes(playground: Playground) -> None:
    app = bolt(playground)
    states: list[Any] = []

    @app.action("redo")
    async def redo(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    @app.view("guide")
    async def guide(ack: AsyncAck, view: dict[str, Any]) -> None:
        value = view["state"]["values"]["link"]["url"]
        states.append((value, view["private_metadata"]))
        if value["value"] == "bad":
            await ack(response_action="errors", errors={"link": "That is no link."})
        else:
            await ack()

    button = {"type": "button", "action_id": "redo", "value": "7", "text": {"type": "plain_text", "text": "Redo"}}
    async with connected(app, playground):
        blocks = [{"type": "actions", "elements": [button]}]
        channel = playground.channel("#general").id
        posted = await app.client.chat_postMessage(channel=channel, text="Done", blocks=blocks)
        await playground.press(posted["ts"], "redo", playground.you.id)
        view = await playground.until(lambda: playground.views.top(playground.you.id))

        await playground.submit_view(playground.you.id, {"link": {"url": {"value": "bad"}}})
        assert view.errors == {"link": "That is no link."}
        await playground.submit_view(playground.you.id, {"link": {"url": {"value": "https://a.example"}}})

    assert playground.views.top(playground.you.id) is None
    assert states[0] == ({"type": "plain_text_input", "value": "bad"}, "k7")
    assert playground.receipts[-1].acknowledged


async def test_a_trigger_lives_briefly_and_serves_once(playground: Playground) -> None:
    client = client_of(playground)
    fresh = playground.triggers.issue(playground.you.id)
    await client.views_open(trigger_id=fresh, view=modal())

    errors = []
    for trigger in (fresh, "1.2.made-up"):
        with pytest.raises(SlackApiError) as error:
            await client.views_open(trigger_id=trigger, view=modal())
        errors.append(error.value.response["error"])

    assert errors == ["exchanged_trigger_id", "invalid_trigger_id"]


def test_a_trigger_expires() -> None:
    from bot.playground.interactions import Triggers

    now = 100.0
    triggers = Triggers(3.0, lambda: now)
    trigger = triggers.issue("U1")
    now = 103.1

    with pytest.raises(Refused, match="expired_trigger_id"):
        triggers.use(trigger)


async def test_a_response_url_serves_five_times(playground: Playground) -> None:
    app = bolt(playground)
    urls: list[str] = []

    @app.shortcut("make_guide")
    async def shortcut(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        urls.append(shortcut["response_url"])
        await ack()

    message = await playground.post_message("#general", playground.you.id, "Hello")
    async with connected(app, playground):
        await playground.shortcut(message.ts, "make_guide", playground.you.id)

    answers = []
    async with aiohttp.ClientSession() as session:
        for number in range(6):
            async with session.post(urls[0], json={"text": str(number)}) as response:
                answers.append(response.status)
    assert answers == [200] * 5 + [404]
    assert [each.text for each in playground.ephemeral(playground.you.id)] == ["0", "1", "2", "3", "4"]


async def test_a_response_replaces_or_deletes_the_apps_message(playground: Playground) -> None:
    app = bolt(playground)

    @app.action("again")
    async def again(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("Replaced", replace_original=True)

    button = {"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Again"}}
    async with connected(app, playground):
        blocks = [{"type": "actions", "elements": [button]}]
        channel = playground.channel("#general").id
        posted = await app.client.chat_postMessage(channel=channel, text="Original", blocks=blocks)
        await playground.press(posted["ts"], "again", playground.you.id)
        await playground.until(lambda: playground.messages("#general")[0].text == "Replaced")

    assert playground.messages("#general")[0].blocks == []


async def test_what_a_press_says(playground: Playground) -> None:
    app = bolt(playground)
    bodies: list[dict[str, Any]] = []

    @app.action("tone")
    async def tone(ack: AsyncAck, body: dict[str, Any]) -> None:
        bodies.append(body)
        await ack()

    friendly = {"text": {"type": "plain_text", "text": "Friendly"}, "value": "friendly"}
    menu = {"type": "static_select", "action_id": "tone", "options": [friendly]}
    blocks = [{"type": "actions", "block_id": "b", "elements": [menu]}]
    channel = playground.channel("#general").id
    async with connected(app, playground):
        kept = await app.client.chat_postMessage(channel=channel, text="Which?", blocks=blocks)
        await playground.press(kept["ts"], "tone", playground.you.id, {"selected_option": friendly})
        brief = await app.client.chat_postEphemeral(
            channel=channel, user=playground.you.id, text="Which?", blocks=blocks
        )
        await playground.press(brief["message_ts"], "tone", playground.you.id, {"selected_option": friendly})

    first, second = bodies
    assert first["actions"][0]["selected_option"]["value"] == "friendly"
    assert first["state"]["values"]["b"]["tone"]["selected_option"] == friendly
    assert first["message"]["ts"] == kept["ts"]
    assert first["container"]["is_ephemeral"] is False
    assert second["container"]["is_ephemeral"] is True
    assert "message" not in second, "Slack doesn't keep ephemeral messages"


async def test_a_file_given_in_a_modal_reaches_the_app(playground: Playground) -> None:
    app = bolt(playground)
    files: list[Any] = []

    @app.view("guide")
    async def guide(ack: AsyncAck, view: dict[str, Any]) -> None:
        files.extend(view["state"]["values"]["file"]["v"]["files"])
        await ack()

    label = {"type": "plain_text", "text": "File"}
    block = {"type": "input", "block_id": "file", "label": label, "element": {"type": "file_input", "action_id": "v"}}
    stored = playground.store("talk.vtt", b"WEBVTT", playground.you.id)
    async with connected(app, playground):
        trigger = playground.triggers.issue(playground.you.id)
        await app.client.views_open(trigger_id=trigger, view=modal(blocks=[block]))
        await playground.submit_view(playground.you.id, {"file": {"v": {"files": [stored.id]}}})

    headers = {"Authorization": f"Bearer {playground.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(files[0]["url_private_download"]) as response,
    ):
        assert await response.read() == b"WEBVTT"
