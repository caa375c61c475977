"""What somebody has typed on the page and not sent yet: nothing of it is lost."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from bot.playground import Playground
from tests.integration.page.small_app import SAMPLE, Story

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_drafts_stay_with_their_channel_and_thread(page: Page, playground: Playground, story: Story) -> None:
    story.go_on.set()
    await page.click(f'[data-sample="{SAMPLE}"]')
    await expect(page.locator("#room .summary")).to_contain_text("2 replies")
    await page.fill("#reply", "A reply")
    await page.fill("#composer", "For the guides")
    file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT"}
    await page.locator("#room input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await page.focus("#reply")
    await page.keyboard.press("Escape")
    await expect(page.locator("#reply")).to_be_focused()
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#composer")).to_have_value("")
    await page.fill("#composer", "For everybody")

    await page.locator("#rail").get_by_role("button", name="how-to-guides").click()
    await expect(page.locator("#composer")).to_have_value("For the guides")
    await expect(page.locator("#room .chips")).to_contain_text("talk.vtt")
    await page.click("#room .summary")
    await expect(page.locator("#reply")).to_have_value("A reply")
    await page.reload()
    await expect(page.locator("#composer")).to_have_value("For the guides")
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#composer")).to_have_value("For everybody")


async def test_what_could_not_be_sent_is_kept(window: BrowserContext, playground: Playground) -> None:
    page = await window.new_page()
    await page.goto(playground.url)
    await expect(page.locator(".app-state")).to_have_text("Script2Doc is connected")
    release = asyncio.Event()

    async def fail(route: Route) -> None:
        await release.wait()
        await route.abort()

    await page.route("**/ui/message", fail)
    file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT"}
    await page.locator("#room input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await page.fill("#composer", "Here it is")
    await page.keyboard.press("Enter")
    await expect(page.locator("#room .composer-note")).to_have_text("Sending …")
    await page.keyboard.type("and more")
    release.set()
    await expect(page.locator("#room .composer-note")).to_contain_text("Not sent: the playground can't be reached.")
    await expect(page.locator("#composer")).to_have_value("Here it is\nand more")
    await expect(page.locator("#room .chips")).to_contain_text("talk.vtt")

    await page.unroute("**/ui/message")
    await page.focus("#composer")
    await page.keyboard.press("Enter")
    await expect(page.locator("#room .message")).to_contain_text("and more")
    await expect(page.locator("#room .composer-note")).to_have_text("")
    await expect(page.locator("#composer")).to_have_value("")
    assert playground.files[0].content == b"WEBVTT"
    await page.close()


async def test_an_empty_file_is_refused_at_once_as_in_slack(page: Page) -> None:
    files = [
        {"name": name, "mimeType": "text/plain", "buffer": body} for name, body in (("a.txt", b""), ("b.txt", b"x"))
    ]
    await page.locator("#room input[type=file]").set_input_files(files)  # type: ignore[arg-type]

    await expect(page.locator("#room .composer-note")).to_have_text("Slack doesn't take empty files: a.txt")
    await expect(page.locator("#room .chips")).to_contain_text("b.txt")
    await expect(page.locator("#room .chips")).not_to_contain_text("a.txt")
