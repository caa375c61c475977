"""make pictures: the pictures in the README, taken of the real app in the playground and of the document it makes, and
the sample documents beside them: of one sample of the playground, with a model and without.

Needs Chromium, LibreOffice and poppler. The model is the one on loopback, which plays recorded answers back. The sample
documents alone (--samples) need none of these.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, async_playwright

from bot.app import running_bot
from bot.playground import Playground, samples
from bot.serve import listening
from bot.settings import read_settings
from tests.loopback.model_server import ModelServer

HERE = Path(__file__).parent
SAMPLES = Path(samples.__file__).parent / "samples"
ROOM = "#how-to-guides"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


async def make_samples() -> int:
    """Drops the transcript of Apollo 13, which belongs to everybody, as the playground's page does with one click, and
    keeps its documents: one written by a model, and the one that a playground gives that has none."""
    for name, by_model in (("sample", True), ("sample-without-model", False)):
        with tempfile.TemporaryDirectory() as folder:
            async with Playground() as playground, ModelServer() as model:
                model.replays()
                env = environment(playground, folder, model if by_model else None)
                settings = read_settings(env)
                async with running_bot(settings, env) as bot, listening(settings, bot):
                    sample = next(each for each in samples.SAMPLES if each.name.startswith("Apollo"))
                    files = [(sample.name, sample.content())]
                    dropped = await playground.post_message(ROOM, playground.you.id, files=files)
                    (HERE / f"{name}.docx").write_bytes(await document_of(playground, dropped.ts))
    return 0


def environment(playground: Playground, folder: str, model: ModelServer | None) -> dict[str, str]:
    """The settings of an app in this playground; without a model if there is none."""
    return {
        "SLACK_BOT_TOKEN": playground.bot_token,
        "SLACK_APP_TOKEN": playground.app_token,
        "SLACK_API_URL": playground.api_url,
        "SCRIPT2DOC_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/jobs.db",
        # The document names the model that wrote it.
        **(model.env | {"OPENAI_MODEL": "recorded-answers"} if model else {}),
    }


async def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not (chromium and shutil.which("soffice") and shutil.which("pdftoppm")):
        print("Chromium, LibreOffice and poppler-utils are needed.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        async with Playground() as playground, ModelServer() as model, async_playwright() as engine:
            model.replays()
            model.pace(first=0.6, tokens_per_second=90)
            env = environment(playground, folder, model)
            settings = read_settings(env)
            async with running_bot(settings, env) as bot, listening(settings, bot):
                browser = await engine.chromium.launch(executable_path=chromium, args=SWITCHES)
                page = await browser.new_page(viewport={"width": 1280, "height": 860}, device_scale_factor=1.5)
                await page.goto(playground.url)
                document = await take_thread(page, playground)
                await take_form(page)
                await take_states(browser)
                await browser.close()
        take_document(document, Path(folder))
    return await make_samples()


async def take_thread(page: Page, playground: Playground) -> bytes:
    """Drops the sample screencast, takes the thread while its steps are written, waits for the document, and takes it
    again when all is said."""
    await page.get_by_role("button", name="Create an API token").click()
    await page.mouse.move(640, 300)
    (dropped,) = await playground.until(lambda: playground.messages(ROOM), 10)
    (progress,) = await playground.until(lambda: [m for m in playground.thread(ROOM, dropped.ts) if m.by_app], 10)
    await playground.until(lambda: str(progress.blocks).count("complete") >= 2, 30)
    await page.wait_for_timeout(300)
    await page.screenshot(path=HERE / "progress.png")
    document = await document_of(playground, dropped.ts)
    await page.get_by_text("your guide is ready").wait_for()
    await page.get_by_role("button", name="Make it again with other options").wait_for()
    await page.wait_for_timeout(300)
    await page.screenshot(path=HERE / "finished.png")
    return document


async def take_form(page: Page) -> None:
    """Opens the form for a new guide, and takes it with a transcript chosen."""
    await page.get_by_role("button", name="Close the thread").click()
    await page.fill("#composer", "/script2doc")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Make a guide")
    file = {
        "name": "Router onboarding.vtt",
        "mimeType": "text/vtt",
        "buffer": next(SAMPLES.glob("cloudflare*")).read_bytes(),
    }
    await form.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await form.locator(".chips", has_text="Router").wait_for()
    await form.get_by_label("Audience").fill("new colleagues")
    await form.get_by_label("Tone").select_option("friendly")
    await page.wait_for_timeout(300)
    await page.screenshot(path=HERE / "form.png")
    await form.get_by_role("button", name="Cancel").click()


async def take_states(browser: Browser) -> None:
    """The Home tab, the conversation with the app, and the question about a meeting, as `states` has them."""
    from tests.pictures import states  # which needs what is above

    for state, name, height in (
        (states.home, "home", 960),
        (states.agent, "agent", 860),
        (states.asked_about_a_meeting, "asked", 860),
    ):
        async with states.in_state(browser, state, HERE) as studio:
            await studio.page.set_viewport_size({"width": 1280, "height": height})
            await studio.page.wait_for_timeout(400)
            await studio.page.screenshot(path=HERE / f"{name}.png")
        Image.open(HERE / f"{name}.png").convert("RGB").quantize(128).save(HERE / f"{name}.png", optimize=True)


async def document_of(playground: Playground, ts: str) -> bytes:
    """The Word document in a thread, once it is there."""

    def there() -> list[str]:
        held = [id for message in playground.thread(ROOM, ts) for id in message.files]
        return [id for id in held if playground.workspace.files[id].name.endswith(".docx")]

    return playground.workspace.files[(await playground.until(there, 60))[0]].content


def take_document(docx: bytes, folder: Path) -> None:
    """The document's first two pages, side by side."""
    (folder / "guide.docx").write_bytes(docx)
    office = f"-env:UserInstallation=file://{folder}/office"
    convert = ["soffice", "--headless", office, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(folder / "guide.docx")], check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-png", "-r", "80", "-l", "2", folder / "guide.pdf", folder / "page"], check=True)
    pages = [Image.open(path).convert("RGB") for path in sorted(folder.glob("page*.png"))]
    gap = 24
    width = sum(page.width for page in pages) + gap * (len(pages) + 1)
    sheet = Image.new("RGB", (width, pages[0].height + 2 * gap), "#e9eaec")
    left = gap
    for page in pages:
        sheet.paste(page, (left, gap))
        ImageDraw.Draw(sheet).rectangle((left - 1, gap - 1, left + page.width, gap + page.height), outline="#c8cace")
        left += page.width + gap
    sheet.quantize(64).save(HERE / "document.png", optimize=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--samples", action="store_true", help="make only the sample documents")
    sys.exit(asyncio.run(make_samples() if parser.parse_args().samples else main()))
