"""Edits of progress messages against the playground, which counts as Slack does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import PlanBlock
from slack_sdk.web.async_client import AsyncWebClient

from bot.edits import TRIES, Editor
from bot.messages.message import Message, section
from bot.observe import about, told_about
from bot.playground import Limits, Playground
from bot.playground.rates import Rates
from tests.clock import LeapingClock
from tests.conftest import HANG_SECONDS

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


async def test_an_edit_that_fails_says_whose_it_is(playground: Playground, caplog: pytest.LogCaptureFixture):
    """One task sends the edits of all jobs, and the first of them has begun it."""
    seen: list[tuple[str, Mapping[str, str]]] = []

    def look(record: logging.LogRecord) -> bool:
        seen.append((record.getMessage(), told_about()))
        return True

    caplog.handler.addFilter(look)
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(2)]
    editor = Editor(client, 40)
    playground.fail_next("chat.update", error="msg_too_long", times=2)
    for job, place in zip("ab", places, strict=True):
        with about(job=job):
            editor.show(place, message("state"))
    async with asyncio.timeout(HANG_SECONDS):
        while len([said for said, _ in seen if "wasn't accepted" in said]) < 2:
            await asyncio.sleep(0.01)

    for job, (_, ts) in zip("ab", places, strict=True):
        (fields,) = [fields for said, fields in seen if f"an edit of {ts}" in said]
        assert fields == {"job": job}
    await editor.aclose()


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


@pytest.mark.parametrize(("processes", "at_once"), [(1, 5), (8, 1)])
async def test_one_of_many_processes_edits_less_at_once(playground: Playground, processes: int, at_once: int):
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(5)]
    editor = Editor(client, 40)
    editor.share(processes)
    for place in places:
        editor.show(place, message("state"))
    await playground.until(lambda: sum(len(playground.edits(ts)) for _, ts in places) >= at_once + len(places))
    await asyncio.sleep(0.2)

    assert sum(len(playground.edits(ts)) - 1 for _, ts in places) == at_once, "the next one is due after 12 seconds"
    await editor.aclose()


PLAN = Message("begun", message("in sections").blocks, (PlanBlock(title="in a plan", tasks=[]),))


async def test_a_plan_is_shown_where_the_workspace_takes_it(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    editor = Editor(client, 40)

    await editor.finish(place, PLAN)

    assert [block["type"] for block in playground.edits(place[1])[-1].blocks] == ["plan"]
    await editor.aclose()


@pytest.mark.parametrize("refusal", ["invalid_blocks", "invalid_blocks_format"])
async def test_a_workspace_that_refuses_plans_gets_sections_from_then_on(playground: Playground, refusal: str):
    client = client_of(playground)
    place = await posted(client, playground)
    editor = Editor(client, 40)
    playground.fail_next("chat.update", error=refusal)

    await editor.finish(place, PLAN)
    await editor.finish(place, PLAN)

    shown = [edit.blocks[0]["text"]["text"] for edit in playground.edits(place[1])[1:]]
    assert shown == ["in sections", "in sections"]
    assert [call.method for call in playground.calls].count("chat.update") == 3
    await editor.aclose()


async def test_the_last_edit_of_a_message_goes_before_those_that_wait(playground: Playground):
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(3)]
    editor = Editor(client, 40)
    # Asked for last, but before the editor's task has had a turn.
    finishing = asyncio.create_task(editor.finish(places[2], message("done")))
    for place in places:
        editor.show(place, message("under way"))
    await finishing
    await playground.until(lambda: all(len(playground.edits(ts)) == 2 for _, ts in places))
    updated = [call.args["ts"] for call in playground.calls if call.method == "chat.update"]
    assert updated == [places[2][1], places[0][1], places[1][1]]
    await editor.aclose()


async def test_last_edits_go_in_the_order_in_which_they_were_asked_for(playground: Playground):
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(3)]
    editor = Editor(client, 40)

    await asyncio.gather(*(editor.finish(place, message("done")) for place in places))

    assert [call.args["ts"] for call in playground.calls if call.method == "chat.update"] == [ts for _, ts in places]
    await editor.aclose()


async def test_the_message_that_was_edited_longest_ago_goes_next(playground: Playground):
    client = client_of(playground)
    (one, other) = [await posted(client, playground) for _ in range(2)]
    editor = Editor(client, 40, every=0.0)
    editor.show(one, message("first"))
    await playground.until(lambda: len(playground.edits(one[1])) == 2)

    editor.show(one, message("second"))
    editor.show(other, message("first"))
    await playground.until(lambda: len(playground.edits(one[1])) == 3 and len(playground.edits(other[1])) == 2)

    updated = [call.args["ts"] for call in playground.calls if call.method == "chat.update"]
    assert updated == [one[1], other[1], one[1]]
    await editor.aclose()


async def test_the_last_edit_waits_for_nothing_but_the_workspaces_rate(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    editor = Editor(client, 40, every=3600)
    editor.show(place, message("under way"))
    await playground.until(lambda: len(playground.edits(place[1])) == 2)
    async with asyncio.timeout(HANG_SECONDS):
        await editor.finish(place, message("done"))
    assert playground.edits(place[1])[-1].text == "done"
    await editor.aclose()


async def test_an_edit_that_slack_fails_at_is_sent_again(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    playground.fail_next("chat.update", status=500, times=2)
    editor = Editor(client, 400, every=0.05)
    editor.show(place, message("step 3 is done"))

    await playground.until(lambda: playground.edits(place[1])[-1].text == "step 3 is done")
    await editor.aclose()


async def test_of_an_edit_that_failed_only_something_newer_is_sent(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    failed = playground.fail_next("chat.update", status=500, delay=0.05)
    editor = Editor(client, 400, every=0.05)
    editor.show(place, message("older"))
    await playground.until(lambda: [call for call in playground.calls if call.method == "chat.update"])
    editor.show(place, message("newer"))

    await playground.until(lambda: playground.edits(place[1])[-1].text == "newer")
    assert failed.met.is_set()
    assert [edit.text for edit in playground.edits(place[1])] == ["begun", "newer"]
    await editor.aclose()


async def test_an_edit_that_slack_goes_on_failing_at_is_left(playground: Playground):
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(2)]
    playground.fail_next("chat.update", status=500, times=TRIES)
    editor = Editor(client, 400, every=0.05)
    editor.show(places[0], message("lost"))
    await playground.until(lambda: sum(call.method == "chat.update" for call in playground.calls) == TRIES)
    await editor.finish(places[1], message("done"))

    assert [edit.text for edit in playground.edits(places[0][1])] == ["begun"]
    await editor.aclose()


async def test_what_may_not_be_shown_now_is_shown_once_it_may(playground: Playground):
    """While a machine is busy, a lease may end and be renewed before anybody has taken the job."""
    client, asked = client_of(playground), 0
    places = [await posted(client, playground) for _ in range(2)]

    def sure() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    editor = Editor(client, 400, every=0.05, sure=sure)
    editor.show(places[0], message("step 3 is done"))
    await playground.until(lambda: playground.edits(places[0][1])[-1].text == "step 3 is done")
    asked = -100
    editor.show(places[1], message("lost"))
    await asyncio.sleep(0.1)
    await editor.forget(places[1])
    assert asked > -100
    assert playground.edits(places[1][1])[-1].text == "begun"
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


async def test_of_two_last_edits_the_newer_one_is_sent_and_both_return(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    editor = Editor(client, 40)
    # Both are asked for before the editor's task has had a turn.
    async with asyncio.timeout(HANG_SECONDS):
        await asyncio.gather(
            editor.finish(place, message("done")),
            editor.finish(place, message("cancelled")),
        )
    assert [edit.text for edit in playground.edits(place[1])] == ["begun", "cancelled"]
    await editor.aclose()


async def test_a_last_edit_raises_if_the_connection_is_closed_without_an_answer():
    def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = AsyncWebClient(token="xoxb-1", base_url=f"http://127.0.0.1:{port}/", retry_handlers=[])
        editor = Editor(client, 40)
        async with asyncio.timeout(HANG_SECONDS):
            with pytest.raises(ConnectionError):
                await editor.finish(("C1", "1700000000.000001"), message("done"))
        await editor.aclose()


async def test_a_bug_in_one_edit_leaves_the_others_alone(playground: Playground):
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(2)]
    editor = Editor(client, 40)
    async with asyncio.timeout(HANG_SECONDS):
        refused, sent = await asyncio.gather(
            editor.finish(places[0], message("done"), {"not JSON": object()}),
            editor.finish(places[1], message("done")),
            return_exceptions=True,
        )
    assert isinstance(refused, TypeError)
    assert sent is None
    assert playground.edits(places[1][1])[-1].text == "done"
    await editor.aclose()


async def test_closing_the_editor_cancels_last_edits_that_wait(playground: Playground):
    client = client_of(playground)
    place = await posted(client, playground)
    editor = Editor(client, 40)
    finishing = asyncio.create_task(editor.finish(place, message("done")))
    await asyncio.sleep(0)
    async with asyncio.timeout(HANG_SECONDS):
        await editor.aclose()
        with pytest.raises(asyncio.CancelledError):
            await finishing


async def test_a_last_edit_that_slack_refuses_is_told(playground: Playground):
    client = client_of(playground)
    channel, _ = await posted(client, playground)
    editor = Editor(client, 40)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await editor.finish((channel, "1700000000.000001"), message("done"))
    await editor.aclose()


MANY = 20


@pytest.fixture
async def slow_slack() -> AsyncIterator[tuple[Playground, LeapingClock]]:
    """A playground that counts calls of a minute by a clock that leaps to what is due next."""
    async with Playground(limits=Limits(post_burst=100)) as playground:
        with LeapingClock() as clock:
            playground.rates = Rates(playground.limits, clock=asyncio.get_running_loop().time)
            yield playground, clock


@pytest.mark.parametrize("busy_seconds", [5, 90], ids=["just begun", "under way for a while"])
async def test_what_is_said_when_the_process_stops_has_room_on_every_message(
    slow_slack: tuple[Playground, LeapingClock], busy_seconds: int
):
    playground, clock = slow_slack
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(MANY)]
    editor = Editor(client, 40)
    for second in range(busy_seconds):
        for place in places:
            editor.show(place, message(f"state {second}"))
        await asyncio.sleep(1)
    before = sum(len(playground.edits(ts)) - 1 for _, ts in places)
    assert before >= min(8, busy_seconds / 3), "progress is shown meanwhile"
    editor.show_no_more()
    editor.show(places[0], message("late"))
    stopped = clock.seconds
    await asyncio.gather(*(editor.finish(place, message("Resuming")) for place in places))

    assert clock.seconds - stopped < 5
    assert [playground.edits(ts)[-1].text for _, ts in places] == ["Resuming"] * MANY
    assert [call for call in playground.calls if call.error] == [], "none was too much for Slack"
    assert sum(len(playground.edits(ts)) - 1 for _, ts in places) == before + MANY, "and nothing else is sent"
    await editor.aclose()


async def test_last_edits_keep_to_what_slack_takes_in_a_minute(slow_slack: tuple[Playground, LeapingClock]):
    playground, clock = slow_slack
    client = client_of(playground)
    places = [await posted(client, playground) for _ in range(60)]
    editor = Editor(client, 40)

    await asyncio.gather(*(editor.finish(place, message("done")) for place in places))

    assert clock.seconds > 55
    assert [call for call in playground.calls if call.error] == []
    await editor.aclose()
