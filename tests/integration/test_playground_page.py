"""The page in a real browser, with a small Bolt app behind it: what people do when they try the app."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, async_playwright, expect
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground, Timing
from tests.conftest import HANG_SECONDS
from tests.integration.playground_app import bolt, connected

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
pytestmark = pytest.mark.asyncio(loop_scope="module")
SAMPLE = "cloudflare-create-api-token.vtt"


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def buttons(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


CANCEL = {
    "type": "button",
    "action_id": "cancel",
    "text": plain("Cancel"),
    "confirm": {"title": plain("Stop?"), "text": plain("Really?"), "confirm": plain("Stop"), "deny": plain("Go on")},
}
REDO = {"type": "button", "action_id": "redo", "text": plain("Redo")}
TONES = [{"text": plain("Friendly"), "value": "friendly"}, {"text": plain("Formal"), "value": "formal"}]


def field_of(id: str, label: str, **element: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": id, "label": plain(label), "element": {"action_id": "v"} | element}


MODAL = {
    "type": "modal",
    "callback_id": "redo",
    "title": plain("Redo"),
    "submit": plain("Make"),
    "blocks": [
        field_of("tone", "Tone", type="static_select", options=TONES),
        field_of("urls", "Pages", type="plain_text_input", multiline=True),
        field_of("file", "File", type="file_input") | {"optional": True},
    ],
}


@dataclass
class Story:
    """What the small app waits for between its steps, and what it has heard."""

    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    heard: list[Any] = field(default_factory=list)


def small_app(playground: Playground, story: Story) -> AsyncApp:
    """Answers a file as Script2Doc does: a progress message that is edited, a document, a summary."""
    app = bolt(playground)

    @app.event("message")
    async def message(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("subtype") != "file_share" or event.get("bot_id"):
            return
        channel, thread = event["channel"], event["ts"]
        posted = await client.chat_postMessage(
            channel=channel, thread_ts=thread, text="Writing", blocks=[section("○ 1. Open *Profile*"), buttons(CANCEL)]
        )
        await story.go_on.wait()
        done = [section(f"✓ 1. Open *Profile* for <@{event['user']}>"), buttons(REDO)]
        await client.chat_update(channel=channel, ts=posted["ts"], text="Done", blocks=done)
        await client.files_upload_v2(
            file=b"PK\x03\x04", filename="guide.docx", title="Guide", channel=channel, thread_ts=thread
        )

    @app.event("app_mention")
    async def mention(event: dict[str, Any]) -> None:
        story.heard.append(event["text"])

    @app.action("cancel")
    async def cancel(ack: AsyncAck) -> None:
        story.heard.append("cancel")
        await ack()

    @app.action("redo")
    async def redo(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("redo")
    async def submitted(ack: AsyncAck, view: dict[str, Any]) -> None:
        values = {block: value["v"] for block, value in view["state"]["values"].items()}
        if values["urls"]["value"] == "nowhere":
            await ack(response_action="errors", errors={"urls": "“nowhere” is no link."})
            return
        story.heard.append(values)
        await ack()

    @app.command("/script2doc")
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(f"You said `{command['text']}`")

    @app.message_shortcut("make_guide")
    async def shortcut(ack: AsyncAck, shortcut: dict[str, Any]) -> None:
        story.heard.append(shortcut["message"]["ts"])
        await ack()

    return app


@pytest.fixture
def story() -> Story:
    return Story()


@pytest_asyncio.fixture(loop_scope="module")
async def playground(story: Story) -> AsyncIterator[Playground]:
    async with Playground(timing=PATIENT) as playground, connected(small_app(playground, story), playground):
        yield playground
        story.go_on.set()
        await playground.settled()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        expect.set_options(timeout=HANG_SECONDS * 1000)
        browser = await driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, playground: Playground) -> AsyncIterator[Page]:
    """The playground's page; what it writes to the console as an error fails the test."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(HANG_SECONDS * 1000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    await page.goto(playground.url)
    await expect(page.locator(".app-state")).to_have_text("Script2Doc is connected")
    yield page
    await page.close()
    assert errors == []


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


async def test_a_confirm_dialog_stands_before_a_press(page: Page, playground: Playground, story: Story) -> None:
    await page.click(f'[data-sample="{SAMPLE}"]')
    await page.click("#thread [data-action=cancel]")
    await page.get_by_role("button", name="Go on").click()
    await page.click("#thread [data-action=cancel]")
    await page.get_by_role("button", name="Stop").click()

    await playground.until(lambda: any(r.delivery.payload.get("type") == "block_actions" for r in playground.receipts))
    assert story.heard == ["cancel"]


