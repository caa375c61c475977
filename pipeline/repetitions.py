"""One deed, one place: what a guide's steps say twice is said once.

Steps are written side by side, so two of them may each tell the same deed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.grounding import content_stems_of, stems_of
from pipeline.guide import Action, Caution, CautionKind, Gap, NamedChoice, Prerequisite, Step
from pipeline.ways import advice_of, advice_parts

SAME_WORDS_SHARE = 0.7
"""Two lines say the same if one has all the words of the other, small words included (“on” isn't “off”), and not many
more: they share this much of the words of both."""
SAME_NOTE_SHARE = 0.5
"""Two notes about the same utterances say the same if they share this much of the words of both."""
SAME_GAP_SHARE = 0.35
"""The same, for what isn't said, without small words: two writers name a gap in their own words, and it is short."""
SAME_GOAL_SHARE = 0.6
"""The same, for what two steps are for, without small words."""
SAME_RESULT_SHARE = 0.6
"""So much of a note's words in the result of an action says it again, small words aside, if it has some words."""
LEAST_TELLING_WORDS = 4
SAME_CODE_WORDS_SHARE = 0.6
"""The same, for lines with the same code."""


@dataclass(frozen=True)
class _Told:
    """An action that has its place."""

    step: Step
    words: frozenset[str]
    code: str | None
    citations: frozenset[str]


def without_repetitions(steps: Iterable[Step], language: str | None, *, actions_too: bool = True) -> tuple[Step, ...]:
    """The steps without actions, notes and tips that an earlier step tells from the same utterances, and without goals
    and results that only repeat a title or an action. Of two ways, each tells what it needs. `language` is that of the
    guide. Without `actions_too` all actions stay, where somebody reads the whole who can tell what is done again."""
    told: list[_Told] = []
    warned: list[tuple[Step, Caution]] = []
    kept: list[Step] = []
    for step in steps:
        actions: list[Action] = []
        number_in_step: dict[int, int] = {}
        new: list[_Told] = []
        for number, action in enumerate(step.actions, 1):
            here = _Told(step, _words(action.instruction, language), action.code, frozenset(action.citations))
            if not (actions_too and any(_same(here, other) for other in told)):
                actions.append(_without_echo(action, language))
                new.append(here)
                number_in_step[number] = len(actions)
            else:
                number_in_step[number] = len(actions) + 1
        told += new
        goal = step.goal
        if goal and any(_alike(goal, text, language) for text in (step.title, *(a.instruction for a in actions))):
            goal = None
        # The purpose that two ways share is that of the choice.
        if goal and step.way and any(other.goal and _about_alike(goal, other.goal, language) for other in kept):
            goal = None
        cautions = tuple(
            _moved(caution, number_in_step, len(actions))
            for caution in step.cautions
            if not _within(caution, step.cautions, language)
            and not any(_tells_the_result(caution, action, language) for action in actions)
            and not any(_same_caution(step, caution, other, noted, language) for other, noted in warned)
        )
        warned += [(step, caution) for caution in cautions if caution.kind is not CautionKind.WARNING]
        gaps = said_once(step.missing, [other for other in kept if not _apart(step, other)], language)
        kept.append(replace(step, missing=gaps, actions=tuple(actions), goal=goal, cautions=cautions))
    return tuple(kept)


def without_advice(steps: Iterable[Step], choices: Iterable[NamedChoice], language: str | None) -> tuple[Step, ...]:
    """The steps of ways without notes and tips that say again, from the same utterances, what helps to choose."""
    advice = {way: choice for choice in choices if choice.advice for way in choice.ways}

    def repeats(step: Step, caution: Caution) -> bool:
        choice = advice.get(step.way or "")
        if choice is None or caution.kind is CautionKind.WARNING or not set(caution.citations) & set(choice.citations):
            return False
        words = _words(caution.text, language)
        return len(words & _words(choice.advice or "", language)) >= SAME_WORDS_SHARE * len(words)

    return tuple(replace(s, cautions=tuple(c for c in s.cautions if not repeats(s, c))) for s in steps)


def said_before_ways(
    steps: Iterable[Step], choices: Iterable[NamedChoice], language: str | None
) -> tuple[tuple[Step, ...], tuple[NamedChoice, ...]]:
    """The steps without notes and warnings that all ways of a choice have in about the same words, from the same
    utterances, and the choices with these, and without sentences of their advice that say it too."""
    steps, made = tuple(steps), []
    for choice in choices:
        ways = [some for way in choice.ways if (some := [step for step in steps if step.way == way])]
        shared = []
        for caution in (each for step in ways[0] for each in step.cautions) if len(ways) > 1 else ():
            told = [_like(caution, way, language) for way in ways]
            # In front of an action a warning stays: nobody knows yet what it is about where the ways are offered.
            at_action = caution.kind is CautionKind.WARNING and any(o.before not in (None, 1) for t in told for o in t)
            if not caution.findings and all(told) and not at_action:
                shared.append(replace(caution, before=None))
                gone = [other for each in told for other in each]
                steps = tuple(
                    replace(s, cautions=tuple(c for c in s.cautions if c not in gone)) if s.way in choice.ways else s
                    for s in steps
                )
        made.append(_with_cautions(choice, tuple(shared), language) if shared else choice)
    return steps, tuple(made)


def _like(caution: Caution, steps: Iterable[Step], language: str | None) -> list[Caution]:
    """Those of these steps that say the same."""
    words, said = _words(caution.text, language), set(caution.citations)
    return [
        other
        for step in steps
        for other in step.cautions
        if other.kind is caution.kind
        and said & set(other.citations)
        and _share(words, _words(other.text, language)) >= SAME_WORDS_SHARE
    ]


def _with_cautions(choice: NamedChoice, shared: tuple[Caution, ...], language: str | None) -> NamedChoice:
    told = [_words(caution.text, language) for caution in shared]
    kept = [
        (way, sentence)
        for way, sentence in advice_parts(choice.advice, choice.ways)
        if not any(_share(_words(sentence, language), words) >= SAME_WORDS_SHARE for words in told)
    ]
    advice = advice_of(kept) or None
    return replace(choice, advice=advice, citations=choice.citations if advice else (), cautions=shared)


def needed_first(
    prerequisites: Iterable[Prerequisite], steps: Iterable[Step], language: str | None
) -> tuple[Prerequisite, ...]:
    """The prerequisites that no step makes the reader do. A thing to have ready is none of these, also if an action has
    little more than its name ("Add 2 eggs")."""
    instructions = [action.instruction for step in steps for action in step.actions]

    def done(need: str) -> bool:
        return any(_first_word(need) == _first_word(one) and _alike(need, one, language) for one in instructions)

    return tuple(each for each in prerequisites if not done(each.text))


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].casefold() if text.strip() else ""


