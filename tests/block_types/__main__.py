"""make test-blocks: checks every payload by Slack's own types, with the TypeScript compiler at its strictest.

The payloads are those of every state in every language (`tests.slack_states`), and those that the app sends while the
whole bot is tested. The playground has checked the latter by Slack's numeric limits already, since it refuses what
breaks them.
Needs node and npm; npm fetches the two packages that package.json names.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.messages.language import CATALOGUES, words
from tests import slack_states
from tests.block_types.payloads import RECORDED_IN, Payload, recorded

HERE = Path(__file__).parent
BUILD = HERE.parent.parent / "build" / "block_types"
SUITE = (
    *("test_bot.py", "test_bot_model.py", "test_guide_forms.py", "test_languages.py", "test_mentions.py"),
    *("test_seen_in_slack.py", "test_slack_troubles.py", "test_references_job.py", "test_asked_first.py"),
    *("test_channel_settings.py", "test_forgetting.py", "test_home.py", "test_home_settings.py"),
    *("test_new_guide_form.py", "test_new_guide_form_troubles.py", "test_pasted_transcripts.py"),
    *("test_others_hands.py", "test_agent_view.py", "test_canvases.py", "test_deleting.py"),
)
"""The tests of the whole bot whose payloads are checked."""
A_FILE = 100
"""Payloads in a file of TypeScript."""

TYPES = """\
import type { HomeView, KnownBlock, ModalView, PlanBlock, TaskCardBlock } from "@slack/types";

// The published type of a plan takes anything as a task.
type Plan = Omit<PlanBlock, "tasks"> & { tasks?: TaskCardBlock[] };
export type Blocks = (Exclude<KnownBlock, PlanBlock> | Plan)[];
export type View = (Omit<ModalView, "blocks"> | Omit<HomeView, "blocks">) & { blocks: Blocks };
"""
WRONG = """\
import type { Blocks, View } from "./types";

// The compiler must find what is wrong with each of these.
// @ts-expect-error: a field that a section doesn't have
export const field: Blocks = [{ type: "section", text: { type: "mrkdwn", text: "x" }, colour: "red" }];
// @ts-expect-error: a header's text is plain
export const header: Blocks = [{ type: "header", text: { type: "mrkdwn", text: "x" } }];
// @ts-expect-error: a task needs a title and a status
export const task: Blocks = [{ type: "plan", title: "x", tasks: [{ type: "task_card", task_id: "1" }] }];
// @ts-expect-error: a button's text is needed
export const button: Blocks = [{ type: "actions", elements: [{ type: "button", action_id: "x" }] }];
// @ts-expect-error: a modal needs a title
export const view: View = { type: "modal", blocks: [] };
"""
CONFIG = {
    "compilerOptions": {
        "strict": True,
        "noEmit": True,
        "exactOptionalPropertyTypes": True,
        "target": "es2022",
        "module": "nodenext",
        "types": [],
    },
    "include": ["*.ts"],
}


def main() -> int:
    if not (shutil.which("node") and shutil.which("npm")):
        print("node and npm are needed.", file=sys.stderr)
        return 2
    shutil.rmtree(BUILD, ignore_errors=True)
    folder = BUILD / "payloads"
    folder.mkdir(parents=True)
    suite = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    suite += [str(HERE.parent / "integration" / name) for name in SUITE]
    ran = subprocess.run(suite, env={**os.environ, RECORDED_IN: str(folder)}, check=False)
    if ran.returncode:
        return ran.returncode
    of_suite = set(recorded(folder))
    of_states = set(states())
    payloads = sorted(of_suite | of_states)
    write(payloads)
    shutil.copy(HERE / "package.json", BUILD)
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
    subprocess.run(install, cwd=BUILD, check=True)
    checked = subprocess.run([BUILD / "node_modules" / ".bin" / "tsc", "--project", "."], cwd=BUILD, check=False)
    print(f"{len(payloads)} payloads: {len(of_suite)} of the suite, {len(of_states)} of {len(LANGUAGES)} languages")
    print("Slack's types take all of them" if checked.returncode == 0 else "Slack's types don't take all of them")
    return checked.returncode


LANGUAGES = ("en", *sorted(path.stem for path in CATALOGUES.glob("*.po")))


def states() -> Iterator[Payload]:
    """The payloads of every state in every language."""
    for language in LANGUAGES:
        say = words(language)
        for _, message in slack_states.messages(say):
            for blocks in filter(None, (message.blocks, message.richer)):
                yield Payload.of("Blocks", [block.to_dict() for block in blocks])
        for _, view in (*slack_states.views(say), *slack_states.homes(say)):
            yield Payload.of("View", view.to_dict())


def write(payloads: list[Payload]) -> None:
    """Writes the payloads as TypeScript."""
    (BUILD / "types.ts").write_text(TYPES)
    (BUILD / "wrong.ts").write_text(WRONG)
    (BUILD / "tsconfig.json").write_text(json.dumps(CONFIG))
    for first in range(0, len(payloads), A_FILE):
        lines = ['import type { Blocks, View } from "./types";', ""]
        lines += [
            f"export const p{first + number}: {payload.type} = {payload.json};"
            for number, payload in enumerate(payloads[first : first + A_FILE])
        ]
        (BUILD / f"payloads{first}.ts").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m tests.block_types", description=__doc__).parse_args()
    sys.exit(main())
