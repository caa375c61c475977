"""Guide -> Markdown that reads well as it is, too. Behind a heading or a line stands when it was said; the words are in
Word. What comes from a reference page has a footnote.

The rules are those of the GitHub Flavored Markdown Spec, and of GitHub's "Basic writing and formatting syntax" for
footnotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.guide import Action, Answered, Caution, Gap, Guide, Prerequisite, Source, Step
from pipeline.render import guide_phrases
from pipeline.render.anchors import Anchors
from pipeline.render.boxes import placed
from pipeline.render.conditions import condition
from pipeline.render.cross_references import CrossReferences
from pipeline.render.excerpt import excerpt
from pipeline.render.gaps import gaps_of_guide, gaps_of_step
from pipeline.render.layout import Choice, first_rescue, grouped, labels, needs_at_first, parts, step_bookmark
from pipeline.render.localization import Words, words
from pipeline.render.markdown_text import address, bracketed, escaped, fenced, listed, prose, short_time
from pipeline.render.marks import Mark, Marks, Place
from pipeline.render.text import capitalized, line, on_one_line, sentence_with_list, with_list
from pipeline.transcript import Timing

HOLDS_SECONDS, HOLDS_FOR_NOTES_SECONDS, BEFORE_SECONDS = 30.0, 10.0, 10.0
"""A time that was shown holds for actions that were told so soon after it, or shortly before; a note or a warning has
its own sooner."""
MOST_QUOTED = 12
"""The most passages of reference pages that a line's footnote quotes."""


def render_markdown(guide: Guide) -> str:
    """The guide as Markdown: the same text for the same guide."""
    return "\n\n".join(_Page(guide).blocks()) + "\n"


