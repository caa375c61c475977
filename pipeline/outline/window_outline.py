"""One window's outline, as far as it is known: what a model's answers have added to it so far."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field, replace

import pydantic

from pipeline.cleaning import shorten
from pipeline.errors import ModelError
from pipeline.outline import CitedText, PlannedChoice, StepDetail
from pipeline.outline.coverage import stretches
from pipeline.outline.outline_answer import MOST_STEPS, DetailAnswer, NameAnswer, OutlineAnswer, StepAnswer
from pipeline.outline.step_numbering import folded
from pipeline.outline.stretch import Stretch
from pipeline.outline.windows import Found, Window
from pipeline.prompts.answers import read_ids, tidy_title
from pipeline.transcript import Transcript

MOST_NAMES, MOST_PREREQUISITES, MOST_GAPS, MOST_CHOICES, MOST_QUESTIONS = 60, 40, 20, 10, 6
LONGEST_TEXT_CHARACTERS = 700
LONGEST_ABOUT_CHARACTERS = 1_400

_FOR = re.compile(r"^(?:for|für|para|pour|per|voor|dla|för|til|для)\s+", re.IGNORECASE)
"""What the document says before whom the guide is for."""


@dataclass
class StepPlan:
    """A step as a window names it."""

    number: int
    """The model's own count of steps, to which its details refer."""
    title: str
    ids: list[int]
    way: str | None = None
    when: str | None = None
    """The condition under which it is done, in words."""
    optional: bool = False
    rescue: bool = False


@dataclass
class WindowOutline:
    """One window's outline, as far as it is known. It goes into the cache once it is complete."""

    steps: list[StepPlan] = field(default_factory=list)
    names: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """(the right form, the forms that were heard)."""
    details: dict[int, StepDetail] = field(default_factory=dict)
    title: str = ""
    about: str | None = None
    no_procedure: str | None = None
    audience: str | None = None
    choices: list[PlannedChoice] = field(default_factory=list)
    prerequisites: list[CitedText] = field(default_factory=list)
    not_said: list[CitedText] = field(default_factory=list)
    questions: list[CitedText] = field(default_factory=list)


STORED = pydantic.TypeAdapter(WindowOutline)


class Asked:
    """One window, and what is known of it so far."""

    def __init__(self, number: int, window: Window) -> None:
        self.number, self.window = number, window
        self.known = WindowOutline()
        self.planned = asyncio.Event()
        """All its steps are named."""
        self.broke_off: ModelError | None = None
        """Why it may lack steps at its end."""
        self.coarse = False
        """Whether one of its steps is most of it, and the model has no better plan."""
        self.draft = ""
        """An answer that ended before its plan was one. A plan may stand in its thoughts."""

    def take_name(self, answer: NameAnswer) -> None:
        if answer.right.strip() and answer.heard and len(self.known.names) < MOST_NAMES:
            self.known.names.append((answer.right, tuple(answer.heard[:10])))

    def take_step(self, answer: StepAnswer, number: int, earlier: list[frozenset[int]]) -> None:
        """Adds a step unless it says nothing or says again what an earlier answer has."""
        title, ids = tidy_title(answer.title), answer.ids(self.window.first, self.window.last)
        way = tidy_title(answer.way or "") or None
        steps = self.known.steps
        repeated = any(ids <= step for step in earlier) or any(
            (step.title, step.ids, step.way) == (title, sorted(ids), way) for step in steps
        )
        if title and ids and not repeated and len(steps) < MOST_STEPS and not self.planned.is_set():
            when = _whole_sentences(answer.when or "") or None
            steps.append(StepPlan(number, title, sorted(ids), way, when, answer.optional, answer.rescue))

    def take_steps(self, answers: list[StepAnswer], after: int, earlier: list[frozenset[int]]) -> None:
        """Puts these steps in the place of all that come after the first `after`."""
        del self.known.steps[after:]
        for number, answer in enumerate(answers, after + 1):
            self.take_step(answer, number, earlier)

    def left_out(self, transcript: Transcript) -> tuple[Stretch, ...]:
        """The long stretches of the window that are in none of the steps so far."""
        planned = {number for step in self.known.steps for number in step.ids}
        return stretches(transcript, self.window.first, self.window.last, planned)

    def sort_in(self, late: int) -> None:
        """Puts the last `late` steps where they belong by what was said first."""
        steps = self.known.steps
        added, steps[-late:] = steps[-late:], []
        for step in added:
            at = next((n for n, other in enumerate(steps) if other.ids[0] > step.ids[0]), len(steps))
            steps.insert(at, step)

    def take_over(self, other: Asked) -> None:
        """Puts another plan in the place of this one. What is known only here stays."""
        before, self.known = self.known, other.known
        self.known.names = self.known.names or before.names
        self.known.title = self.known.title or before.title
        self.known.about = self.known.about or before.about
        self.known.audience = self.known.audience or before.audience
        self.known.prerequisites = self.known.prerequisites or before.prerequisites
        self.known.not_said = self.known.not_said or before.not_said
        self.known.questions = self.known.questions or before.questions

    def found(self, most: int) -> list[Found]:
        """The steps, at most so many."""
        return folded(
            [
                Found(
                    s.title, frozenset(s.ids), s.way, frozenset({(self.number, s.number)}), s.when, s.optional, s.rescue
                )
                for s in self.known.steps
            ],
            most,
        )


