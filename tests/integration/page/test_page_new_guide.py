"""The form for a new guide on the page, from the shortcut beside the message field: by keyboard, and its limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.messages.new_guide import NewGuide
from bot.playground import Playground
from tests.integration.page.small_app import Story
from tests.integration.page.test_page_keyboard import focused

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE = {"name": "talk.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT"}


async def reached_by(page: Page) -> str:
    """What has the focus: the id of a field, the label of a button."""
    named = "at => at.id || at.getAttribute('aria-label') || at.innerText"
    return str(await page.evaluate(f"({named})(document.activeElement)"))


async def opened(page: Page) -> None:
    await page.get_by_role("button", name="Shortcut: Make a guide").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Make a guide")).to_be_visible()


async def test_the_form_is_filled_in_and_sent_by_keyboard(page: Page, playground: Playground, story: Story) -> None:
    await opened(page)
    form = page.get_by_role("dialog", name="Make a guide")
    await expect(form.locator("input[type=file]")).to_be_focused()
    await form.locator("input[type=file]").set_input_files(FILE)  # type: ignore[arg-type]
    await expect(form.locator(".chips")).to_contain_text("talk.vtt")
    await form.locator("input[type=file]").focus()
    reached = []
    for _ in range(40):
        await page.keyboard.press("Tab")
        reached.append(await reached_by(page))
        match reached[-1]:
            case "audience-value":
                await page.keyboard.type("new colleagues")
            case "tone-value":
                await page.keyboard.type("Formal")
            case "forms-value-.md":
                await page.keyboard.press("Space")
            case "Make guide":
                break
    await page.keyboard.press("Enter")
    await expect(form).to_have_count(0)

    fields = ["Remove talk.vtt", *(f"{name}-value" for name in ("link", "title", "audience", "tone", "language"))]
    fields += [f"{name}-value" for name in ("steps", "urls", "recording", "writer", "sources", "paper", "secrets")]
    fields += [f"forms-value-{suffix}" for suffix in (".pdf", ".md", ".pptx")]
    assert reached == [*fields, "place-value", "Cancel", "Make guide"]
    (asked,) = story.heard
    assert isinstance(asked, NewGuide)
    assert [file.name for file in asked.files] == ["talk.vtt"]
    assert (asked.answers.options.audience, asked.answers.options.tone) == ("new colleagues", "formal")
    assert asked.forms == (".md",)
    assert asked.channel == playground.channel("#how-to-guides").id, "the conversation that is looked at"
    await expect(page.locator("#room .message").last).to_contain_text("Posted to #how-to-guides")


async def test_mistakes_are_told_to_screen_readers_at_their_fields(page: Page, story: Story) -> None:
    await opened(page)
    form = page.get_by_role("dialog", name="Make a guide")
    await form.get_by_label("Number of steps").fill("99")
    await form.get_by_role("button", name="Make guide").click()

    steps = form.get_by_label("Number of steps")
    await expect(steps).to_have_attribute("aria-invalid", "true")
    described = await steps.get_attribute("aria-describedby")
    told = [await page.locator(f"[id='{each}']").inner_text() for each in (described or "").split()]
    assert told[-1] == "“Number of steps” must be from 1 to 40, not 99."
    await expect(form.locator("input[type=file]")).to_be_focused()
    await expect(form.locator("[data-block=files] .error")).to_have_text("Choose a file, or paste a link below.")
    assert story.heard == []


async def test_a_form_takes_no_more_and_no_larger_files_than_slacks(page: Page, tmp_path: Path) -> None:
    small, large = tmp_path / "talk.vtt", tmp_path / "large.vtt"
    small.write_bytes(FILE["buffer"])  # type: ignore[arg-type]
    large.write_bytes(bytes(10_000_001))
    await opened(page)
    form = page.get_by_role("dialog", name="Make a guide")
    await form.locator("input[type=file]").set_input_files([small, large])
    await expect(form.locator(".toast")).to_contain_text("none over 10 MB")
    await expect(form.locator(".chips li")).to_have_count(1)
    more = [{**FILE, "name": f"{n}.vtt"} for n in range(12)]
    await form.locator("input[type=file]").set_input_files(more)  # type: ignore[arg-type]
    await expect(form.locator(".chips li")).to_have_count(10)


async def test_a_form_that_is_closed_asks_for_nothing(page: Page, story: Story) -> None:
    await opened(page)
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await focused(page) == "Shortcut: Make a guide"
    assert story.heard == []
