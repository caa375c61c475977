"""Agreement with a person's guide: which of its steps are there, what is there besides, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from pipeline.guide import Guide
from pipeline.transcript import Transcript
from tests.quality.gold import Gold, GoldStep
from tests.quality.lines import Line, LineKind, actions, lines, utterance_ids
from tests.quality.report import Row
from tests.quality.words import containment, content, listed, resemblance

MATCH = 0.5
"""A gold step is there when half of its content is, and at least two words of it."""
TWICE = 0.8
"""Two steps of a person's guide that share this much say the same."""
_EVERYWHERE = listed("click select choos open go press us page button next step follow option")
"""Stems of the verbs and nouns that nearly every step has: alone they don't tell one from another."""


@dataclass(frozen=True)
class Agreement:
    """Recall and precision of steps against a person's guide by content overlap, and Kendall's tau of the order.

    Overlap: the share of a gold step's content words that one action has (unigram recall as in ROUGE-1; Lin, “ROUGE: a
    package for automatic evaluation of summaries”, 2004), at least half of it. A chapter with times is there when an
    action cites what was said in it; a span of the transcript, when an action cites a sentence of it. Order: Kendall's
    tau over the pairs of matched steps, concordant minus discordant by all (Lapata, “Automatic evaluation of
    information ordering: Kendall's tau”, Computational Linguistics 32(4), 2006). People leave out and add; so these
    are reported and not demanded."""

    kind: str
    steps: int
    missing: tuple[str, ...]
    actions: int
    besides: tuple[str, ...]
    """Actions that none of the gold steps has."""
    pairs: int
    swapped: tuple[str, ...]

    @property
    def tau(self) -> float | None:
        """From -1 (the other way round) to 1; None for fewer than two matched steps."""
        return (self.pairs - 2 * len(self.swapped)) / self.pairs if self.pairs else None

    def rows(self) -> tuple[Row, ...]:
        note = f"against {self.kind}"
        if self.kind == "headings":  # topics, not actions: they tell whether it is the same matter, and no more
            return (Row("topic recall", self.steps - len(self.missing), self.steps, None, self.missing, note),)
        return (
            Row("gold recall", self.steps - len(self.missing), self.steps, None, self.missing, note),
            Row("gold precision", self.actions - len(self.besides), self.actions, None, self.besides, note),
            Row("gold order (tau)", self.pairs - 2 * len(self.swapped), self.pairs, None, self.swapped, note),
        )


def agreement(guide: Guide, transcript: Transcript, gold: Gold) -> Agreement:
    told = actions(guide)
    matches = [[at for at, line in enumerate(told) if _same(step, line, guide, transcript)] for step in gold.steps]
    placed = [
        (step, _best(step, found, told), n)
        for n, (step, found) in enumerate(zip(gold.steps, matches, strict=True))
        if found
    ]
    # A step that the person or the guide tells more than once has no one place to compare.
    placed = [(step, at, n) for step, at, n in placed if step.start is not None or _alone(step, at, gold, told)]
    swapped = [f"“{a.text}” comes after “{b.text}”" for (a, x, _), (b, y, _) in combinations(placed, 2) if x > y]
    ties = sum(1 for (_, x, _), (_, y, _) in combinations(placed, 2) if x == y)
    matched = {at for found in matches for at in found}
    return Agreement(
        kind=gold.kind,
        steps=len(gold.steps),
        missing=tuple(f"“{step.text}”" for step, found in zip(gold.steps, matches, strict=True) if not found),
        actions=len(told),
        besides=tuple(f"{line.where} “{line.text}”" for at, line in enumerate(told) if at not in matched),
        pairs=len(placed) * (len(placed) - 1) // 2 - ties,
        swapped=tuple(swapped),
    )


def _same(step: GoldStep, line: Line, guide: Guide, transcript: Transcript) -> bool:
    numbers = [n for n in utterance_ids(line.citations) if 1 <= n <= len(transcript.utterances)]
    if step.start is not None:
        until = step.end if step.end is not None else float("inf")
        starts = (transcript[n].start for n in numbers)
        return any(start is not None and step.start <= start < until for start in starts)
    wanted = content(step.text)
    if len(wanted) > 30:  # a span: the words themselves
        return any(containment(content(transcript[n].text), wanted) >= 0.9 for n in numbers)
    telling = wanted - _EVERYWHERE or wanted
    have = content(_whole(line, guide))
    shared = telling & have
    return len(shared) >= min(2, len(telling)) and containment(telling, have) >= MATCH


def _alone(step: GoldStep, at: int, gold: Gold, told: tuple[Line, ...]) -> bool:
    wanted = content(step.text)
    again = any(other is not step and resemblance(content(other.text), wanted) >= TWICE for other in gold.steps)
    score = containment(wanted, content(told[at].text))
    return not again and sum(containment(wanted, content(line.text)) >= score for line in told) == 1


def _best(step: GoldStep, found: list[int], told: tuple[Line, ...]) -> int:
    wanted = content(step.text)
    return (
        found[0]
        if step.start is not None
        else max(found, key=lambda at: (containment(wanted, content(told[at].text)), -at))
    )


def _whole(line: Line, guide: Guide) -> str:
    """An action with its code and what is seen when it worked."""
    parts = [x.text for x in lines(guide) if x.where == line.where and x.kind in (LineKind.ACTION, LineKind.CODE)]
    return " ".join(parts)
