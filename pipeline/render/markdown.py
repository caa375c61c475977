"""Guide -> Markdown for GitHub: alerts for notes and warnings, a footnote for each line with what was said.

The rules are those of the GitHub Flavored Markdown Spec, and of GitHub's "Basic writing and formatting syntax" for
footnotes and alerts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.guide import Action, Caution, CautionKind, Guide, Prerequisite, Source, Step
from pipeline.options import SourcesForm
from pipeline.render import guide_phrases
from pipeline.render.anchors import Anchors
from pipeline.render.boxes import placed
from pipeline.render.excerpt import excerpt
from pipeline.render.gaps import gaps_of_guide
from pipeline.render.layout import Choice, first_rescue, labels, needs_at_first, parts, step_bookmark
from pipeline.render.localization import Words, words
from pipeline.render.marks import Mark, Marks, Place, web_address
from pipeline.render.moments import passages
from pipeline.render.text import line, lines, on_one_line, pieces, with_list, with_marks

__all__ = ["render_markdown"]

MOST_QUOTED = 12
"""The most sources of a line that its footnote quotes. A list of many things often cites as many utterances."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_AT_START = re.compile(r"^(?:([#+=-])|(\d{1,9})([.)]))")
_ALERTS = {CautionKind.NOTE: "NOTE", CautionKind.TIP: "TIP", CautionKind.WARNING: "WARNING"}


def render_markdown(guide: Guide, *, sources: SourcesForm = SourcesForm.FULL) -> str:
    """The guide as Markdown: the same text for the same guide and options."""
    return "\n\n".join(_Page(guide, sources).blocks()) + "\n"


def escaped(text: str) -> str:
    """The text on one line, escaped: no markup, HTML, link or list comes out of it."""
    return _begun(_escaped(line(text)))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("&", "&amp;")


def _begun(text: str) -> str:
    """The text, escaped if its beginning looks like that of a list or a heading."""
    return _AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def fenced(code: str) -> list[str]:
    """A code block's lines, with a fence that is longer than any row of backticks in the code."""
    rows = lines(code)
    longest = max((len(row) for row in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *rows, fence]


class _Page:
    """Writes one guide."""

    def __init__(self, guide: Guide, sources: SourcesForm) -> None:
        self._guide = guide
        self._sources = sources
        self._words: Words = words(guide.language)
        self._marks = Marks(guide)
        self._labels = labels(guide)
        self._anchors = dict(self._headings())
        self._notes: dict[tuple[str, ...], int] = {}
        """The footnotes so far, and their numbers: the sources of a line, in the order in which they were said. Lines
        with the same sources share one."""

    def blocks(self) -> Iterator[str]:
        guide, words = self._guide, self._words
        yield f"# {escaped(guide.title)}"
        if guide.audience:
            yield f"*{escaped(words('For: {audience}', audience=line(guide.audience)))}*"
        if extract := guide_phrases.extract(words, guide):
            yield f"> **{escaped(words.label('Note')).strip()}** {escaped(extract)}"
        if guide.about:
            yield self._prose(guide.about)
        yield "\n".join(self._glance())
        if needs := needs_at_first(guide):
            yield self._needed(needs)
        yield f"## {escaped(words('Steps'))}"
        rescue = first_rescue(guide)
        for part in parts(guide):
            if part is rescue:
                yield f"## {escaped(words(guide_phrases.RESCUE))}"
            yield from self._choice(part) if isinstance(part, Choice) else self._step(part)
        if gaps := gaps_of_guide(guide):
            yield f"## {escaped(words('Not said in the recording'))}"
            texts = ((guide_phrases.capitalized(line(gap.text)), gap.citations) for gap in gaps)
            yield "\n".join(f"- {self._prose(text)}{self._cited(citations)}" for text, citations in texts)
        if guide.to_check:
            yield f"## {escaped(words('Lines to check'))}"
            yield "\n".join(self._to_check())
        if guide.references:
            yield f"## {escaped(words('References'))}"
            yield "\n".join(self._references())
        yield f"## {escaped(words('How this guide was made'))}"
        yield "\n".join(
            f"- **{escaped(words(name))}**: {escaped(fact)}"
            for name, fact in guide_phrases.making(words, guide, self._labels)
        )
        if guide_phrases.less_sure(guide):
            yield "\n".join(self._sure())
        notes = list(self._footnotes())
        if notes:
            yield "\n".join(notes)

    def _headings(self) -> Iterator[tuple[str, str]]:
        """(bookmark, anchor) of each heading that something links to. The names of bookmarks are those in Word."""
        anchors, words = Anchors(), self._words
        anchors.next(line(self._guide.title))
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
        return f" [{begins.label}]" if begins else ""

    def _link(self, name: str, bookmark: str) -> str:
        return f"[{escaped(name)}](#{self._anchors[bookmark]})"

    def _place(self, place: Place) -> str:
        """The place of a line, linked to the heading of its step."""
        return self._link(
            guide_phrases.place_name(self._words, self._guide, self._labels, place), Place(place.step).bookmark
        )

    def _glance(self) -> Iterator[str]:
        guide, words = self._guide, self._words
        yield f"| {escaped(words('At a glance'))} | {escaped(guide_phrases.extent(words, guide))} |"
        yield "| --- | --- |"
        recording = [escaped(guide_phrases.recording(words, guide))] if guide_phrases.recording(words, guide) else []
        recording += [_address(guide.recording)] if guide.recording else []
        if recording:
            yield f"| **{escaped(words('Recording'))}** | {' · '.join(recording)} |"

    def _needed(self, needs: Iterable[Prerequisite]) -> str:
        """What is needed first, each with the way that alone needs it."""
        words = self._words
        lines = (
            "- "
            + (f"**{escaped(words.labelled(line(need.way)))}** " if need.way else "")
            + self._prose(need.text)
            + self._cited(need.citations)
            for need in needs
        )
        return f"**{escaped(words('Before you begin'))}**\n\n" + "\n".join(lines)

    def _choice(self, choice: Choice) -> Iterator[str]:
        words = self._words
        options = [(option.bookmark, guide_phrases.option_heading(words, option)) for option in choice.options]
        links = (f"- {self._link(name, bookmark)}" for bookmark, name in options)
        yield f"### {escaped(self._choice_heading(choice))}"
        if choice.advice:
            yield f"{self._prose(choice.advice)}{self._cited(choice.citations)}"
        if choice.title:  # otherwise it is the heading
            yield f"**{escaped(guide_phrases.choosing(words, choice))}**"
        yield "\n".join(links)
        for option, (_, name) in zip(choice.options, options, strict=True):
            yield f"#### {escaped(name)}{self._moment(option.plain) if option.plain else ''}"
            if option.needs:
                yield self._needed(replace(need, way=None) for need in option.needs)
            for step in option.steps:
                if step is not option.plain:
                    yield f"##### {escaped(self._heading(step))}{self._moment(step)}"
                yield from self._content(step)

    def _step(self, step: Step) -> Iterator[str]:
        yield f"### {escaped(self._heading(step))}{self._moment(step)}"
        if step.way:
            yield f"**{escaped(self._words('Only for: {way}', way=line(step.way)))}**"
        yield from self._content(step)

    def _moment(self, step: Step) -> str:
        """Where in the recording a step begins, behind a heading."""
        begins = self._marks.beginning(step)
        return f" {_bracketed(begins)}" if begins else ""

    def _content(self, step: Step) -> Iterator[str]:
        """What stands below the heading of a step."""
        if step.goal:
            yield self._prose(step.goal)
        if condition := guide_phrases.condition(step):
            yield self._prose(condition)
        boxes = placed(step, self._guide.sources)
        yield from map(self._alert, boxes.first)
        for number, action in enumerate(step.actions, 1):
            yield from map(self._alert, boxes.before.get(number, ()))
            yield "\n".join(self._action(number, action))
            yield from map(self._alert, boxes.behind.get(number, ()))
        yield from map(self._alert, boxes.last)
        if gaps := guide_phrases.lacks(self._words, self._guide, step):
            (first, cited), *others = gaps
            label = escaped(self._words.label("Not said in the recording"))
            said = f"<sub>{label} {self._prose(first)}</sub>{self._cited(cited)}"
            yield " ".join([said, *(f"<sub>{self._prose(text)}</sub>{self._cited(ids)}" for text, ids in others)])
        for sentence, citations in guide_phrases.masked_here(self._words, self._guide, step):
            yield f"<sub>{self._prose(sentence)}</sub>{self._cited(citations)}"
        if step.fallback:
            label = escaped(self._words.label("Written without the language model"))
            yield f"<sub>{label} {escaped(step.fallback)}</sub>"

    def _action(self, number: int, action: Action) -> Iterator[str]:
        mark = f"{number}. "
        indent = " " * len(mark)
        check = f" **[{escaped(self._words('to check'))}]**" if action.findings else ""
        lead, items = with_list(action.instruction)
        yield f"{mark}{self._prose(lead)}{self._cited(action.citations)}{check}"
        yield from (f"{indent}- {self._prose(item)}" for item in items)
        if action.code and action.code.strip():
            yield ""
            yield from (f"{indent}{row}".rstrip() for row in fenced(action.code))
        if action.expected:
            yield ""
            yield f"{indent}**{escaped(self._words.label('Result')).strip()}** {self._prose(action.expected)}"

    def _alert(self, caution: Caution) -> str:
        check = f" **[{escaped(self._words('to check'))}]**" if caution.findings else ""
        lead, items = with_list(caution.text)
        text = "\n> - ".join([f"{self._prose(lead)}{self._cited(caution.citations)}{check}", *map(self._prose, items)])
        if self._words.language != "en" and self._words.translated:  # the kind of an alert is shown in English
            return f"> **{escaped(self._words.label(guide_phrases.BOXES[caution.kind])).strip()}** {text}"
        return f"> [!{_ALERTS[caution.kind]}]\n> {text}"

    def _prose(self, text: str) -> str:
        """Escaped text. What is in `backquotes` stays code, and what is between **asterisks** a label."""
        marks = {"code": "`", "label": "**", None: ""}
        return _begun(
            "".join(
                f"{marks[kind]}{piece if kind == 'code' else _escaped(piece)}{marks[kind]}"
                for piece, kind in pieces(with_marks(text))
            )
        )

    def _cited(self, citations: Iterable[str]) -> str:
        """The footnote mark of a line. One mark, or a reader would meet more marks than words."""
        known = list(dict.fromkeys(source_id for source_id in citations if source_id in self._marks))[:MOST_QUOTED]
        if not known:
            return ""
        said = tuple(sorted(known, key=lambda source_id: self._marks[source_id].number))
        return f"[^{self._notes.setdefault(said, len(self._notes) + 1)}]"

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
            quote = escaped(guide_phrases.quoted(self._words, on_one_line(text)))
            yield f"- **{self._place(place)}**: {quote}{self._cited(citations)} {escaped(finding.message)}"

    def _references(self) -> Iterator[str]:
        for reference in self._guide.references:
            title = f"**{escaped(reference.title)}**: " if reference.title else ""
            why = guide_phrases.reason(reference)
            became = " ".join(filter(None, (escaped(guide_phrases.status(self._words, reference)), escaped(why))))
            yield f"- {title}{_address(reference.url)}. {became}"

    def _footnotes(self) -> Iterator[str]:
        citing_lines = guide_phrases.lines_by_source(self._guide)
        for said, number in self._notes.items():
            quotes: list[str] = []
            speaker = None
            for some in passages(self._marks[source_id].source for source_id in said):
                quotes.append(self._quoted(some, citing_lines, named=some[0].speaker != speaker))
                speaker = some[0].speaker
            yield f"[^{number}]: {' · '.join(dict.fromkeys(quotes))}".rstrip()

    def _quoted(self, together: Sequence[Source], citing_lines: Mapping[str, Sequence[str]], *, named: bool) -> str:
        """What was said in one go: when, by whom, and the words. Or what a reference page says."""
        first = together[0]
        mark = self._marks[first.id]
        if self._sources is SourcesForm.SHORT and mark.timed:
            return _moment(mark).rstrip()
        said = " ".join(line(excerpt(source.quote, citing_lines[source.id])) for source in together)
        quote = guide_phrases.quoted(self._words, said)
        masked = next((source for source in together if source.masked), first)
        quote = escaped(guide_phrases.with_mask_named(self._words, masked, quote))
        by, page = line(first.speaker or "") if named else "", None
        if first.reference is not None:
            by, page = guide_phrases.passage_place(self._guide, first)
        words = f"**{escaped(by)}**: {quote}" if by else quote
        return f"{_moment(mark)}{words}" + (f" {_address(page)}" if page else "")


def _bracketed(mark: Mark) -> str:
    """A time in brackets, linked if the recording's address is known."""
    shown = f"\\[{mark.label}\\]"
    return f"[{shown}]({_destination(mark.url)})" if mark.url else shown


def _moment(mark: Mark) -> str:
    if not mark.timed:
        return ""
    return f"[{mark.label}]({_destination(mark.url)}) " if mark.url else f"{mark.label} "


def _address(url: str) -> str:
    """A link to a web address, or only its text if a document may not link to it."""
    return f"<{_destination(url)}>" if web_address(url) else escaped(url)


def _destination(url: str) -> str:
    """A URL as a link's destination. What would end it early is percent-encoded (RFC 3986, section 2.1)."""
    return re.sub(r"[<>()\\\s\"`|]", lambda m: f"%{ord(m[0]):02X}", url)
