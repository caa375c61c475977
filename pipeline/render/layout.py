"""The order in which a document shows steps, and how they are counted: those that everybody does, and choices between
ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from string import ascii_uppercase

from pipeline.guide import Caution, Guide, NamedChoice, Prerequisite, Step
from pipeline.render.localization import Words
from pipeline.render.text import line
from pipeline.ways import side_by_side

LEAST_GROUPED, LEAST_IN_GROUP = 6, 2
"""From so many things on that are needed, those of a kind stand together, if they are so many."""
THINGS_TO_ONE_UNGROUPED = 3
"""Groups help if at most one thing of so many belongs to none."""


@dataclass(frozen=True)
class Option:
    """One way of a choice."""

    letter: str
    """ "A", "B", …, "AA", "AB", … A way keeps its letter wherever the reader goes on with it; the first way of another
    choice is "A" again."""
    way: str
    steps: tuple[Step, ...]
    bookmark: str
    needs: tuple[Prerequisite, ...]
    """What this way alone needs. Empty where it was named before."""

    @property
    def plain(self) -> Step | None:
        """The option's only step, which needs no heading of its own."""
        return self.steps[0] if len(self.steps) == 1 and not self.steps[0].optional else None


@dataclass(frozen=True)
class Choice:
    """Ways to the same result, of which the reader takes one, or those that he needs: a step of the guide."""

    options: tuple[Option, ...]
    """At least two, or a single one if the reader has chosen before."""
    again: bool
    """Whether the reader has chosen among these ways before: steps that all do stood in between."""
    title: str | None
    """What the ways have in common. None: it isn't known."""
    bookmark: str
    advice: str | None = None
    """What helps to choose."""
    citations: tuple[str, ...] = ()
    """Ids of the sources of the advice."""
    cautions: tuple[Caution, ...] = ()
    """What all of the ways would say."""
    several: bool = False
    """Whether the reader may take more than one."""


def parts(guide: Guide) -> tuple[Step | Choice, ...]:
    """The guide's steps in order; neighbouring steps of different ways are a choice, which ends where a step comes that
    all do, or a way of another choice. A way beside which there was no other one yet is no choice, and its steps stand
    alone."""
    whole: list[Step | Choice] = []
    seen: dict[str, int] = {}  # in how many choices a way was
    among: dict[str, list[str]] = {}  # the ways that each way is chosen from
    names = [named for named in guide.choices if line(named.title)]
    made = 0
    for steps in side_by_side(guide.steps, guide.choices):
        ways = list(dict.fromkeys(step.way for step in steps if step.way))
        again = bool(ways) and all(way in seen for way in ways)
        if not ways or (len(ways) < 2 and not again):
            whole += steps
            continue
        group = next((among[way] for way in ways if way in among), [])
        for way in ways:
            seen[way] = seen.get(way, 0) + 1
            if way not in among:
                group.append(way)
                among[way] = group
        order = list(seen)
        options = (
            _option(guide, way, _letter(among[way].index(way)), order.index(way), seen[way], steps)
            for way in sorted(ways, key=order.index)
        )
        named = _named(names, ways)
        if named:
            names.remove(named)
        made += 1
        choice = Choice(tuple(options), again, None, f"choice_{made}")
        if named:
            choice = replace(
                choice,
                title=line(named.title),
                advice=named.advice,
                citations=named.citations,
                cautions=named.cautions,
                several=named.several,
            )
        whole.append(choice)
    return tuple(whole)


def labels(guide: Guide) -> Mapping[str, str]:
    """How the document calls each step and each choice, by their bookmarks and in the order of the document. What all
    readers meet is counted: "1", "2", … A choice is one of these. The steps of a way are counted through all choices:
    "A1", "A2", "B1", and with the number of the choice in front ("4B1") if the guide has others. What helps only if
    something went wrong has its title instead, since nobody is to go on with it after the last step: "“Reset the
    meter”"."""
    made: dict[str, str] = {}
    counts: dict[str, int] = {}
    rescue, uncounted = first_rescue(guide), False
    whole = parts(guide)
    several = sum(isinstance(part, Choice) and not part.again for part in whole) > 1
    first: dict[str, int] = {}  # where a way was chosen
    for number, part in enumerate(whole, 1):
        if isinstance(part, Step):
            uncounted = uncounted or part is rescue
            made[step_bookmark(part)] = f"“{line(part.title)}”" if uncounted else str(number)
            continue
        made[part.bookmark] = str(number)
        for option in part.options:
            chosen = first.setdefault(option.way, number)
            for step in option.steps:
                counts[option.way] = counts.get(option.way, 0) + 1
                label = f"{option.letter}{counts[option.way]}"
                made[step_bookmark(step)] = f"{chosen}{label}" if several else label
    return made


