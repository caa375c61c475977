"""Dialogs and forms on the page: asked before a press, filled in, corrected, kept when they couldn't be sent."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, Locator, Page, expect

from bot.playground import Playground
from tests.integration.page.small_app import SAMPLE, Story

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def form_below_a_sample(page: Page, story: Story) -> Locator:
    """Drops a sample, and opens the form that is offered below its guide."""
    story.go_on.set()
    await page.click(f'[data-sample="{SAMPLE}"]')
    await page.click("#thread [data-action=redo]")
    return page.get_by_role("dialog", name="Redo")


async def test_a_confirm_dialog_stands_before_a_press(page: Page, playground: Playground, story: Story) -> None:
    await page.click(f'[data-sample="{SAMPLE}"]')
    await page.click("#thread [data-action=cancel]")
    await page.get_by_role("button", name="Go on").click()
    await page.click("#thread [data-action=cancel]")
    await page.get_by_role("button", name="Stop").click()

    await playground.until(lambda: any(r.delivery.payload.get("type") == "block_actions" for r in playground.receipts))
    assert story.heard == ["cancel"]


async def test_a_modal_is_filled_in_corrected_and_handed_in(page: Page, playground: Playground, story: Story) -> None:
    modal = await form_below_a_sample(page, story)

    await modal.get_by_role("button", name="Make").click()
    await expect(modal.locator("[data-block=tone] .error")).to_have_text("Please complete this required field.")

    await modal.get_by_label("Tone").select_option("formal")
    await modal.get_by_label("Pages").fill("nowhere")
    file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT"}
    await modal.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await expect(modal.locator(".chips")).to_contain_text("talk.vtt")
    await modal.get_by_role("button", name="Make").click()
    await expect(modal.locator("[data-block=urls] .error")).to_have_text("“nowhere” is no link.")

    await modal.get_by_label("Pages").fill("https://a.example")
    await modal.get_by_role("button", name="Make").click()
    await expect(modal).to_have_count(0)
    (values,) = story.heard
    assert values["tone"]["selected_option"]["value"] == "formal"
    assert values["file"]["files"][0]["name"] == "talk.vtt"


async def test_a_form_that_is_closed_by_mistake_has_what_was_put_in_when_it_opens_again(
    page: Page, playground: Playground, story: Story
) -> None:
    modal = await form_below_a_sample(page, story)
    await modal.get_by_label("Pages").fill("https://a.example")
    file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT"}
    await modal.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await expect(modal.locator(".chips")).to_contain_text("talk.vtt")
    await page.keyboard.press("Escape")
    await expect(modal).to_have_count(0)
    await expect(page.locator(".toast")).to_contain_text("is kept")

    await page.click("#thread [data-action=redo]")
    await expect(modal.get_by_label("Pages")).to_have_value("https://a.example")
    await expect(modal.locator(".chips")).to_contain_text("talk.vtt")
    await modal.locator("footer").get_by_role("button", name="Close").click()
    await expect(modal).to_have_count(0)

    await page.click("#thread [data-action=redo]")
    await expect(modal.get_by_label("Pages")).to_have_value("")


async def test_a_form_that_was_sent_is_empty_when_it_opens_again(
    page: Page, playground: Playground, story: Story
) -> None:
    modal = await form_below_a_sample(page, story)
    await modal.get_by_label("Pages").fill("https://a.example")
    await page.keyboard.press("Escape")
    await page.click("#thread [data-action=redo]")
    await modal.get_by_label("Tone").select_option("formal")
    await modal.get_by_role("button", name="Make").click()
    await expect(modal).to_have_count(0)

    await page.click("#thread [data-action=redo]")
    await expect(modal.get_by_label("Pages")).to_have_value("")


async def test_a_form_that_could_not_be_sent_stays_open(
    window: BrowserContext, playground: Playground, story: Story
) -> None:
    page = await window.new_page()
    await page.goto(playground.url)
    modal = await form_below_a_sample(page, story)
    await expect(page.locator("#thread .file.document")).to_be_visible()
    await page.route("**/ui/**", lambda route: route.abort())
    await modal.get_by_label("Tone").select_option("formal")
    await modal.get_by_label("Pages").fill("https://a.example")
    file = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT"}
    await modal.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await expect(modal.locator(".toast")).to_contain_text("the playground can't be reached")

    await modal.get_by_role("button", name="Make").click()
    await expect(modal.locator(".general")).to_have_text("Not sent: the playground can't be reached. Try again.")
    await page.unroute("**/ui/**")
    await modal.get_by_role("button", name="Make").click()
    await expect(modal).to_have_count(0)
    assert story.heard[0]["urls"]["value"] == "https://a.example"
    await page.close()