def finish(asked: Asked, answer: OutlineAnswer) -> None:
    """Adds what comes after the steps."""
    known, window = asked.known, asked.window

    def cited(text: str, utterances: str | list[int | str] | int, way: str | None = None) -> CitedText:
        ids = tuple(sorted(read_ids(utterances, window.first, window.last)))
        return CitedText(_whole_sentences(text), ids, tidy_title(way or "") or None)

    for name in answer.names if not known.names else []:  # they came after the steps
        asked.take_name(name)
    known.title = tidy_title(answer.title) or known.title
    known.about = _whole_sentences(answer.about or "", LONGEST_ABOUT_CHARACTERS) or None
    known.audience = _FOR.sub("", " ".join((answer.audience or "").split())[:200]) or None
    known.details |= {each.step: _detail(each) for each in answer.details}
    known.prerequisites = [
        replace(cited(each.text, each.utterances, each.way), group=tidy_title(each.group or "") or None)
        for each in answer.prerequisites[:MOST_PREREQUISITES]
        if each.text.strip()
    ]
    known.choices = [
        PlannedChoice(
            tidy_title(each.title),
            tuple(filter(None, map(tidy_title, each.ways[:MOST_STEPS]))),
            cited(each.advice, each.utterances) if each.advice and each.advice.strip() else None,
            each.several,
        )
        for each in answer.choices[:MOST_CHOICES]
        if tidy_title(each.title)
    ]
    known.not_said = [cited(each.text, each.utterances) for each in answer.not_said[:MOST_GAPS] if each.text.strip()]
    known.questions = [
        cited(f"{each.question.strip()} {each.answer.strip()}", each.utterances)
        for each in answer.questions[:MOST_QUESTIONS]
        if each.question.strip() and each.answer.strip()
    ]
    # If there are steps, a reason for having none doesn't count.
    reason = " ".join((answer.no_procedure or "").split())[:400]
    known.no_procedure = reason if reason and not known.steps else None


def _detail(answer: DetailAnswer) -> StepDetail:
    return StepDetail(answer.optional, _whole_sentences(answer.when or "") or None, answer.rescue)


def _whole_sentences(text: str, most: int = LONGEST_TEXT_CHARACTERS) -> str:
    """The text on one line; of a long one the first sentences, as many as fit."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in (". ", "! ", "? ", "。", "！", "？"))
    return text[: end + 1] if end > 0 else shorten(text, most)


def read_stored(stored: bytes | None) -> WindowOutline | None:
    """What was kept of an outline; None if there is nothing, or what another version has kept."""
    if stored is None:
        return None
    try:
        return STORED.validate_json(stored)
    except (pydantic.ValidationError, json.JSONDecodeError):
        return None
