"""What makes a repeat a repeat: the same transcript with the same wishes in the same conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.jobs.job_source import fingerprint
from bot.jobs.model import Job
from pipeline.options import GuideOptions

JOB = Job("j1", "T1:C1:1.0", "T1", "C1", "U1", GuideOptions(), 1.0)


@pytest.mark.parametrize(
    "other",
    [
        {"team": "T2"},
        {"channel": "C2"},
        {"options": GuideOptions(title="Close the till")},
        {"options": GuideOptions(steps=3)},
    ],
)
def test_another_place_or_wish_is_no_repeat(other: dict[str, Any]) -> None:
    assert fingerprint(replace(JOB, **other), "ab") != fingerprint(JOB, "ab")


def test_another_transcript_is_no_repeat() -> None:
    assert fingerprint(JOB, "cd") != fingerprint(JOB, "ab")


@pytest.mark.parametrize("same", [{"id": "j2", "key": "T1:C1:2.0", "created": 2.0}, {"asker": "U2"}, {"name": "b.vtt"}])
def test_who_asked_when_and_under_which_name_make_no_difference(same: dict[str, Any]) -> None:
    assert fingerprint(replace(JOB, **same), "ab") == fingerprint(JOB, "ab")
