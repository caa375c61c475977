"""The first page: the title, the guide at a glance, and the contents."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.render.guide_phrases import about as what_it_is
from pipeline.render.guide_phrases import extent, recording, said_first
from pipeline.render.layout import grouped, needs_at_first
from pipeline.render.marks import Place
from pipeline.render.pen import CHECKS, Pen
from pipeline.render.text import line

MOST_NAMED_PLACES = 6
"""If there are more places than this, they are counted in the table at the top, or left to their own list."""
LEAST_LISTED = 5
"""Of steps, choices and options: the headings of fewer are seen at a glance, so that there is no table of contents."""


def title(pen: Pen) -> Iterator[str]:
    markup, words = pen.markup, pen.words
    yield markup.paragraph("Title", markup.run(line(pen.guide.title)))
    if pen.guide.audience:
        yield markup.paragraph("Subtitle", markup.run(words("For: {audience}", audience=line(pen.guide.audience))))
    yield from about(pen)


def about(pen: Pen) -> Iterator[str]:
    """What the guide is. How much of the recording it isn't comes first."""
    for said in said_first(pen.words, pen.guide):
        label = pen.markup.run(pen.words.label("Note"), "Strong")
        yield pen.markup.paragraph("Note", label, pen.markup.run(said))
    said, more = what_it_is(pen.guide)
    if said:
        yield pen.markup.paragraph("Normal", pen.prose(said))
    for sentence in more:
        runs, last = pen.prose(sentence), sentence is more[-1]
        yield pen.markup.paragraph("List Bullet", runs, list_id=pen.numbering.bullet, last=last)


def glance(pen: Pen) -> Iterator[str]:
    """The table at the top: extent, what all need before they begin, the recording, lines to check."""
    markup, words, guide = pen.markup, pen.words, pen.guide
    head = markup.bookmark("glance", markup.run(words("At a glance")))
    rows = [(_heading(pen, head), _heading(pen, markup.run(extent(words, guide))))]
    rows += [(_heading(pen, markup.run(words(label))), cell) for label, cell in _glance_rows(pen)]
    first = pen.width * 24 // 100
    yield markup.table(
        rows,
        (first, pen.width - first),
        title=words("At a glance"),
        description=words("How much there is to do, and what you need for it."),
        row_heads=True,
    )


def _glance_rows(pen: Pen) -> Iterator[tuple[str, str]]:
    markup, words, guide = pen.markup, pen.words, pen.guide
    needs: list[str] = []
    for group, some in grouped(words, needs_at_first(guide)):
        if group:
            needs.append(markup.paragraph("Table Text", markup.run(words.labelled(line(group)).strip(), "Strong")))
        needs += [
            markup.paragraph(
                "Table Text",
                markup.run(words.labelled(line(need.way)), "Strong") if need.way else "",
                pen.prose(need.text),
                pen.cited(need.citations),
                list_id=pen.numbering.bullet,
            )
            for need in some
        ]
    if needs:
        yield "Before you begin", "".join(needs)
    about = recording(words, guide)
    if about or guide.recording:
        link = pen.outward(guide.recording, guide.recording) if guide.recording else ""
        yield "Recording", _text(pen, markup.run(f"{about} · " if about and link else about) + link)
    places = sorted({Place(step, action) for step, action, _ in guide.to_check}, key=pen.marks.order)
    if places:
        links = [pen.place(place) for place in places[:MOST_NAMED_PLACES]]
        links += [markup.link(markup.run("…", "Hyperlink"), anchor=CHECKS)] if len(places) > MOST_NAMED_PLACES else []
        yield "To check", _text(pen, markup.run(", ").join(links))


def contents(pen: Pen, headings: list[tuple[int, str, str]]) -> str:
    """A table of contents field, with its entries filled in and linked. `headings` are (level, text, bookmark). Word
    adds the page numbers when it updates the field. Until then there are none, since they could only be guessed."""
    markup, deepest = pen.markup, max(level for level, _, _ in headings)
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'TOC \\o "1-{max(2, deepest)}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    entries = []
    for i, (level, text, bookmark) in enumerate(headings):
        link = markup.link(markup.run(text), anchor=bookmark)
        first, last = i == 0, i == len(headings) - 1
        entries.append(markup.paragraph(f"toc {level}", begin if first else "", link, end if last else ""))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{markup.paragraph('TOC Heading', markup.run(pen.words('Contents')))}"
        f"{''.join(entries)}</w:sdtContent></w:sdt>"
    )


def _heading(pen: Pen, runs: str) -> str:
    return pen.markup.paragraph("Table Heading", runs)


def _text(pen: Pen, runs: str) -> str:
    return pen.markup.paragraph("Table Text", runs)
