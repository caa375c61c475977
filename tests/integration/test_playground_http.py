"""The playground over HTTP: the real Bolt behind a request URL, which takes only what is signed."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_bolt.async_app import AsyncAck

from bot.playground import Playground, Timing
from tests.conftest import HANG_SECONDS
from tests.integration.playground_app import bolt, listening

QUICK = Timing(acknowledge=HANG_SECONDS, retries=(0.0, 0.05), share=0.01)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(timing=QUICK) as playground:
        yield playground


async def test_events_commands_and_answers_travel_over_http(playground: Playground) -> None:
    app = bolt(playground)
    seen: list[str] = []

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        seen.append(event["text"])

    @app.command("/script2doc")
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(f"Looking at {command['text']}")

    async with listening(app) as url:
        playground.deliver_over_http(url)
        await playground.post_message("#general", playground.you.id, "Hello")
        await playground.settled()
        receipt = await playground.slash_command("#general", playground.you.id, "/script2doc", "a & b")

    assert seen == ["Hello"]
    assert receipt.acknowledged
    assert playground.ephemeral(playground.you.id)[0].text == "Looking at a & b"


async def test_a_modals_errors_come_back_in_the_answer(playground: Playground) -> None:
    app = bolt(playground)

    @app.view("guide")
    async def guide(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"link": "That is no link."})

    label = {"type": "plain_text", "text": "Link"}
    element = {"type": "url_text_input", "action_id": "url"}
    block = {"type": "input", "block_id": "link", "label": label, "element": element}
    view = {"type": "modal", "callback_id": "guide", "title": label, "submit": label, "blocks": [block]}
    async with listening(app) as url:
        playground.deliver_over_http(url)
        await app.client.views_open(trigger_id=playground.triggers.issue(playground.you.id), view=view)
        await playground.submit_view(playground.you.id, {"link": {"url": {"value": "https://a.example"}}})

    top = playground.views.top(playground.you.id)
    assert top is not None
    assert top.errors == {"link": "That is no link."}


async def test_a_wrong_signature_is_turned_away_and_tried_again(playground: Playground) -> None:
    app = bolt(playground)
    async with listening(app) as url:
        playground.signing_secret = "another"
        playground.deliver_over_http(url)
        await playground.post_message("#general", playground.you.id, "Hello")
        await playground.settled()

    assert [(receipt.error, receipt.delivery.retry) for receipt in playground.receipts] == [
        ("http_error", 0),
        ("http_error", 1),
        ("http_error", 2),
    ]


async def test_nobody_at_the_request_url(playground: Playground) -> None:
    playground.deliver_over_http("http://127.0.0.1:1/slack/events")

    receipt = await playground.slash_command("#general", playground.you.id, "/script2doc", "help")

    assert receipt.error == "connection_failed"


@pytest.mark.parametrize("turns", range(4))
async def test_who_connects_while_it_closes_is_cut_off(turns: int) -> None:
    """However far asyncio has come with it. What it forgot to close would fail whichever test comes next."""
    async with Playground() as playground:
        client = socket.create_connection(("127.0.0.1", urlsplit(playground.url).port or 0))
        client.settimeout(HANG_SECONDS)
        for _ in range(turns):
            await asyncio.sleep(0)

    with client, contextlib.suppress(ConnectionResetError):
        assert await asyncio.to_thread(client.recv, 1) == b""
    gc.collect()
