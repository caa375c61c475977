"""The last pages: lines to check, the sources word for word, the reference pages, and how the guide was made."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guide import Guide, Making, ReferenceStatus, Source, WriterKind
from pipeline.render.marks import Mark, Place
from pipeline.render.pen import Pen, shorten
from pipeline.render.text import line
from pipeline.render.words import Words

PASSAGE = 420
"""Characters of a passage that are shown."""
STATUS = {
    ReferenceStatus.USED: "Used",
    ReferenceStatus.UNUSED: "Read, but nothing in the guide rests on it",
    ReferenceStatus.LATE: "Not used: it came too late",
    ReferenceStatus.FAILED: "Not used: it couldn’t be read",
}


def to_check(pen: Pen) -> Iterator[str]:
    """Each line that needs a person's look, with the reason."""
    markup, words = pen.markup, pen.words
    rows = [
        _row(pen, pen.place(Place(step, action)), markup.run(line(finding.message)))
        for step, action, finding in pen.guide.to_check
    ]
    head = (_head(pen, "Line"), _head(pen, "What to check"))
    first = pen.width * 14 // 100
    yield markup.table(
        [head, *rows],
        (first, pen.width - first),
        title=words("Lines to check"),
        description=words("The lines of the guide that a person should look at, and why."),
        row_heads=True,
    )


def said(pen: Pen) -> Iterator[str]:
    """What was said: time or number, speaker, quote, and the lines that rest on it."""
    markup, words = pen.markup, pen.words
    sources = [s for s in pen.guide.sources if s.reference is None]
    speakers = any(s.speaker for s in sources)
    timed = any(s.start is not None for s in sources)
    shares = (13, 17, 52, 18) if speakers else (13, 69, 18)
    heads = ["Time" if timed else "No.", *(["Speaker"] if speakers else []), "What was said", "Used in"]
    rows = [[_head(pen, name) for name in heads]]
    for source in sources:
        cells = [_entry(pen, pen.marks[source.id])]
        cells += [markup.run(line(source.speaker or ""))] if speakers else []
        cells += [markup.run(quoted(words, line(source.quote))), _used_in(pen, source)]
        rows.append(_row(pen, *cells))
    yield markup.paragraph(
        "Normal", markup.run(words("Everything the guide rests on, word for word. “2.3” is step 2, action 3."))
    )
    yield markup.table(
        rows,
        _widths(pen, shares),
        title=words("Sources"),
        description=words("What was said, in the order of the recording, and the lines of the guide that rest on it."),
    )


def pages(pen: Pen) -> Iterator[str]:
    """The reference pages, what became of each, and the passages of it that are cited."""
    markup, words = pen.markup, pen.words
    passages: dict[str | None, list[Source]] = {}
    for source in pen.guide.sources:
        if source.reference is not None:
            passages.setdefault(source.reference, []).append(source)
    for reference in pen.guide.references:
        status = words(STATUS[reference.status])
        if reference.reason and reference.status is not ReferenceStatus.USED:
            status += f" ({line(reference.reason).rstrip('.')})"
        if reference.fetched and reference.status in (ReferenceStatus.USED, ReferenceStatus.UNUSED):
            status += f" · {words('fetched on {date}', date=words.date(reference.fetched))}"
        title = markup.run(f"{line(reference.title)}: ", "Strong") if reference.title else ""
        yield markup.paragraph("Normal", title, pen.outward(reference.url, reference.url), markup.run(f"\n{status}"))
    cited = [source for found in passages.values() for source in found]
    if not cited:
        return
    rows = [[_head(pen, name) for name in ("No.", "What the page says", "Used in")]]
    for source in cited:
        heading = markup.run(f"{line(source.heading)}\n", "Strong") if source.heading else ""
        quote = markup.run(quoted(words, shorten(line(source.quote), PASSAGE)))
        rows.append(_row(pen, _entry(pen, pen.marks[source.id]), heading + quote, _used_in(pen, source)))
    yield markup.table(
        rows,
        _widths(pen, (9, 73, 18)),
        title=words("References"),
        description=words("What the reference pages say, and the lines of the guide that rest on it."),
    )


def making(pen: Pen) -> Iterator[str]:
    """How the guide was made, so that a reader can judge it and an operator can count it."""
    markup, words = pen.markup, pen.words
    rows = [[_head(pen, "What"), _head(pen, "How it was")]]
    rows += [_row(pen, markup.run(words(name)), markup.run(value)) for name, value in _facts(pen.guide, words)]
    first = pen.width * 24 // 100
    yield markup.table(
        rows,
        (first, pen.width - first),
        title=words("How this guide was made"),
        description=words("The transcript, the writer, the tokens, the cost and the time."),
        row_heads=True,
    )


def _facts(guide: Guide, words: Words) -> Iterator[tuple[str, str]]:
    origin, made = guide.origin, guide.making
    size = words.count("{n} word", "{n} words", origin.words)
    yield "Transcript", f"{line(origin.name)} ({line(origin.format)}, {size})"
    yield "Written by", _writer(made, words)
    if guide.without_model:
        yield "Without the model", words.joined([words("step {number}", number=n) for n in guide.without_model])
    if made.note:
        yield "Note", line(made.note)
    if made.usage.calls:
        usage = made.usage
        tokens = words(
            "{input} in, {output} out", input=words.number(usage.input_tokens), output=words.number(usage.output_tokens)
        )
        yield "Tokens", f"{tokens} ({words('estimated')})" if usage.estimated else tokens
        yield "Cost", words("price unknown") if usage.cost is None else words.dollars(usage.cost)
    yield "Made on", f"{words.date(made.created)} · {words.duration(made.seconds)}"


def _writer(made: Making, words: Words) -> str:
    if made.writer is WriterKind.EXTRACTIVE:
        return words("Script2Doc, from the transcript’s own sentences, without a language model")
    return words("Script2Doc with the language model {model}", model=line(made.model or "?"))


def quoted(words: Words, text: str) -> str:
    """The text in the language's quotation marks."""
    return words("“{text}”", text=text)


def _entry(pen: Pen, mark: Mark) -> str:
    """A source's time, which opens the recording where its address is known, or its number."""
    run = pen.markup.run(mark.label, "Hyperlink" if mark.url else None, lang="en-US" if pen.words.rtl else None)
    return pen.markup.bookmark(mark.bookmark, pen.markup.link(run, url=mark.url) if mark.url else run)


def _used_in(pen: Pen, source: Source) -> str:
    return pen.markup.run(", ").join(pen.place(place) for place in pen.marks.places(source.id))


def _head(pen: Pen, word: str) -> str:
    return pen.markup.paragraph("Table Heading", pen.markup.run(pen.words(word)))


def _row(pen: Pen, *cells: str) -> list[str]:
    return [pen.markup.paragraph("Table Text", cell) for cell in cells]


def _widths(pen: Pen, shares: tuple[int, ...]) -> tuple[int, ...]:
    widths = [pen.width * share // 100 for share in shares]
    widths[-1] += pen.width - sum(widths)
    return tuple(widths)