def said_once(gaps: Iterable[Gap], steps: Iterable[Step], language: str | None) -> tuple[Gap, ...]:
    """The guide's gaps that no step names."""
    named = [gap for step in steps for gap in step.missing]

    def same(one: Gap, other: Gap) -> bool:
        near = set(one.citations) & set(other.citations) or not one.citations
        figures = _figures(one.text)
        if not near or (figures and figures != _figures(other.text)):  # "from 15 to four" isn't "from 200 to 15"
            return False
        return _share(*(content_stems_of(gap.text, language) for gap in (one, other))) >= SAME_GAP_SHARE

    return tuple(gap for gap in gaps if not any(same(gap, other) for other in named))


def _figures(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))


def _same(one: _Told, other: _Told) -> bool:
    """Whether two actions of different steps are the same deed: from the same utterances, in about the same words."""
    if not (one.citations <= other.citations or other.citations <= one.citations):
        return False  # each rests on something that was said of it alone
    if _apart(one.step, other.step) or not one.citations & other.citations:
        return False
    if one.code or other.code:
        return one.code == other.code and _share(one.words, other.words) >= SAME_CODE_WORDS_SHARE
    return _say_the_same(one.words, other.words)


def _apart(one: Step, other: Step) -> bool:
    """Whether nobody does both steps, since they belong to different ways."""
    return bool(one.way and other.way and one.way != other.way)


def _within(one: Caution, cautions: Iterable[Caution], language: str | None) -> bool:
    """Whether another caution of the step, no weaker, has all its words and more: "Don't share the token." behind "You
    see the token once. Don't share it." does."""
    words = _words(one.text, language)
    return any(
        other.kind in (one.kind, CautionKind.WARNING) and words < _words(other.text, language) for other in cautions
    )


def _tells_the_result(caution: Caution, action: Action, language: str | None) -> bool:
    """Whether a note or a tip says what an action's result says too, from the same utterances."""
    if caution.kind is CautionKind.WARNING or not set(caution.citations) & set(action.citations):
        return False
    words, told = (content_stems_of(text, language) for text in (caution.text, action.expected or ""))
    return len(words) >= LEAST_TELLING_WORDS and len(words & told) >= SAME_RESULT_SHARE * len(words)


def _same_caution(step: Step, one: Caution, other_step: Step, other: Caution, language: str | None) -> bool:
    """Whether two notes or tips rest on the same utterances and say about the same of the same thing. A warning may
    stand twice."""
    if one.kind is CautionKind.WARNING or not set(one.citations) & set(other.citations) or _apart(step, other_step):
        return False
    here, there = _words(one.text, language), _words(other.text, language)
    title, other_title = _words(step.title, language), _words(other_step.title, language)
    each_of_its_own = here & title - there - other_title and there & other_title - here - title
    return not each_of_its_own and _share(here, there) >= SAME_NOTE_SHARE


def _without_echo(action: Action, language: str | None) -> Action:
    repeats = action.expected and _alike(action.expected, action.instruction, language)
    return replace(action, expected=None) if repeats else action


def _alike(one: str, other: str, language: str | None) -> bool:
    return _say_the_same(_words(one, language), _words(other, language))


def _about_alike(one: str, other: str, language: str | None) -> bool:
    return _share(*(content_stems_of(text, language) for text in (one, other))) >= SAME_GOAL_SHARE


def _say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return (one <= other or other <= one) and _share(one, other) >= SAME_WORDS_SHARE


def _words(text: str, language: str | None) -> frozenset[str]:
    return stems_of(text, language)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _moved(caution: Caution, number_in_step: dict[int, int], actions: int) -> Caution:
    """The caution in front of the same action as before, or of the next one that is left."""
    if caution.before is None or not actions:
        return replace(caution, before=None)
    return replace(caution, before=min(number_in_step.get(caution.before, actions + 1), actions + 1))
