"""A draft -> a Step in which everything unsupported is marked or removed, and how each of its lines was checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline import listing
from pipeline.cleaning import LONGEST_LINE_CHARACTERS, MOST_ACTIONS, MOST_CAUTIONS, shorten
from pipeline.grounding import checks, own_words
from pipeline.grounding.checks import LITTLE_OVERLAP, Check, Sources
from pipeline.grounding.code import settle_code
from pipeline.grounding.confidence import confidence
from pipeline.grounding.headings import Headings
from pipeline.grounding.ledger import DOUBTFUL, Ledger, as_checked
from pipeline.grounding.lines import NOT_SAID, Lines, Weighed, longest, stub
from pipeline.grounding.pointing import POINTS, UNNAMED, UNSEEN, lacks_object, points
from pipeline.grounding.results import settle_result
from pipeline.grounding.tokens import fold
from pipeline.grounding.warning_places import with_warnings_placed
from pipeline.guide import Action, Caution, Finding, FindingKind, Step, WriterKind
from pipeline.outline.names import with_mended
from pipeline.writing import Claim

if TYPE_CHECKING:
    from pipeline.writing import Draft, DraftAction, DraftCaution, StepRequest, Verdict

MOST_GAPS = 8
OF_ANOTHER_STEP = Finding(FindingKind.OVERLAP, "This was said for another step. Check that it belongs here.")
UNCITED = Finding(FindingKind.UNCITED, "This line has no source.")
UNCOMPARED = Finding(FindingKind.OVERLAP, "This couldn't be compared with what was said in another language.")


@dataclass(frozen=True)
class Settled:
    """A step, and how each line of its draft was checked."""

    step: Step
    checks: tuple[Check, ...]
    claims: Mapping[str, Claim] = field(default_factory=dict)
    """The lines that can be compared with what was said, by the text of each as its check has it."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What a model can repair, in words, each with the line it is about."""
        return tuple(
            f"{check.part[:1].upper()}{check.part[1:]} (“{shorten(check.text, 80)}”): {message}"
            for check in self.checks
            if not check.spare or check.refuted
            for message in _problems_of(check)
        )


def unchanged(settled: Settled, verdicts: Mapping[str, Verdict]) -> bool:
    """Whether a step stays as it is with these verdicts: all lines hold, and no doubt was there to clear."""
    doubtful = any(
        check.removed or any(finding.kind in DOUBTFUL for finding in check.findings) for check in settled.checks
    )
    return not doubtful and all(verdict.same for verdict in verdicts.values())


_CERTAIN = (FindingKind.UNCITED, FindingKind.UNSUPPORTED, FindingKind.UNCLEAR, FindingKind.CONTRADICTED)
"""The findings that a model is asked to repair. One that is doubtful is first put to it as a question: of 18 such
findings in honest drafts, 17 were false, and half of the rewrites made a right line worse."""
NO_VERDICTS: Mapping[str, Verdict] = {}


def _problems_of(check: Check) -> Iterable[str]:
    for finding in check.findings:
        if finding.kind in _CERTAIN:
            yield finding.message
    if check.removed:
        yield check.removed


def settle(
    request: StepRequest,
    draft: Draft,
    writer: WriterKind,
    fallback: str | None = None,
    verdicts: Mapping[str, Verdict] = NO_VERDICTS,
) -> Settled:
    """The draft as a step. `verdicts` are those about its lines, by the text of each. Never raises, whatever is in the
    draft."""
    # What its writer took for misheard is a name too, as far as it can be believed.
    if draft.mended:
        names = with_mended(request.names, draft.mended, request.transcript, request.options)
        request = replace(request, names=names)
    settling = _Settling(request, writer, verdicts)
    settled = settling.settle(draft, fallback)
    said_once = own_words.said_once(draft, settling.quoted)
    if said_once is draft:
        return settled
    again = _Settling(request, writer, verdicts)
    again.withdrawn = settling.withdrawn
    return again.settle(said_once, fallback)


