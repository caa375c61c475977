"""make accessibility: axe-core looks at the playground's page in every state that `tests.pictures.states` has, and with
each message, Home tab and form that `tests.slack_states` has, wide and narrow, in light and in dark colours. What it
finds serious or critical fails, and so does a state that isn't reached.

Needs Chromium, node and npm, which fetches axe-core. Where one of them isn't there, a line says so.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Page, async_playwright

from bot.messages.language import ENGLISH
from tests import slack_states
from tests.pictures.__main__ import SWITCHES
from tests.pictures.states import SIZES, STATES, Studio, chromium, home, in_state

HERE = Path(__file__).parent
BUILD = HERE.parent.parent / "build" / "accessibility"
AT_ONCE = 12
GRAVE = ("serious", "critical")
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
JUDGED = "axe.run(document, {resultTypes: ['violations', 'incomplete']})"


def axe() -> Path | str:
    """Where axe-core is, fetched if need be; or why it isn't there."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "node and npm aren't there"
    BUILD.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "package.json", BUILD)
    found = BUILD / "node_modules" / "axe-core" / "axe.min.js"
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
    ran = subprocess.run(install, cwd=BUILD, check=False)
    return found if ran.returncode == 0 and found.is_file() else "npm can't fetch axe-core"


async def violations(page: Page, script: str) -> Sequence[Mapping[str, Any]]:
    """What axe-core finds on a page, of every weight."""
    await page.evaluate(script)
    return list((await page.evaluate(JUDGED))["violations"])


@dataclass
class Report:
    """What axe-core has found on the pages that it has looked at."""

    found: dict[tuple[str, str], dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """Where, by the weight and the rule, and by the element."""
    pages: int = 0
    missed: dict[str, str] = field(default_factory=dict)
    """Why a state wasn't reached, by its name."""

    async def look(self, page: Page, script: str, name: str) -> None:
        """Looks at the page as it is now, in each size and colour."""
        for colours in COLOURS:
            await page.emulate_media(color_scheme=colours)
            for size, (width, height) in SIZES.items():
                await page.set_viewport_size({"width": width, "height": height})
                await page.wait_for_timeout(400)  # what fades in has its colours then
                self.pages += 1
                for each in await violations(page, script):
                    for node in each["nodes"]:
                        rule = self.found[str(each["impact"]), f"{each['id']}: {each['help']}"]
                        why = " ".join(str(node.get("failureSummary") or "").split())
                        rule[f"{node['html'][:160]} — {why[:240]}"].append(f"{name}, {size}, {colours}")


async def every_message(studio: Studio) -> AsyncIterator[str]:
    """All messages of the app, a dozen at a time in a thread."""
    told = list(slack_states.messages(ENGLISH))
    for begin in range(0, len(told), AT_ONCE):
        await studio.thread(*(message for _, message in told[begin : begin + AT_ONCE]))
        yield f"messages from “{told[begin][0]}”"


async def every_home(studio: Studio) -> AsyncIterator[str]:
    """The Home tab in each of its states."""
    await home(studio)
    for name, view in slack_states.homes(ENGLISH):
        studio.playground.views.publish(studio.playground.you.id, view.to_dict())
        yield name
    direct = studio.playground.direct_message(studio.playground.you.id).id
    await studio.client.chat_postMessage(channel=direct, text="Not here, but among the messages.")
    await studio.page.get_by_role("tab").get_by_role("img").wait_for()
    yield "home, with something unread"


async def every_form(studio: Studio) -> AsyncIterator[str]:
    """Each form of the app."""
    dialog = studio.page.get_by_role("dialog")
    for name, view in slack_states.views(ENGLISH):
        studio.playground.views.open(studio.playground.you.id, view.to_dict())
        await dialog.get_by_role("heading", name=view.to_dict()["title"]["text"]).wait_for()
        yield name
        await studio.page.keyboard.press("Escape")
        await dialog.wait_for(state="detached")


TOURS: tuple[Callable[[Studio], AsyncIterator[str]], ...] = (every_message, every_home, every_form)
"""Each goes from state to state of one page, and names them."""


async def looked(browser_path: str, script: str, names: Sequence[str]) -> Report:
    """What is found in these states, or in all."""
    report = Report()

    async def nothing(studio: Studio) -> None:
        pass

    async with async_playwright() as engine:
        browser = await engine.chromium.launch(executable_path=browser_path, args=SWITCHES)
        for state in (*STATES, *TOURS):
            name = state.__name__
            if names and name not in names:
                continue
            try:
                with tempfile.TemporaryDirectory() as folder:
                    if state in TOURS:
                        async with in_state(browser, nothing, Path(folder)) as studio:
                            async for each in state(studio):
                                await report.look(studio.page, script, each)
                    else:
                        async with in_state(browser, state, Path(folder)) as studio:  # type: ignore[arg-type]
                            await report.look(studio.page, script, name)
            except Exception as error:  # noqa: BLE001 — the boundary of a state: what kept it from being reached is told
                report.missed[name] = str(error).partition("\n")[0]
            print(f"{name}: {report.pages} pages so far", file=sys.stderr)
        await browser.close()
    return report


def main() -> int:
    parser = argparse.ArgumentParser(prog="make accessibility", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these states")
    names = parser.parse_args().names
    browser_path, there = chromium(), axe()
    if browser_path is None or isinstance(there, str):
        print(f"skipped: {there if isinstance(there, str) else 'Chromium is not there'}")
        return 0
    if unknown := set(names) - {state.__name__ for state in (*STATES, *TOURS)}:
        parser.error(f"there is no state {', '.join(sorted(unknown))}")
    report = asyncio.run(looked(browser_path, there.read_text("utf-8"), names))
    for (impact, rule), places in sorted(report.found.items()):
        print(f"{impact}: {rule}")
        for element, states in places.items():
            print(f"    {element}\n        {len(states)} times: {'; '.join(dict.fromkeys(states))[:300]}")
    for name, why in report.missed.items():
        print(f"not reached: {name}: {why}")
    grave = sum(len(places) for (impact, _), places in report.found.items() if impact in GRAVE)
    print(f"{report.pages} pages looked at; {grave} elements with serious or critical findings")
    return 1 if grave or report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
