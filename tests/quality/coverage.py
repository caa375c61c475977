"""Coverage and noise: how much of what instructs has come into the guide, and how much chatter with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.guide import Guide
from pipeline.transcript import Transcript, Utterance
from tests.quality.instructions import JUDGED, chatters, instructs
from tests.quality.labels import Label, Labels
from tests.quality.lines import LineKind, cited_utterances, lines, utterance_ids
from tests.quality.report import Bound, Row
from tests.quality.words import containment, content

DEMANDED_WORDS = 6_000
"""Up to this length a guide has room for everything that instructs; beyond, coverage is reported."""
_VALUE = re.compile(r"[\d/]|\w[._:]\w")
SAME = 0.8
"""An instruction is covered by a cited utterance with this share of its content: a read-back, a repetition."""


@dataclass(frozen=True)
class Coverage:
    """The share of the transcript's instructions that something in the guide cites, or that repeat what it cites.

    Recall of content units after the Pyramid method (Nenkova and Passonneau, HLT-NAACL 2004), with an instructing
    utterance as the unit and the citation as the match. What instructs is a person's label where there are labels
    (instruction or correction), else told by surface cues (`instructions.instructs`). On twenty transcripts labelled by
    hand the cues find 6 of 10 instructions, and a quarter of what they find is none: without labels the figure is a
    rough one, and what it lists has to be read."""

    instructions: int
    uncovered: tuple[str, ...]
    demanded: bool
    by_label: bool

    def rows(self) -> tuple[Row, ...]:
        covered = self.instructions - len(self.uncovered)
        note = "by labels" if self.by_label else "by cues"
        bound = Bound(least=0.8) if self.demanded else None
        return (Row("coverage", covered, self.instructions, bound, self.uncovered, note),)


@dataclass(frozen=True)
class Noise:
    """The share of cited utterances that are chatter: the complement of precision over the same units as `Coverage`.

    By label where there are labels, else told by surface cues (`instructions.chatters`). What was corrected later and
    is cited all the same is listed apart: only labels tell it. A line may cite it together with its correction, of
    which it needs the rest ("Go to example.org/in." – "Actually, just example.org."), where the values that were taken
    back are no longer in it."""

    cited: int
    chatter: tuple[str, ...]
    corrected: tuple[str, ...]
    by_label: bool

    def rows(self) -> tuple[Row, ...]:
        note = "by labels" if self.by_label else "by cues"
        rows = [Row("noise", len(self.chatter), self.cited, Bound(most=0.1), self.chatter, note)]
        if self.by_label:
            rows.append(Row("corrected, yet cited", len(self.corrected), None, Bound(most=0), self.corrected))
        return tuple(rows)


def coverage(guide: Guide | None, transcript: Transcript, labels: Labels | None = None) -> Coverage | None:
    """Without a guide nothing is covered. None for a language without cues, unless there are labels."""
    if labels is None and (transcript.language or "en") not in JUDGED:
        return None
    if labels is None:
        told = [u for u in transcript.utterances if instructs(u.text, transcript.language)]
    else:
        numbers = labels.having(Label.INSTRUCTION, Label.CORRECTION)
        told = [u for u in transcript.utterances if u.id in numbers]
    cited = cited_utterances(guide) if guide else frozenset()
    said = [content(transcript[n].text) for n in sorted(cited) if 1 <= n <= len(transcript.utterances)]
    uncovered = []
    for utterance in told:
        if utterance.id in cited:
            continue
        own = content(utterance.text)
        if len(own) >= 2 and any(containment(own, other) >= SAME for other in said):
            continue
        uncovered.append(f"u{utterance.id} “{utterance.text}”")
    return Coverage(len(told), tuple(uncovered), transcript.words <= DEMANDED_WORDS, labels is not None)


def noise(guide: Guide, transcript: Transcript, labels: Labels | None = None) -> Noise | None:
    """None for a language without cues, unless there are labels."""
    if labels is None and (transcript.language or "en") not in JUDGED:
        return None
    cited = [transcript[n] for n in sorted(cited_utterances(guide)) if 1 <= n <= len(transcript.utterances)]
    if labels is None:
        chatter = [u for u in cited if chatters(u.text, transcript.language)]
        corrected = []
    else:
        chatter = [u for u in cited if u.id in labels.having(Label.CHATTER)]
        corrected = [u for u in cited if u.id in labels.having(Label.CORRECTED) and not _put_right(u, guide, labels)]
    return Noise(
        len(cited),
        tuple(f"u{u.id} “{u.text}”" for u in chatter),
        tuple(f"u{u.id} “{u.text}”" for u in corrected),
        labels is not None,
    )


def _put_right(corrected: Utterance, guide: Guide, labels: Labels) -> bool:
    """Whether each line that cites what was corrected cites a correction too and has none of the values in it."""
    values = {token for token in map(_bare, corrected.text.split()) if _VALUE.search(token)}
    corrections = labels.having(Label.CORRECTION)
    citing = [line for line in lines(guide) if corrected.id in utterance_ids(line.citations)]
    by_action = [line for line in citing if line.kind not in (LineKind.GUIDE_TITLE, LineKind.STEP_TITLE, LineKind.GOAL)]
    return bool(values) and (
        all(corrections.intersection(utterance_ids(line.citations)) for line in by_action)
        and not any(values.intersection(map(_bare, line.text.split())) for line in citing)
    )


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]\"'“”‘’`").lower()
