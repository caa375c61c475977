"""What a guide has to tell of the secrets that were said in its recording, and of times that don't open it. It is the
same in a document, in Slack and on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.guide import Guide, MaskedSecret
from pipeline.render.localization import Words
from pipeline.render.marks import LATEST_SECONDS, TIMED_SITES, clock, opens_at_second, shortened, web_address

KEPT = "Secrets said aloud, not masked"


def disclosures(words: Words, guide: Guide) -> tuple[str, ...]:
    """What whoever asked for a guide has to know before they pass it on, a line each."""
    kept = listed_kept(guide.origin.kept_secrets)
    return tuple(filter(None, (words.label(KEPT) + kept if kept else "", not_opened(words, guide))))


def listed(secrets: Iterable[MaskedSecret]) -> str:
    """What kinds of secrets are masked, and when they were said: "<password> (0:51), <pin> (2:36)"."""
    return ", ".join(_with_time(secret.mask, secret) for secret in secrets)


def listed_kept(secrets: Iterable[MaskedSecret]) -> str:
    """What kinds of secrets are shown, without what looks like a mask: "password (0:51), PIN (2:36)"."""
    return ", ".join(_with_time(_kind(secret.mask), secret) for secret in secrets)


def _kind(mask: str) -> str:
    kind = mask.strip("<>").replace("-", " ")
    return kind.upper() if kind == "pin" else kind


def _with_time(name: str, secret: MaskedSecret) -> str:
    timed = secret.start is not None and abs(secret.start) < LATEST_SECONDS  # false for NaN too
    return f"{name} ({shortened(clock(secret.start or 0.0))})" if timed else name


def not_opened(words: Words, guide: Guide) -> str:
    """That the guide's times can't open its recording, and where they could. Empty if they do, or nobody has said where
    the recording is."""
    untimed = all(source.start is None for source in guide.sources)
    return "" if untimed else not_opening(words, guide.recording)


def not_opening(words: Words, recording: str | None) -> str:
    """The same of a recording's address, which is known before there is a guide."""
    recording = web_address(recording)
    if not recording or opens_at_second(recording):
        return ""
    return words(
        "The times don’t open the recording, because Script2Doc can’t link to a certain second of it. It can on these "
        "sites: {sites}.",
        sites=words.joined([words.embedded(name, rtl=False) for name in TIMED_SITES]),
    )
