"""Opens the playground's page where a person sits at this machine and a browser can be shown."""

from __future__ import annotations

import sys
import threading
import webbrowser
from collections.abc import Mapping


def wanted(setting: bool | None, env: Mapping[str, str], *, terminal: bool, platform: str = sys.platform) -> bool:
    """Whether to open a browser: as the setting says, else where a person has started this in a terminal of a machine
    with a screen, and not from afar. `platform` is Python's sys.platform."""
    if setting is not None:
        return setting
    if not terminal or any(env.get(name) for name in ("CI", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        return False
    return platform in ("darwin", "win32") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def open_page(url: str) -> None:
    """Opens an address in the browser. Some browsers are waited for until they are closed, so it isn't done here."""
    threading.Thread(target=webbrowser.open, args=(url,), name="browser", daemon=True).start()
