"""Citations and quotes: does each line point at something, does that exist, and is it quoted letter by letter?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from pipeline.guide import Guide
from pipeline.transcript import Transcript
from tests.quality.lines import LineKind, actions, lines, utterance_ids
from tests.quality.report import Bound, Row


@dataclass(frozen=True)
class Citations:
    """Whether everything in the guide can be followed to where it comes from.

    After citation recall of Gao et al., “Enabling Large Language Models to Generate Text with Citations” (ALCE, EMNLP
    2023), without its judge: here a citation counts when it leads to a source of the guide that the transcript has;
    what the source says is measured by the other metrics. Monotonic: of the neighbouring actions, the share in which
    the later one doesn't rest on something said before what the earlier one rests on; a guide tells things in the order
    of doing, which is mostly that of saying, so this is reported and not demanded. The list of sources must be in the
    order of the recording."""

    actions: int
    cited: int
    uncited: tuple[str, ...]
    ids: int
    """Citations in the guide, from all kinds of lines."""
    invalid: tuple[str, ...]
    """Citations that lead nowhere, sources whose time or speaker isn't the transcript's, sources out of order."""
    pairs: int
    backwards: tuple[str, ...]

    def rows(self) -> tuple[Row, ...]:
        return (
            Row("cited actions", self.cited, self.actions, Bound(least=1), self.uncited),
            Row("invalid citations", len(self.invalid), None, Bound(most=0), self.invalid),
            Row("in order said", self.pairs - len(self.backwards), self.pairs, None, self.backwards),
        )


@dataclass(frozen=True)
class Verbatim:
    """The share of quotes that stand letter by letter in the utterance that they claim to be from; must be 1.

    Quotation in the strict sense: same characters in the same order, not a paraphrase and not a near match (“extractive
    fragment” of Grusky et al., “Newsroom”, NAACL 2018, with the whole quote as the one fragment). Quotes from reference
    pages are counted apart, since the pages aren't at hand."""

    quotes: int
    false: tuple[str, ...]
    from_pages: int

    def rows(self) -> tuple[Row, ...]:
        note = f"{self.from_pages} quotes from pages not checked" if self.from_pages else ""
        return (Row("verbatim", self.quotes - len(self.false), self.quotes, Bound(least=1), self.false, note),)


def citations(guide: Guide, transcript: Transcript) -> Citations:
    sources = {source.id: source for source in guide.sources}
    references = {reference.id for reference in guide.references}
    invalid = []
    count = 0
    for line in lines(guide):
        if line.kind in (LineKind.GUIDE_TITLE, LineKind.STEP_TITLE, LineKind.GOAL, LineKind.CODE, LineKind.EXPECTED):
            continue  # they have no citations of their own
        count += len(line.citations)
        invalid += [f"{line.where} cites {c}, which the guide doesn't have" for c in line.citations if c not in sources]
    for source in guide.sources:
        if source.reference is not None:
            if source.reference not in references:
                invalid.append(f"{source.id} is of page {source.reference}, which the guide doesn't have")
            continue
        numbers = utterance_ids((source.id,))
        if not numbers or not 1 <= numbers[0] <= len(transcript.utterances):
            invalid.append(f"{source.id} isn't in the transcript")
            continue
        said = transcript[numbers[0]]
        if (source.speaker, source.start) != (said.speaker, said.start):
            there = f"{said.speaker} at {said.start}"
            invalid.append(f"{source.id} is said to be by {source.speaker} at {source.start}, and was by {there}")
    order = [n for source in guide.sources for n in utterance_ids((source.id,))]
    invalid += [f"source u{b} stands after u{a}" for a, b in pairwise(order) if b <= a]

    told = actions(guide)
    uncited = tuple(f"{line.where} {line.text}" for line in told if not any(c in sources for c in line.citations))
    placed = [(line, min(numbers)) for line in told if (numbers := utterance_ids(line.citations))]
    backwards = [f"{later.where} {later.text} (u{b} after u{a})" for (_, a), (later, b) in pairwise(placed) if b < a]
    return Citations(
        actions=len(told),
        cited=len(told) - len(uncited),
        uncited=uncited,
        ids=count,
        invalid=tuple(invalid),
        pairs=max(len(placed) - 1, 0),
        backwards=tuple(backwards),
    )


def verbatim(guide: Guide, transcript: Transcript) -> Verbatim:
    said = [source for source in guide.sources if source.reference is None]
    false = []
    for source in said:
        numbers = utterance_ids((source.id,))
        there = bool(numbers) and 1 <= numbers[0] <= len(transcript.utterances)
        if not source.quote.strip() or not there or source.quote not in transcript[numbers[0]].text:
            false.append(f"{source.id} “{source.quote}”")
    return Verbatim(len(said), tuple(false), len(guide.sources) - len(said))
