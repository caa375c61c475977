"""Answers that were written at a desk for real transcripts, replayed wherever the same things are asked.

A recording is found by the kind of call, the transcript and the step's utterances, not by the whole prompt: an edited
prompt doesn't kill it, nor does a reader that cuts the same words into other utterances.

    python -m tests.loopback.recordings DESK TRANSCRIPT OUT.json --licence MIT

makes a recording of what was answered at the desk (`KEY.request.json` and `KEY.answer.txt`) for one transcript.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.prompts.answers import read_ids
from tests.loopback.model_answers import Asked, read_request

FOLDER = Path(__file__).parents[1] / "fixtures" / "recordings"
SAME_TRANSCRIPT = 0.6
"""The share of what is shown that has to stand in a recording's transcript."""
CITED = re.compile(r" \| (\d[\d, -]*)(?= \||$)")
"""The utterances in a line of an answer."""
SAME_STEP = 0.3
"""The share that a step's utterances have to have in common with a recorded one's."""


@dataclass(frozen=True)
class Place:
    """Where each word of a transcript was said."""

    words: tuple[str, ...]
    ids: tuple[int, ...]

    @classmethod
    def of(cls, utterances: Mapping[int, str]) -> Place:
        pairs = [(word, number) for number, text in sorted(utterances.items()) for word in spoken(text)]
        return cls(tuple(word for word, _ in pairs), tuple(number for _, number in pairs))

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each word stands, in order."""
        found: dict[str, list[int]] = {}
        for position, word in enumerate(self.words):
            found.setdefault(word, []).append(position)
        return found

    def find(self, words: tuple[str, ...], after: int) -> int | None:
        """The position of these words, the first from `after` on, else from the beginning."""
        begun = self.positions.get(words[0], []) if words else []
        first = bisect_left(begun, after)
        for position in (*begun[first:], *begun[:first]):
            if self.words[position : position + len(words)] == words:
                return position
        return None


@dataclass(frozen=True)
class RecordedStep:
    ids: frozenset[int]
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Recording:
    """One transcript's answers, with the ids that its utterances had then."""

    name: str
    utterances: Mapping[int, str]
    outline: Mapping[str, Any]
    steps: tuple[RecordedStep, ...]
    repairs: tuple[RecordedStep, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    """Where the transcript comes from, and its licence."""

    @classmethod
    def load(cls, path: Path) -> Recording:
        kept = json.loads(path.read_text("utf-8"))

        def steps(name: str) -> tuple[RecordedStep, ...]:
            return tuple(RecordedStep(frozenset(each["ids"]), each["answer"]) for each in kept.get(name, []))

        said = {int(number): text for number, text in kept["utterances"].items()}
        return cls(path.stem, said, kept["outline"], steps("steps"), steps("repairs"), kept["about"])

    def answer(self, asked: Asked) -> dict[str, Any] | None:
        """The recorded answer with today's ids, or None where something else is asked."""
        now = self._ids_now(asked)
        if now is None or asked.kind not in ("outline", "step", "repair"):
            return None
        if asked.kind == "outline":
            return dict(_with_ids(self.outline, now))
        own = frozenset(then for then, todays in now.items() if todays & asked.own.keys())
        for steps in (self.repairs, self.steps) if asked.kind == "repair" else (self.steps,):
            best = max(steps, key=lambda step: _likeness(step.ids, own), default=None)
            if best is not None and _likeness(best.ids, own) >= SAME_STEP:
                return dict(_with_ids(best.answer, now))
        return None

    def _ids_now(self, asked: Asked) -> dict[int, set[int]] | None:
        """Today's ids for each id of then, as far as they are shown; None where it is another transcript."""
        place = self.place
        now: dict[int, set[int]] = {}
        after = found = total = 0
        for number, text in sorted(asked.shown.items()):
            total += 1
            for words in (spoken(text), spoken(re.sub(r"^[^:]{1,60}: ", "", text))):
                position = place.find(words, after)
                if position is not None:
                    after, found = position + len(words), found + 1
                    for then in set(place.ids[position:after]):
                        now.setdefault(then, set()).add(number)
                    break
        return now if total and found / total >= SAME_TRANSCRIPT else None

    @property
    def place(self) -> Place:
        if self.name not in _PLACES:
            _PLACES[self.name] = Place.of(self.utterances)
        return _PLACES[self.name]


_PLACES: dict[str, Place] = {}


def load_all(folder: Path = FOLDER) -> list[Recording]:
    """All recordings of the repository."""
    return [Recording.load(path) for path in sorted(folder.glob("*.json"))]


def spoken(text: str) -> tuple[str, ...]:
    """The words of a text, without case and punctuation."""
    return tuple(re.findall(r"\w+", text.casefold()))


def _likeness(some: frozenset[int], others: frozenset[int]) -> float:
    return len(some & others) / (len(some | others) or 1)


def _with_ids(answer: Any, now: Mapping[int, set[int]]) -> Any:
    """The answer with today's ids wherever utterances are cited, also in lines ("TITLE | 12-18 | way: By post")."""
    if isinstance(answer, Mapping):
        return {
            name: _renumbered(value, now) if name == "utterances" else _with_ids(value, now)
            for name, value in answer.items()
        }
    if isinstance(answer, str):
        return CITED.sub(lambda found: f" | {_renumbered(found[1], now)}", answer)
    return [_with_ids(each, now) for each in answer] if isinstance(answer, list) else answer


def _renumbered(cited: str, now: Mapping[int, set[int]]) -> str:
    """The ids in the order in which they are given, of which the first is the most telling."""
    parts = (sorted(read_ids(part, 1, 10**6)) for part in cited.split(","))
    todays = dict.fromkeys(n for part in parts for then in part for n in sorted(now.get(then, ())))
    return ", ".join(map(str, todays))


def from_desk(desk: Path, utterances: Mapping[int, str], about: Mapping[str, str]) -> dict[str, Any]:
    """A recording of what was answered at a desk about this transcript, in the form in which it's kept."""
    kept: dict[str, Any] = {"about": dict(about), "outline": None, "steps": [], "repairs": [], "utterances": utterances}
    for path in sorted(desk.glob("*.request.json"), key=lambda p: p.stat().st_mtime):
        answered = path.with_name(path.name.replace(".request.json", ".answer.txt"))
        asked = read_request(json.loads(path.read_text("utf-8")))
        if not answered.exists() or not _about(asked, utterances):
            continue
        answer = json.loads(answered.read_text("utf-8"))
        if asked.kind == "outline":
            kept["outline"] = answer
        else:
            kept["repairs" if asked.kind == "repair" else "steps"].append({"ids": sorted(asked.own), "answer": answer})
    return kept


def _about(asked: Asked, utterances: Mapping[int, str]) -> bool:
    hits = sum(
        spoken(utterances.get(n, "")) == spoken(text)[-len(spoken(utterances.get(n, ""))) :]
        for n, text in asked.shown.items()
    )
    return hits >= SAME_TRANSCRIPT * len(asked.shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("desk", type=Path)
    parser.add_argument("transcript", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--licence", required=True)
    parser.add_argument("--source", required=True)
    args = parser.parse_args()
    from pipeline.options import Limits
    from pipeline.readers import read_transcript

    read = asyncio.run(read_transcript(args.transcript.read_bytes(), args.transcript.name, Limits()))
    said = {utterance.id: utterance.text for utterance in read.utterances}
    about = {"transcript": read.id, "file": args.transcript.name, "source": args.source, "licence": args.licence}
    args.out.write_text(json.dumps(from_desk(args.desk, said, about), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
