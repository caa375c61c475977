"""Guide -> the slides of a deck: what stands on each, and what was said for it, as the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline import listing
from pipeline.guide import Action, Caution, Gap, Guide, Prerequisite, Step
from pipeline.render import guide_phrases
from pipeline.render.boxes import placed
from pipeline.render.conditions import condition
from pipeline.render.gaps import gaps_of_guide, gaps_of_step
from pipeline.render.layout import Choice, Option, first_rescue, grouped, labels, needs_at_first, parts, step_bookmark
from pipeline.render.localization import Words, words
from pipeline.render.markdown_text import short_time
from pipeline.render.marks import Mark, Marks, Place, web_address
from pipeline.render.slide_rows import Kind, Look, Row, Run, ems, on_pages
from pipeline.render.text import (
    capitalized,
    line,
    lines,
    on_one_line,
    pieces,
    sentence_with_list,
    with_list,
    with_marks,
)

TITLE_EMS = 52.0
"""A longer title, in widths of the letter m, doesn't fit on its two lines with the time behind it."""
MOST_NOTED = 40
"""The most sources whose words are in the notes of one slide."""


@dataclass(frozen=True)
class Slide:
    title: str
    rows: tuple[Row, ...]
    names: tuple[str, ...] = ()
    """What links to it use. Only the first slide of several with one title has any."""
    moment: Run | None = None
    """Where in the recording it begins."""
    notes: tuple[str, ...] = ()
    """What was said for it, a line for each source."""


@dataclass(frozen=True)
class Deck:
    title: str
    subtitle: tuple[str, ...]
    """The lines below the title: for whom, what it is, and how much of the recording it isn't."""
    footer: str
    slides: tuple[Slide, ...]
    words: Words = field(repr=False)


def deck(guide: Guide) -> Deck:
    """The slides of a guide: the same for the same guide."""
    return _Maker(guide).deck()


