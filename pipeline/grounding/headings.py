"""What is told of a step as a whole: its title, its goal, and what the recording doesn't say. Their names may come from
anywhere in the recording, since they sum up."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from pipeline import listing
from pipeline.cleaning import LONGEST_TITLE_CHARACTERS, shorten
from pipeline.full_stops import TIME_OF_DAY
from pipeline.grounding import checks, own_words
from pipeline.grounding.checks import Looked, Sources
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import Fact, FactKind, facts_in
from pipeline.grounding.ledger import Ledger
from pipeline.grounding.lines import NOT_SAID, Lines
from pipeline.grounding.support import where
from pipeline.grounding.tokens import fold
from pipeline.guide import Action, Gap, WriterKind

if TYPE_CHECKING:
    from pipeline.writing import DraftGap


class Headings:
    """Settles the title, the goal and the gaps of one step."""

    def __init__(self, sources: Sources, lines: Lines, ledger: Ledger, writer: WriterKind) -> None:
        self._sources, self._lines, self._ledger, self._writer = sources, lines, ledger, writer
        self._request = sources.request

    def title(self, proposed: str, actions: Sequence[Action], withdrawn: Collection[str]) -> str:
        """The first of these that holds: the proposed title, the planned title, the file's heading over the step, the
        first action without findings. If there is none, "Step N". `withdrawn` are lines in whose place the speaker's
        own words stand."""
        noted: list[str] = []
        for candidate in (proposed, self._request.step.title):
            title = self._lines.clean(candidate, LONGEST_TITLE_CHARACTERS).text
            title = title if TIME_OF_DAY.search(title) else title.rstrip(".")
            if title and not any(fold(title) in line for line in withdrawn) and self._title_holds(title):
                return title
            unnamed = candidate.strip() == f"Step {self._request.step.number}"
            if candidate.strip() and not unnamed and candidate not in noted:
                noted.append(candidate)
                self._ledger.note("title", candidate, removed="It isn't supported by the step.", whole=True)
        if heading := self._heading():
            return shorten(heading, LONGEST_TITLE_CHARACTERS)
        sure = [action.instruction for action in actions if not action.findings]
        if withdrawn:
            sure = sorted(sure, key=own_words.is_quotation)
        first = next(iter(sure), None)
        first = listing.LABEL.sub(r"\1", listing.split(first or "")[0])
        return shorten(first.rstrip(".:"), LONGEST_TITLE_CHARACTERS) if first else f"Step {self._request.step.number}"

    def _title_holds(self, title: str) -> bool:
        """Whether all facts of a title are supported, it doesn't contradict what was said, and shares a word with it
        (if it has two or more to compare). For a translated title, only its facts can be looked up."""
        sources = self._sources
        evidence = sources.evidence(sources.texts)
        if self._is_heading(title):
            return True  # nobody said it, but the file has it
        # The planner puts a number after a title that it used before.
        for fact in facts_in(re.sub(r"\s\(\d+\)$", "", title), sources.written_in):
            known = where(fact, evidence, sources.written_in) or self._elsewhere(fact)
            if known is None and not checks.counts_what_is_listed(title, fact, evidence, sources.written_in):
                return False
        doubtful = False
        if not sources.translated:
            share, compared = checks.overlap(title, evidence, sources.said_in)
            doubtful = (compared >= 2 and not share) or checks.reverses(title, sources, sources.own, sources.said_in)
            if self._writer is WriterKind.EXTRACTIVE:
                said = checks.joined(sources.evidence(sources.own))
                doubtful = doubtful or own_words.is_forbidden(title, said, sources.said_in)
        return self._ledger.holds("title", title, sources.own, doubtful=doubtful)

    def _is_heading(self, title: str) -> bool:
        """Whether the file has these words in a heading over what the step is about."""
        own = self._request.step.utterance_ids
        over = [text for first, text in self._request.transcript.headings if own and first <= own[0]]
        return bool(over) and fold(title) in fold(over[-1])

    def _heading(self) -> str | None:
        """The file's heading over the step, if no other step has anything of what stands between them."""
        own = self._request.step.utterance_ids
        over = [one for one in self._request.transcript.headings if own and one[0] <= own[0]]
        if not over:
            return None
        first, text = over[-1]
        number = self._request.step.number
        others = (n for step in self._request.plan if step.number != number for n in step.utterance_ids)
        return None if any(first <= n < own[0] for n in others) else self._lines.clean(text).text or None

    def _elsewhere(self, fact: Fact) -> str | None:
        """Where else a name or command in a title or goal comes from: the transcript's title, or an utterance outside
        the step that spells it so. A recording may name its subject only once. None if there is no such place."""
        if fact.kind not in (FactKind.NAME, FactKind.COMMAND):
            return None
        transcript = self._request.transcript
        for text in filter(None, (transcript.title, *(text for _, text in transcript.headings))):
            if where(fact, Evidence([("title", text)], ["en"]), None):
                return "title"
        return self._sources.spelling_from(fact.text)

    def goal(self, proposed: str | None) -> str | None:
        """The goal, or None. All its facts must be supported, and enough of its words, by anything that the writer was
        shown: the step, the utterances around it and its passages. Names may also come from elsewhere."""
        goal = self._lines.clean(proposed).text
        if not goal:
            return None
        sources = self._sources
        evidence = sources.evidence(sources.texts)
        looked = tuple(
            Looked(fact.kind, fact.text, where(fact, evidence, sources.written_in) or self._elsewhere(fact))
            for fact in facts_in(goal, sources.written_in)
        )
        share, compared = (1.0, 0) if sources.translated else checks.overlap(goal, evidence, sources.said_in)
        doubtful = (compared >= 2 and share < checks.LEAST_OVERLAP_SHARE) or (
            not sources.translated and checks.reverses(goal, sources, sources.own, sources.said_in)
        )
        ledger = self._ledger
        missing = any(one.missing for one in looked) or not ledger.holds("goal", goal, sources.own, doubtful=doubtful)
        ledger.note("goal", goal, (), looked, round(share, 2), removed=NOT_SAID if missing else None, whole=missing)
        return None if missing else goal

    def gap(self, proposed: DraftGap) -> Gap | None:
        """What the recording doesn't say, or None if the line names something that isn't in the sources at all."""
        text, sources = self._lines.clean(proposed.text).text, self._sources
        if not text:
            return None
        citations = self._lines.citations(proposed.utterance_ids)
        evidence = sources.evidence([*citations, *sources.texts])
        # What was garbled is quoted, and what it may be is a guess that says so.
        facts = [f for f in facts_in(text, sources.written_in) if f.kind not in (FactKind.LABEL, FactKind.NAME)]
        unknown = (f for f in facts if where(f, evidence, sources.written_in) is None and not self._elsewhere(f))
        if not all(checks.is_guess(text, fact) for fact in unknown):
            return None
        return Gap(text, citations)
