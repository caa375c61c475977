"""The result of an action that a writer proposes -> the one that may be shown, or none: what a reader sees when it
worked, wherever that was said."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import listing
from pipeline.grounding import checks
from pipeline.grounding.checks import Check, Sources
from pipeline.grounding.ledger import Ledger
from pipeline.grounding.lines import NOT_SAID, Lines, longest


def settle_result(
    number: int, proposed: str | None, citations: Sequence[str], sources: Sources, lines: Lines, ledger: Ledger
) -> tuple[str, Check | None]:
    """(what the reader sees if the action worked, how that was checked). The text is "" if it wasn't said."""
    told = proposed or ""
    text = lines.clean(listing.on_one_line(told), longest(told)).text
    if not text:
        return "", None
    near, more = [*citations, *sources.beside(citations)] if citations else list(sources.own), list[str]()
    looked = checks.look(text, sources, near, sources.written_in)
    if any(one.missing and not one.elsewhere for one in looked):
        # A result cites nothing itself. What is seen is often told some sentences behind the deed.
        of_step = checks.look(text, sources, [*near, *sources.own], sources.written_in)
        if not any(one.missing and not one.elsewhere for one in of_step):
            looked, more = of_step, [one.found for one in of_step if one.found and one.found not in near]
            near = list(dict.fromkeys([*near, *more, *sources.beside(more)]))
    share, doubtful = 1.0, bool(more)
    if not sources.translated:
        share, compared = checks.overlap(text, sources.evidence(near), sources.said_in)
        doubtful = doubtful or (bool(compared) and share < checks.LEAST_OVERLAP_SHARE)
        doubtful = doubtful or checks.reverses(text, sources, near, sources.said_in)
    # A name that was said elsewhere, or sounds like what was said, is a doubt.
    doubtful = doubtful or any(one.elsewhere or one.respelled for one in looked)
    if any(one.missing and not one.elsewhere for one in looked):
        removed = NOT_SAID
    elif ledger.holds("result", text, near, doubtful=doubtful):
        removed = None
    else:
        removed = ledger.refuted(text) or NOT_SAID
    check = Check(
        f"action {number} expected",
        text,
        (*citations, *more),
        looked,
        round(share, 2),
        removed=removed,
        refuted=removed not in (None, NOT_SAID),
    )
    return ("" if removed else text), check
