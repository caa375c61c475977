"""Kinds of trouble with a page that are handled differently."""

from __future__ import annotations

from pipeline.errors import ReferenceUnavailable


class OutOfResources(ReferenceUnavailable):
    """This machine is short of memory, files or processes, so the page couldn't be fetched."""


class Missing(ReferenceUnavailable):
    """There is no page at this address."""


class Unreachable(ReferenceUnavailable):
    """The page's server can't be reached, or has an error of its own."""
