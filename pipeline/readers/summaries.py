"""Summaries and lists of tasks that tools write behind what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.readers.letter_count import Tally
from pipeline.readers.shapes import Line, Shape

MOST_LINES_BEFORE = 6
"""The most lines of the last turn. More of them may go on below a heading."""
_SUMMARY = re.compile(
    r"[^\w\n]*(?:(?:ai |meeting |executive )?summary|action items|next steps|key takeaways|key points|quick recap"
    r"|meeting notes|zusammenfassung|nächste schritte|aufgaben|résumé|prochaines étapes|points clés|resumen"
    r"|próximos pasos|resumo|próximos passos|riassunto|riepilogo|prossimi passi|samenvatting|actiepunten"
    r"|podsumowanie|要約|まとめ|摘要|总结|總結|요약)[^\w\n]*$",
    re.I,
)
LONGEST_HEADING_CHARACTERS = 60


def without(lines: list[Line], shape: Shape, tally: Tally) -> list[Line]:
    """The lines without a summary behind the last turn: under headings that say so, apart from what is said, without
    times or names, and not far from the last one."""
    if shape.style is None and not shape.labels:
        return lines
    begin = last = len(lines)
    named = [line for line in lines if shape.labels.of(line.rest) or line.timed(shape.style)]
    listed = sum(1 for line in named if line.item) * 2 >= len(named)
    while last:
        line = lines[last - 1]
        if _is_heading(line.text) and last >= 2 and not any(map(str.isalnum, lines[last - 2].text)):
            begin = last - 1
        elif (listed or not line.item) and (line.timed(shape.style) or shape.labels.of(line.rest)):
            break
        last -= 1
    if not last or not 1 <= sum(1 for line in _said(lines[last - 1 : begin], shape) if line) <= MOST_LINES_BEFORE:
        return lines
    tally.add("line behind the transcript", "\n".join(line.text for line in lines[begin:]))
    return lines[:begin]


def _said(turn: Sequence[Line], shape: Shape) -> Iterator[str]:
    """What is said on each line of a turn, of which the first has its time or its name."""
    first = turn[0].rest if turn[0].timed(shape.style) else turn[0].text
    label = shape.labels.of(first)
    yield first[label.end :] if label else first
    for line in turn[1:]:
        yield line.text


def _is_heading(text: str) -> bool:
    """Whether a whole line is the heading of a summary or a list of tasks, as tools write them beside a transcript."""
    return len(text) <= LONGEST_HEADING_CHARACTERS and _SUMMARY.match(text) is not None
