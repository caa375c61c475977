"""The steps: a heading, the goal, numbered actions with their marks, code and results, and the boxes between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import listing
from pipeline.guide import Action, Caution, Gap, Step
from pipeline.render.boxes import placed
from pipeline.render.conditions import condition
from pipeline.render.gaps import gaps_of_step
from pipeline.render.guide_phrases import (
    BOXES,
    LEADS,
    NOT_SAID_LABEL,
    OPENS,
    advice,
    choice_heading,
    choosing,
    filling_in,
    heading,
    masked_here,
    option_heading,
)
from pipeline.render.layout import Choice, Option, grouped, step_bookmark
from pipeline.render.look import BOX_TWIPS, LIST_INDENT_TWIPS
from pipeline.render.pen import BLANK, Pen
from pipeline.render.text import capitalized, line, lines, on_one_line, sentence_with_list

BOX_INDENT_TWIPS = LIST_INDENT_TWIPS + 180
"""How far a box between actions is indented, in twentieths of a point."""
LONG_CODE_LINES = 15
"""A longer block of code may be split by the end of a page."""
LONG_LIST_ITEMS = 12
"""A longer list may be split by the end of a page."""


def legend(pen: Pen) -> Iterator[str]:
    """An explanation of the marks, with the first one of the guide as an example, and of what is to be filled in."""
    cited = (mark for step in pen.guide.steps for action in step.actions for mark in pen.marks.shown(action.citations))
    first = next(cited, None)
    if first is not None:
        message = OPENS if first.url else LEADS
        yield pen.markup.paragraph("Step Details", pen.filled(message, mark=pen.label(first)), keep_next=True)
    if typed := filling_in(pen.words, pen.guide):
        yield pen.markup.paragraph("Step Details", pen.markup.run(pen.words.embedded(typed)), keep_next=True)


def choice_paragraphs(pen: Pen, choice: Choice) -> Iterator[str]:
    """A step of the guide: the ways, first as a list of links, then one after the other, each with what it needs and
    its steps."""
    markup, words = pen.markup, pen.words
    title = choice_heading(words, choice, pen.labels[choice.bookmark])
    yield markup.paragraph("heading 2", markup.bookmark(choice.bookmark, markup.run(title)))
    told = advice(choice)
    if told.lead:
        yield markup.paragraph("Normal", pen.prose(told.lead), pen.cited(choice.citations))
    for n, sentence in enumerate(told.sentences, 1):
        marks = pen.cited(choice.citations) if n == len(told.sentences) else ""
        yield markup.paragraph("List Bullet", pen.prose(sentence), marks, list_id=pen.numbering.bullet)
    for caution in choice.cautions:
        yield _box(pen, caution, keep_next=False)
    if choice.title:  # otherwise it is the heading
        yield markup.paragraph("Choice", markup.run(choosing(words, choice), "Strong"), keep_next=True)
    for option in choice.options:
        link = markup.link(markup.run(option_heading(words, option), "Hyperlink"), anchor=option.bookmark)
        last = option is choice.options[-1]
        said, own = told.of_way.get(option.way, ("", ()))
        helps = (markup.run(" – "), pen.prose(said), pen.cited(own)) if said else ()
        yield markup.paragraph("List Bullet", link, *helps, list_id=pen.numbering.bullet, keep_next=not last)
    for option in choice.options:
        yield _option_heading(pen, option)
        if option.needs:
            yield markup.paragraph("Normal", markup.run(words("Before you begin"), "Strong"), keep_next=True)
        for group, needs in grouped(words, option.needs):
            if group:
                yield markup.paragraph("Normal", markup.run(words.labelled(line(group)).strip()), keep_next=True)
            for need in needs:
                marks = pen.cited(need.citations)
                yield markup.paragraph(
                    "List Bullet", pen.prose(need.text), marks, list_id=pen.numbering.bullet, keep_next=True
                )
        for step in option.steps:
            if step is not option.plain:
                yield _heading(pen, step, level=4)
            yield from _content(pen, step, headed=step is not option.plain)


def step_paragraphs(pen: Pen, step: Step) -> Iterator[str]:
    """A step that belongs to no choice."""
    markup, words = pen.markup, pen.words
    yield _heading(pen, step, level=2)
    if step.way:
        yield markup.paragraph("Step Goal", markup.run(words("Only for: {way}", way=line(step.way)), "Strong"))
    yield from _content(pen, step)


def _option_heading(pen: Pen, option: Option) -> str:
    """The option's name. It is also the heading of its only step where that step says no more."""
    title = pen.markup.bookmark(option.bookmark, pen.markup.run(option_heading(pen.words, option)))
    if option.plain:
        title = pen.markup.bookmark(step_bookmark(option.plain), title) + _beginning(pen, option.plain)
    return pen.markup.paragraph("heading 3", title)


