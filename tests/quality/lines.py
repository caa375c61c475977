"""A guide as lines, each with what it cites: what every metric walks over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.guide import Finding, FindingKind, Guide
from pipeline.transcript import Transcript


class LineKind(StrEnum):
    GUIDE_TITLE = "title"
    PREREQUISITE = "prerequisite"
    STEP_TITLE = "step title"
    GOAL = "goal"
    ACTION = "action"
    CODE = "code"
    EXPECTED = "expected result"
    CAUTION = "caution"


@dataclass(frozen=True)
class Line:
    """One text that a reader of the guide sees."""

    where: str
    """Where it stands: "2.3" is action 3 of step 2, "2" the step's own texts, "0" the guide's."""
    kind: LineKind
    text: str
    citations: tuple[str, ...]
    """What it has to rest on: its own citations; for titles and goals, those of all the lines they stand over."""
    findings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return f"{self.where} {self.kind}: {self.text}"

    def marked(self, *kinds: FindingKind) -> bool:
        """Whether the document tells its reader to check this line for one of these reasons."""
        return any(finding.kind in kinds for finding in self.findings)


def lines(guide: Guide) -> Iterator[Line]:
    """Every text of the guide that says something about its subject, in the order in which it is read."""
    everything = tuple(source.id for source in guide.sources)
    yield Line("0", LineKind.GUIDE_TITLE, guide.title, everything)
    for needed in guide.prerequisites:
        yield Line("0", LineKind.PREREQUISITE, needed.text, needed.citations)
    for step in guide.steps:
        cited = [c for action in step.actions for c in action.citations]
        cited += [c for caution in step.cautions for c in caution.citations]
        below = tuple(dict.fromkeys(cited))
        at = str(step.number)
        yield Line(at, LineKind.STEP_TITLE, step.title, below)
        if step.goal:
            yield Line(at, LineKind.GOAL, step.goal, below)
        for caution in step.cautions:
            yield Line(at, LineKind.CAUTION, caution.text, caution.citations, caution.findings)
        for number, action in enumerate(step.actions, 1):
            at = f"{step.number}.{number}"
            rest = (action.citations, action.findings)
            yield Line(at, LineKind.ACTION, action.instruction, *rest)
            if action.code:
                yield Line(at, LineKind.CODE, action.code, *rest)
            if action.expected:
                yield Line(at, LineKind.EXPECTED, action.expected, *rest)


_QUOTED = re.compile(r"(?:“.+”|„.+“|«.+»)", re.DOTALL)


def is_quote(line: Line) -> bool:
    """Whether an action or a note is only what was said, in quotation marks. It is no command."""
    return line.kind in (LineKind.ACTION, LineKind.CAUTION) and _QUOTED.fullmatch(line.text) is not None


def actions(guide: Guide) -> tuple[Line, ...]:
    """The instructions alone."""
    return tuple(line for line in lines(guide) if line.kind is LineKind.ACTION)


def utterance_ids(citations: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of the utterances among these citations, as they come."""
    return tuple(int(c[1:]) for c in citations if c[:1] == "u" and c[1:].isascii() and c[1:].isdigit())


def cited_utterances(guide: Guide) -> frozenset[int]:
    """The numbers of all utterances that anything in the guide cites."""
    return frozenset(
        n for line in lines(guide) if line.kind is not LineKind.GUIDE_TITLE for n in utterance_ids(line.citations)
    )


def evidence(line: Line, guide: Guide, transcript: Transcript) -> str:
    """The text that a line cites: utterances as the transcript has them (not as the guide quotes them), passages as
    the guide quotes them, for their pages aren't at hand. Citations that lead nowhere add nothing."""
    if line.kind is LineKind.GUIDE_TITLE:
        said = [u.text for u in transcript.utterances]
        return "\n".join([*said, guide.origin.name.replace("_", " "), transcript.title or ""])
    found = [transcript[n].text for n in sorted(utterance_ids(line.citations)) if 1 <= n <= len(transcript.utterances)]
    passages = {source.id: source for source in guide.sources if source.reference}
    for citation in line.citations:
        if citation in passages:
            found += [passages[citation].heading or "", passages[citation].quote]
    return "\n".join(found)
