"""Slack's dates on the page, in the time zone of who looks at them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.playground import Playground

pytestmark = pytest.mark.asyncio(loop_scope="session")

EPOCH = 1392734382
"""2014-02-18 14:39:42 UTC, the example of Slack's page on formatting."""


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as playground:
        yield playground


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def zoned(browser: Browser, playground: Playground) -> AsyncIterator[Page]:
    """The page of somebody in Los Angeles."""
    context = await browser.new_context(timezone_id="America/Los_Angeles", locale="en-US")
    page = await context.new_page()
    await page.goto(playground.url)
    await expect(page.locator("#room h1")).to_be_visible()
    yield page
    await context.close()


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ("Posted {date_num} {time_secs}", "Posted 2014-02-18 6:39:42 AM"),
        ("{date} at {time}", "February 18th, 2014 at 6:39 AM"),
        ("{date_short}", "Feb 18, 2014"),
        ("{date_long}", "Tuesday, February 18th, 2014"),
        ("{date_long_full}", "February 18, 2014"),
        ("{date_slash}", "02/18/2014"),
        ("{date_pretty}", "February 18th, 2014"),
        ("{date_short_pretty} {time}", "Feb 18, 2014 6:39 AM"),
        ("{date_long_pretty}", "Tuesday, February 18th, 2014"),
        ("{nothing} of <this>", "{nothing} of <this>"),
    ],
)
async def test_a_date_is_shown_as_slack_documents_it(zoned: Page, format: str, shown: str) -> None:
    made = await zoned.evaluate(
        "async ([epoch, format]) => (await import('/page/dates.js')).slackDate(epoch, format)", [str(EPOCH), format]
    )
    assert made.replace("\u202f", " ") == shown


@pytest.mark.parametrize(
    ("hours", "format", "shown"),
    [
        (0, "{date_pretty}", "Today"),
        (-24, "since {date_short_pretty}", "Since yesterday"),
        (24, "{date_long_pretty}", "Tomorrow"),
        (-48, "{date}", "February 16th"),
        (-3, "{ago}", "3 hours ago"),
        (-72, "{ago}", "3 days ago"),
        (1, "{ago}", "In 1 hour"),
    ],
)
async def test_near_dates_are_told_by_the_day(zoned: Page, hours: int, format: str, shown: str) -> None:
    made = await zoned.evaluate(
        "async ([epoch, format, now]) => (await import('/page/dates.js')).slackDate(epoch, format, new Date(now))",
        [str(EPOCH + hours * 3600), format, EPOCH * 1000],
    )
    assert made == shown


async def test_a_date_in_a_message_has_its_link_and_its_fallback(zoned: Page, playground: Playground) -> None:
    dates = f"<!date^{EPOCH}^{{date_num}}^https://a.example/x|2014> <!date^never^{{date}}|some day>"
    await playground.post_message("#how-to-guides", playground.colleague.id, dates)

    message = zoned.locator("#room .message").last
    await expect(message).to_contain_text("2014-02-18 some day")
    await expect(message.get_by_role("link", name="2014-02-18")).to_have_attribute("href", "https://a.example/x")