async def test_a_modal_is_filled_in_corrected_and_handed_in(page: Page, playground: Playground, story: Story) -> None:
    story.go_on.set()
    await page.click(f'[data-sample="{SAMPLE}"]')
    await page.click("#thread [data-action=redo]")
    modal = page.get_by_role("dialog", name="Redo")

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


async def test_the_keyboard_is_enough(page: Page, playground: Playground, story: Story) -> None:
    await page.focus("#composer")
    await page.keyboard.type("/scr")
    await expect(page.get_by_role("option")).to_contain_text("LINK [key=value …]")
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


async def test_a_shortcut_is_on_every_message(page: Page, playground: Playground, story: Story) -> None:
    message = await playground.post_message("#how-to-guides", playground.colleague.id, "Here it is")
    await page.locator("#room .message").last.hover()
    await page.get_by_role("button", name="Make a guide").click()

    await playground.until(lambda: story.heard)
    assert story.heard == [message.ts]


async def test_another_person_sees_their_own_workspace(page: Page, playground: Playground) -> None:
    await playground.post_message("#support-team", playground.you.id, "Between us")
    await expect(page.locator("#rail")).to_contain_text("support-team")

    await page.get_by_role("button", name="Be Sam Whitlock").click()

    await expect(page.locator("#rail")).not_to_contain_text("support-team")
    await expect(page.locator(".personas p")).to_contain_text("Sam Whitlock")


async def test_a_narrow_window_keeps_everything_in_reach(page: Page) -> None:
    await page.set_viewport_size({"width": 400, "height": 760})

    assert await page.evaluate("document.documentElement.scrollWidth") <= 400
    await page.get_by_role("button", name="Channels and people").click()
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#room h1")).to_have_text("general")
    await expect(page.locator("#composer")).to_be_in_viewport()


async def focused(page: Page) -> str:
    """The id, the action or the label of what has the focus."""
    named = "at => at.id || at.dataset.action || at.getAttribute('aria-label') || at.className"
    return str(await page.evaluate(f"({named})(document.activeElement)"))


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
    assert wanted <= seen
    assert unseen == set()


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


async def test_what_could_not_be_sent_is_kept(browser: Browser, playground: Playground) -> None:
    page = await browser.new_page()
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


async def test_a_form_that_could_not_be_sent_stays_open(browser: Browser, playground: Playground, story: Story) -> None:
    story.go_on.set()
    page = await browser.new_page()
    await page.goto(playground.url)
    await page.click(f'[data-sample="{SAMPLE}"]')
    await expect(page.locator("#thread .file.document")).to_be_visible()
    await page.click("#thread [data-action=redo]")
    await page.route("**/ui/**", lambda route: route.abort())
    modal = page.get_by_role("dialog", name="Redo")
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


async def test_what_only_one_person_sees_is_gone_after_a_reload(page: Page, playground: Playground) -> None:
    await page.fill("#composer", "/script2doc help")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral")).to_contain_text("You said help")
    await playground.post_message("#how-to-guides", playground.colleague.id, "Here it is")

    await page.reload()
    await expect(page.locator("#room .message").last).to_contain_text("Here it is")
    await expect(page.locator(".message.ephemeral")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (800, 600), (400, 800)])
async def test_long_names_stay_within_the_window(page: Page, playground: Playground, width: int, height: int) -> None:
    name = "Quarterly-onboarding-recording-with-a-very-long-name" * 3 + ".vtt"
    await page.set_viewport_size({"width": width, "height": height})
    await playground.post_message("#how-to-guides", playground.colleague.id, "x" * 400, [(name, b"WEBVTT")])
    file = {"name": name, "mimeType": "text/vtt", "buffer": b"WEBVTT"}
    await page.locator("#room input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await page.fill("#composer", "/foo")
    await page.keyboard.press("Enter")

    await expect(page.locator(".composer-note")).to_contain_text("/foo is not a valid command")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#room .chips button", "#room .send", "#room .file .icon-btn"):
        await expect(page.locator(part)).to_be_in_viewport()


async def test_the_newest_message_stays_in_view_and_an_older_one_does_not_jump(
    page: Page, playground: Playground
) -> None:
    text = "\n".join(["A long message"] * 8)
    posted = [await playground.post_message("#how-to-guides", playground.colleague.id, text) for _ in range(8)]
    newest, oldest = (page.locator(f'#room [data-ts="{posted[n].ts}"]') for n in (-1, 0))
    await expect(newest).to_be_in_viewport()
    await page.fill("#composer", "\n".join("line" for _ in range(7)))
    await expect(newest).to_be_in_viewport(ratio=1)

    await oldest.scroll_into_view_if_needed()
    await oldest.hover()
    await oldest.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("#thread")).to_be_visible()
    await expect(oldest).to_be_in_viewport()
