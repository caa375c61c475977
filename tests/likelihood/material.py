"""Recordings with labels -> sentences as the rules read them, and which of them tell what is done."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.options import Limits
from pipeline.readers import read_transcript
from pipeline.speech.instructions import by_rules_alone
from pipeline.speech.languages import rules_for
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import Transcript, Utterance
from tests.quality.labels import Label, Labels
from tests.quality.yardstick import LEARNER, read_dialogue, turns_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
LABELLED = (
    "apollo13-co2-adapter", "bitcoin-core-debugging", "employee-onboarding", "g01-cloudflare", "g08-hub-repository",
    "g09-custom-dataset", "g11-debugger", "h01-links-and-buttons", "h05-page-title", "h07-colour-contrast",
    "h08-basil-burgers", "nixos-desktop", "redis-consumer-groups", "redis-streams",
)  # fmt: skip
"""Public domain, CC0, CC BY, Apache and MIT by the transcripts' INDEX.md, with labels. None is held out."""
TESTED_ON = (
    "dash-onboarding", "g02-python-packaging", "g12-collections", "g13-page-parameters", "g15-recurrent-streams",
    "g17-graph-plotter", "g18-record-actions", "g18-web-banner", "h12-array-jobs", "h22-integrity-check",
    "h23-input-mappings", "h26-templates", "list-comprehension",
)  # fmt: skip
"""Labelled, but without a licence that allows learning from them. Nothing is learned from these."""
TALK = (
    "keep/court-reporter_pdf-line-numbers_scotus-oral-argument.pdf",
    "keep/googlemeet_md_polygon-governance-call-27.md",
    "keep/podcast_md_changelog-594.md",
    "keep/qmsum_json-turns_ami-product-design-meeting.json",
    "keep/zoom_vtt_ethereum-core-devs-call_meeting.vtt",
)
"""Meetings and interviews (public domain, CC0, MIT, CC BY-SA). Nothing in them is told to be done."""
DIALOGUES_EVERY = 3
"""Of CookDial's dialogues, every third is learned from."""
WEIGHTS = {"labels": 1.0, "told": 1.0, "cookdial": 0.25, "talk": 0.15, "harm": 2.0}
"""What a sentence counts in the learning, by where it is from: people's labels of each line count most."""
UNSURE = 0.5
"""What a sentence counts besides if its utterance is labelled and has other sentences too."""
_TOGETHER = (
    ("lab-", "the laboratory"),
    (("slides-", "sheets-", "pdf-", "word-", "h01", "h05", "h07"), "GSA"),
    (("hub-", "notebook-", "g08", "g09", "g11"), "Hugging Face"),
    ("redis", "Redis"),
    (("cookdial", "h08"), "CookDial"),
    ("harm", "harm"),
)
"""Recordings of one series are left out together: their speakers are the same."""
_HARM_AROUND = (
    "Today I'll show you how to service the machine.",
    "First, open the side door of the machine.",
    "Then press the green button on the panel.",
    "{}",
    "Now pull the drawer out and place it on the table.",
)


@dataclass(frozen=True)
class Recording:
    name: str
    source: str
    """A key of `WEIGHTS`."""
    sentences: tuple[ReadSentence, ...]
    """As the rules alone read them."""
    labels: Labels

    @property
    def series(self) -> str:
        return next((series for beginnings, series in _TOGETHER if self.name.startswith(beginnings)), self.name)

    def told(self) -> Iterator[tuple[float, float]]:
        """For each sentence, 1 if it tells what is done, else 0; and what it counts, 0 if that isn't known."""
        labelled = self.labels.having(Label.INSTRUCTION, Label.CORRECTION)
        of: dict[int, list[ReadSentence]] = {}
        for one in self.sentences:
            for number in one.sentence.ids:
                of.setdefault(number, []).append(one)
        for place, one in enumerate(self.sentences):
            hit = [number for number in one.sentence.ids if number in labelled]
            if (self.source == "harm" and place != 3) or (
                self.source == "cookdial" and one.sentence.ids[0] not in self.labels.by_utterance
            ):
                yield 0.0, 0.0
            elif not hit:
                yield 0.0, 1.0
            elif one.instructions or any(len(of[number]) == 1 for number in hit):
                yield 1.0, 1.0
            elif any(other.instructions for number in hit for other in of[number]):
                yield 0.0, 0.0
            else:
                yield 1.0, UNSURE


