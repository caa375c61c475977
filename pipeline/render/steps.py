"""The steps: a heading, the goal, numbered actions with their marks, code and results, and the boxes between them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guide import Action, Caution, Level, Step
from pipeline.render.guide_phrases import BOXES, LEADS, LEVELS, OPENS, confidence_reason, heading
from pipeline.render.look import LIST_INDENT_TWIPS
from pipeline.render.pen import Pen
from pipeline.render.text import line, lines

LONG_CODE_LINES = 15
"""A longer block of code may be split by the end of a page."""


def legend(pen: Pen) -> Iterator[str]:
    """An explanation of the marks, with the first one of the guide as an example."""
    cited = (mark for step in pen.guide.steps for action in step.actions for mark in pen.marks.shown(action.citations))
    first = next(cited, None)
    if first is None:
        return
    message = OPENS if first.url else LEADS
    yield pen.markup.paragraph("Step Details", pen.filled(message, mark=pen.label(first)))


def step_paragraphs(pen: Pen, step: Step) -> Iterator[str]:
    markup = pen.markup
    title = markup.bookmark(f"step_{step.number}", markup.run(heading(pen.words, step)))
    if step.confidence.level is Level.LOW:
        note = pen.margin.write(f"{pen.words('Low confidence')}. {confidence_reason(pen.words, step)[0]}")
        title = markup.commented(title, [note])
    yield markup.paragraph("heading 2", title)
    if step.goal:
        yield markup.paragraph("Step Goal", pen.prose(step.goal))
    list_id = pen.numbering.restarted()
    for caution in step.cautions:
        if caution.before is None:
            yield _box(pen, caution)
    for number, action in enumerate(step.actions, 1):
        for caution in step.cautions:
            if caution.before == number:
                yield _box(pen, caution, indent=LIST_INDENT_TWIPS + 180)
        last = number == len(step.actions)
        yield from _action(pen, f"action_{step.number}_{number}", action, list_id, last=last)
    for caution in step.cautions:
        if caution.before is not None and not 1 <= caution.before <= len(step.actions):
            yield _box(pen, caution)
    yield markup.paragraph("Step Details", *_details(pen, step))


def _action(pen: Pen, bookmark: str, action: Action, list_id: int, *, last: bool) -> Iterator[str]:
    """The numbered line, its code and its result, which stay on one page. Those of a step's last action stay with what
    is said about the step below them."""
    markup, words = pen.markup, pen.words
    instruction = markup.bookmark(bookmark, pen.prose(action.instruction))
    code = lines(action.code) if action.code and action.code.strip() else ()
    yield markup.paragraph(
        "List Number",
        markup.commented(instruction, pen.comments(action.findings)),
        pen.cited(action.citations),
        pen.check_mark(action.findings),
        list_id=list_id,
        keep_next=bool(code or action.expected or last),
    )
    lang = "en-US" if words.rtl else None
    for n, row in enumerate(code, 1):
        keep = len(code) <= LONG_CODE_LINES and (n < len(code) or bool(action.expected) or last)
        yield markup.paragraph("Code Block", markup.run(row, lang=lang), keep_next=keep, ltr=True)
    if action.expected:
        label = markup.run(words.label("Result"), "Strong")
        yield markup.paragraph("Expected Result", label, pen.prose(action.expected), keep_next=last)


def _box(pen: Pen, caution: Caution, indent: int | None = None) -> str:
    """A note, tip or warning. Its kind is also in words at its beginning, not only in its colour."""
    markup, style = pen.markup, BOXES[caution.kind]
    return markup.paragraph(
        style,
        markup.run(pen.words.label(style), "Strong"),
        markup.commented(pen.prose(caution.text), pen.comments(caution.findings)),
        pen.cited(caution.citations),
        pen.check_mark(caution.findings),
        keep_next=True,
        indent=indent,
    )


def _details(pen: Pen, step: Step) -> Iterator[str]:
    """The step's confidence and the reason, in small print."""
    style = "Check Mark" if step.confidence.level is Level.LOW else "Strong"
    yield pen.markup.run(pen.words(LEVELS[step.confidence.level]), style)
    reason, own = confidence_reason(pen.words, step)
    if reason:
        yield pen.markup.run(" – ") + (pen.markup.run(reason) if own else pen.foreign(reason))
    if step.fallback:
        yield pen.markup.run(" · " + pen.words.label("Written without the language model"))
        yield pen.foreign(line(step.fallback))