def _heading(pen: Pen, step: Step, *, level: int) -> str:
    name = step_bookmark(step)
    title = pen.markup.bookmark(name, pen.markup.run(heading(pen.words, step, pen.labels[name])))
    return pen.markup.paragraph(f"heading {level}", title, _beginning(pen, step))


def _beginning(pen: Pen, step: Step) -> str:
    """The mark behind a heading: where in the recording its step begins."""
    begins = pen.marks.beginning(step)
    return pen.markup.run(BLANK) + pen.mark(begins, light=True) if begins else ""


def _content(pen: Pen, step: Step, *, headed: bool = True) -> Iterator[str]:
    """What stands below the heading of a step. `headed`: whether the heading is its own."""
    markup, words = pen.markup, pen.words
    if step.goal:
        yield markup.paragraph("Step Goal", pen.prose(step.goal))
    lead_in = condition(step, headed=headed)
    list_id = pen.numbering.restarted()
    boxes = placed(step, pen.guide.sources, led_in=bool(lead_in))
    hidden = masked_here(words, pen.guide, step)
    gaps = gaps_of_step(pen.guide, step)
    below = bool(step.fallback or hidden or gaps)
    more = bool(boxes.last or below)
    for caution in boxes.explanations:
        yield _explanation(pen, caution)
    for caution in boxes.first:
        yield _box(pen, caution, keep_next=True)
    if lead_in:
        yield markup.paragraph("Step Goal", pen.prose(lead_in), keep_next=True)
    for number, action in enumerate(step.actions, 1):
        for caution in boxes.before.get(number, ()):
            yield _box(pen, caution, indent=BOX_INDENT_TWIPS, keep_next=True)
        explaining = boxes.behind.get(number, ())
        last = number == len(step.actions) and more
        yield from _action(pen, f"action_{step.number}_{number}", action, list_id, keep=bool(explaining) or last)
        for n, caution in enumerate(explaining, 1):
            yield _box(pen, caution, indent=BOX_INDENT_TWIPS, keep_next=n < len(explaining) or last)
    for n, caution in enumerate(boxes.last, 1):
        yield _box(pen, caution, keep_next=n < len(boxes.last) or below)
    yield from _lacking(pen, gaps)
    for sentence, citations in hidden:
        yield markup.paragraph("Step Details", pen.prose(sentence), pen.cited(citations))
    if step.fallback:
        label = markup.run(words.label("Written without the language model"))
        yield markup.paragraph("Step Details", label, pen.foreign(line(step.fallback)))


def _lacking(pen: Pen, gaps: Sequence[Gap]) -> Iterator[str]:
    """What the recording doesn't say of the step: on a line with its label, or as a list below the label."""
    markup, several = pen.markup, len(gaps) > 1
    label = markup.run(pen.words.label(NOT_SAID_LABEL), "Strong")
    told = [(pen.prose(capitalized(line(gap.text))), pen.cited(gap.citations)) for gap in gaps]
    if not told:
        return
    runs = [label] if several else [label, *told[0]]
    yield markup.paragraph("Expected Result", *runs, indent=0, keep_next=several)
    for n, item in enumerate(told if several else (), 1):
        last = n == len(told)
        yield markup.paragraph("List Bullet", *item, list_id=pen.numbering.bullet, keep_next=not last, last=last)


def moment(pen: Pen, step: Step) -> str:
    """Where in the recording the step begins, as text behind its heading; "" if that isn't known."""
    begins = pen.marks.beginning(step)
    return f"{BLANK}[{begins.label}]" if begins else ""