def learned_from(transcripts: Path) -> list[Recording]:
    """What is learned from: of the labelled ones, those whose licence allows it. CookDial's dialogues are read from the
    folder that SCRIPT2DOC_COOKDIAL names. Raises OSError."""
    found = [_labelled(name, transcripts) for name in LABELLED]
    found += [_told(file) for file in sorted((FIXTURES / "told").glob("*.txt"))]
    for name in TALK:
        file = transcripts / name
        transcript = asyncio.run(read_transcript(file.read_bytes(), file.name, Limits()))
        found.append(Recording(name, "talk", _read(transcript), Labels({})))
    return [*found, *_cookdial(), *_harm()]


def tested_on(transcripts: Path) -> list[Recording]:
    """Those that nothing is learned from. Raises OSError."""
    of_other_trades = sorted((FIXTURES / "told" / "measured").glob("*.txt"))
    return [*(_labelled(name, transcripts) for name in TESTED_ON), *map(_told, of_other_trades)]


def _labelled(name: str, transcripts: Path) -> Recording:
    data = (FIXTURES / "labels" / f"{name}.json").read_bytes()
    file = transcripts / json.loads(data)["file"]
    transcript = asyncio.run(read_transcript(file.read_bytes(), file.name, Limits()))
    return Recording(name, "labels", _read(transcript), Labels.from_json(data))


def _told(file: Path) -> Recording:
    """A sentence a line: "+" tells what is done, "-" is chatter, and a space informs."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line[:1] in "+- "]
    kinds = {"+": Label.INSTRUCTION, "-": Label.CHATTER}
    labels = {number: kinds[line[0]] for number, line in enumerate(lines, 1) if line[0] in kinds}
    return Recording(file.stem, "told", _read(_transcript(file.stem, [line[2:] for line in lines])), Labels(labels))


def _cookdial() -> Iterator[Recording]:
    file = Path(os.environ.get("SCRIPT2DOC_COOKDIAL") or "") / "dialogs.jsonl"
    for line in file.read_text(encoding="utf-8").splitlines()[::DIALOGUES_EVERY]:
        dialogue = read_dialogue(line)
        name = f"cookdial {dialogue.name}"
        transcript = asyncio.run(read_transcript(dialogue.text.encode(), f"{dialogue.name}.txt", Limits()))
        labels: dict[int, Label] = {}
        for number, at in turns_of(dialogue, transcript).items():
            turn = dialogue.turns[at]
            if turn.speaker == LEARNER:
                labels[number] = Label.CHATTER
            elif turn.tells:
                labels[number] = Label.INSTRUCTION
        yield Recording(name, "cookdial", _read(transcript), Labels(labels))


def _harm() -> Iterator[Recording]:
    """What must never be told as an instruction, each among instructions. Those of english_held_back.txt aren't."""
    for number, line in enumerate((FIXTURES / "harm" / "english.txt").read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            said = [around.format(line.split("\t")[1]) for around in _HARM_AROUND]
            yield Recording(f"harm {number}", "harm", _read(_transcript(f"harm {number}", said)), Labels({}))


def _transcript(name: str, said: list[str]) -> Transcript:
    return Transcript(name, tuple(Utterance(number, text) for number, text in enumerate(said, 1)), language="en")


def _read(transcript: Transcript) -> tuple[ReadSentence, ...]:
    return tuple(by_rules_alone(transcript, rules_for(transcript.language)))
