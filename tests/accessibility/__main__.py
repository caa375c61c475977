"""make accessibility: axe-core looks at the playground's page in every state that `tests.pictures.states` has, wide and
narrow, in light and in dark colours. What it finds serious or critical fails.

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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from tests.pictures.__main__ import SWITCHES
from tests.pictures.states import SIZES, STATES, Colours, chromium, in_state

HERE = Path(__file__).parent
BUILD = HERE.parent.parent / "build" / "accessibility"
GRAVE = ("serious", "critical")
COLOURS: tuple[Colours, ...] = ("light", "dark")
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


async def look(browser_path: str, script: str, names: Sequence[str]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """What is found, by its weight and rule: where, by the element."""
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    async with async_playwright() as engine:
        browser = await engine.chromium.launch(executable_path=browser_path, args=SWITCHES)
        for state in STATES:
            if names and state.__name__ not in names:
                continue
            for colours in COLOURS:
                with tempfile.TemporaryDirectory() as folder:
                    async with in_state(browser, state, Path(folder), colours) as studio:
                        for size, (width, height) in SIZES.items():
                            await studio.page.set_viewport_size({"width": width, "height": height})
                            await studio.page.wait_for_timeout(400)  # what fades in has its colours then
                            for each in await violations(studio.page, script):
                                for node in each["nodes"]:
                                    rule = found[str(each["impact"]), f"{each['id']}: {each['help']}"]
                                    why = " ".join(str(node.get("failureSummary") or "").split())
                                    rule[f"{node['html'][:160]} — {why[:240]}"].append(
                                        f"{state.__name__}, {size}, {colours}"
                                    )
        await browser.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="make accessibility", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these states")
    names = parser.parse_args().names
    browser_path, there = chromium(), axe()
    if browser_path is None or isinstance(there, str):
        print(f"skipped: {there if isinstance(there, str) else 'Chromium is not there'}")
        return 0
    found = asyncio.run(look(browser_path, there.read_text("utf-8"), names))
    for (impact, rule), places in sorted(found.items()):
        print(f"{impact}: {rule}")
        for element, states in places.items():
            print(f"    {element}\n        {len(states)} times: {'; '.join(dict.fromkeys(states))[:300]}")
    grave = sum(len(places) for (impact, _), places in found.items() if impact in GRAVE)
    looked = len(names or STATES) * len(SIZES) * len(COLOURS)
    print(f"{looked} pages looked at; {grave} elements with serious or critical findings")
    return 1 if grave else 0


if __name__ == "__main__":
    sys.exit(main())
