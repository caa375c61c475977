"""Transcript -> a stream of planned steps: which utterances make up which step, in the order in which the reader does
them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlannedStep:
    """A step that has a title and utterances, but isn't written yet."""

    number: int
    """From 1, in the order in which the reader does them."""
    title: str
    utterance_ids: tuple[int, ...]
    """The utterances to write it from: at least one, all valid, in ascending order."""


@dataclass(frozen=True)
class OutlineEnd:
    """What is known once all steps are planned. It is the last item of the stream."""

    title: str
    audience: str | None = None
    prerequisites: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """(what the reader needs, ids of the utterances that say so)."""
    no_procedure: str | None = None
    """Why there are no steps to write, in words. None if there are. With a reason, no step was planned."""


OutlineItem = PlannedStep | OutlineEnd

__all__ = ["OutlineEnd", "OutlineItem", "PlannedStep"]
