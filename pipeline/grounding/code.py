"""Code that a writer proposes -> the code that may be shown, or none: half a command is worse than none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.cleaning import clean_code, shorten
from pipeline.grounding.checks import Looked, Sources, problem, respelled
from pipeline.grounding.evidence import Evidence
from pipeline.grounding.hard_facts import PLACEHOLDER, FactKind, facts_in
from pipeline.grounding.lines import LINKS
from pipeline.grounding.support import missing_in_code, where, words_missing_in_code
from pipeline.guide import Finding, FindingKind

_MOST_MISSING_SHARE = 0.25
"""If a larger share of the code's parts is missing in the sources, the code is removed. Else it is shown and marked."""
_CHANGES_MUCH = re.compile(r"[|;&`]|\$\(|>|^-")
"""Invented parts like these, such as an option or a second command, change what the code does."""
_JOINS_COMMANDS = re.compile(r"[|&`]|\$\(|(?<=\s)>|;(?=[ \t]*[^\s])")
"""Signs that make another command of said words. Those of a program are seldom said: "v at p minus equals"."""
_PUT_TOGETHER = Finding(
    FindingKind.DIFFERS, "The code was put together from words that were said: its signs weren't all said."
)
_OBJECT = re.compile(r"(?<![\w.])([^\W\d]\w*)\.(?=[^\W\d]\w*\()")
_GONE = Finding(FindingKind.UNSUPPORTED, "The code here wasn't in the sources, so it was removed.")


@dataclass(frozen=True)
class Typed:
    """Code that may be typed; "" if there is none."""

    code: str = ""
    facts: tuple[Looked, ...] = ()
    findings: tuple[Finding, ...] = ()
    removed: str | None = None

    @property
    def sound(self) -> bool:
        """Whether there is code, and all of it was said."""
        return bool(self.code) and not any(one.missing for one in self.facts)


_FENCE = re.compile(r"^```\w*$", re.MULTILINE)
_FENCE_SAID = re.compile(r"```|\bback[ -]?ticks?\b", re.IGNORECASE)


def settle_code(
    proposed: str | None, sources: Sources, citations: Sequence[str], before: Iterable[tuple[str, Sequence[str]]] = ()
) -> Typed:
    """The code, if all of it is in the cited sources or beside them. It is marked if a little is missing. It is removed
    if more is missing, or if what is missing is an address or joins another command. `before` is the code of earlier
    actions, each with what it rests on: code that has all lines of one of them was told there too."""
    if not proposed or not proposed.strip():
        return Typed()
    evidence = sources.evidence([*citations, *sources.beside(citations), *_continued(proposed, before)])
    fenced = any(_FENCE_SAID.search(text) for _, text in evidence.texts)
    code = clean_code(proposed, fenced=fenced)
    if not code:
        return Typed(findings=(_GONE,), removed="The code was too long or empty, so it was removed.")
    stated = PLACEHOLDER.sub(" ", _FENCE.sub(" ", code) if fenced else code)
    if citations:
        stated = _without_objects(stated, sources.evidence([*citations, *sources.own]))
    missing = missing_in_code(stated, evidence, sources.said_in) if citations else tuple(stated.split())
    spelt = {part: origin for part in missing if (origin := respelled(part, sources, evidence))} if citations else {}
    missing = tuple(part for part in missing if part not in spelt)
    # A name that another part of the recording has is spelled as in the recording.
    spelt = {part: origin for part, origin in spelt.items() if not origin.startswith("u")}
    parts = list(dict.fromkeys(stated.split()))
    first = citations[0] if citations else None
    facts = tuple(
        Looked(
            FactKind.COMMAND,
            shorten(part, 60),
            None if part in missing or part in spelt else first,
            respelled=spelt.get(part),
        )
        for part in parts[:40]
    )
    if not missing:
        return Typed(code, facts, tuple(problem(one) for one in facts if one.respelled))
    quoted = ", ".join(f"“{shorten(part, 40)}”" for part in missing[:3])
    links = [fact for fact in facts_in(code.replace("\n", " "), None) if fact.kind in LINKS]
    unsaid_link = any(where(fact, evidence, None) is None for fact in links)
    told = sources.evidence([*citations, *sources.own]) if "\n" in code and citations else evidence
    if not unsaid_link and _put_together(stated, missing, told, sources):
        return Typed(code, facts, (_PUT_TOGETHER,))
    if (
        unsaid_link
        or any(_CHANGES_MUCH.search(part.rstrip(";,")) for part in missing)
        or _joins(stated, evidence)
        or len(missing) > _MOST_MISSING_SHARE * len(parts)
    ):
        return Typed("", facts, (_GONE,), f"The code was removed: {quoted} isn't in the source cited here.")
    finding = Finding(FindingKind.UNSUPPORTED, f"In the code, {quoted} isn't in the source cited here.")
    return Typed(code, facts, (finding,))


def _without_objects(code: str, told: Evidence) -> str:
    """The code without the names of objects whose methods it calls, such as `repo` in `repo.git_push()`, which need be
    said only once in a step."""
    return _OBJECT.sub(lambda match: "" if told.find(match[1]) else match[0], code)


def _continued(code: str, before: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """What the earlier code rests on of which this one has every line."""
    own = _lines(code)
    for earlier, citations in before:
        if _lines(earlier) <= own:
            yield from citations


def _lines(code: str) -> set[str]:
    return {line.strip() for line in code.splitlines() if line.strip()}


def _put_together(code: str, missing: Sequence[str], evidence: Evidence, sources: Sources) -> bool:
    """Whether all names and numbers of a program's code were said, though not its signs. A block of several lines is
    told over a whole step."""
    options = any(part.startswith("-") and part[1:2].isalpha() for part in missing)
    return not options and not _joins(code, evidence) and not words_missing_in_code(code, evidence, sources.said_in)


def _joins(code: str, evidence: Evidence) -> bool:
    """Whether signs that nobody said make another command of it."""
    return any(not evidence.has_symbols(sign[0]) for sign in _JOINS_COMMANDS.finditer(code))
