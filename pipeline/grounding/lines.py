"""One line of a draft and what it cites -> the line that may be in the step, with what to check about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import listing
from pipeline.cleaning import (
    GAP,
    LONGEST_LINE_CHARACTERS,
    LONGEST_LISTED_CHARACTERS,
    MOST_CITATIONS,
    MOST_CITATIONS_OF_CODE,
    shorten,
    strip_markup,
    visible,
)
from pipeline.grounding import checks
from pipeline.grounding.checks import Looked, Sources
from pipeline.grounding.doubts import doubts
from pipeline.grounding.hard_facts import FactKind, facts_in
from pipeline.grounding.polarity import contradicts
from pipeline.grounding.stop_words import content, distinctive
from pipeline.grounding.support import where
from pipeline.grounding.tokens import fold
from pipeline.guide import Finding, FindingKind

LINKS = (FactKind.LINK, FactKind.EMAIL)
CONTRADICTS = Finding(
    FindingKind.POLARITY, "Either this line or what was said has a “not” that the other one doesn't have."
)
TOO_LONG = Finding(FindingKind.UNCLEAR, "This line was too long, so it was cut.")
LINK_GONE = Finding(FindingKind.UNSUPPORTED, "A link here wasn't in the sources, so it was removed.")
NOT_SAID = "None of this was said, so it was removed."
_CLEAR_SOURCE_SHARE = 0.75
"""A line without citations is based on an utterance that holds at least this share of its distinctive words."""


@dataclass(frozen=True)
class Clean:
    """A line without markup, and what was lost with it."""

    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Weighed:
    """A line compared with its sources."""

    text: str
    citations: tuple[str, ...]
    facts: tuple[Looked, ...]
    findings: tuple[Finding, ...]
    overlap: float
    compared: int
    """How many distinctive words were compared. 0 if nothing could be compared."""
    touches: bool = False
    """Whether its deed may have been said all the same."""

    @property
    def foreign(self) -> bool:
        """Whether none of it was said."""
        supported = sum(not one.missing for one in self.facts)
        if not self.citations:
            return self.overlap < 0.5
        return not supported and self.overlap == 0 and self.compared >= 1 and not self.touches


class Lines:
    """Cleans the lines of one step and compares them with their sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def clean(self, text: str | None, most: int = LONGEST_LINE_CHARACTERS) -> Clean:
        """The text as it can be in a document. The address behind a link stays if it is in the sources."""
        if not text or not text.strip():
            return Clean("")
        refused: list[str] = []

        def keep(url: str) -> bool:
            if not self._known(url):
                refused.append(url)
            return url not in refused

        bare = strip_markup(visible(text), self._sources.whole, keep)
        findings = (LINK_GONE,) if refused else ()
        return Clean(shorten(bare, most), findings if len(bare) <= most else (*findings, TOO_LONG))

    def citations(
        self, utterances: Sequence[int], passages: Sequence[str] = (), code: str | None = None
    ) -> tuple[str, ...]:
        """The ids that may be cited, each once, utterances first, of a line that may have `code` below it."""
        most = MOST_CITATIONS_OF_CODE if code and "\n" in code.strip() else MOST_CITATIONS
        named = [f"u{n}" for n in utterances] + [str(p) for p in passages]
        return tuple(dict.fromkeys(i for i in named if self._sources.citable(i)))[:most]

    def rests_on(self, text: str, said: str) -> tuple[str, ...]:
        """The utterance of the step that an uncited line is clearly based on, with all its facts; () if there is none.
        `said` is the line in the transcript's language."""
        sources = self._sources
        best, share = "", 0.0
        for source_id in sources.own:
            found, compared = checks.overlap(said, sources.evidence([source_id]), sources.said_in)
            if compared >= 2 and found > share:
                best, share = source_id, found
        if share < _CLEAR_SOURCE_SHARE or any(
            one.missing for one in checks.look(text, sources, [best], sources.written_in)
        ):
            return ()
        return (best,)

    def weigh(self, text: str, citations: tuple[str, ...], said: str | None, seen: str = "") -> Weighed:
        """The line compared with its sources: its facts are looked for, addresses from elsewhere are removed, and its
        polarity is compared. `said` is the line in the transcript's language, or None if that isn't known. `seen` is
        what the reader sees next to it."""
        sources = self._sources
        looked = checks.look(text, sources, citations, sources.written_in)
        if sources.translated and said:
            more = checks.look(said, sources, citations, sources.said_in)
            looked = checks.without_translated(looked, more)
            looked += tuple(other for other in more if all(fold(other.text) != fold(one.text) for one in looked))
        citations = _with_added(citations, looked)
        findings = [checks.problem(one) for one in looked if one.missing]
        overlap, compared, touches = 1.0, 0, False
        if sources.translated and said and contradicts(text, sources.written_in, said, sources.said_in):
            findings.append(CONTRADICTS)
        if said:
            near = [*citations, *sources.beside(citations)] if citations else sources.own
            overlap, compared = checks.overlap(said, sources.evidence(near), sources.said_in)
            if citations:
                findings += checks.polarity(said, sources, citations, sources.said_in, seen)
            nothing = compared > 0 and overlap == 0 and all(one.missing for one in looked)
            touches = nothing and checks.touches(said, sources.evidence(near), sources.said_in)
            if compared >= 3 and overlap < checks.LEAST_OVERLAP_SHARE:
                findings.append(checks.LITTLE_OVERLAP)
        findings += doubts(text, looked, citations, sources)
        return Weighed(
            self._without_links(text, looked),
            citations,
            looked,
            tuple(dict.fromkeys(findings)),
            round(overlap, 2),
            compared,
            touches,
        )

    def _known(self, url: str) -> bool:
        facts = [fact for fact in facts_in(url, None) if fact.kind in LINKS]
        everything = self._sources.evidence(self._sources.texts)
        return bool(facts) and all(where(fact, everything, None) for fact in facts)

    def _without_links(self, text: str, looked: Sequence[Looked]) -> str:
        """The line with a gap in place of each address that is in no source."""
        supported = {one.text for one in looked if one.kind in LINKS and not one.missing}
        for one in sorted(looked, key=lambda one: -len(one.text)):
            if one.kind in LINKS and one.missing:
                text = text.replace(one.text, GAP)
        # What was removed may have hidden another one.
        for fact in facts_in(text, self._sources.written_in):
            if fact.kind in LINKS and fact.text not in supported:
                text = text.replace(fact.text, GAP)
        return re.sub(r"(?:\[…\]\W*){2,}", f"{GAP} ", text).strip()


def stub(text: str, language: str | None) -> bool:
    """Whether nothing but a gap and words without meaning is left of a line, as in "Visit […]"."""
    if not any(char.isalnum() for char in text):
        return True
    return GAP in text and not distinctive(content(text.replace(GAP, " "), language))


def _with_added(citations: tuple[str, ...], looked: Sequence[Looked]) -> tuple[str, ...]:
    """The citations, with the further ones that facts need."""
    more = [one.found for one in looked if one.added and one.found]
    more += [one.respelled for one in looked if one.respelled and one.respelled[0] in "pu"]
    return tuple(dict.fromkeys([*citations, *more]))


def longest(text: str) -> int:
    """How many characters a proposed line may have."""
    return LONGEST_LISTED_CHARACTERS if listing.split(text)[1] else LONGEST_LINE_CHARACTERS
