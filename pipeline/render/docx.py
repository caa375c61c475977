"""Guide -> a native Word document, as a good technical writer would build it.

A company's own template, a .docx or .dotx, replaces the look. It is filled by the names of its styles, and styles that
it lacks are added. Its paper, margins, logo, header and footer stay. `template` says what its text may hold. These
style names are looked for (`look` defines them, and other names that work as well):

- paragraphs: Normal, Title, Subtitle, Heading 1 to 4, TOC Heading, TOC 1 to 3, List Number, List Bullet, List Bullet
  2, Choice, Step Goal, Step Details, Expected Result, Note, Tip, Warning, Code Block, Caption, Table Heading, Table
  Text, Source Quote, Reference, Header, Footer
- characters: Strong, Hyperlink, Citation Mark, Check Mark, Code
- tables: Guide Table
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from pipeline.guide import Guide, Step
from pipeline.options import Paper, SourcesForm
from pipeline.render import back_matter, front_matter, spoken
from pipeline.render.cross_references import CrossReferences
from pipeline.render.docx_package import saved, set_footer, set_header, set_properties
from pipeline.render.gaps import gaps_of_guide
from pipeline.render.guide_phrases import NOT_SAID_LABEL, RESCUE, choice_heading, heading, option_heading
from pipeline.render.layout import Choice, first_rescue, labels, parts, step_bookmark
from pipeline.render.list_numbering import Numbering
from pipeline.render.localization import words
from pipeline.render.look import COMPLEX_FONTS, NAVY
from pipeline.render.marks import NOT_SAID, QUESTIONS, Marks
from pipeline.render.markup import NAMESPACES, Markup
from pipeline.render.pen import CHECKS, Margin, Pen
from pipeline.render.steps import choice_paragraphs, legend, moment, step_paragraphs
from pipeline.render.template import open_canvas

__all__ = ["render_docx"]

Section = Callable[[Pen], Iterator[str]]


def render_docx(
    guide: Guide,
    *,
    paper: Paper = Paper.A4,
    sources: SourcesForm = SourcesForm.FULL,
    template: bytes | None = None,
) -> bytes:
    """The guide as .docx: the same bytes for the same guide and options. Can be called in a thread. `template` is a
    company's .docx; `paper` is for guides without one. Raises RenderError if the template can't be used."""
    fixed = words(guide.language)
    canvas = open_canvas(guide, paper, fixed, template)
    document = canvas.document

    @cache  # python-docx goes through all links of the document for each one
    def relate(url: str) -> str:
        return str(document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    markup = Markup(canvas.styles, relate, rtl=fixed.rtl, complex_script=fixed.language in COMPLEX_FONTS)
    pen = Pen(
        guide=guide,
        words=fixed,
        spoken=words(guide.origin.language or guide.language),
        marks=Marks(guide, fixed),
        labels=labels(guide),
        cross_references=CrossReferences(guide),
        markup=markup,
        numbering=Numbering(document, colour=None if template else NAVY),
        margin=Margin(document, canvas.styles, guide.making.created),
        sources=sources,
        width=canvas.text_width,
    )
    body = "".join(_body(pen, titled=canvas.titled))
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>")):
        _put_before(canvas.place, element)
    if not canvas.header:
        set_header(document, pen)
    if not canvas.footer:
        set_footer(document, pen)
    set_properties(document, guide, fixed)
    return saved(document)


def _put_before(place: Any, element: Any) -> None:
    """Moves an element into the document; a table row by row, since nothing else runs while lxml moves one element: a
    third of a second with 4,000 rows."""
    rows = element.findall("{*}tr")
    for row in rows:
        element.remove(row)
    place.addprevious(element)
    for row in rows:
        element.append(row)


def _body(pen: Pen, *, titled: bool) -> Iterator[str]:
    guide = pen.guide
    back: list[tuple[str, str, Section]] = []
    if guide.questions:
        back.append(("Questions and answers", QUESTIONS, back_matter.questions))
    if gaps_of_guide(guide):
        back.append((NOT_SAID_LABEL, NOT_SAID, back_matter.not_said))
    if guide.to_check:
        back.append(("Lines to check", CHECKS, back_matter.to_check))
    if any(source.reference is None for source in guide.sources):
        back.append(("Sources", "sources", spoken.said))
    if guide.references or any(source.reference is not None for source in guide.sources):
        back.append(("References", "references", back_matter.pages))
    back.append(("How this guide was made", "making", back_matter.made))

    headings = [(1, pen.words("Steps"), "steps")]
    rescue = first_rescue(guide)
    for part in parts(guide):
        if part is rescue:
            headings.append((1, pen.words(RESCUE), "rescue"))
        headings += _choice_entries(pen, part) if isinstance(part, Choice) else [_entry(pen, part)]
    headings += [(1, pen.words(name), bookmark) for name, bookmark, _ in back]

    yield from front_matter.about(pen) if titled else front_matter.title(pen)
    yield from front_matter.glance(pen)
    if sum(level > 1 for level, _, _ in headings) >= front_matter.LEAST_LISTED:
        yield front_matter.contents(pen, headings)
    yield _heading(pen, "Steps", "steps")
    yield from legend(pen)
    for part in parts(guide):
        if part is rescue:
            yield _heading(pen, RESCUE, "rescue")
        yield from choice_paragraphs(pen, part) if isinstance(part, Choice) else step_paragraphs(pen, part)
    for name, bookmark, section in back:
        yield _heading(pen, name, bookmark)
        yield from section(pen)


def _entry(pen: Pen, step: Step) -> tuple[int, str, str]:
    name = step_bookmark(step)
    return 2, heading(pen.words, step, pen.labels[name]) + moment(pen, step), name


def _choice_entries(pen: Pen, choice: Choice) -> Iterator[tuple[int, str, str]]:
    """The choice and its options, without their steps."""
    yield 2, choice_heading(pen.words, choice, pen.labels[choice.bookmark]), choice.bookmark
    for option in choice.options:
        begins = moment(pen, option.plain) if option.plain else ""
        yield 3, option_heading(pen.words, option) + begins, option.bookmark


def _heading(pen: Pen, name: str, bookmark: str) -> str:
    return pen.markup.paragraph("heading 1", pen.markup.bookmark(bookmark, pen.markup.run(pen.words(name))))
