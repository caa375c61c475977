"""What the recording doesn't say: of a step at its end, of the whole guide in a list behind the steps."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.guide import Gap, Guide, Step
from pipeline.render.text import line

_SMALL_WORDS = """
    a an the is are was were be been of it its s
    der die das den dem des ein eine einen einem einer eines ist sind war waren wird werden wurde
    le la les l un une du de est sont
    el los las una uno unos unas del es son está están
    il lo i gli di della dei è sono
    o os as um uma do da dos das é são
    het een van zijn
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Articles, forms of "be" and "of": two texts can differ in these and say the same."""


def gaps_of_guide(guide: Guide) -> tuple[Gap, ...]:
    """What the guide lacks as a whole: all but what a step lacks in the same words."""
    named = {_telling(gap) for step in guide.steps for gap in step.missing}
    return tuple(gap for gap in guide.not_said if _telling(gap) not in named)


def gaps_of_step(guide: Guide, step: Step) -> tuple[Gap, ...]:
    """What the step lacks. A gap that the guide names too has the citations of both."""
    made = []
    for gap in step.missing:
        same = [gap, *(other for other in guide.not_said if _telling(other) == _telling(gap))]
        made.append(replace(gap, citations=tuple(dict.fromkeys(each for one in same for each in one.citations))))
    return tuple(made)


def _telling(gap: Gap) -> frozenset[str]:
    words = re.findall(r"\w+", line(gap.text).casefold())
    return frozenset(words) - _SMALL or frozenset(words)
