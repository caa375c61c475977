"""How many guides may be asked for, and which limit leaves no room for more: values, and no queries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Limit(StrEnum):
    """What can be used up."""

    PERSON_AT_ONCE = "person at once"
    WORKSPACE_AT_ONCE = "workspace at once"
    PERSON_AN_HOUR = "person an hour"
    WORKSPACE_AN_HOUR = "workspace an hour"
    PERSON_TOKENS = "person's tokens a day"
    WORKSPACE_TOKENS = "workspace's tokens a day"


@dataclass(frozen=True)
class Reached:
    """A limit that leaves no room for all that was asked for."""

    limit: Limit
    most: int
    """What is allowed: jobs, or tokens. Of a person's jobs at once, how many there are."""
    again: float | None = None
    """From when on there is room, in seconds since the epoch; None where that depends on when a job ends."""


@dataclass(frozen=True)
class JobLimits:
    """How many jobs there may be; None: any number."""

    person: int | None = None
    """A person's who asks for more, at once. What is asked for together is one request, and waits for its turn."""
    workspace: int | None = None
    """A workspace's at once."""
    person_an_hour: int | None = None
    workspace_an_hour: int | None = None
    spent: Reached | None = None
    """Something else that is used up, so that nothing new is taken."""
    late: bool = False
    """Whether what is asked for was said a while ago and has only now come to us. It isn't the person's fault that it
    comes with other things: it waits for its turn however much is under way, and counts in the hour in which it was
    said."""
