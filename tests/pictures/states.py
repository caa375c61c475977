"""python -m tests.pictures.states FOLDER: what Slack shows in twenty-three states, each in a wide and a narrow window.

The app is the real one, without a model. What passes too quickly to be taken is posted as the app would post it.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx import Document
from playwright.async_api import Browser, Page, async_playwright
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import running_bot
from bot.jobs.worker import REFUSED
from bot.messages import outcome, progress
from bot.messages.language import ENGLISH, words
from bot.messages.message import Message
from bot.messages.new_guide import Choices, new_guide_view
from bot.messages.options import Form, options_view
from bot.playground import Limits, Playground
from bot.serve import listening
from bot.settings import read_settings
from pipeline.options import GuideOptions, Tone
from tests.kinds_of_talks import MEETING, timed
from tests.pictures.__main__ import SAMPLES, SWITCHES
from tests.pictures.sample_job import DOCUMENT, GUIDE, NAME, summary, view_in

ROOM = "#how-to-guides"
SIZES = {"wide": (1280, 900), "narrow": (400, 900)}


@dataclass
class Studio:
    """A page that shows the playground, and what posts to it as the app does."""

    page: Page
    playground: Playground
    client: AsyncWebClient
    folder: Path

    async def thread(self, *messages: Message, files: int = 1, text: str = "") -> None:
        """A transcript that was dropped, with these answers of the app in its thread, which is opened."""
        dropped = await self._drop(files, text)
        for message in messages:
            await self.client.chat_postMessage(
                channel=dropped[0], thread_ts=dropped[1], text=message.text, blocks=message.richer or message.blocks
            )
        await self.open(dropped[1])
        shown = self.page.locator("#thread .message")
        await shown.nth(len(messages)).wait_for()

    async def _drop(self, files: int, text: str) -> tuple[str, str]:
        names = [NAME] if files == 1 else [f"Onboarding {n:02}.vtt" for n in range(1, files + 1)]
        with self.playground.events.muted():
            message = await self.playground.post_message(
                ROOM, self.playground.you.id, text, [(name, b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi") for name in names]
            )
        return message.channel, message.ts

    async def drop(self, *files: tuple[str, bytes], text: str = "", opened: bool = True) -> str:
        """Drops files, for the real app; the ts of their message. `opened`: whether its thread is shown."""
        message = await self.playground.post_message(ROOM, self.playground.you.id, text, files)
        if opened:
            await self.open(message.ts)
        return message.ts

    def replies(self, ts: str) -> list[str]:
        """What the app has said in this thread, to all or to one person."""
        alone = self.playground.ephemeral(self.playground.you.id)
        return [m.text for m in (*self.playground.thread(ROOM, ts), *alone) if m.by_app]

    async def until(self, there: Callable[[], bool]) -> None:
        await self.playground.until(there, 60)

    async def open(self, ts: str) -> None:
        """Opens the thread of this message."""
        channel = self.playground.channel(ROOM).id
        await self.page.evaluate(
            'async ([channel, ts]) => (await import("/page/store.js")).go(channel, ts)', [channel, ts]
        )

    async def take(self, name: str) -> None:
        """Takes the state in each size."""
        for size, (width, height) in SIZES.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            await self.page.evaluate("new Promise(requestAnimationFrame)")
            await self.page.wait_for_timeout(200)
            await self.page.screenshot(path=self.folder / f"{name}-{size}.png")


async def early(studio: Studio) -> None:
    await studio.thread(progress.progress_message(ENGLISH, view_in(0, 0, planned=False)))


async def middle(studio: Studio) -> None:
    await studio.thread(progress.progress_message(ENGLISH, view_in(2, 4, planned=True)))


async def finished(studio: Studio) -> None:
    told = outcome.announcement_message(ENGLISH, GUIDE, studio.playground.you.id, DOCUMENT)
    await studio.thread(summary(ENGLISH), told)


async def asked_first(studio: Studio) -> None:
    """A file that may be a transcript, asked about by the real app."""
    spoken = (
        "Okay so first we're going to open the settings page, and then you want to click on the button that says new "
        "token. So now I just give it a name, let's say backup, and then you can choose the permissions you want. "
        "Alright, so next we click on continue to summary, and you'll see what you have chosen. And finally we're "
        "going to copy the token, and you should keep it somewhere safe, because you know it's only shown once. "
    )
    dropped = await studio.drop(("notes.txt", spoken.encode()), opened=False)
    await studio.until(lambda: bool(studio.replies(dropped)))


async def asked_about_a_meeting(studio: Studio) -> None:
    """A meeting, asked about by the real app."""
    dropped = await studio.drop(("Standup on Monday.txt", timed(MEETING["en"] * 4).encode()), opened=False)
    await studio.until(lambda: bool(studio.replies(dropped)))


async def channel_settings(studio: Studio) -> None:
    """What `/script2doc settings` shows once somebody has changed them."""
    colleague, you = studio.playground.colleague.id, studio.playground.you.id
    await studio.playground.slash_command(ROOM, colleague, "/script2doc", "settings ask first")
    await studio.until(lambda: bool(studio.playground.ephemeral(colleague)))
    await studio.playground.slash_command(ROOM, you, "/script2doc", "settings")
    await studio.until(lambda: bool(studio.playground.ephemeral(you)))


async def home(studio: Studio) -> None:
    """The Home tab of an admin who has a guide."""
    content = next(SAMPLES.glob("cloudflare*")).read_bytes()
    dropped = await studio.drop(("Onboarding.vtt", content), opened=False)
    await studio.until(lambda: any("is ready" in text for text in studio.replies(dropped)))
    await channel_settings(studio)
    await studio.page.locator("#rail").get_by_role("button", name="Script2Doc").click()
    await studio.page.get_by_role("tab", name="Home").click()
    await studio.page.get_by_text("Your latest guides").wait_for()


async def agent(studio: Studio) -> None:
    """The conversation with the app, beside a channel with a transcript."""
    with studio.playground.events.muted():
        await studio.drop((NAME, next(SAMPLES.glob("cloudflare*")).read_bytes()), opened=False)
    await studio.page.locator("#rail").get_by_role("button", name="Script2Doc").click()
    await studio.until(lambda: bool(studio.playground.agents.prompts))
    studio.playground.look_at(studio.playground.you.id, ROOM)
    await studio.page.locator(".prompts").get_by_text("Make a guide from").first.wait_for()
    await studio.page.locator(".prompts").get_by_text("What can I drop here?").click()
    await studio.page.get_by_text("1 reply").wait_for()


async def working(studio: Studio) -> None:
    """A thread in which the app is working, with Slack's Stop."""
    studio.playground.fail_next("files.getUploadURLExternal", delay=60)
    await studio.drop((NAME, next(SAMPLES.glob("cloudflare*")).read_bytes()))
    await studio.page.get_by_role("button", name="Stop").wait_for()
    await studio.page.get_by_text("Uploading the document").first.wait_for()


