"""The playground's page in a real browser, which is started once for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.playground import Playground, Timing
from tests.conftest import HANG_SECONDS
from tests.integration.page.small_app import Story, small_app
from tests.integration.playground_app import connected

PATIENT = Timing(acknowledge=HANG_SECONDS, trigger=HANG_SECONDS, share=0.01)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
]


@pytest.fixture
def story() -> Story:
    return Story()


@pytest_asyncio.fixture(loop_scope="session")
async def playground(story: Story) -> AsyncIterator[Playground]:
    async with Playground(timing=PATIENT) as playground, connected(small_app(playground, story), playground):
        yield playground
        story.go_on.set()
        await playground.settled()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        expect.set_options(timeout=HANG_SECONDS * 1000)
        browser = await driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def window(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A window in which each test opens a tab: a window each would take three times as long. What the page keeps it
    keeps by tab."""
    window = await browser.new_context(viewport={"width": 1280, "height": 800})
    window.set_default_timeout(HANG_SECONDS * 1000)
    await window.new_page()
    yield window
    await window.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(window: BrowserContext, playground: Playground) -> AsyncIterator[Page]:
    """The playground's page; what it writes to the console as an error fails the test."""
    page = await window.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    await page.goto(playground.url)
    await expect(page.locator(".app-state")).to_have_text("Script2Doc is connected")
    yield page
    await page.close()
    assert errors == []
