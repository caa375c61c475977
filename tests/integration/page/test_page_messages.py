"""Messages on the page as Slack shows them. These tests share a page, where each looks at what it has posted itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from bot.playground import Playground
from tests.integration.page.conftest import opened, shown
from tests.integration.page.small_app import Story, section
from tests.integration.playground_app import client_of

pytestmark = pytest.mark.asyncio(loop_scope="session")
ROOM = "#how-to-guides"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def playground() -> AsyncIterator[Playground]:
    async with opened(Story()) as playground:
        yield playground


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def page(tab: Page, playground: Playground) -> AsyncIterator[Page]:
    async with shown(tab, playground) as page:
        yield page


@pytest.mark.parametrize(
    ("block", "folded"),
    [
        (section("\n".join("line" for _ in range(5))), False),
        (section("\n".join("line" for _ in range(6))), True),
        (section("a word " * 85), False),
        (section("a word " * 90), True),
        (section("a word " * 90) | {"expand": True}, False),
    ],
)
async def test_a_long_section_is_folded_unless_the_app_asks_for_all_of_it(
    page: Page, playground: Playground, block: dict[str, Any], folded: bool
) -> None:
    channel = playground.channel(ROOM).id
    posted = await client_of(playground).chat_postMessage(channel=channel, text="x", blocks=[block])
    text = page.locator(f'#room [data-ts="{posted["ts"]}"] .b-text')
    await expect(text).to_be_visible()
    more = text.get_by_role("button", name="See more")
    await expect(more).to_have_count(1 if folded else 0)
    if folded:
        before = await text.evaluate("(each) => each.firstElementChild.clientHeight")
        await more.click()
        await expect(text.get_by_role("button", name="See less")).to_be_visible()
        assert await text.evaluate("(each) => each.firstElementChild.clientHeight") > before


async def test_a_forwarded_message_is_shown_with_its_author_and_files(page: Page, playground: Playground) -> None:
    dropped = await playground.post_message("#general", playground.colleague.id, "Here", [("talk.vtt", b"WEBVTT")])
    shared = await playground.post_message(ROOM, playground.you.id, "Look", forwarded=[dropped])

    quote = page.locator(f'#room [data-ts="{shared.ts}"] .forwarded')
    await expect(quote).to_contain_text("Amara Okafor in #general")
    await expect(quote).to_contain_text("Here")
    await expect(quote.locator(".file")).to_contain_text("talk.vtt")


async def test_what_only_one_person_sees_is_gone_when_the_page_is_loaded_again(
    page: Page, playground: Playground
) -> None:
    channel, client = playground.channel(ROOM).id, client_of(playground)
    await client.chat_postEphemeral(channel=channel, user=playground.you.id, text="For you alone")
    await expect(page.locator("#room .ephemeral")).to_contain_text("For you alone")

    await page.reload()
    await expect(page.locator(".app-state")).to_have_text("Script2Doc is connected")
    await expect(page.locator("#room .ephemeral")).to_have_count(0)


async def test_reactions_and_replies_to_the_channel_are_shown(page: Page, playground: Playground) -> None:
    first = await playground.post_message(ROOM, playground.colleague.id, "Hello")
    reply = await playground.post_message(ROOM, playground.colleague.id, "To all", thread_ts=first.ts, broadcast=True)
    channel = playground.channel(ROOM).id
    await client_of(playground).reactions_add(channel=channel, timestamp=first.ts, name="eyes")

    await expect(page.locator(f'#room [data-ts="{reply.ts}"]')).to_contain_text("Also sent to the channel")
    await expect(page.locator(f'#room [data-ts="{first.ts}"] .reactions')).to_contain_text("1")


async def test_what_arrives_while_the_page_is_loading_is_kept(page: Page, playground: Playground) -> None:
    known = "async () => [...(await import('/page/store.js')).store.messages.values()].map((each) => each.text)"

    async def late(route: Route) -> None:
        """Answers with what was there before a message that the page has been told of by then."""
        answer = await route.fetch()
        await playground.post_message(ROOM, playground.colleague.id, "Just now")
        while "Just now" not in await page.evaluate(known):
            await asyncio.sleep(0)
        await route.fulfill(response=answer)

    await page.route("**/ui/state*", late, times=1)
    await page.reload()
    await expect(page.locator("#room .messages")).to_contain_text("Just now")


async def test_what_only_one_person_sees_can_be_taken_away(page: Page, playground: Playground) -> None:
    channel, client, you = playground.channel(ROOM).id, client_of(playground), playground.you.id
    await client.chat_postEphemeral(channel=channel, user=you, text="Making the PDF …")
    await client.chat_postEphemeral(channel=channel, user=you, text="Somebody else asked for it")
    passing = page.locator("#room .ephemeral")
    await expect(passing).to_have_count(2)
    await passing.nth(0).get_by_role("button", name="Dismiss message").press("Enter")

    await expect(passing).to_have_count(1)
    await expect(passing).to_contain_text("Somebody else asked for it")
    await expect(page.locator("#room .messages")).to_be_focused()
