"""Transcript -> the plan of a guide: which utterances make up which step, in the order in which the reader does them.

The plan comes as a whole, so that each step's writer knows all of it. What isn't needed to begin comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.guide import Extract, LeftOut, MendedName


@dataclass(frozen=True)
class PlannedStep:
    """A step that has a title and utterances, but isn't written yet."""

    number: int
    """From 1, in the order in which the reader does them."""
    title: str
    utterance_ids: tuple[int, ...]
    """The utterances to write it from: at least one, all valid, in ascending order."""
    way: str | None = None
    """The name of the way to the result that it belongs to; None: it belongs to all ways."""
    when: str | None = None
    """The condition under which it is done, in words."""
    optional: bool = False
    """Whether the result is reached without it, where that is known already."""
    quoted: bool = False
    """Whether it only quotes what was said: the recording is a meeting or a talk, and a guide is made anyway."""


@dataclass(frozen=True)
class Plan:
    """All steps, in order, and the names that were misheard. It is the first item of the stream. A later one takes its
    place."""

    steps: tuple[PlannedStep, ...]
    names: tuple[MendedName, ...] = ()
    """Those that can be believed. What the steps say is compared with what was said in these forms too."""
    heard: tuple[MendedName, ...] = ()
    """All words that a model takes for misheard, as it says it: for the list of them, and for nothing else."""


@dataclass(frozen=True)
class StepDetail:
    """What is known of a step once everything is planned."""

    optional: bool = False
    when: str | None = None
    """The condition under which it is done, in words."""
    rescue: bool = False
    """Whether it helps only if something went wrong."""


@dataclass(frozen=True)
class CitedText:
    """A prerequisite or a gap, and the ids of the utterances that it rests on."""

    text: str
    utterance_ids: tuple[int, ...] = ()
    way: str | None = None
    group: str | None = None
    """What kind of thing is needed, such as "Tools"."""


@dataclass(frozen=True)
class PlannedChoice:
    """What some ways have in common, and what helps to choose among them."""

    title: str
    ways: tuple[str, ...]
    advice: CitedText | None = None
    several: bool = False
    """Whether a reader may use more than one of them."""


@dataclass(frozen=True)
class OutlineEnd:
    """What is known once everything is planned. It is the last item of the stream."""

    title: str
    audience: str | None = None
    prerequisites: tuple[CitedText, ...] = ()
    no_procedure: str | None = None
    """Why there are no steps to write, in words. None if there are. With a reason, no step was planned."""
    about: str | None = None
    """Two sentences: what the guide is for, and what comes of it."""
    details: Mapping[int, StepDetail] = field(default_factory=dict)
    """By the number of the step."""
    not_said: tuple[CitedText, ...] = ()
    """What the reader needs and the recording doesn't say."""
    questions: tuple[CitedText, ...] = ()
    """Questions that are answered beside the steps, each with its answer behind it."""
    choices: tuple[PlannedChoice, ...] = ()
    note: str | None = None
    """What the reader of the guide should know of how it was planned, in a sentence or two."""
    compared: bool = False
    """Whether a model has compared the title and what it is about with what was said, and let what is here stand."""
    refuted: tuple[str, ...] = ()
    """Sentences about the guide and its ways that a model took for something else than what was said, each with what
    differs: they were left out."""
    revised: bool = False
    """Whether a model has read the whole guide, and let stand what is said twice in it."""
    extract: Extract | None = None
    """What was understood, if that is so little that the guide is only an extract. None after a model's outline."""
    left_out: LeftOut | None = None
    """The instructions that the steps have no room for, if there are any. None after a model's outline."""


OutlineItem = Plan | OutlineEnd

__all__ = ["CitedText", "OutlineEnd", "OutlineItem", "Plan", "PlannedChoice", "PlannedStep", "StepDetail"]