class _Settling:
    def __init__(self, request: StepRequest, writer: WriterKind, verdicts: Mapping[str, Verdict]) -> None:
        self._request, self._writer, self._verdicts = request, writer, verdicts
        self._sources = Sources.of(request, everything=writer is WriterKind.EXTRACTIVE)
        self._lines = Lines(self._sources)
        self._ledger = Ledger(self._lines, verdicts)
        self._headings = Headings(self._sources, self._lines, self._ledger, writer)
        # A model may repeat itself without end. The other writer has as many lines as were told.
        self._most_actions = MOST_ACTIONS if writer is WriterKind.MODEL else None
        self._most_cautions = MOST_CAUTIONS if writer is WriterKind.MODEL else None
        self._typed: list[tuple[str, Sequence[str]]] = []
        """The code of the actions so far, and what it rests on."""
        self.withdrawn: list[str] = []
        """Lines in whose place the speaker's own words stand."""
        self.quoted: set[str] = set()
        """Those words, as the draft has them."""

    def settle(self, draft: Draft, fallback: str | None) -> Settled:
        beside = " ".join(caution.text[:LONGEST_LINE_CHARACTERS] for caution in draft.cautions[: self._most_cautions])
        actions: list[Action] = []
        not_told = 0
        number_in_step: dict[int, int] = {}
        for number, proposed in enumerate(draft.actions[: self._most_actions], 1):
            # A line that lacks its object can't name that of the next one.
            named = bool(actions) and not {UNNAMED, UNSEEN}.intersection(actions[-1].findings)
            before = actions[-1].instruction if named else None if actions else self._said_before(proposed)
            action = self._action(number, proposed, beside, before)
            if action is not None and not any(_same(action, other) for other in actions):
                actions.append(action)
                not_told += not proposed.direct
                number_in_step[number] = len(actions)
            else:  # a caution that stood before this action now stands before the next one
                number_in_step[number] = len(actions) + 1
        if self._most_actions and len(draft.actions) > self._most_actions:
            removed = f"A step has at most {self._most_actions} actions; the rest were removed."
            self._ledger.checks.append(Check("actions", f"{len(draft.actions)} actions", removed=removed))
        cautions: list[Caution] = []
        for number, warned in enumerate(draft.cautions[: self._most_cautions], 1):
            caution = self._caution(number, warned, number_in_step, len(actions))
            if caution is not None and all(fold(caution.text) != fold(other.text) for other in cautions):
                cautions.append(caution)
        title = self._headings.title(draft.title, actions, self.withdrawn)
        goal = self._headings.goal(draft.goal)
        if self._writer is WriterKind.MODEL:
            known = f"{title} {self._request.step.when or ''}"
            cautions = [*with_warnings_placed(cautions, actions, known, self._sources.written_in)]
        step = Step(
            number=self._request.step.number,
            title=title,
            actions=tuple(actions),
            confidence=confidence(
                self._ledger.checks,
                actions,
                cautions,
                # A model has compared each line with what was said, whatever the languages.
                translated=self._sources.translated and not self._verdicts,
                not_told=not_told,
                by_model=self._writer is WriterKind.MODEL,
                quoted=draft.quoted,
            ),
            goal=goal,
            cautions=tuple(cautions),
            writer=self._writer,
            fallback=fallback,
            missing=tuple(gap for each in draft.missing[:MOST_GAPS] if (gap := self._headings.gap(each))),
        )
        return Settled(step, tuple(self._ledger.checks), self._ledger.claims)

    def _said_before(self, first: DraftAction) -> str | None:
        """What was said before the first line of a step that isn't the guide's first one; None in that. A line is as
        clear there as in the middle of a longer step."""
        transcript, number = self._request.transcript, min(first.utterance_ids, default=0)
        if number < 2 or all(step.number >= self._request.step.number for step in self._request.plan):
            return None
        return transcript[min(number, len(transcript.utterances)) - 1].text

    def _action(self, number: int, proposed: DraftAction, beside: str, before: str | None) -> Action | None:
        """The action, or None. `before` is the line before it in the step."""
        lines, sources = self._lines, self._sources
        told = listing.on_one_line(proposed.instruction)
        clean = lines.clean(told, longest(proposed.instruction))
        if not clean.text:
            if told:
                self._ledger.note(f"action {number}", told, removed="Nothing was left of this line.")
            return None
        comparable = (
            lines.clean(listing.on_one_line(proposed.source_instruction or "")).text
            if sources.translated
            else clean.text
        )
        citations = lines.citations(proposed.utterance_ids, proposed.passage_ids, proposed.code)
        citations = citations or lines.rests_on(clean.text, comparable or clean.text)
        expected, expected_check = settle_result(number, proposed.expected, citations, sources, lines, self._ledger)
        weighed = lines.weigh(clean.text, citations, comparable or None, f"{expected} {beside}")
        typed = settle_code(proposed.code, sources, weighed.citations, self._typed)
        findings = [*clean.findings, *weighed.findings, *typed.findings]
        foreign = weighed.foreign and not typed.sound and not self._vouched("action", told, weighed, typed.code)
        if self._writer is WriterKind.EXTRACTIVE:
            evidence = sources.evidence(weighed.citations)
            joined = checks.joined(evidence)
            findings = own_words.compared(weighed.text, findings, evidence, joined, proposed.said, sources.said_in)
            # Words of another form than those that were said ("nehmt … raus", "rausnehmen") aren't made up.
            if proposed.said and (foreign or any(one.kind in own_words.DIFFERS for one in findings)):
                self.withdrawn.append(fold(clean.text))
                self.quoted.add(proposed.said)
                own = replace(proposed, instruction=proposed.said, code=None, direct=False, said=None)
                return self._action(number, own, beside, before)
        if not weighed.citations:
            findings.insert(0, UNCITED)
        if not comparable:
            findings.append(UNCOMPARED)
        unnamed = self._writer is WriterKind.EXTRACTIVE and lacks_object(weighed.text, before, sources.written_in)
        if not typed.code and points(weighed.text, sources.written_in, before):
            findings.append(POINTS if sources.timed else UNSEEN)
        elif unnamed:
            findings.append(UNNAMED if sources.timed else UNSEEN)
        if sources.of_another_step(citations):
            findings.append(OF_ANOTHER_STEP)
        removed_because = None
        if foreign:
            removed_because = NOT_SAID
        elif stub(weighed.text, sources.written_in):
            removed_because = "Nothing was left of this line."
        elif weighed.touches and not typed.sound:
            findings.append(LITTLE_OVERLAP)
        distinct = self._ledger.judged(told, findings)
        self._ledger.note(
            f"action {number}",
            told,
            weighed.citations,
            weighed.facts + typed.facts,
            weighed.overlap,
            distinct,
            removed_because or typed.removed,
            whole=removed_because is not None,
        )
        if removed_because:
            return None
        if typed.code:
            self._typed.append((typed.code, weighed.citations))
        self._ledger.claim("action", told, weighed.citations, typed.code)
        if claim := self._ledger.claims.pop(as_checked(expected), None):  # it is read behind its action
            self._ledger.claims[as_checked(expected)] = claim
        if expected_check:
            self._ledger.checks.append(expected_check)
        text = self._with_list(weighed.text, proposed.instruction)
        if proposed.code and not typed.code and text.endswith(":"):  # nothing is left to point at
            text = f"{text[:-1]}."
        result = self._with_list(expected, proposed.expected or "")
        seen = expected_check.citations if expected_check and result else ()
        cited = tuple(dict.fromkeys((*weighed.citations, *(each for each in seen if each not in citations))))
        return Action(text, cited, typed.code or None, result or None, distinct)

    def _vouched(self, kind: str, told: str, weighed: Weighed, code: str | None = None) -> bool:
        """Whether a model that was asked says that a line was said, though in none of its words ("Leave all other
        fields empty." for "I won't fill in anything else"). A fact that is nowhere isn't asked about."""
        if not weighed.citations or any(one.missing for one in weighed.facts):
            return False
        return self._ledger.holds(kind, told, weighed.citations, doubtful=True, code=code)

    def _with_list(self, settled: str, proposed: str) -> str:
        """A line with its list and its marked names, as it was proposed. Where the checks have changed the line, it
        stays as they left it."""
        lead, items = listing.split(proposed)
        parts = [self._lines.clean(part).text for part in (lead, *items)]
        text = listing.listed(parts[0], parts[1:])
        whole = text if items and all(parts) and listing.on_one_line(text) == settled else settled
        return listing.with_labels(whole, proposed)

    def _caution(
        self, number: int, proposed: DraftCaution, number_in_step: Mapping[int, int], actions: int
    ) -> Caution | None:
        """The caution before the right action, or None. `number_in_step` says which action of the step each of the
        draft's actions has become; `actions` is how many the step has."""
        lines = self._lines
        told = listing.on_one_line(proposed.text)
        clean = lines.clean(told, longest(proposed.text))
        if not clean.text:
            return None
        comparable = None if self._sources.translated else clean.text
        citations = lines.citations(proposed.utterance_ids)
        if not citations and comparable:
            citations = lines.rests_on(clean.text, comparable)
        weighed = lines.weigh(clean.text, citations, comparable)
        removed_because = None
        if not weighed.citations:
            removed_because = "It has no source, so it was removed."
        elif weighed.foreign and not self._vouched(proposed.kind.value, told, weighed):
            removed_because = NOT_SAID
        elif stub(weighed.text, self._sources.written_in):
            removed_because = "Nothing was left of this line."
        apart = [OF_ANOTHER_STEP] if self._sources.of_another_step(citations) else []
        findings = self._ledger.judged(told, [*clean.findings, *weighed.findings, *apart])
        self._ledger.note(
            f"caution {number}",
            told,
            weighed.citations,
            weighed.facts,
            weighed.overlap,
            findings,
            removed_because,
            whole=removed_because is not None,
        )
        if removed_because:
            return None
        self._ledger.claim(proposed.kind.value, told, weighed.citations)
        before = number_in_step.get(proposed.before) if proposed.before is not None else None
        if proposed.before == len(number_in_step) + 1:  # after the last action
            before = actions + 1
        elif before is not None and before > actions:
            before = actions
        text = self._with_list(weighed.text, proposed.text)
        return Caution(proposed.kind, text, weighed.citations, before if actions else None, findings)


def _same(one: Action, other: Action) -> bool:
    """Whether two actions are the same, written twice. "Click Next" may well come twice, from two utterances."""
    return (fold(one.instruction), one.code, frozenset(one.citations)) == (
        fold(other.instruction),
        other.code,
        frozenset(other.citations),
    )
