"""Calls that Slack has refused for a method's rate go on one after another."""

from __future__ import annotations

import pytest

from bot.slack_client import BETWEEN_SECONDS, Turns


def test_refused_calls_and_those_that_come_meanwhile_take_turns():
    now = [100.0]
    turns = Turns(lambda: now[0])
    assert turns.new("files.info") == 0.0
    waits = [turns.after("files.info", 2.0), turns.after("files.info", 2.0), turns.new("files.info")]
    assert waits == pytest.approx([2.0, 2.0 + BETWEEN_SECONDS, 2.0 + 2 * BETWEEN_SECONDS])
    assert turns.new("files.delete") == 0.0, "another method has its own rate"
    now[0] += 2.0 + 3 * BETWEEN_SECONDS
    assert turns.new("files.info") == 0.0


def test_posts_wait_for_their_own_channel_alone():
    turns = Turns(lambda: 0.0)
    assert [turns.after("chat.postMessage", 1.0) for _ in range(3)] == [1.0, 1.0, 1.0]
    assert turns.new("chat.postMessage") == 0.0
