"""Transcript -> the stream of planned steps: which utterances make which step, in the order of doing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedStep:
    """A step that has a title and its utterances, and is not written yet."""

    number: int
    """From 1, in the order of doing."""
    title: str
    utterance_ids: tuple[int, ...]
    """The utterances it is to be written from; not empty, each valid, in ascending order."""


@dataclass(frozen=True)
class OutlineEnd:
    """What is known when all steps are planned. The last item of the stream."""

    title: str
    audience: str | None = None
    prerequisites: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """(what the reader needs, ids of the utterances that say so)."""
    no_procedure: str | None = None
    """Why there is nothing to write steps from, in words; None where there is. With a reason, no step was planned."""


OutlineItem = PlannedStep | OutlineEnd

__all__ = ["OutlineEnd", "OutlineItem", "PlannedStep"]
