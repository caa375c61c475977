"""The page in windows of any size: nothing leaves it, and what is read doesn't jump."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.playground import Playground
from tests.integration.page.small_app import SAMPLE, Story
from tests.integration.playground_app import client_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_narrow_window_keeps_everything_in_reach(page: Page) -> None:
    await page.set_viewport_size({"width": 400, "height": 760})

    assert await page.evaluate("document.documentElement.scrollWidth") <= 400
    await page.get_by_role("button", name="Channels and people").click()
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#room h1")).to_have_text("general")
    await expect(page.locator("#composer")).to_be_in_viewport()


async def test_long_names_stay_within_the_window(page: Page, playground: Playground) -> None:
    name = "Quarterly-onboarding-recording-with-a-very-long-name" * 3 + ".vtt"
    await playground.post_message("#how-to-guides", playground.colleague.id, "x" * 400, [(name, b"WEBVTT")])
    file = {"name": name, "mimeType": "text/vtt", "buffer": b"WEBVTT"}
    await page.locator("#room input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await page.fill("#composer", "/foo")
    await page.keyboard.press("Enter")

    await expect(page.locator(".composer-note")).to_contain_text("/foo is not a valid command")
    for width, height in ((1280, 800), (800, 600), (400, 800)):
        await page.set_viewport_size({"width": width, "height": height})
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


# A message, and its thread, before the browser has drawn the message: so fast is the app's answer to a sample.
ANSWERED_AT_ONCE = """async (ts) => {
  const { emit, go, store } = await import("/page/store.js");
  const message = { ...store.messages.get(ts), ts: `${Number(ts.split(".")[0]) + 1}.000100` };
  store.messages.set(message.ts, message);
  emit("message", { message, known: false });
  go(message.channel, message.ts);
  return message.ts;
}"""


async def test_the_channel_beside_a_thread_that_opens_shows_its_newest_message(
    page: Page, playground: Playground
) -> None:
    # Long lines: they wrap when the thread takes half of the room, and the list gets much longer.
    posted = [
        await playground.post_message("#how-to-guides", playground.colleague.id, "A long message " * 40)
        for _ in range(6)
    ]
    await expect(page.locator(f'#room [data-ts="{posted[-1].ts}"]')).to_be_in_viewport(ratio=1)

    newest = await page.evaluate(ANSWERED_AT_ONCE, posted[-1].ts)
    await expect(page.locator("#thread")).to_be_visible()
    await expect(page.locator(f'#room [data-ts="{newest}"]')).to_be_in_viewport(ratio=1)


async def test_new_messages_are_shown_to_whoever_reads_the_end_only(page: Page, playground: Playground) -> None:
    async def post() -> str:
        message = await playground.post_message("#how-to-guides", playground.colleague.id, "A long message " * 40)
        return f'#room [data-ts="{message.ts}"]'

    for _ in range(6):
        newest = page.locator(await post())
        await expect(newest).to_be_in_viewport(ratio=1)

    await page.locator("#room .messages").hover()
    await page.mouse.wheel(0, -300)
    await expect(newest).not_to_be_in_viewport()
    unseen = page.locator(await post())
    await expect(unseen).to_have_count(1)
    await page.set_viewport_size({"width": 1000, "height": 700})
    await expect(unseen).not_to_be_in_viewport()

    await page.mouse.wheel(0, 5000)
    await expect(unseen).to_be_in_viewport()
    await expect(page.locator(await post())).to_be_in_viewport(ratio=1)


# Of all that can be pressed or followed, what lies under a toolbar of the same list; and how much there is.
COVERED = """() => {
  const meet = (one, two) =>
    one.left < two.right && one.right > two.left && one.top < two.bottom && one.bottom > two.top;
  const all = [...document.querySelectorAll(".messages :is(a, button, summary, select, input)")];
  const pressed = all.filter((each) => !each.closest(".toolbar"));
  const covered = pressed.filter((each) => {
    const bars = [...each.closest(".messages").querySelectorAll(".toolbar")];
    const places = bars.map((bar) => bar.getBoundingClientRect());
    return [...each.getClientRects()].some((at) => places.some((place) => meet(at, place)));
  });
  return [covered.map((each) => each.outerHTML), pressed.length];
}"""


async def test_toolbars_cover_nothing_that_can_be_pressed(page: Page, playground: Playground, story: Story) -> None:
    story.go_on.set()
    talk = ["Look:", "<https://example.com/a-long-address/that-fills-the-whole-line-of-a-narrow-window|this page> " * 4]
    for text in (*talk, "And these", *talk):
        await playground.post_message("#how-to-guides", playground.you.id, text, [])
    files = [("notes.md", b"# Notes"), ("guide.docx", b"PK\x03\x04")]
    for file in files * 2:
        await playground.post_message("#how-to-guides", playground.you.id, "", [file])
    await page.click(f'[data-sample="{SAMPLE}"]')
    # All threads are there, so that the last one is the sample's.
    await expect(page.locator("#room .summary")).to_have_count(2 * len(files) + 1)
    await expect(page.locator("#room .summary").last).to_contain_text("2 replies")
    await page.locator("#room .summary").last.click()
    await expect(page.locator("#thread .file.document .btn")).to_be_visible()

    for width in (1280, 420):
        await page.set_viewport_size({"width": width, "height": 800})
        covered, pressed = await page.evaluate(COVERED)
        assert covered == []
        assert pressed > 15


async def test_small_labels_stay_on_one_line(page: Page, playground: Playground) -> None:
    names = ["guide.md", "talk.json", "page.html", "captions.ttml", "notes", "talk.transcript"]
    for name in names:
        await playground.post_message("#how-to-guides", playground.you.id, "", [(name, b"x")])
    for _ in range(2):
        await playground.post_message("#how-to-guides", playground.you.id, "And another word")

    times = page.locator("#room .joined .gutter time")
    await expect(times).to_have_count(2)  # all is drawn
    icons = page.locator("#room .sheet i")
    await expect(icons).to_have_text(["md", "json", "html", "ttml", "", ""])
    wide = "each => each.map((label) => label.getBoundingClientRect().width / label.parentElement.clientWidth)"
    assert max(await icons.evaluate_all(wide)) <= 1
    tall = "each => each.map((label) => label.getBoundingClientRect().height)"
    assert max(await icons.evaluate_all(tall)) < 15
    assert max(await times.evaluate_all(wide)) <= 1
    assert max(await times.evaluate_all(tall)) < 25


async def test_beside_a_thread_the_samples_leave_room_for_messages(page: Page, playground: Playground) -> None:
    message = await playground.post_message("#how-to-guides", playground.you.id, "Here it is")
    await page.locator(f'#room [data-ts="{message.ts}"]').hover()
    await page.get_by_role("button", name="Reply in thread").click()
    await expect(page.locator("#reply")).to_be_focused()

    samples = await page.locator("#room .samples").bounding_box()
    assert samples is not None
    assert samples["height"] < 120
    await expect(page.locator("#room .sample")).to_have_count(2)


async def test_prompts_stand_in_rows_below_what_they_are_for(page: Page, playground: Playground) -> None:
    channel = playground.direct_message(playground.you.id).id
    prompts = [{"title": f"What can I drop here, number {number}?", "message": "What?"} for number in range(4)]
    await client_of(playground).assistant_threads_setSuggestedPrompts(
        channel_id=channel, title="Drop a transcript here and I'll make a guide from it.", prompts=prompts
    )
    await page.locator("#rail").get_by_role("button", name="Script2Doc").click()
    title, each = page.locator(".prompts .samples-title"), page.locator(".prompts .sample")
    await expect(each).to_have_count(4)

    for width in (1280, 1000):
        await page.set_viewport_size({"width": width, "height": 800})
        boxes = [await part.bounding_box() for part in (title, *await each.all())]
        heights = [box["height"] for box in boxes if box]
        assert len(heights) == 5
        assert max(heights) < 50, "no text is squeezed, and no prompt is stretched"