class _Maker:
    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._words = words(guide.language)
        self._labels = labels(guide)
        self._marks = Marks(guide, self._words)
        self._citing = guide_phrases.lines_by_source(guide)
        self._crowded: list[Step] = []
        """The steps so far on whose slides there is no room for what they lack. It is listed behind the steps."""

    def deck(self) -> Deck:
        guide, words = self._guide, self._words
        said, more = guide_phrases.about(guide)
        audience = words("For: {audience}", audience=line(guide.audience)) if guide.audience else ""
        subtitle = (audience, on_one_line(said), *guide_phrases.said_first(words, guide))
        slides = (slide for whole in self._slides(more) for slide in self._split(whole))
        footer = f"{line(guide.title)} · {words.date(guide.making.created)}"
        return Deck(line(guide.title), tuple(filter(None, subtitle)), footer, tuple(slides), words)

    def _slides(self, more: Sequence[str]) -> Iterator[Slide]:
        """Each part of the guide on one slide, however much it is."""
        guide, words = self._guide, self._words
        rows = [Row(Kind.TEXT, self._prose(sentence)) for sentence in more]
        if recording := web_address(guide.recording):
            label = Run(words.label("Recording"), Look.STRONG)
            rows.append(Row(Kind.TEXT, (label, Run(recording, Look.LINK, url=recording))))
        rows += self._needed(needs_at_first(guide))
        if rows:
            yield Slide(words("Before you begin") if needs_at_first(guide) else words("At a glance"), tuple(rows))
        yield Slide(words("Steps"), tuple(self._contents()))
        rescue = first_rescue(guide)
        for part in parts(guide):
            if part is rescue:
                yield Slide(words(guide_phrases.RESCUE), ())
            yield from self._choice(part) if isinstance(part, Choice) else [self._lone(part)]
        if guide.questions:
            yield Slide(words("Questions and answers"), tuple(self._answered()))
        gaps = [self._gap(gap, step) for step in self._crowded for gap in gaps_of_step(guide, step)]
        if gaps := [*gaps, *map(self._gap, gaps_of_guide(guide))]:
            yield Slide(words(guide_phrases.NOT_SAID_LABEL), tuple(gaps))
        if guide.to_check:
            yield Slide(words("Lines to check"), tuple(self._to_check()))
        if guide.references:
            yield Slide(words("References"), tuple(self._references()))
        yield Slide(words("How this guide was made"), tuple(self._made()))

    # -- what stands on the slides

    def _contents(self) -> Iterator[Row]:
        for part in parts(self._guide):
            if isinstance(part, Step):
                yield _linked(self._heading(part), step_bookmark(part))
                continue
            yield _linked(self._choice_heading(part), part.bookmark)
            for option in part.options:
                yield _linked(guide_phrases.option_heading(self._words, option), option.bookmark, Kind.ITEM)

    def _heading(self, step: Step) -> str:
        """The heading of a step, with its condition if that leaves it short enough for a slide."""
        label = self._labels[step_bookmark(step)]
        whole = guide_phrases.heading(self._words, step, label)
        if ems(whole) <= TITLE_EMS:
            return whole
        return guide_phrases.heading(self._words, step, label, conditional=False)

    def _choice_heading(self, choice: Choice) -> str:
        return guide_phrases.choice_heading(self._words, choice, self._labels[choice.bookmark])

    def _choice(self, choice: Choice) -> Iterator[Slide]:
        words = self._words
        rows = []
        told = guide_phrases.advice(choice)
        if told.lead:
            rows.append(Row(Kind.TEXT, self._cited(told.lead, choice.citations), cited=choice.citations))
        rows += [Row(Kind.ITEM, self._prose(sentence), cited=choice.citations) for sentence in told.sentences]
        for caution in choice.cautions:
            rows += self._box(caution)
        rows.append(Row(Kind.TEXT, (Run(guide_phrases.choosing(words, choice), Look.STRONG),), with_next=True))
        for option in choice.options:
            row = _linked(guide_phrases.option_heading(words, option), option.bookmark)
            said, own = told.of_way.get(option.way, ("", ()))
            helps = (Run(" – "), *self._prose(said)) if said else ()
            rows.append(replace(row, runs=(*row.runs, *helps), cited=own))
        yield Slide(self._choice_heading(choice), tuple(rows), (choice.bookmark,))
        for option in choice.options:
            yield from self._option(option)

    def _option(self, option: Option) -> Iterator[Slide]:
        needs = tuple(self._needed(replace(need, way=None) for need in option.needs))
        if needs:
            needs = (Row(Kind.TEXT, (Run(self._words("Before you begin"), Look.STRONG),), with_next=True), *needs)
        title = guide_phrases.option_heading(self._words, option)
        if option.plain:
            step = self._step(option.plain, needs, headed=False)
            yield replace(step, title=title, names=(option.bookmark, *step.names))
            return
        steps = tuple(_linked(self._heading(step), step_bookmark(step)) for step in option.steps)
        yield Slide(title, needs + steps, (option.bookmark,))
        yield from map(self._step, option.steps)

    def _lone(self, step: Step) -> Slide:
        """A step that stands in no choice, though it may be for one way only."""
        if not step.way:
            return self._step(step)
        way = Run(self._words("Only for: {way}", way=line(step.way)), Look.STRONG)
        return self._step(step, (Row(Kind.TEXT, (way,)),))

    def _step(self, step: Step, above: tuple[Row, ...] = (), *, headed: bool = True) -> Slide:
        """The slide of a step, with what it lacks if that needs no further slide. `above`: its first rows. `headed`:
        whether the heading is its own."""
        begins, title = self._marks.beginning(step), self._heading(step)
        told = headed and title == guide_phrases.heading(self._words, step, self._labels[step_bookmark(step)])
        rows = (*above, *self._content(step, headed=told))
        whole = (*rows, *self._lacking(step))
        if len(on_pages(whole)) > len(on_pages(rows)):
            self._crowded.append(step)
        else:
            rows = whole
        return Slide(title, rows, (step_bookmark(step),), _mark(begins) if begins else None)

    def _lacking(self, step: Step) -> Iterator[Row]:
        """What the recording doesn't say of the step."""
        gaps = gaps_of_step(self._guide, step)
        label = Run(self._words.label(guide_phrases.NOT_SAID_LABEL), Look.STRONG)
        told = [self._gap(gap).runs for gap in gaps]
        if len(gaps) == 1:
            yield Row(Kind.GAP, (label, *told[0]))
        elif gaps:
            yield Row(Kind.GAP, (label,), with_next=True)
            yield from (Row(Kind.ITEM, runs) for runs in told)

    def _content(self, step: Step, *, headed: bool) -> Iterator[Row]:
        if step.goal:
            yield Row(Kind.GOAL, self._prose(step.goal))
        lead_in = condition(step, headed=headed)
        boxes = placed(step, self._guide.sources, led_in=bool(lead_in))
        for caution in boxes.explanations:
            yield from self._explanation(caution)
        for caution in boxes.first:
            yield from self._box(caution)
        if lead_in:
            yield Row(Kind.TEXT, self._prose(lead_in), with_next=True)
        for number, action in enumerate(step.actions, 1):
            for caution in boxes.before.get(number, ()):
                yield from self._box(caution)
            yield from self._action(number, action)
            for caution in boxes.behind.get(number, ()):
                yield from self._box(caution)
        for caution in boxes.last:
            yield from self._box(caution)
        for sentence, citations in guide_phrases.masked_here(self._words, self._guide, step):
            yield Row(Kind.SMALL, (Run(sentence),), cited=citations)
        if step.fallback:
            label = Run(self._words.label("Written without the language model"))
            yield Row(Kind.SMALL, (label, Run(line(step.fallback))))

    def _action(self, number: int, action: Action) -> Iterator[Row]:
        lead, items = sentence_with_list(action.instruction)
        code = lines(action.code) if action.code and action.code.strip() else ()
        runs = self._cited(lead, action.citations, check=bool(action.findings))
        yield Row(Kind.ACTION, runs, number, action.citations, with_next=bool(items or code))
        yield from (Row(Kind.ITEM, self._prose(item)) for item in listing.in_words(items))
        yield from (Row(Kind.CODE, (Run(text, Look.CODE),)) for text in code)
        if action.expected:
            label = Run(self._words.label("Result"), Look.STRONG)
            shown, seen = sentence_with_list(action.expected)
            yield Row(Kind.RESULT, (label, *self._prose(shown)), with_next=bool(seen))
            yield from (Row(Kind.ITEM, self._prose(item)) for item in listing.in_words(seen))

    def _explanation(self, caution: Caution) -> Iterator[Row]:
        lead, items = sentence_with_list(caution.text)
        runs = self._cited(lead, caution.citations, check=bool(caution.findings))
        yield Row(Kind.TEXT, runs, cited=caution.citations, with_next=bool(items))
        yield from (Row(Kind.ITEM, self._prose(item)) for item in listing.in_words(items))

    def _box(self, caution: Caution) -> Iterator[Row]:
        lead, items = sentence_with_list(caution.text)
        label = Run(self._words.label(guide_phrases.BOXES[caution.kind]), Look.STRONG)
        runs = self._cited(lead, caution.citations, check=bool(caution.findings))
        kind = Kind(caution.kind.value)
        yield Row(kind, (label, *runs), cited=caution.citations, with_next=bool(items))
        yield from (Row(Kind.ITEM, self._prose(item)) for item in listing.in_words(items))

    def _needed(self, needs: Iterable[Prerequisite]) -> Iterator[Row]:
        for group, some in grouped(self._words, needs):
            if group:
                yield Row(Kind.TEXT, (Run(self._words.labelled(line(group)).strip(), Look.STRONG),), with_next=True)
            for need in some:
                label = (Run(self._words.labelled(line(need.way)), Look.STRONG),) if need.way else ()
                yield Row(Kind.BULLET, (*label, *self._cited(need.text, need.citations)), cited=need.citations)

    def _answered(self) -> Iterator[Row]:
        for asked in self._guide.questions:
            lead, items = with_list(asked.answer)
            question = Run(f"{on_one_line(asked.question)} ", Look.STRONG)
            runs = (question, *self._cited(lead, asked.citations))
            yield Row(Kind.BULLET, runs, cited=asked.citations, with_next=bool(items))
            yield from (Row(Kind.ITEM, self._prose(item)) for item in listing.in_words(items))

    def _gap(self, gap: Gap, step: Step | None = None) -> Row:
        """A row of the list behind the steps, with the step that lacks it."""
        runs = self._cited(capitalized(line(gap.text)), gap.citations)
        if step is not None:
            name = guide_phrases.step_name(self._words, self._guide, self._labels, step)
            runs = (Run(name, Look.LINK, slide=step_bookmark(step)), Run(self._words.labelled("")), *runs)
        return Row(Kind.BULLET, runs)

    def _to_check(self) -> Iterator[Row]:
        for place, text, citations, finding in guide_phrases.checks(self._guide):
            name = guide_phrases.place_name(self._words, self._guide, self._labels, place)
            quote = guide_phrases.quoted_line(self._words, on_one_line(text))
            link = Run(name, Look.LINK, slide=Place(place.step).bookmark)
            why, _ = guide_phrases.check_reason(self._words, finding)
            said = Run(f"{self._words.labelled('')}{quote} {why}")
            yield Row(Kind.BULLET, (link, said, *self._shown(citations)))

    def _references(self) -> Iterator[Row]:
        for reference in self._guide.references:
            url = web_address(reference.url)
            name = Run(line(reference.title or reference.url), Look.LINK if url else Look.PLAIN, url=url)
            became = (guide_phrases.status(self._words, reference), guide_phrases.reason(reference))
            yield Row(Kind.BULLET, (name, Run(f". {' '.join(filter(None, became))}")))

    def _made(self) -> Iterator[Row]:
        for name, fact in guide_phrases.making(self._words, self._guide, self._labels):
            yield Row(Kind.TEXT, (Run(self._words.label(name), Look.STRONG), Run(fact)))

    # -- lines and marks

    def _prose(self, text: str) -> tuple[Run, ...]:
        looks = {"code": Look.CODE, "label": Look.STRONG, None: Look.PLAIN}
        return tuple(Run(piece, looks[kind]) for piece, kind in pieces(with_marks(text)))

    def _cited(self, text: str, citations: Iterable[str], *, check: bool = False) -> tuple[Run, ...]:
        checked = (Run(f" [{self._words('to check')}]", Look.STRONG),) if check else ()
        return (*self._prose(text), *self._shown(citations), *checked)

    def _shown(self, citations: Iterable[str]) -> tuple[Run, ...]:
        """The time of the most important source that has one."""
        timed = next((self._marks[each] for each in citations if each in self._marks and self._marks[each].timed), None)
        return (Run(" "), _mark(timed)) if timed else ()

    # -- slides that hold

    def _split(self, whole: Slide) -> Iterator[Slide]:
        """The slide, or several with the same title and their numbers if it is too much for one."""
        pages = on_pages(whole.rows)
        for number, rows in enumerate(pages, 1):
            first = number == 1
            title = whole.title if len(pages) == 1 else f"{whole.title} ({number}/{len(pages)})"
            names, moment = (whole.names, whole.moment) if first else ((), None)
            yield Slide(title, rows, names, moment, self._notes(rows))

    def _notes(self, rows: Iterable[Row]) -> tuple[str, ...]:
        cited = {source_id for row in rows for source_id in row.cited if source_id in self._marks}
        marks = sorted((self._marks[source_id] for source_id in cited), key=lambda mark: mark.number)
        return tuple(map(self._note, marks[:MOST_NOTED]))

    def _note(self, mark: Mark) -> str:
        """When and by whom something was said, or where it stands, and the words."""
        words, source = self._words, mark.source
        quote = guide_phrases.with_mask_named(words, source, guide_phrases.quoted(words, line(source.quote)))
        if source.reference is not None:
            name, url = guide_phrases.passage_place(self._guide, source)
            return " ".join(filter(None, (words.labelled(name).strip(), quote, url)))
        time = f"[{mark.label}]" if mark.timed else ""
        speaker = words.labelled(line(source.speaker)).strip() if source.speaker else ""
        return " ".join(filter(None, (time, speaker, quote)))


def _linked(text: str, slide: str, kind: Kind = Kind.BULLET) -> Row:
    return Row(kind, (Run(text, Look.LINK, slide=slide),))


def _mark(mark: Mark) -> Run:
    return Run(f"[{short_time(mark)}]", Look.MARK, url=mark.url)
