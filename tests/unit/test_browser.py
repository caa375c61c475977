"""When the playground's page is opened by itself."""

from __future__ import annotations

import pytest

from bot import browser

DESKTOP = {"DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("setting", "env", "terminal", "platform", "wanted"),
    [
        (None, DESKTOP, True, "linux", True),
        (None, {"WAYLAND_DISPLAY": "wayland-0"}, True, "linux", True),
        (None, {}, True, "darwin", True),
        (None, {}, True, "linux", False),
        (None, DESKTOP, False, "linux", False),
        (None, {**DESKTOP, "CI": "true"}, True, "linux", False),
        (None, {**DESKTOP, "SSH_CONNECTION": "10.0.0.1 22"}, True, "linux", False),
        (False, DESKTOP, True, "linux", False),
        (True, {"CI": "true"}, False, "linux", True),
    ],
)
def test_where_somebody_sits_at_a_screen(
    setting: bool | None, env: dict[str, str], terminal: bool, platform: str, wanted: bool
):
    assert browser.wanted(setting, env, terminal=terminal, platform=platform) is wanted
