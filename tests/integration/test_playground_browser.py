"""The page's own endpoints: who may use them, and what each person gets to see."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground import Playground, Timing
from tests.conftest import HANG_SECONDS


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(timing=Timing(retries=(), share=0.01)) as playground:
        yield playground


@pytest.fixture
async def session(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url=playground.url) as session:
        yield session


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
async def test_other_sites_are_turned_away(session: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    for path in ("/ui/state", "/api/auth.test"):
        async with session.get(path, headers=headers) as response:
            assert response.status == 403


async def test_a_foreign_form_cant_post(playground: Playground, session: aiohttp.ClientSession) -> None:
    form = aiohttp.FormData({"channel": "#general", "text": "Hello"}, default_to_multipart=True)

    async with session.post("/ui/message", data=form, headers={"Origin": "https://evil.example"}) as response:
        assert response.status == 403
    assert playground.messages("#general") == []


async def test_the_page_loads_nothing_from_outside(session: aiohttp.ClientSession) -> None:
    async with session.get("/") as response:
        page = await response.text()
        policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in page.replace("<!--", "")


@pytest.mark.parametrize("name", ["../browser.py", "..%2Fbrowser.py", "nothing.js", "%2Fetc%2Fpasswd"])
async def test_only_the_pages_own_files_are_served(session: aiohttp.ClientSession, name: str) -> None:
    async with session.get(f"/page/{name}") as response:
        assert response.status == 404


async def test_everyone_sees_their_own_conversations(playground: Playground, session: aiohttp.ClientSession) -> None:
    await playground.post_message("#leadership", playground.you.id, "Between us")

    seen = {}
    for user in (playground.you, playground.stranger, playground.guest):
        async with session.get("/ui/state", params={"as": user.id}) as response:
            state = await response.json()
        seen[user.name] = ({each["name"] for each in state["channels"]}, [each["text"] for each in state["messages"]])

    assert seen["robin"] == ({"general", "how-to-guides", "random", "support-team", "leadership"}, ["Between us"])
    assert seen["sam"] == ({"general", "how-to-guides", "random"}, [])
    assert seen["jules"] == ({"how-to-guides"}, [])


async def test_a_file_is_a_download_for_who_may_see_it(playground: Playground, session: aiohttp.ClientSession) -> None:
    message = await playground.post_message("#support-team", playground.you.id, files=[("a <b>.html", b"<script>")])
    path = f"/ui/files/{message.files[0]}"

    async with session.get(path, params={"as": playground.colleague.id}) as response:
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert await response.read() == b"<script>"
    async with session.get(path, params={"as": playground.stranger.id}) as response:
        assert response.status == 404


async def test_nobody_lends_the_apps_hands(playground: Playground, session: aiohttp.ClientSession) -> None:
    for user in (playground.app_user.id, "U404"):
        async with session.post("/ui/sample", json={"as": user, "channel": "#general", "name": "x"}) as response:
            assert response.status == 400


async def test_the_app_hears_a_channel_from_when_it_was_added(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    await playground.post_message("#random", playground.you.id, "Before")
    async with session.post("/ui/invite", json={"as": playground.you.id, "channel": "#random"}) as response:
        assert (await response.json())["ok"]
    await playground.post_message("#random", playground.you.id, "After")
    await playground.settled()

    (receipt,) = playground.receipts
    assert receipt.delivery.payload["event"]["text"] == "After"


async def test_the_stream_tells_what_happens_and_ends_with_the_playground() -> None:
    async with (
        aiohttp.ClientSession() as session,
        asyncio.timeout(HANG_SECONDS),
    ):
        async with Playground(timing=Timing(retries=())) as playground:
            response = await session.get(f"{playground.url}ui/stream", params={"as": playground.stranger.id})
            assert await response.content.readuntil(b"\n\n") == b"event: ready\ndata: {}\n\n"

            await playground.post_message("#support-team", playground.you.id, "Between us")
            await playground.post_message("#general", playground.you.id, "For all")
            kind, data = (await response.content.readuntil(b"\n\n")).decode().strip().split("\n")
        rest = await response.read()

    assert kind == "event: message"
    assert json.loads(data.removeprefix("data: "))["text"] == "For all"
    assert rest == b""
    response.close()


async def test_what_only_one_person_sees_comes_by_the_stream_alone(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    general = playground.channel("#general").id
    playground.interactions.tell(playground.you.id, general, "Between you and me")

    async with session.get("/ui/state", params={"as": playground.you.id}) as response:
        assert (await response.json())["messages"] == []
