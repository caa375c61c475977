"""The app's Home tab on the page, beside its messages."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.playground import Playground
from tests.integration.page.small_app import MODAL
from tests.integration.playground_app import client_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def open_app(page: Page) -> None:
    await page.locator("#rail").get_by_role("button", name="Script2Doc").click()


async def test_the_home_tab_shows_what_the_app_publishes_each_time_it_is_opened(page: Page):
    await open_app(page)
    home, messages = (page.get_by_role("tab", name=name) for name in ("Home", "Messages"))
    await expect(messages).to_have_attribute("aria-selected", "true")
    await home.click()

    await expect(page.get_by_role("tabpanel")).to_have_text("Opened 1 times by @Robin Hale")
    await expect(home).to_have_attribute("aria-selected", "true")
    await expect(page.locator("#composer")).to_have_count(0)
    await messages.click()
    await expect(page.locator("#composer")).to_be_visible()
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_role("tabpanel")).to_have_text("Opened 2 times by @Robin Hale")


async def test_the_tabs_are_worked_by_keyboard_and_keep_the_focus(page: Page):
    await open_app(page)
    await page.get_by_role("tab", name="Home").focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("tabpanel")).to_contain_text("Opened 1 times")
    await expect(page.get_by_role("tab", name="Home")).to_be_focused()


async def test_another_person_has_a_home_of_their_own_and_channels_have_none(page: Page):
    await open_app(page)
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("Robin Hale")
    await page.get_by_role("button", name="Be Amara Okafor").click()
    await page.get_by_role("button", name="general").click()
    await expect(page.get_by_role("tab")).to_have_count(0)
    await open_app(page)
    await page.get_by_role("tab", name="Home").click()

    await expect(page.get_by_role("tabpanel")).to_contain_text("Amara Okafor")


async def test_what_the_app_says_while_its_home_tab_is_shown_is_unread(page: Page, playground: Playground):
    await open_app(page)
    await page.get_by_role("tab", name="Home").click()
    messages = page.get_by_role("tab", name="Messages")
    await expect(page.get_by_role("tabpanel")).to_contain_text("Opened 1 times")
    direct = playground.direct_message(playground.you.id).id
    for text in ("The template can't be used.", "Another word"):
        await client_of(playground).chat_postMessage(channel=direct, text=text)

    await expect(messages.get_by_role("img", name="2 unread")).to_be_visible()
    await messages.click()
    await expect(page.locator("#room .message").last).to_contain_text("Another word")
    await expect(page.get_by_role("img", name="unread")).to_have_count(0)


async def test_the_skip_link_leads_to_the_home_tab(page: Page):
    await open_app(page)
    await page.get_by_role("tab", name="Home").click()
    skip = page.get_by_role("link", name="Skip to the Home tab")
    await skip.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.get_by_role("tab", name="Messages").click()
    await page.get_by_role("link", name="Skip to the message field").press("Enter")
    await expect(page.locator("#composer")).to_be_focused()


async def test_a_control_keeps_the_focus_when_the_app_publishes_the_tab_anew(page: Page, playground: Playground):
    await open_app(page)
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("Opened 1 times")

    def published(note: str) -> None:
        button = {"type": "button", "text": {"type": "plain_text", "text": "Redo"}, "action_id": "redo", "value": "x"}
        menus = [
            {
                "type": "section",
                "block_id": f"m{number}",
                "text": {"type": "mrkdwn", "text": note},
                "accessory": {
                    "type": "static_select",
                    "action_id": "menu",
                    "options": [{"value": "a", "text": {"type": "plain_text", "text": "A"}}],
                },
            }
            for number in (1, 2)
        ]
        view = {"type": "home", "blocks": [*menus, {"type": "actions", "elements": [button]}]}
        playground.views.publish(playground.you.id, view)

    published("before")
    redo = page.get_by_role("tabpanel").get_by_role("button", name="Redo")
    await redo.focus()
    playground.views.open(playground.you.id, MODAL)
    await expect(page.get_by_role("dialog")).to_be_visible()
    published("while the form is open")
    await expect(page.get_by_role("tabpanel")).to_contain_text("while the form is open")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(redo).to_be_focused()

    await page.get_by_role("tabpanel").locator("select").nth(1).focus()
    published("after")
    await expect(page.get_by_role("tabpanel")).to_contain_text("after")
    await expect(page.get_by_role("tabpanel").locator("select").nth(1)).to_be_focused()
