"""The page in a real browser, with a small Bolt app behind it: what people do when they try the app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, expect

from bot.playground import Playground
from tests.integration.page.small_app import SAMPLE, Story

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_double_click_drops_one_sample(page: Page, playground: Playground, story: Story) -> None:
    story.go_on.set()
    # The second click lands on the other sample, which has moved under the pointer.
    await page.evaluate("for (const sample of document.querySelectorAll('[data-sample]')) sample.click()")
    await playground.until(lambda: [m for m in playground.files if m.name.endswith(".docx")])
    await playground.settled()

    assert len([file for file in playground.files if not file.name.endswith(".docx")]) == 1


async def test_a_sample_becomes_a_document(page: Page, playground: Playground, story: Story, tmp_path: Path) -> None:
    sample = page.locator(f'[data-sample="{SAMPLE}"]')
    await expect(sample).to_contain_text("CC BY 4.0, © Cloudflare, Inc.")
    await sample.click()

    thread = page.locator("#thread")
    await expect(thread.locator(".message").last).to_contain_text("○ 1. Open Profile")
    await expect(thread.locator(".note")).to_contain_text("cloudflare/cloudflare-docs")

    story.go_on.set()
    await expect(thread).to_contain_text("✓ 1. Open Profile for @Robin Hale")
    await expect(page.locator("#room .summary")).to_contain_text("2 replies")
    async with page.expect_download() as download:
        await thread.locator(".file.document .btn").click()
    saved = await download.value
    await saved.save_as(tmp_path / "guide.docx")
    assert saved.suggested_filename == "guide.docx"
    assert (tmp_path / "guide.docx").read_bytes() == b"PK\x03\x04"


async def test_a_file_is_dropped_into_the_channel(page: Page, playground: Playground) -> None:
    transfer = await page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['WEBVTT'], 'talk.vtt')); return data; }"
    )
    await page.dispatch_event("#room", "drop", {"dataTransfer": transfer})
    await expect(page.locator("#room .chips")).to_contain_text("talk.vtt")
    await page.locator("#room .send").click()

    await expect(page.locator("#room .file-name")).to_contain_text("talk.vtt")
    assert playground.files[0].content == b"WEBVTT"


async def test_what_people_write_stays_text(page: Page, playground: Playground) -> None:
    hostile = "&lt;img src=x onerror=alert(1)&gt; <javascript:alert(1)|here> *bold*"
    await playground.post_message("#how-to-guides", playground.colleague.id, hostile)

    message = page.locator("#room .message").last
    await expect(message).to_contain_text("<img src=x onerror=alert(1)> here bold")
    await expect(message.locator("img, a")).to_have_count(0)
    await expect(message.locator("strong").last).to_have_text("bold")


async def test_an_edited_message_says_how_often(page: Page, playground: Playground) -> None:
    message = await playground.post_message("#how-to-guides", playground.colleague.id, "First")
    time = page.locator(f'#room [data-ts="{message.ts}"] .byline time')
    for text, often in [("Second", "edited once"), ("Third", "edited 2 times")]:
        playground.workspace.edit(message, text, [], mark=True)
        await expect(time).to_have_attribute("title", re.compile(often))


async def test_a_link_to_a_message_opens_the_replies_it_has_got_since(page: Page, playground: Playground) -> None:
    message = await playground.post_message("#how-to-guides", playground.colleague.id, "Here it is")
    await expect(page.locator("#room .message")).to_have_count(1)
    await playground.post_message("#how-to-guides", playground.you.id, "Thanks", [], message.ts)
    link = playground.workspace.permalink(message)
    await playground.post_message("#how-to-guides", playground.you.id, f"<{link}|what I mean>")

    await page.get_by_role("link", name="what I mean").click()
    await expect(page.locator("#thread .message").last).to_contain_text("Thanks")


async def test_a_shortcut_is_on_every_message(page: Page, playground: Playground, story: Story) -> None:
    message = await playground.post_message("#how-to-guides", playground.colleague.id, "Here it is")
    await page.locator("#room .message").last.hover()
    await page.get_by_role("button", name="Make a guide", exact=True).click()

    await playground.until(lambda: story.heard)
    assert story.heard == [message.ts]


async def test_another_person_sees_their_own_workspace(page: Page, playground: Playground) -> None:
    await playground.post_message("#support-team", playground.you.id, "Between us")
    await expect(page.locator("#rail")).to_contain_text("support-team")

    await page.get_by_role("button", name="Be Sam Whitlock").click()

    await expect(page.locator("#rail")).not_to_contain_text("support-team")
    await expect(page.locator(".personas p")).to_contain_text("Sam Whitlock")


async def test_a_command_that_is_none_is_not_posted(page: Page, playground: Playground, story: Story) -> None:
    await page.fill("#composer", "/foo bar")
    await page.keyboard.press("Enter")
    await expect(page.locator(".composer-note")).to_contain_text("/foo is not a valid command")
    await expect(page.locator("#composer")).to_have_value("/foo bar")
    assert playground.messages("#how-to-guides") == []

    await page.fill("#composer", " /foo bar")
    await page.keyboard.press("Enter")
    await expect(page.locator("#room .message").last).to_contain_text("/foo bar")
    await page.fill("#composer", "/Script2Doc help")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("You said help")


async def test_the_app_is_invited_by_slacks_own_command(page: Page, playground: Playground) -> None:
    await page.get_by_role("button", name="random").click()
    await expect(page.locator(".no-app")).to_contain_text("Script2Doc isn't in this channel")
    await page.fill("#composer", "/invite @Sam ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".composer-note")).to_contain_text("/invite @Script2Doc")
    assert playground.app_user.id not in playground.channel("#random").members

    await page.fill("#composer", "/invite @Script2Doc ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".no-app")).to_have_count(0)
    await expect(page.locator("#composer")).to_have_value("")
    assert playground.app_user.id in playground.channel("#random").members
    assert playground.messages("#random") == []

    await page.fill("#composer", "/invite @script2doc ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".composer-note")).to_contain_text("already in this channel")


async def test_what_only_one_person_sees_is_gone_after_a_reload(page: Page, playground: Playground) -> None:
    await page.fill("#composer", "/script2doc help")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("You said help")
    await playground.post_message("#how-to-guides", playground.colleague.id, "Here it is")

    await page.reload()
    await expect(page.locator("#room .message").last).to_contain_text("Here it is")
    await expect(page.locator(".message.ephemeral")).to_have_count(0)


async def test_a_playground_that_has_stopped_is_missed_until_it_is_back(window: BrowserContext) -> None:
    page = await window.new_page()
    state = page.locator(".app-state")
    async with Playground() as playground:
        url = playground.url
        await page.goto(url)
        await expect(state).to_have_text("Waiting for Script2Doc …")
    await expect(state).to_have_text("The playground isn't running")

    async with Playground(port=int(url.rstrip("/").rpartition(":")[2])):
        await expect(state).to_have_text("Waiting for Script2Doc …")
    await page.close()
