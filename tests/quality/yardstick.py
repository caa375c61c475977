"""make yardstick: guides of the CookDial dialogues, in which somebody leads another through a recipe.

Jiang, Zaporojets, Deleu, Demeester and Develder, “CookDial: a dataset for task-oriented dialogs grounded in procedural
documents” (Applied Intelligence 53, 2023). People noted for each utterance which lines of the recipe it tells. The
folder that SCRIPT2DOC_COOKDIAL names has them in dialogs.jsonl, a dialogue a line: {"id", "turns": [{"speaker", "text",
"tells": ["inst-1", …]}]}. Nothing of it is copied.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.guide import Guide
from pipeline.options import GuideOptions, WriterChoice
from pipeline.readers import read_transcript
from pipeline.run import make_guide
from pipeline.tools import Tools
from pipeline.transcript import Transcript
from tests.quality.lines import actions, utterance_ids
from tests.quality.printing import print_report
from tests.quality.report import Bound, Report, Row, total
from tests.quality.words import containment, content

LEARNER = "Learner"
WITHIN = 0.6
"""An utterance of the transcript is of a turn that has this share of its words. Readers join and split turns."""


@dataclass(frozen=True)
class Turn:
    speaker: str
    text: str
    tells: tuple[str, ...]
    """The lines of the recipe that it tells, by their names."""


@dataclass(frozen=True)
class Dialogue:
    name: str
    turns: tuple[Turn, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The lines of the recipe that were told, in the recipe's order."""
        return tuple(sorted({line for turn in self.turns for line in turn.tells}, key=_place))

    @property
    def text(self) -> str:
        return "\n".join(f"{turn.speaker}: {turn.text}" for turn in self.turns) + "\n"


def read_dialogue(line: str) -> Dialogue:
    """One line of dialogs.jsonl. Raises ValueError and KeyError."""
    given: Mapping[str, Any] = json.loads(line)
    turns = tuple(
        Turn(turn["speaker"], " ".join(turn["text"].split()), tuple(turn["tells"])) for turn in given["turns"]
    )
    return Dialogue(str(given["id"]), turns)


def measured(dialogue: Dialogue, transcript: Transcript, guide: Guide | None) -> Report:
    """Recall: lines of the recipe of which an action cites an utterance. Order: of the pairs of those lines, how many
    have their first citations in the recipe's order. Citations: of how many actions the learner is a source."""
    turn_of = turns_of(dialogue, transcript)
    first: dict[str, int] = {}
    of_learner = []
    for place, line in enumerate(actions(guide) if guide else ()):
        cited = [dialogue.turns[turn_of[number]] for number in utterance_ids(line.citations) if number in turn_of]
        for told in (told for turn in cited for told in turn.tells):
            first.setdefault(told, place)
        of_learner += [f"{line.where} “{turn.text}”" for turn in cited if turn.speaker == LEARNER]
    pairs = [(one, other) for one, other in combinations(dialogue.told, 2) if one in first and other in first]
    turned = [f"{one} after {other}" for one, other in pairs if first[one] > first[other]]
    missed = [f"“{_saying(dialogue, told)}”" for told in dialogue.told if told not in first]
    refused = () if guide else ("refused",)
    return Report(
        dialogue.name,
        (
            Row("recall", len(dialogue.told) - len(missed), len(dialogue.told), Bound(least=0.9), tuple(missed)),
            Row("order", len(pairs) - len(turned), len(pairs), Bound(least=0.99), tuple(turned)),
            Row("refused", len(refused), None, Bound(most=2), refused),
            Row("citations of the learner", len(of_learner), None, Bound(most=4), tuple(of_learner)),
            Row("actions", len(actions(guide)) if guide else 0),
        ),
    )


def turns_of(dialogue: Dialogue, transcript: Transcript) -> dict[int, int]:
    """For each utterance, the index of the turn that it is from: the next one of its speaker with most of its words."""
    found: dict[int, int] = {}
    at = 0
    for utterance in transcript.utterances:
        said = content(utterance.text) or frozenset([utterance.text])
        for place in range(at, len(dialogue.turns)):
            turn = dialogue.turns[place]
            own = content(turn.text) or frozenset([turn.text])
            whole = utterance.text in turn.text or containment(said, own) >= WITHIN or containment(own, said) >= WITHIN
            if whole and utterance.speaker in (turn.speaker, None):
                found[utterance.id] = at = place
                break
    return found


def _saying(dialogue: Dialogue, told: str) -> str:
    return " / ".join(turn.text for turn in dialogue.turns if told in turn.tells)


def _place(name: str) -> tuple[int, str]:
    number = re.search(r"\d+", name)
    return int(number[0]) if number else 0, name


async def reports(dialogues: Iterable[Dialogue]) -> list[Report]:
    found = []
    for dialogue in dialogues:
        data, name = dialogue.text.encode(), f"{dialogue.name}.txt"
        transcript = await read_transcript(data, name)
        try:
            guide: Guide | None = await make_guide(data, name, GuideOptions(writer=WriterChoice.EXTRACTIVE), Tools())
        except PipelineError:
            guide = None
        found.append(measured(dialogue, transcript, guide))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make yardstick", description=__doc__)
    parser.add_argument("--list", type=int, default=3, metavar="N", help="how much of what spoils each figure to list")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a figure is over its bound")
    args = parser.parse_args(argv)
    file = Path(os.environ.get("SCRIPT2DOC_COOKDIAL") or "") / "dialogs.jsonl"
    if not file.is_file():
        print("Set SCRIPT2DOC_COOKDIAL to the folder that has CookDial's dialogues in dialogs.jsonl.", file=sys.stderr)
        return 2
    dialogues = [read_dialogue(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    added = total(f"CookDial ({len(dialogues)})", asyncio.run(reports(dialogues)))
    print_report(added, args.list)
    return 1 if added.missed and args.strict else 0


if __name__ == "__main__":
    sys.exit(main())
