"""The list of sources in a Word document: what was said for each step, word for word or only when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.guide import Source
from pipeline.options import SourcesForm
from pipeline.render.guide_phrases import heading, option_heading
from pipeline.render.layout import choices, step_bookmark
from pipeline.render.marks import telling
from pipeline.render.moments import SourcesOfStep, by_step, passages
from pipeline.render.pen import BLANK, Pen
from pipeline.render.text import line

STEP_PERCENT = 22
"""The width of the column with the steps."""
BRIEF_LINES, LINE_CHARACTERS = 16, 100
"""So many lines of what was said are brief, and so many characters go into a line."""
UNUSED = "–"
"""In place of the step, for what no line cites."""


def said(pen: Pen) -> Iterator[str]:
    """A row for each step: its moments, with their times or numbers, what was said, and the lines that cite it."""
    words, markup = pen.words, pen.markup
    short = pen.sources is SourcesForm.SHORT and _timed(pen)
    speakers = {line(s.speaker or "") for s in pen.guide.sources if s.reference is None}
    rows = [[_head(pen, words("Step")), _head(pen, words("Time") if short else words("What was said"))]]
    names = _names(pen)
    groups = list(by_step(pen.guide, pen.marks))
    together = _is_brief(groups)
    for group in groups:
        moments = [_moment(pen, some, short=short, named=len(speakers) > 1) for some in group.moments]
        if short:
            moments = [markup.run(" · ").join(moments)]
        rows.append(
            [
                markup.paragraph("Source Quote", _group(pen, group, names), keep_next=together),
                "".join(markup.paragraph("Source Quote", moment, keep_next=together) for moment in moments),
            ]
        )
    caption = words(
        "When it was said. “2.3” means step 2, instruction 3."
        if short
        else "What was said, word for word. “2.3” means step 2, instruction 3."
    )
    if len(speakers) == 1 and (speaker := speakers.pop()):
        caption = words.sentences(caption, words("Speaker: {speaker}.", speaker=speaker))
    yield pen.caption(1, caption)
    first = pen.width * STEP_PERCENT // 100
    yield markup.table(
        rows,
        (first, pen.width - first),
        title=words("Sources"),
        description=words("What was said for each step, and the lines of the guide that are based on it."),
        row_heads=True,
        divisible=True,
    )


def _is_brief(groups: Sequence[SourcesOfStep]) -> bool:
    """Whether what was said takes only part of a page. It stays on one then with what comes after it, or a guide that
    fills its page would have another one for the few lines at its end."""
    lines = (1 + sum(len(source.quote) for source in some) // LINE_CHARACTERS for g in groups for some in g.moments)
    return sum(lines) <= BRIEF_LINES


def _timed(pen: Pen) -> bool:
    return any(pen.marks[source.id].timed for source in pen.guide.sources)


def _head(pen: Pen, text: str) -> str:
    return pen.markup.paragraph("Table Heading", pen.markup.run(text))


def _group(pen: Pen, group: SourcesOfStep, names: Mapping[str, str]) -> str:
    """The name of the step, or of what cites the sources outside the steps, with a link to it."""
    if group.place is None:
        return pen.markup.run(UNUSED)
    return pen.place(group.place, name=names.get(group.place.bookmark))


def _names(pen: Pen) -> dict[str, str]:
    """The headings of the steps, without their conditions, by their bookmarks."""
    steps = {step_bookmark(step): step for step in pen.guide.steps}
    names = {name: heading(pen.words, step, pen.labels[name], conditional=False) for name, step in steps.items()}
    for choice in choices(pen.guide):
        names |= {step_bookmark(o.plain): option_heading(pen.words, o) for o in choice.options if o.plain}
    return names


def _moment(pen: Pen, sources: Sequence[Source], *, short: bool, named: bool) -> str:
    """One moment: its time, what was said, and the lines that cite it. What has no time is quoted in the short form
    too. The bookmark of each source is on its words, or on the time if they aren't quoted."""
    markup = pen.markup
    marks = [pen.marks[source.id] for source in sources]
    first, last = marks[0].label, marks[-1].label
    if sources[0].timing is sources[-1].timing and marks[-1].timed:
        last = marks[-1].time  # the word before the first one holds for both
    time = markup.run(
        first if marks[0].label == marks[-1].label else f"{first}–{last}",
        "Hyperlink" if marks[0].url else "Strong",
        lang=pen.direction(marks[0]),
    )
    if marks[0].url:
        time = markup.link(time, url=marks[0].url)
    pieces: list[str] = []
    speaker = None
    for some in passages(sources):
        if short and marks[0].timed:
            time = _bookmarked(pen, some, time)
            continue
        by = line(some[0].speaker or "") if named else ""
        label = markup.run(pen.words.labelled(by)) if by and by != speaker else ""
        speaker = by
        quote = pen.verbatim(" ".join(source.quote for source in some))
        if any(source.masked for source in some):
            quote = pen.filled("{quote} (with a secret masked)", quote=quote)
        pieces.append(markup.run(" " if pieces else "  ") + label + _bookmarked(pen, some, quote))
    places = telling({place for source in sources for place in pen.marks.places(source.id)})
    links = markup.run(", ").join(pen.place(place, short=True) for place in sorted(places, key=pen.marks.order))
    used = markup.run(f"{BLANK}(") + links + markup.run(")") if places else ""
    return time + "".join(pieces) + used


def _bookmarked(pen: Pen, sources: Sequence[Source], runs: str) -> str:
    for source in sources:
        runs = pen.markup.bookmark(pen.marks[source.id].bookmark, runs)
    return runs