async def workspace(studio: Studio) -> None:
    """The form for the workspace, opened from the Home tab."""
    await home(studio)
    await studio.page.get_by_role("button", name="Change settings").click()
    await studio.page.get_by_text("Guides in progress").wait_for()


async def own_defaults(studio: Studio) -> None:
    """The form for one's own guides, opened from the Home tab."""
    await home(studio)
    await studio.page.get_by_role("button", name="Change", exact=True).click()
    await studio.page.get_by_role("dialog").get_by_text("In Word, and also as").wait_for()


async def template(studio: Studio) -> None:
    """The Home tab of an admin who has uploaded a Word template, with the form to upload another."""
    document, made = Document(), BytesIO()
    document.save(made)
    await home(studio)
    you = studio.playground.you.id
    await studio.playground.press_at_home(you, "home_template")
    await studio.until(lambda: studio.playground.views.top(you) is not None)
    file = studio.playground.store("House style.dotx", made.getvalue(), you)
    await studio.playground.submit_view(you, {"file": {"value": {"files": [file.id]}}})
    await studio.page.get_by_text("House style.dotx").first.wait_for()
    await studio.page.get_by_role("button", name="Upload a template").click()
    await studio.page.get_by_role("dialog").get_by_text("Up to 10 MB").wait_for()


async def canvas(studio: Studio) -> None:
    """A guide that was made into a canvas, by the real app."""
    content = next(SAMPLES.glob("cloudflare*")).read_bytes()
    dropped = await studio.drop(("Onboarding.vtt", content))
    await studio.until(lambda: any("is ready" in text for text in studio.replies(dropped)))
    await studio.page.get_by_role("button", name="Canvas").click()
    await studio.page.get_by_text("The guide as a canvas").wait_for()