def _action(pen: Pen, bookmark: str, action: Action, list_id: int, *, keep: bool) -> Iterator[str]:
    """The numbered line with its list, its code and its result, which stay on one page. With `keep`, they also stay
    with what is said below them."""
    markup, words = pen.markup, pen.words
    lead, items = sentence_with_list(action.instruction)
    instruction = markup.bookmark(bookmark, pen.prose(lead))
    code = lines(action.code) if action.code and action.code.strip() else ()
    yield markup.paragraph(
        "List Number",
        markup.commented(instruction, pen.comments(action.findings)),
        pen.cited(action.citations),
        pen.check_mark(action.findings),
        list_id=list_id,
        keep_next=bool(items or code or action.expected or keep),
    )
    if rows := listing.cells(items):
        yield _table(pen, lead, rows)
        items = ()
    for n, item in enumerate(items, 1):
        keep_item = n < len(items) <= LONG_LIST_ITEMS or (n == len(items) and bool(code or action.expected or keep))
        yield markup.paragraph(
            "List Bullet 2", pen.prose(item), list_id=pen.numbering.inner_bullet, keep_next=keep_item
        )
    lang = "en-US" if words.rtl else None
    for n, row in enumerate(code, 1):
        keep_row = len(code) <= LONG_CODE_LINES and (n < len(code) or bool(action.expected) or keep)
        yield markup.paragraph("Code Block", markup.run(row, lang=lang), keep_next=keep_row, ltr=True)
    if action.expected:
        label = markup.run(words.label("Result"), "Strong")
        lead, seen = sentence_with_list(action.expected)
        yield markup.paragraph("Expected Result", label, pen.prose(lead), keep_next=bool(seen) or keep)
        for n, item in enumerate(seen, 1):
            keep_item = keep if n == len(seen) else n <= LONG_LIST_ITEMS
            yield markup.paragraph(
                "List Bullet 2", pen.prose(item), list_id=pen.numbering.inner_bullet, keep_next=keep_item
            )


def _table(pen: Pen, lead: str, rows: Sequence[Sequence[str]]) -> str:
    """A table that belongs to the line above it."""
    markup, count = pen.markup, len(rows[0])
    styles = ["Table Heading", *["Table Text"] * (len(rows) - 1)]
    made = [
        [markup.paragraph(style, pen.prose(cell), keep_next=n < len(rows)) for cell in row]
        for n, (row, style) in enumerate(zip(rows, styles, strict=True), 1)
    ]
    widths = [pen.width // count] * (count - 1)
    widths.append(pen.width - sum(widths))
    about = on_one_line(lead)
    return markup.table(made, widths, title=about, description=about, row_heads=True)


def _explanation(pen: Pen, caution: Caution) -> str:
    """A note on the whole step, as plain text with its list."""
    markup = pen.markup
    lead, items = sentence_with_list(caution.text)
    text = markup.paragraph(
        "Normal",
        markup.commented(pen.prose(lead), pen.comments(caution.findings)),
        pen.cited(caution.citations),
        pen.check_mark(caution.findings),
        keep_next=True,
    )
    if rows := listing.cells(items):
        return text + _table(pen, lead, rows)
    for n, item in enumerate(items, 1):
        keep = n == len(items) or len(items) <= LONG_LIST_ITEMS
        text += markup.paragraph("List Bullet", pen.prose(item), list_id=pen.numbering.bullet, keep_next=keep)
    return text


def _box(pen: Pen, caution: Caution, indent: int | None = None, *, keep_next: bool) -> str:
    """A note, tip or warning. Its kind is also in words at its beginning, not only in its colour. The paragraphs of a
    list in it make one box."""
    markup, style = pen.markup, BOXES[caution.kind]
    lead, items = sentence_with_list(caution.text)
    if items and indent is None:
        indent = BOX_TWIPS  # the same for all of its paragraphs
    box = markup.paragraph(
        style,
        markup.run(pen.words.label(style), "Strong"),
        markup.commented(pen.prose(lead), pen.comments(caution.findings)),
        pen.cited(caution.citations),
        pen.check_mark(caution.findings),
        keep_next=keep_next or bool(items),
        indent=indent,
        joined=(False, bool(items) and not listing.cells(items)),
    )
    rows = listing.cells(items)
    if rows:
        return box + _table(pen, lead, rows)
    for n, item in enumerate(items, 1):
        box += markup.paragraph(
            style,
            pen.prose(item),
            list_id=pen.numbering.bullet,
            keep_next=keep_next if n == len(items) else len(items) <= LONG_LIST_ITEMS,
            indent=indent,
            joined=(True, n < len(items)),
        )
    return box
