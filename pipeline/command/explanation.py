"""What --explain prints: what was taken out of the file, then each line of each step with its citations, the facts
looked for, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline import progress
from pipeline.command.event_lines import counted

if TYPE_CHECKING:
    from pipeline.grounding import Check, Grounded
    from pipeline.transcript import Account


_KINDS = {"link": "address", "command": "code", "keys": "key"}
"""What kinds of facts are called where another word says more: an address may be 10.0.4.27, and code A4."""


class Explanation:
    """A listener that remembers how each step was checked."""

    def __init__(self) -> None:
        self._steps: dict[int, Grounded] = {}
        self._account: Account | None = None

    def __call__(self, event: progress.Event) -> None:
        match event:
            case progress.TranscriptRead():
                self._account = event.account
            case progress.StepChecked():
                self._steps[event.number] = event.grounded
            case progress.OutlineReplaced():
                self._steps.clear()
            case _:
                pass

    def lines(self) -> Iterator[str]:
        """The explanation: what was read of the file, then step by step."""
        if self._account:
            yield account_line(self._account)
        for number, grounded in sorted(self._steps.items()):
            confidence = grounded.step.confidence
            yield f"{number}. {grounded.step.title}  [{confidence.level} confidence: {confidence.reason}]"
            if grounded.problems:
                yield f"   the writer was told and {'fixed it' if grounded.repaired else 'left it as it was'}:"
                yield from (f"     - {problem}" for problem in grounded.problems)
            for check in grounded.checks:
                yield from _of(check)


def account_line(account: Account) -> str:
    """What was read of a file, and what was taken out."""
    taken = [counted(each.pieces, each.kind) for each in account.taken if each.pieces]
    parts = [f"read {counted(account.said, 'letter')} of speech", f"took out {', '.join(taken) or 'nothing'}"]
    if account.unaccounted is not None:
        parts.append(f"{counted(account.unaccounted, 'letter')} unaccounted for")
    if account.cut:
        parts.append("the end of the file is missing")
    if account.member:
        parts.append(f"only “{account.member.name}” was read, not {', '.join(account.member.others)}")
    return "; ".join(parts)


def _of(check: Check) -> Iterator[str]:
    cited = f"  [{', '.join(map(_named, check.citations))}]" if check.citations else ""
    yield f"   {check.part}: {check.text}{cited}"
    for fact in check.facts:
        added = ", cited by the check" if fact.added else ""
        found = f"spelled as in {_named(fact.respelled)}" if fact.respelled else f"in {_named(fact.found or '')}{added}"
        yield f"     {_kind(fact.kind.value, fact.text)} “{fact.text}”: {'not found' if fact.missing else found}"
    for finding in check.findings:
        yield f"     to check: {finding.message}"
    if check.removed:
        yield f"     {'removed' if check.whole else 'partly removed'}: {check.removed}"


def _kind(kind: str, text: str) -> str:
    """What a fact is called. A capitalized word may be a name or only the first word of one, such as “Add” of "Add
    device": it is looked up by itself, and the others are compared with all that was said.

    >>> _kind("name", "Add"), _kind("name", "Ada Lovelace"), _kind("link", "10.0.4.27")
    ('word', 'name', 'address')
    """
    if kind == "name" and len(text.split()) == 1:
        return "word"
    return _KINDS.get(kind, kind)


def _named(source: str) -> str:
    """What a line cites, in words: utterances are numbered as they were said, passages as they were read.

    >>> _named("u12"), _named("p3")
    ('utterance 12', 'passage 3')
    """
    kind = {"u": "utterance", "p": "passage"}.get(source[:1])
    return f"{kind} {source[1:]}" if kind and source[1:].isdigit() else source