async def refused(studio: Studio) -> None:
    """A recording without its transcript, refused by the real app."""
    recording = ("meeting.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(400))
    dropped = await studio.drop(recording, text=f"<@{studio.playground.app_user.id}> please")
    await studio.until(lambda: any("couldn't" in text for text in studio.replies(dropped)))


async def failed(studio: Studio) -> None:
    await studio.thread(outcome.failure_message(ENGLISH, NAME, f"Slack refused: fatal_error. {REFUSED}", "k7m3p9qa"))


async def form(studio: Studio) -> None:
    """The form with what two mistakes are answered with, by the real app."""
    user = studio.playground.you.id
    options = GuideOptions(audience="new colleagues", urls=("https://wiki.example/router",))
    view = options_view(ENGLISH, Form("k7m3p9qa", "C1", "1.2"), options, model=True, guide=GUIDE.title)
    studio.playground.views.open(user, view.to_dict())
    values = {"steps": {"value": {"value": "99"}}, "urls": {"value": {"value": "wiki/router"}}}
    await studio.playground.submit_view(user, values)


async def new_guide(studio: Studio) -> None:
    """The form for a new guide, opened by the real app and sent with two mistakes."""
    page = studio.page
    await page.fill("#composer", "/script2doc")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Make a guide")
    file = {"name": NAME, "mimeType": "text/vtt", "buffer": next(SAMPLES.glob("cloudflare*")).read_bytes()}
    await form.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await form.locator(".chips", has_text=NAME).wait_for()
    await form.get_by_label("Or a link").fill("https://wiki.example/router")
    await form.get_by_label("Number of steps").fill("99")
    await form.get_by_role("button", name="Make guide").click()
    await form.get_by_text("isn't a link to a file or message in Slack").wait_for()
    await form.get_by_label("Or a link").scroll_into_view_if_needed()


async def new_guide_with_a_model(studio: Studio) -> None:
    """All that the form can have, from its end."""
    choices = Choices(GuideOptions(audience="new colleagues", tone=Tone.FRIENDLY, language="de"), (".pdf", ".md"))
    view = new_guide_view(ENGLISH, choices, studio.playground.channel(ROOM).id, model=True, pdf=True)
    studio.playground.views.open(studio.playground.you.id, view.to_dict())
    await studio.page.get_by_label("Where to post it").scroll_into_view_if_needed()


async def ten_files(studio: Studio) -> None:
    """Ten transcripts in one message, taken by the real app."""
    content = next(SAMPLES.glob("cloudflare*")).read_bytes()
    files = [(f"Onboarding {n:02}.vtt", content + f"\n\nNOTE {n}".encode()) for n in range(1, 11)]
    dropped = await studio.drop(*files, text="All of last week")
    await studio.until(lambda: sum("is ready" in text for text in studio.replies(dropped)) >= 3)


async def cancelled(studio: Studio) -> None:
    await studio.thread(outcome.cancelled_message(ENGLISH, NAME, studio.playground.you.id, "k7m3p9qa"))


async def german(studio: Studio) -> None:
    say = words("de-DE")
    told = outcome.announcement_message(say, GUIDE, studio.playground.you.id, DOCUMENT)
    await studio.thread(progress.progress_message(say, view_in(2, 4, planned=True)), summary(say), told)


async def japanese(studio: Studio) -> None:
    say = words("ja-JP")
    await studio.thread(progress.progress_message(say, view_in(2, 4, planned=True)), summary(say))


async def arabic(studio: Studio) -> None:
    say = words("ar")
    await studio.thread(progress.progress_message(say, view_in(2, 4, planned=True)), summary(say))


STATES: tuple[Callable[[Studio], Awaitable[None]], ...] = (
    *(
        early,
        middle,
        finished,
        asked_first,
        asked_about_a_meeting,
        channel_settings,
        home,
        workspace,
        own_defaults,
        template,
        agent,
        working,
        canvas,
        refused,
        failed,
        form,
        new_guide,
        new_guide_with_a_model,
        ten_files,
        cancelled,
        german,
        japanese,
        arabic,
    ),
)


@asynccontextmanager
async def in_state(browser: Browser, state: Callable[[Studio], Awaitable[None]], folder: Path) -> AsyncIterator[Studio]:
    """A page in this state, with a playground and an app of its own."""
    with tempfile.TemporaryDirectory() as data:
        async with Playground(limits=Limits.unlimited()) as playground:
            env = {
                "SLACK_BOT_TOKEN": playground.bot_token,
                "SLACK_APP_TOKEN": playground.app_token,
                "SLACK_API_URL": playground.api_url,
                "SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{data}/jobs.db",
            }
            settings = read_settings(env)
            async with running_bot(settings, env) as bot, listening(settings, bot):
                page = await browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
                await page.goto(playground.url)
                await page.locator(".app-state", has_text="is connected").wait_for()
                client = AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)
                studio = Studio(page, playground, client, folder)
                await state(studio)
                yield studio
                await page.close()


def chromium() -> str | None:
    """Where the browser is, if it is installed."""
    return shutil.which("chromium") or shutil.which("google-chrome")


async def main(folder: Path, names: Sequence[str]) -> int:
    path = chromium()
    if not path:
        print("Chromium is needed.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as engine:
        browser = await engine.chromium.launch(executable_path=path, args=SWITCHES)
        for state in STATES:
            if not names or state.__name__ in names:
                async with in_state(browser, state, folder) as studio:
                    await studio.take(state.__name__)
        await browser.close()
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.pictures.states", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="only these states")
    asked = parser.parse_args()
    sys.exit(asyncio.run(main(asked.folder, asked.names)))
