"""Which names of settings there are, so that a misspelled one is noticed: a misspelled limit would be no limit."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from pipeline.idle_settings import NEAR_KEY
from pipeline.llm.settings import NAMES as MODEL_NAMES
from pipeline.settings import GuideSettings, names

PREFIX = "SCRIPT2DOC_"
OF_THE_APP = frozenset(
    PREFIX + name
    for name in (
        *("HOST", "PORT", "HEALTH_PORT", "PLAYGROUND_PORT", "PLAYGROUND_DATA", "OPEN_BROWSER"),
        *("DATABASE_URL", "KEEP_DAYS", "CACHE_BYTES", "JOBS_AT_ONCE", "JOBS_PER_PERSON", "LEASE_SECONDS"),
        *("JOB_SECONDS", "EDITS_PER_MINUTE", "LOG_LEVEL", "LOG_FORMAT", "TOKEN_KEYS", "WORKSPACES"),
        *("JOBS_PER_WORKSPACE", "HOURLY_JOBS_PER_PERSON", "HOURLY_JOBS_PER_WORKSPACE"),
        *("DAILY_TOKENS_PER_PERSON", "DAILY_TOKENS_PER_WORKSPACE"),
    )
)
"""Names that only an app around the pipeline reads. A single run passes over them."""
OF_SLACK = frozenset(
    f"SLACK_{name}"
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI", "API_URL")
)
"""Names of Slack's that the app reads."""
ELSEWHERE = frozenset({"SCRIPT2DOC_COOKDIAL", "SCRIPT2DOC_FIELD", "SCRIPT2DOC_GUIDES", "SCRIPT2DOC_TRANSCRIPTS"})
"""Names that only the tests read."""

_OF_KUBERNETES = re.compile(r"SCRIPT2DOC_(SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP|SCTP))(_\w+)?|SCRIPT2DOC_PORT")
"""What every container sees beside a service named script2doc (Kubernetes: "Service", environment variables)."""


def unknown_names(env: Mapping[str, str]) -> list[str]:
    """A line for each name that looks like ours and does nothing. Of names that others have too, such as SLACK_…, only
    one that differs by a slip from one that isn't set; what may be another program's key is told by `idle_settings`."""
    known = names(GuideSettings) | OF_THE_APP | MODEL_NAMES | ELSEWHERE
    ours = sorted(name for name in known if name.startswith(PREFIX))
    unknown = sorted(name for name in without_service_links(env) if name.upper().startswith(PREFIX))
    told = [f"{name} isn't a setting. {_meant(name, ours)}" for name in unknown if name not in known]
    others = sorted(name for name in OF_SLACK | known if not name.startswith(PREFIX))
    slips = [
        f"{name} isn't a setting. Did you mean {meant[0]}?"
        for name in sorted(env)
        if name not in others
        and not NEAR_KEY.fullmatch(name)
        and (meant := [other for other in others if not env.get(other) and _slip(name, other)])
    ]
    return [*told, *slips]


def _slip(name: str, meant: str) -> bool:
    """Whether one letter is missing, one is too many, or two are swapped.

    >>> [_slip(name, "SLACK_APP_TOKEN") for name in ("SLACK_APP_TOKN", "SLACK_APP_TOEKN", "SLACK_API_TOKEN")]
    [True, True, False]
    """
    if len(name) == len(meant):
        apart = [n for n, (one, other) in enumerate(zip(name, meant, strict=True)) if one != other]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return swapped and name[apart[0]] == meant[apart[1]] and name[apart[1]] == meant[apart[0]]
    short, long = sorted((name, meant), key=len)
    return len(long) == len(short) + 1 and any(
        long[:n] + long[n + 1 :] == short for n in range(len(long)) if not long[n].isdigit()
    )


def _meant(name: str, ours: Iterable[str]) -> str:
    # The beginning, which all names have, would make any two look alike.
    close = difflib.get_close_matches(name.upper()[len(PREFIX) :], [known[len(PREFIX) :] for known in ours], n=1)
    return f"Did you mean {PREFIX}{close[0]}?" if close else "All settings are listed in .env.example."


def without_service_links(env: Mapping[str, str]) -> Mapping[str, str]:
    """The environment without what Kubernetes tells of a service that has our name."""
    return {
        name: value
        for name, value in env.items()
        if not (_OF_KUBERNETES.fullmatch(name) and (name != "SCRIPT2DOC_PORT" or "://" in value))
    }
