"""A passage: a part of a reference page, small enough to be cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """100 to 300 words of a page under one heading; a code block is never cut."""

    id: str
    """`p1`, `p2`, … over all the pages of a job, in the order of the pages asked for."""
    reference: str
    """The id of the reference it stands in: `r1`, `r2`, …"""
    heading: str
    """The headings above it, parted by " › "."""
    text: str
