"""What time it is at Slack, whatever this machine's clock says."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from bot.slack_clock import TOLERATED_SECONDS, SlackClock


def test_a_clock_that_is_right_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(time, "time", lambda: 1_000_000.75)
    clock = SlackClock()
    assert clock.now() == 1_000_000.75
    for off in (-TOLERATED_SECONDS / 2, 0, TOLERATED_SECONDS / 2):
        clock.heard(formatdate(1_000_000 + off, usegmt=True))
        assert clock.now() == 1_000_000.75


@pytest.mark.parametrize("off", [-7200, 7200])
def test_where_it_is_wrong_or_set_meanwhile_slacks_goes_on(monkeypatch: pytest.MonkeyPatch, off: int):
    passed = 50.0
    clock = SlackClock(lambda: passed)
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    clock.heard(formatdate(1_000_000, usegmt=True))
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0 + off)
    assert clock.now() == pytest.approx(1_000_000, abs=1)
    passed += 100
    assert clock.now() == pytest.approx(1_000_100, abs=1)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Mon, 99 Foo 2026 00:00:00 GMT"])
def test_an_answer_without_a_time_says_nothing(monkeypatch: pytest.MonkeyPatch, date: str | None):
    monkeypatch.setattr(time, "time", lambda: 5.0)
    clock = SlackClock()
    clock.heard(date)
    assert clock.now() == 5.0
