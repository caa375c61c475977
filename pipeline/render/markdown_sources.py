"""The list of sources in Markdown: what was said for each step of a recording that has no times."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence

from pipeline.guide import Guide, Source
from pipeline.render import guide_phrases
from pipeline.render.excerpt import GAP, excerpt
from pipeline.render.layout import choices, step_bookmark
from pipeline.render.localization import Words
from pipeline.render.markdown_text import escaped
from pipeline.render.marks import GLANCE, NOT_SAID, Marks, Place
from pipeline.render.moments import by_step, passages
from pipeline.render.text import line

LONGEST_QUOTE_CHARACTERS = 160
"""How much of what one person said in one go is quoted."""


def spoken(guide: Guide, marks: Marks, words: Words, labels: Mapping[str, str]) -> Iterator[str]:
    """The blocks of the list, folded. None for a recording with times: these stand at the lines, and lead to what was
    said."""
    groups = [group for group in by_step(guide, marks) if group.place and group.place.section != NOT_SAID]
    if not groups or any(marks[source_id].timed for source_id in _ids(guide)):
        return
    speakers = {line(source.speaker or "") for source in guide.sources if source.reference is None}
    caption = words("What was said, word for word. “2.3” means step 2, instruction 3.")
    if len(speakers) == 1 and (speaker := speakers.pop()):
        caption = words.sentences(caption, words("Speaker: {speaker}.", speaker=speaker))
    yield f"<details>\n<summary>{html.escape(words('Sources'))}</summary>"
    yield escaped(caption)
    page = _Sources(guide, marks, words, labels, named=len(speakers) > 1)
    headings = page.headings()
    for group in groups:
        assert group.place is not None
        name = headings.get(group.place.bookmark) or page.name(group.place)
        yield f"**{escaped(name)}**"
        yield "\n".join(f"- {page.moment(some)}" for some in group.moments)
    yield "</details>"


def _ids(guide: Guide) -> Iterator[str]:
    return (source.id for source in guide.sources if source.reference is None)


class _Sources:
    def __init__(self, guide: Guide, marks: Marks, words: Words, labels: Mapping[str, str], *, named: bool) -> None:
        self._guide, self._marks, self._words, self._labels = guide, marks, words, labels
        self._named = named
        self._citing = guide_phrases.lines_by_source(guide)

    def headings(self) -> dict[str, str]:
        """The headings of the steps, by their bookmarks."""
        words, labels = self._words, self._labels
        names = {
            step_bookmark(step): guide_phrases.heading(words, step, labels[step_bookmark(step)])
            for step in self._guide.steps
        }
        for choice in choices(self._guide):
            names |= {step_bookmark(o.plain): guide_phrases.option_heading(words, o) for o in choice.options if o.plain}
        return names

    def moment(self, sources: Sequence[Source]) -> str:
        """What was said in one go or nearly so, and the lines that cite it."""
        said: list[str] = []
        speaker = None
        for some in passages(sources):
            by = line(some[0].speaker or "") if self._named else ""
            quote = self._quoted(some)
            said.append(f"**{escaped(self._words.labelled(by))}** {quote}" if by and by != speaker else quote)
            speaker = by
        # What was said near a gap doesn't say what the gap lacks.
        places = {place for source in sources for place in self._marks.places(source.id) if place.section != NOT_SAID}
        used = ", ".join(self._place(place) for place in sorted(places, key=self._marks.order))
        return " ".join([*said, f"({used})"] if used else said)

    def _quoted(self, together: Sequence[Source]) -> str:
        citing = [text for source in together for text in self._citing.get(source.id, ())]
        said = line(excerpt(" ".join(source.quote for source in together), citing, LONGEST_QUOTE_CHARACTERS))
        said = said.replace(GAP, "…")
        masked = next((source for source in together if source.masked), together[0])
        return escaped(guide_phrases.with_mask_named(self._words, masked, guide_phrases.quoted(self._words, said)))

    def name(self, place: Place) -> str:
        """What cites sources outside the steps, or a step."""
        if place == Place(0, section=GLANCE):
            return self._words("Before you begin")
        return guide_phrases.place_name(self._words, self._guide, self._labels, place)

    def _place(self, place: Place) -> str:
        return guide_phrases.short_place_name(self._labels, place) if place.step else escaped(self.name(place))
