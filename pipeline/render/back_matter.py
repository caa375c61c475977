"""The last pages: what isn't said, lines to check, reference pages, and how the guide was made. `spoken` lists the
sources."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import listing
from pipeline.guide import Source, Step
from pipeline.render.excerpt import excerpt, shorten
from pipeline.render.gaps import gaps_of_guide
from pipeline.render.guide_phrases import (
    LEVELS,
    check_reason,
    checks,
    confidence_reason,
    less_sure,
    lines_by_source,
    making,
    passage_place,
    quoted,
    quoted_line,
    reason,
    status,
)
from pipeline.render.marks import Mark, Place, telling, web_address
from pipeline.render.pen import Pen
from pipeline.render.text import capitalized, line, on_one_line, with_list

LONGEST_QUOTE_CHARACTERS = 160
"""How much of a line is quoted where it is to be checked."""
LAST_TOGETHER = 5
"""How many of the last lines or rows stay on one page, so that no page has one line alone."""


def questions(pen: Pen) -> Iterator[str]:
    """What the recording answers beside its steps."""
    markup = pen.markup
    for asked in pen.guide.questions:
        lead, items = with_list(asked.answer)
        text = markup.run(f"{on_one_line(asked.question)} ", "Strong") + pen.prose(lead)
        yield markup.paragraph(
            "List Bullet", text, pen.cited(asked.citations), list_id=pen.numbering.bullet, keep_next=bool(items)
        )
        for n, item in enumerate(listing.in_words(items), 1):
            yield markup.paragraph(
                "List Bullet 2", pen.prose(item), list_id=pen.numbering.inner_bullet, keep_next=n < len(items)
            )


def not_said(pen: Pen) -> Iterator[str]:
    """What the recording doesn't say of the whole. What a step lacks stands at its end."""
    for gap in gaps_of_guide(pen.guide):
        text = pen.prose(capitalized(line(gap.text)))
        yield pen.markup.paragraph("List Bullet", text, pen.cited(gap.citations), list_id=pen.numbering.bullet)


def to_check(pen: Pen) -> Iterator[str]:
    """Each line that a person should check: the line and its time, and what to look for."""
    markup, words = pen.markup, pen.words
    rows = [_heads(pen, "Line", "What to check")]
    for place, text, citations, finding in checks(pen.guide):
        quote = markup.run(f"{quoted_line(words, shorten(on_one_line(text), LONGEST_QUOTE_CHARACTERS))}", "Strong")
        why, own = check_reason(words, finding)
        what = f"{quote}{pen.cited(citations)}" + markup.run("\n") + (markup.run(why) if own else pen.foreign(why))
        rows.append(_row(pen, pen.place(place), what))
    yield markup.table(
        rows,
        _widths(pen, (22, 78)),
        title=words("Lines to check"),
        description=words("The lines of the guide that someone should check, and why."),
        row_heads=True,
    )


def pages(pen: Pen) -> Iterator[str]:
    """The reference pages, what became of each, and the passages that are cited."""
    markup, words = pen.markup, pen.words
    for reference in pen.guide.references:
        title = markup.run(f"{line(reference.title)}\n", "Strong") if reference.title else ""
        became = f"\n{status(words, reference)}"
        why = reason(reference)
        yield markup.paragraph(
            "Reference",
            title,
            pen.outward(reference.url, reference.url),
            markup.run(f"{became} " if why and became.strip() else became),
            pen.foreign(why) if why else "",
        )
    cited = [source for source in pen.guide.sources if source.reference is not None]
    if not cited:
        return
    citing_lines = lines_by_source(pen.guide)
    rows = [_heads(pen, "No.", "What the page says", "Used in")]
    for source in cited:
        place, url = passage_place(pen.guide, source)
        heading = markup.run(f"{place}\n", "Strong") if place else ""
        quote = markup.run(quoted(words, words.embedded(excerpt(source.quote, citing_lines.get(source.id, ())))))
        rows.append(_row(pen, _entry(pen, pen.marks[source.id], url), heading + quote, _used_in(pen, source)))
    before = any(source.reference is None for source in pen.guide.sources)
    yield pen.caption(2 if before else 1, words("What the reference pages say, word for word."))
    yield markup.table(
        rows,
        _widths(pen, (9, 77, 14)),
        title=words("References"),
        description=words("What the reference pages say, and the lines of the guide that are based on it."),
    )


def made(pen: Pen) -> Iterator[str]:
    """How the guide was made, so that a reader can judge it and an operator can see what it cost."""
    markup, words, guide = pen.markup, pen.words, pen.guide
    facts = list(making(words, guide, pen.labels))
    for n, (name, fact) in enumerate(facts, 1):
        label = markup.run(words.label(name), "Strong")
        together = len(facts) - LAST_TOGETHER < n < len(facts)
        yield markup.paragraph("Table Text", label, markup.run(fact), keep_next=together)
    if steps := less_sure(guide):
        last = range(len(steps) - LAST_TOGETHER, len(steps) - 1)
        rows = [_sure(pen, step, keep_next=n in last) for n, step in enumerate(steps)]
        before = {source.reference is None for source in guide.sources}
        yield pen.caption(len(before) + 1, words("Steps with medium or low confidence, and why."))
        yield markup.table(
            [_heads(pen, "Step", "Confidence"), *rows],
            _widths(pen, (14, 86)),
            title=words("Confidence"),
            description=words("Steps with medium or low confidence, and why."),
            row_heads=True,
        )


def _sure(pen: Pen, step: Step, *, keep_next: bool) -> list[str]:
    """The row of a step: its confidence, and the counts that decided it."""
    why, own = confidence_reason(pen.words, step)
    level = pen.markup.run(pen.words(LEVELS[step.confidence.level]), "Strong")
    because = pen.markup.run(" – ") + (pen.markup.run(why) if own else pen.foreign(why)) if why else ""
    place = pen.place(Place(step.number))
    return [pen.markup.paragraph("Source Quote", cell, keep_next=keep_next) for cell in (place, level + because)]


def _entry(pen: Pen, mark: Mark, page: str | None = None) -> str:
    """A source's time or number. It opens the recording or the page, if the address is known."""
    url = mark.url or web_address(page)
    run = pen.markup.run(mark.label, "Hyperlink" if url else None, lang=pen.direction(mark))
    return pen.markup.bookmark(mark.bookmark, pen.markup.link(run, url=url) if url else run)


def _used_in(pen: Pen, source: Source) -> str:
    return pen.markup.run(", ").join(pen.place(place, short=True) for place in telling(pen.marks.places(source.id)))


def _heads(pen: Pen, *names: str) -> list[str]:
    return [pen.markup.paragraph("Table Heading", pen.markup.run(pen.words(name))) for name in names]


def _row(pen: Pen, *cells: str) -> list[str]:
    return [pen.markup.paragraph("Table Text", cell) for cell in cells]


def _widths(pen: Pen, shares: tuple[int, ...]) -> tuple[int, ...]:
    """Shares of the page's width in percent, as widths in twentieths of a point."""
    widths = [pen.width * share // 100 for share in shares]
    widths[-1] += pen.width - sum(widths)
    return tuple(widths)
