"""The playground plays what Slack does for agents: a thread's status with Stop, prompts, and what somebody looks at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.playground import Playground, Timing
from bot.playground.manifest import Manifest
from tests.integration.playground_app import bolt, client_of, connected

PROMPT = {"title": "A", "message": "B"}


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(timing=Timing(retries=())) as made:
        yield made


async def thread(playground: Playground) -> tuple[str, str]:
    posted = await playground.post_message("#general", playground.you.id, "Hello")
    return posted.channel, posted.ts


async def refused(playground: Playground, **more: str) -> str:
    channel, ts = await thread(playground)
    asked = {"channel_id": channel, "thread_ts": ts, "status": "processing"} | more
    with pytest.raises(SlackApiError) as caught:
        await client_of(playground).agents_sessions_setStatus(**asked)
    return str(caught.value.response["error"])


async def test_a_status_stands_until_the_app_ends_it_and_its_title_is_the_first(playground: Playground):
    channel, ts = await thread(playground)
    client = client_of(playground)
    for status, title in (("processing", "one"), ("active", "two"), ("processing", "three")):
        answer = await client.agents_sessions_setStatus(channel_id=channel, thread_ts=ts, status=status, title=title)
        assert answer["status"] == status
        assert answer["title"] == "one"
        assert "warning" not in answer.data
        assert playground.agents.processing(channel, ts) is (status == "processing")


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"status": "is thinking"}, "invalid_arguments"),
        ({"title": "x" * 201}, "invalid_arguments"),
        ({"thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel_id": "C0RANDOM003"}, "not_in_channel"),
        ({"initiator_user_id": "U0JULESMART"}, "user_not_in_channel"),
    ],
)
async def test_what_slack_refuses_of_a_status(playground: Playground, more: dict[str, str], error: str):
    assert await refused(playground, **more) == error


async def test_who_is_no_agent_has_no_status():
    async with Playground(manifest=replace(Manifest.load(), agent=False)) as playground:
        assert await refused(playground) == "access_denied"


async def test_stop_tells_the_app_and_changes_nothing_by_itself(playground: Playground):
    app, told = bolt(playground), []

    @app.event("agent_session_stopped")
    async def stopped(event: dict[str, object]) -> None:
        told.append(event)

    async with connected(app, playground):
        channel, ts = await thread(playground)
        with pytest.raises(LookupError):
            playground.stop_session(channel, ts, playground.you.id)
        await client_of(playground).agents_sessions_setStatus(channel_id=channel, thread_ts=ts, status="processing")
        playground.stop_session(channel, ts, playground.you.id)
        await playground.settled()

        assert [(each["channel"], each["thread_ts"], each["user"]) for each in told] == [
            (channel, ts, playground.you.id)
        ]
        assert playground.agents.processing(channel, ts)


async def test_without_the_event_slack_warns_and_shows_no_stop():
    granted = Manifest.load()
    async with Playground(manifest=replace(granted, events=granted.events - {"agent_session_stopped"})) as playground:
        channel, ts = await thread(playground)
        client = client_of(playground)
        answer = await client.agents_sessions_setStatus(channel_id=channel, thread_ts=ts, status="processing")

        assert answer["warning"] == "missing_agent_session_stopped_event_subscription"
        with pytest.raises(LookupError):
            playground.stop_session(channel, ts, playground.you.id)


@pytest.mark.parametrize("prompts", [[], [PROMPT] * 5, [{"title": "A"}], [{"title": "A", "message": ""}]])
async def test_prompts_are_at_most_four_and_whole(playground: Playground, prompts: list[dict[str, str]]):
    channel = playground.direct_message(playground.you.id).id
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client_of(playground).assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)


async def test_prompts_that_name_a_thread_have_no_effect(playground: Playground):
    channel = playground.direct_message(playground.you.id).id
    client = client_of(playground)
    await client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts="1.0", prompts=[PROMPT])
    assert playground.agents.prompts == {}
    await client.assistant_threads_setSuggestedPrompts(channel_id=channel, title="T", prompts=[PROMPT] * 4)
    assert playground.agents.prompts[channel] == {"title": "T", "prompts": [PROMPT] * 4}


async def test_the_page_lends_hands_for_it_to_members_only(playground: Playground):
    channel, ts = await thread(playground)
    await client_of(playground).agents_sessions_setStatus(channel_id=channel, thread_ts=ts, status="processing")
    async with aiohttp.ClientSession(base_url=playground.url) as session:
        async with session.get("/ui/state") as response:
            state = await response.json()
        place = {"channel": channel, "thread_ts": ts}
        assert state["sessions"] == [place | {"status": "processing", "stoppable": True}]
        async with session.post("/ui/stop", json=place | {"as": playground.guest.id}) as response:
            assert (await response.json())["error"] == "not_in_channel"
        for path in ("/ui/stop", "/ui/look"):
            async with session.post(path, json=place) as response:
                assert (await response.json())["ok"]
