"""The watch over what tests log finds what is planted, and masks what the log masks."""

from __future__ import annotations

import logging

import pytest

from tests.planted import Watching


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("job 4f7k2m9p done", False),
        ("can't read “They have a LIMITED\nlifespan and expire”", True),
        ('{"text": "put the\\nred hose on"}', True),
        ("Slack refused " + "xoxb" + "-1234567890-0987654321", False),  # masked
        ("the key is sk" + "-loopback", False),
        ("the password is correct-" + "horse", True),
    ],
)
def test_what_is_planted_is_found(said: str, found: bool):
    watching = Watching()
    watching.handle(logging.LogRecord("bot.jobs", logging.INFO, "", 0, "%s", (said,), None))
    assert bool(watching.found) is found


def test_what_was_raised_is_read_too(nothing_planted_is_logged: Watching):
    try:
        raise ValueError("of the plastic bag")
    except ValueError:
        logging.getLogger("pipeline.run").exception("failed unexpectedly")
    logging.getLogger("bot.jobs.run").info("the duct tape")
    assert len(nothing_planted_is_logged.found) == 2
    nothing_planted_is_logged.found.clear()
