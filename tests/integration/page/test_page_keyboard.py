"""The page without a mouse: what the keyboard reaches, where the focus goes, and that it shows."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.playground import Playground
from tests.integration.page.small_app import SAMPLE, Story

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def focused(page: Page) -> str:
    """The id, the action or the label of what has the focus."""
    named = "at => at.id || at.dataset.action || at.getAttribute('aria-label') || at.className"
    return str(await page.evaluate(f"({named})(document.activeElement)"))


async def test_the_keyboard_is_enough(page: Page, playground: Playground, story: Story) -> None:
    await page.focus("#composer")
    await page.keyboard.type("/scr")
    await expect(page.get_by_role("option")).to_contain_text("[LINK key=value …]")
    await page.keyboard.press("Tab")
    await page.keyboard.type("help")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("You said help")

    await page.keyboard.type("@scr")
    await page.keyboard.press("Enter")
    await page.keyboard.type("see https://a.example/b")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message").last).to_contain_text("@Script2Doc see https://a.example/b")
    await playground.settled()
    assert story.heard == [f"<@{playground.app_user.id}> see <https://a.example/b>"]


async def test_the_skip_link_leads_to_the_field_and_the_page_stays(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the message field")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    assert await focused(page) == "composer"
    await expect(page.locator("#room h1")).to_have_text("how-to-guides")

    await page.evaluate("location.hash = '#nowhere'")
    await expect(page.locator("#room h1")).to_have_text("how-to-guides")
    await page.keyboard.type("Hello")
    await page.keyboard.press("Enter")
    await expect(page.locator("#room .message").last).to_contain_text("Hello")


async def test_a_thread_is_opened_and_left_by_keyboard(page: Page, playground: Playground, story: Story) -> None:
    await page.focus(f'[data-sample="{SAMPLE}"]')
    await page.keyboard.press("Enter")
    await expect(page.locator("#thread .message").last).to_contain_text("○ 1. Open Profile")
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()
    story.go_on.set()
    await expect(page.locator("#room .summary")).to_contain_text("2 replies")
    await expect(page.locator("#thread")).to_be_hidden()
    assert await focused(page) == "summary"
    await page.keyboard.press("Enter")
    assert await focused(page) == "reply"
    await page.keyboard.press("Escape")
    assert await focused(page) == "summary"


async def test_the_rail_is_worked_by_keyboard(page: Page) -> None:
    await page.get_by_role("button", name="general").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#room h1")).to_have_text("general")
    assert await focused(page) == "composer"

    await page.get_by_role("button", name="Be Sam Whitlock").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".personas p")).to_contain_text("Sam Whitlock")
    assert await focused(page) == "Be Sam Whitlock"


async def test_a_closed_dialog_gives_the_focus_back(page: Page, playground: Playground, story: Story) -> None:
    story.go_on.set()
    await page.click(f'[data-sample="{SAMPLE}"]')
    await expect(page.locator("#thread .file.document")).to_be_visible()
    button = page.locator("#thread [data-action=redo]")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Redo")).to_be_visible()
    (progress,) = [m for m in playground.workspace.messages.values() if m.by_app and m.blocks]
    playground.workspace.edit(progress, progress.text, progress.blocks, mark=False)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(button).to_be_focused()


async def test_every_control_shows_that_it_has_the_focus(page: Page, playground: Playground) -> None:
    await playground.post_message("#how-to-guides", playground.colleague.id, "Here it is", [("a.vtt", b"WEBVTT")])
    await expect(page.locator("#room .file")).to_be_visible()
    seen, unseen = set[str](), set[str]()
    for _ in range(40):
        await page.keyboard.press("Tab")
        name = await focused(page)
        if await page.evaluate("document.activeElement === document.body"):
            break
        seen.add(name)
        shows = await page.evaluate(
            """() => {
              const at = document.activeElement;
              const ring = getComputedStyle(at).outlineStyle !== "none";
              return ring || getComputedStyle(at.closest(".composer") || at).boxShadow !== "none";
            }"""
        )
        if not shows:
            unseen.add(name)
    wanted = {"composer", "Send", "Attach a file", "Slash command", "Reply in thread", "Make a guide", "Download a.vtt"}
    wanted |= {"Shortcut: Make a guide"}
    assert wanted <= seen
    assert unseen == set()
