"""The playground's page in a real browser, which is started once for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from bot.playground import Playground, Timing
from tests.conftest import HANG_SECONDS
from tests.integration.page.small_app import Story, small_app
from tests.integration.playground_app import connected

PATIENT = Timing(acknowledge=HANG_SECONDS, trigger=HANG_SECONDS, share=0.01)
SIZE: ViewportSize = {"width": 1280, "height": 800}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    # One process draws all pages, and what another page drew isn't kept: each process more takes as long as a test.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache,ProactivelySwapBrowsingInstance,Translate,"
    "MediaRouter,OptimizationHints",
]


@pytest.fixture
def story() -> Story:
    return Story()


@asynccontextmanager
async def opened(story: Story) -> AsyncIterator[Playground]:
    """A playground with the small app in it."""
    async with Playground(timing=PATIENT) as playground, connected(small_app(playground, story), playground):
        yield playground
        story.go_on.set()
        await playground.settled()


@pytest_asyncio.fixture(loop_scope="session")
async def playground(story: Story) -> AsyncIterator[Playground]:
    async with opened(story) as playground:
        yield playground


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
    window = await browser.new_context(viewport=SIZE, reduced_motion="reduce")
    window.set_default_timeout(HANG_SECONDS * 1000)
    await window.new_page()
    yield window
    await window.close()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def tab(window: BrowserContext) -> Page:
    """Where each test opens its own playground's page: for a new tab, the browser starts a process."""
    return await window.new_page()


@asynccontextmanager
async def shown(tab: Page, playground: Playground) -> AsyncIterator[Page]:
    """The playground's page in this tab; what it writes to the console as an error fails the test."""
    errors: list[str] = []
    own = ("", urlsplit(playground.url).netloc)

    def failed(error: Error) -> None:
        errors.append(str(error))

    def written(message: ConsoleMessage) -> None:
        # Until this page is there, the one before is, and misses its playground.
        if message.type == "error" and urlsplit(message.location["url"]).netloc in own:
            errors.append(message.text)

    tab.on("pageerror", failed)
    tab.on("console", written)
    await tab.set_viewport_size(SIZE)
    await tab.goto(playground.url)
    await expect(tab.locator(".app-state")).to_have_text("Script2Doc is connected")
    yield tab
    await tab.unroute_all()
    await tab.evaluate("sessionStorage.clear()")
    tab.remove_listener("pageerror", failed)
    tab.remove_listener("console", written)
    # A page that misses its playground connects again and again, also while that is closing its connections.
    await tab.goto("about:blank")
    assert errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(tab: Page, playground: Playground) -> AsyncIterator[Page]:
    """The playground's page, as it is for a new person."""
    async with shown(tab, playground) as page:
        yield page