def step_bookmark(step: Step) -> str:
    """The name of the step's bookmark."""
    return f"step_{step.number}"


def in_order(guide: Guide) -> tuple[Step, ...]:
    """The steps in the order of the document: of a choice, one option after the other."""
    steps: list[Step] = []
    for part in parts(guide):
        steps += [part] if isinstance(part, Step) else [step for option in part.options for step in option.steps]
    return tuple(steps)


def ways_alone(guide: Guide) -> int:
    """How many ways there are in a guide that is nothing but a choice between them, 0 for any other. That is one step
    by the order of the document, which tells nobody how much there is."""
    whole = parts(guide)
    return len(whole[0].options) if len(whole) == 1 and isinstance(whole[0], Choice) else 0


def choices(guide: Guide) -> tuple[Choice, ...]:
    """The guide's choices, in order."""
    return tuple(part for part in parts(guide) if isinstance(part, Choice))


def first_rescue(guide: Guide) -> Step | None:
    """The first of the steps at the end that help only if something went wrong. None if there are no such steps, or no
    others."""
    first = None
    for step in reversed(guide.steps):
        if not step.rescue or step.way:
            return first
        first = step
    return None  # a guide to mending something


def needs_at_first(guide: Guide) -> tuple[Prerequisite, ...]:
    """What is needed before the first step: by all, or by a way that isn't an option with a place of its own."""
    options = {option.way for choice in choices(guide) for option in choice.options}
    return tuple(need for need in guide.prerequisites if need.way not in options)


def grouped(words: Words, needs: Iterable[Prerequisite]) -> Iterator[tuple[str | None, tuple[Prerequisite, ...]]]:
    """What is needed, with the name of each group, and last what belongs to none. A few things need no groups, which
    have no name then, one thing is none, and where much belongs to none, the others are no groups either."""
    needs = tuple(needs)
    of_group = Counter(need.group for need in needs if need.group)
    in_groups = sum(many for many in of_group.values() if many >= LEAST_IN_GROUP)
    helps = len(needs) >= LEAST_GROUPED and (len(needs) - in_groups) * THINGS_TO_ONE_UNGROUPED <= len(needs)

    def shown(need: Prerequisite) -> str | None:
        return need.group if helps and need.group and of_group[need.group] >= LEAST_IN_GROUP else None

    order = [*dict.fromkeys(name for need in needs if (name := shown(need))), None]
    for group, some in groupby(sorted(needs, key=lambda need: order.index(shown(need))), shown):
        yield group or (words("Other") if len(order) > 1 else None), tuple(some)


def _option(guide: Guide, way: str, letter: str, at: int, times: int, steps: tuple[Step, ...]) -> Option:
    return Option(
        letter=letter,
        way=way,
        steps=tuple(step for step in steps if step.way == way),
        bookmark=f"option_{at + 1}" if times == 1 else f"option_{at + 1}_{times}",
        needs=tuple(need for need in guide.prerequisites if need.way == way) if times == 1 else (),
    )


def _letter(at: int) -> str:
    """ "A" for 0, "Z" for 25, "AA" for 26."""
    before, last = divmod(at, len(ascii_uppercase))
    return (_letter(before - 1) if before else "") + ascii_uppercase[last]


def _named(names: list[NamedChoice], ways: list[str]) -> NamedChoice | None:
    """The choice that has the most of these ways, at least two: a title of fewer may be about something else."""
    wanted = {_folded(way) for way in ways}

    def shared(named: NamedChoice) -> int:
        return len(wanted & {_folded(way) for way in named.ways})

    best = max(names, key=shared, default=None)
    return best if best and shared(best) >= 2 else None


def _folded(text: str) -> str:
    return line(text).casefold()
