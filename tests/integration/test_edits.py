"""Edits of progress messages against the playground, which counts as Slack does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.edits import BURST, Editor
from bot.messages.message import Message, section
from bot.playground import Playground

ROOM = "#how-to-guides"


def message(text: str) -> Message:
    return Message(text, (section(text),))


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as made:
        yield made


def client_of(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)


async def posted(client: AsyncWebClient, playground: Playground) -> tuple[str, str]:
    channel = playground.channel(ROOM).id
    answer = await client.chat_postMessage(channel=channel, text="begun")
    return channel, str(answer["ts"])


async def test_what_comes_quickly_is_shown_as_its_latest_state(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    editor = Editor(client, 40, every=0.3)
    for number in range(50):
        editor.show(place, message(f"state {number}"))
    await editor.finish(place, message("done"))
    shown = [edit.text for edit in playground.edits(place[1])]
    assert shown[-1] == "done"
    assert len(shown) <= 4
    await editor.aclose()


async def test_the_last_edit_goes_before_those_that_wait(playground: Playground):
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(3)]
    editor = Editor(client, 40)
    for _ in range(BURST):
        for place in places:
            editor.show(place, message("under way"))
        await asyncio.sleep(0)
    await editor.finish(places[2], message("done"))
    assert playground.edits(places[2][1])[-1].text == "done"
    await editor.aclose()


async def test_nothing_is_shown_after_the_last_edit(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    editor = Editor(client, 40, every=0.05)
    finishing = asyncio.create_task(editor.finish(place, message("done")))
    await asyncio.sleep(0)
    editor.show(place, message("late"))
    await finishing
    assert [edit.text for edit in playground.edits(place[1])][-1] == "done"
    await editor.aclose()


async def test_a_last_edit_that_slack_refuses_is_told(playground: Playground):
    client = client_of(playground)
    channel, _ = await posted(client, playground)
    editor = Editor(client, 40)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await editor.finish((channel, "1700000000.000001"), message("done"))
    await editor.aclose()