class _Page:
    """Writes one guide."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._words: Words = words(guide.language)
        self._marks = Marks(guide, self._words)
        self._labels = labels(guide)
        self._anchors = dict(self._headings())
        self._cross_references = CrossReferences(guide)
        self._notes: dict[tuple[str, ...], int] = {}
        """The footnotes so far, and their numbers: the passages of a line. Lines with the same ones share one."""
        self._shown: float | None = None
        """The time that was shown last in the step, in seconds. It also holds for the lines behind it."""

    def blocks(self) -> Iterator[str]:
        guide, words = self._guide, self._words
        yield f"# {escaped(guide.title)}"
        if guide.audience:
            yield f"*{escaped(words('For: {audience}', audience=line(guide.audience)))}*"
        for said in guide_phrases.said_first(words, guide):
            yield f"> **{escaped(words.label('Note')).strip()}** {escaped(said)}"
        said, more = guide_phrases.about(guide)
        if said:
            yield prose(said)
        if more:
            yield "\n".join(f"- {prose(sentence)}" for sentence in more)
        if guide.recording:
            yield f"{escaped(words.label('Recording')).strip()} {address(guide.recording)}"
        if needs := needs_at_first(guide):
            yield f"## {escaped(words('Before you begin'))}"
            yield self._needed(needs)
        yield f"## {escaped(words('Steps'))}"
        if typed := guide_phrases.filling_in(words, guide):
            yield escaped(typed)
        rescue = first_rescue(guide)
        for part in parts(guide):
            if part is rescue:
                yield f"## {escaped(words(guide_phrases.RESCUE))}"
            yield from self._choice(part) if isinstance(part, Choice) else self._step(part)
        if guide.questions:
            yield f"## {escaped(words('Questions and answers'))}"
            yield "\n".join(row for asked in guide.questions for row in self._answered(asked))
        if gaps := gaps_of_guide(guide):
            yield f"## {escaped(words(guide_phrases.NOT_SAID_LABEL))}"
            self._shown = None
            yield "\n".join(f"- {self._gap(gap)}" for gap in gaps)
        if guide.to_check:
            yield f"## {escaped(words('Lines to check'))}"
            yield "\n".join(self._to_check())
        if guide.references:
            yield f"## {escaped(words('References'))}"
            yield "\n".join(self._references())
        plain, facts = self._made()
        unsure = guide.to_check and guide_phrases.less_sure(guide)
        if facts or unsure:
            yield f"## {escaped(words('How this guide was made'))}"
        if facts:
            yield "\n".join(facts)
        yield plain
        if unsure:  # without a line to look at, a level tells a reader nothing
            yield "\n".join(self._sure())
        notes = list(self._footnotes())
        if notes:
            yield "\n".join(notes)

    def _headings(self) -> Iterator[tuple[str, str]]:
        """(bookmark, anchor) of each heading that something links to. The names of bookmarks are those in Word."""
        anchors, words = Anchors(), self._words
        anchors.next(line(self._guide.title))
        if needs_at_first(self._guide):
            anchors.next(words("Before you begin"))
        anchors.next(words("Steps"))
        rescue = first_rescue(self._guide)
        for part in parts(self._guide):
            if part is rescue:
                anchors.next(words(guide_phrases.RESCUE))
            if isinstance(part, Step):
                yield step_bookmark(part), anchors.next(self._heading(part) + self._time(part))
                continue
            yield part.bookmark, anchors.next(self._choice_heading(part))
            for option in part.options:
                time = self._time(option.plain) if option.plain else ""
                anchor = anchors.next(guide_phrases.option_heading(words, option) + time)
                yield option.bookmark, anchor
                for step in option.steps:
                    own = None if step is option.plain else self._heading(step) + self._time(step)
                    yield step_bookmark(step), anchors.next(own) if own is not None else anchor

    def _heading(self, step: Step) -> str:
        return guide_phrases.heading(self._words, step, self._labels[step_bookmark(step)])

    def _choice_heading(self, choice: Choice) -> str:
        return guide_phrases.choice_heading(self._words, choice, self._labels[choice.bookmark])

    def _time(self, step: Step) -> str:
        """Where in the recording a step begins, as it is shown behind a heading."""
        begins = self._marks.beginning(step)
        return f" [{short_time(begins)}]" if begins else ""

    def _link(self, name: str, bookmark: str) -> str:
        return f"[{escaped(name)}](#{self._anchors[bookmark]})"

    def _place(self, place: Place) -> str:
        """The place of a line, linked to the heading of its step."""
        return self._link(
            guide_phrases.place_name(self._words, self._guide, self._labels, place), Place(place.step).bookmark
        )

    def _needed(self, needs: Iterable[Prerequisite]) -> str:
        """What is needed first, each with the way that alone needs it, those of a kind together."""
        words = self._words
        rows: list[str] = []
        for group, some in grouped(words, needs):
            rows += [f"- **{escaped(words.labelled(line(group)).strip())}**"] if group else []
            rows += [
                ("  - " if group else "- ")
                + (f"**{escaped(words.labelled(line(need.way)))}** " if need.way else "")
                + prose(need.text)
                + self._cited_alone(need.citations, times=False)
                for need in some
            ]
        return "\n".join(rows)

    def _choice(self, choice: Choice) -> Iterator[str]:
        words = self._words
        options = [(option.bookmark, guide_phrases.option_heading(words, option)) for option in choice.options]
        yield f"### {escaped(self._choice_heading(choice))}"
        advice = guide_phrases.advice(choice)
        if advice.lead:
            yield f"{prose(advice.lead)}{self._cited_alone(choice.citations)}"
        if advice.sentences:
            rows = [prose(sentence) for sentence in advice.sentences]
            rows[-1] += self._cited_alone(choice.citations)
            yield "\n".join(f"- {row}" for row in rows)
        yield from map(self._alert, choice.cautions)
        if choice.title:  # otherwise it is the heading
            yield f"**{escaped(guide_phrases.choosing(words, choice))}**"
        # Of two, the second is seen without a list, and what tells more of them apart names them.
        if advice.of_way or (len(choice.options) > 2 and not advice.sentences):
            yield "\n".join(
                f"- {self._link(name, option.bookmark)}{self._advised(advice.of_way.get(option.way))}"
                for option, (_, name) in zip(choice.options, options, strict=True)
            )
        for option, (_, name) in zip(choice.options, options, strict=True):
            yield f"#### {escaped(name)}{self._moment(option.plain) if option.plain else ''}"
            if option.needs:
                yield f"**{escaped(words('Before you begin'))}**"
                yield self._needed(replace(need, way=None) for need in option.needs)
            for step in option.steps:
                if step is not option.plain:
                    yield f"##### {escaped(self._heading(step))}{self._moment(step)}"
                yield from map(self._linked, self._content(step, headed=step is not option.plain))

    def _advised(self, told: tuple[str, Sequence[str]] | None) -> str:
        """What helps to choose an option, without its time: behind the option's name, that reads as where it begins."""
        return f" – {prose(told[0])}" if told else ""

    def _step(self, step: Step) -> Iterator[str]:
        yield f"### {escaped(self._heading(step))}{self._moment(step)}"
        if step.way:
            yield f"**{escaped(self._words('Only for: {way}', way=line(step.way)))}**"
        yield from map(self._linked, self._content(step))

    def _moment(self, step: Step) -> str:
        """Where in the recording a step begins, behind a heading."""
        begins = self._marks.beginning(step)
        self._shown = begins.source.start if begins else None
        return f" {bracketed(begins)}" if begins else ""

    def _linked(self, text: str) -> str:
        """The text of a step, in which what names another step leads there. Its anchor is that of the heading."""
        pieces = self._cross_references.pieces(text)
        return "".join(f"[{piece}](#{self._anchors[to]})" if to in self._anchors else piece for piece, to in pieces)

    def _content(self, step: Step, *, headed: bool = True) -> Iterator[str]:
        """What stands below the heading of a step. `headed`: whether the heading is its own."""
        if step.goal:
            yield prose(step.goal)
        lead_in = condition(step, headed=headed)
        boxes = placed(step, self._guide.sources, led_in=bool(lead_in))
        yield from map(self._explanation, boxes.explanations)
        yield from map(self._alert, boxes.first)
        if lead_in:
            yield prose(lead_in)
        together: list[str] = []
        """Lines of actions behind which nothing stands but the next action: between these is no blank line."""
        for number, action in enumerate(step.actions, 1):
            if together and number in boxes.before:
                yield "\n".join(together)
                together = []
            # Indented, it belongs to the action before it and doesn't break the list.
            within = " " * len(f"{number - 1}. ") if number > 1 else ""
            yield from (self._alert(caution, within) for caution in boxes.before.get(number, ()))
            together += self._action(number, action)
            if number in boxes.behind or "" in together:
                yield "\n".join(together)
                together = []
            indent = " " * len(f"{number}. ")
            yield from (self._alert(caution, indent) for caution in boxes.behind.get(number, ()))
        if together:
            yield "\n".join(together)
        yield from map(self._alert, boxes.last)
        yield from self._lacking(gaps_of_step(self._guide, step))
        for sentence, citations in guide_phrases.masked_here(self._words, self._guide, step):
            yield f"*{prose(sentence)}*{self._cited(citations)}"
        if step.fallback:
            label = escaped(self._words.label("Written without the language model"))
            yield f"*{label} {escaped(step.fallback)}*"

    def _action(self, number: int, action: Action) -> Iterator[str]:
        mark = f"{number}. "
        indent = " " * len(mark)
        check = f" **[{escaped(self._words('to check'))}]**" if action.findings else ""
        lead, items = sentence_with_list(action.instruction)
        yield f"{mark}{prose(lead)}{self._cited(action.citations)}{check}"
        yield from (f"{indent}{row}".rstrip() for row in listed(items))
        if action.code and action.code.strip():
            yield ""
            yield from (f"{indent}{row}".rstrip() for row in fenced(action.code))
        if action.expected:
            yield ""
            shown, seen = sentence_with_list(action.expected)
            yield f"{indent}**{escaped(self._words.label('Result')).strip()}** {prose(shown)}"
            yield from (f"{indent}{row}".rstrip() for row in listed(seen))

    def _explanation(self, caution: Caution) -> str:
        check = f" **[{escaped(self._words('to check'))}]**" if caution.findings else ""
        lead, items = sentence_with_list(caution.text)
        shown = self._shown
        first = f"{prose(lead)}{self._cited(caution.citations, holds=HOLDS_FOR_NOTES_SECONDS)}{check}"
        self._shown = shown
        return "\n".join([first, *([""] if items else []), *listed(items)])

    def _alert(self, caution: Caution, indent: str = "") -> str:
        check = f" **[{escaped(self._words('to check'))}]**" if caution.findings else ""
        lead, items = sentence_with_list(caution.text)
        label = escaped(self._words.label(guide_phrases.BOXES[caution.kind])).strip()
        shown = self._shown
        cited = self._cited(caution.citations, holds=HOLDS_FOR_NOTES_SECONDS)
        first = f"**{label}** {prose(lead)}{cited}{check}"
        self._shown = shown  # the time of a note doesn't hold for the lines behind it
        return "\n".join(f"{indent}> {row}".rstrip() for row in [first, *listed(items)])

    def _made(self) -> tuple[str, list[str]]:
        """(from what, by what and when the guide was made, on one line; what else there is to know, a line each)."""
        plain: list[str] = []
        mended: list[str] = []
        more: list[str] = []
        for name, fact in guide_phrases.making(self._words, self._guide, self._labels):
            if name in (*guide_phrases.ALWAYS_KNOWN, guide_phrases.MENDED):
                # Of the transcript, those who work with the guide need no more than its name.
                fact = self._words.embedded(line(self._guide.origin.name)) if name == "Transcript" else fact
                told = f"{escaped(self._words.labelled(self._words(name)))} {escaped(fact)}"
                (mended if name == guide_phrases.MENDED else plain).append(told)
            else:
                more.append(f"- **{escaped(self._words(name))}**{self._words.labelled('')}{escaped(fact)}")
        return " · ".join([*plain, *mended]), more

    def _cited(
        self, citations: Sequence[str], *, times: bool = True, holds: float = HOLDS_SECONDS, alone: bool = False
    ) -> str:
        """Behind a line: when it was said, unless the time before holds for it too, and the footnote mark of what a
        reference page says. An estimated time is shown only of a line that stands `alone`, in no step."""
        known = [self._marks[source_id] for source_id in dict.fromkeys(citations) if source_id in self._marks]
        marks = []
        timed = next((mark for mark in known if mark.timed), None)
        if timed and timed.source.timing is Timing.ABOUT and not alone:
            timed = None  # the time at the heading says as much
        if timed and times and not self._holds(timed, holds):
            marks.append(f" {bracketed(timed)}")
            self._shown = timed.source.start
        passages = [mark for mark in known if mark.source.reference is not None][:MOST_QUOTED]
        if passages:
            said = tuple(mark.source.id for mark in sorted(passages, key=lambda mark: mark.number))
            marks.append(f"[^{self._notes.setdefault(said, len(self._notes) + 1)}]")
        return "".join(marks)

    def _holds(self, mark: Mark, seconds: float) -> bool:
        """Whether the time that was shown last holds for this source too."""
        if self._shown is None or mark.source.start is None:
            return False
        return -BEFORE_SECONDS <= mark.source.start - self._shown <= seconds

    def _cited_alone(self, citations: Sequence[str], *, times: bool = True) -> str:
        """As `_cited`, of a line for which no time before holds. What is needed first has no `times`."""
        self._shown = None
        return self._cited(citations, times=times, alone=True)

    def _answered(self, asked: Answered) -> Iterator[str]:
        lead, items = with_list(asked.answer)
        yield f"- **{prose(asked.question)}** {prose(lead)}{self._cited_alone(asked.citations)}"
        yield from (f"  {row}".rstrip() for row in listed(items))

    def _lacking(self, gaps: Sequence[Gap]) -> Iterator[str]:
        """What the recording doesn't say of a step: on a line with its label, or as a list below the label."""
        label = f"*{escaped(self._words.label(guide_phrases.NOT_SAID_LABEL)).strip()}*"
        if len(gaps) == 1:
            yield f"{label} {self._gap(gaps[0])}"
        elif gaps:
            yield label
            yield "\n".join(f"- {self._gap(gap)}" for gap in gaps)

    def _gap(self, gap: Gap) -> str:
        """What isn't said, with its time if that is exact: about when something would have come helps nobody."""
        known = (each for each in gap.citations if each in self._marks)
        exact = [each for each in known if self._marks[each].source.timing is Timing.AT]
        shown = self._shown
        text = prose(capitalized(line(gap.text))) + self._cited(exact, holds=HOLDS_FOR_NOTES_SECONDS)
        self._shown = shown
        return text

    def _sure(self) -> Iterator[str]:
        """The steps with medium or low confidence, and why."""
        words = self._words
        yield f"| {escaped(words('Step'))} | {escaped(words('Confidence'))} |"
        yield "| --- | --- |"
        for step in guide_phrases.less_sure(self._guide):
            level = escaped(words(guide_phrases.LEVELS[step.confidence.level]))
            why = escaped(guide_phrases.confidence_reason(words, step)[0])
            yield f"| {self._place(Place(step.number))} | {level}{f' – {why}' if why else ''} |"

    def _to_check(self) -> Iterator[str]:
        for place, text, citations, finding in guide_phrases.checks(self._guide):
            quote = escaped(guide_phrases.quoted_line(self._words, on_one_line(text)))
            why, _ = guide_phrases.check_reason(self._words, finding)
            label = f"**{self._place(place)}**{self._words.labelled('')}"
            yield f"- {label}{quote}{self._cited_alone(citations)} {escaped(why)}"

    def _references(self) -> Iterator[str]:
        for reference in self._guide.references:
            title = f"**{escaped(reference.title)}**{self._words.labelled('')}" if reference.title else ""
            why = guide_phrases.reason(reference)
            became = " ".join(filter(None, (escaped(guide_phrases.status(self._words, reference)), escaped(why))))
            yield f"- {title}{address(reference.url)}. {became}"

    def _footnotes(self) -> Iterator[str]:
        citing_lines = guide_phrases.lines_by_source(self._guide)
        for said, number in self._notes.items():
            quotes = (self._passage(self._marks[source_id].source, citing_lines) for source_id in said)
            yield f"[^{number}]: {' · '.join(dict.fromkeys(quotes))}".rstrip()

    def _passage(self, source: Source, citing_lines: Mapping[str, Sequence[str]]) -> str:
        """What a reference page says, and where."""
        quote = guide_phrases.quoted(self._words, line(excerpt(source.quote, citing_lines[source.id])))
        by, page = guide_phrases.passage_place(self._guide, source)
        words = f"**{escaped(by)}**{self._words.labelled('')}{escaped(quote)}" if by else escaped(quote)
        return words + (f" {address(page)}" if page else "")
