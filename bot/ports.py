"""Where the app listens: what is wrong with its host or a port, in words for the operator."""

from __future__ import annotations

import errno
import os
import socket

from bot.settings import Settings

HOST = "SCRIPT2DOC_HOST"
_OF_THE_HOST = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL)
"""What the system says of an address that isn't this machine's (bind(2))."""
_ANOTHER = "Set it to an address of this machine, or remove it to listen on all of them."


def over_http(settings: Settings) -> bool:
    """Whether Slack sends its requests, or those who install the app, to a port of ours."""
    return settings.several or (settings.signing_secret is not None and settings.app_token is None)


def clash(settings: Settings) -> str | None:
    """What is wrong where two servers are to have the same port; 0 is any free one, and so never the same."""
    if not over_http(settings) or settings.port == 0 or settings.port != settings.health_port:
        return None
    return (
        f"SCRIPT2DOC_PORT and SCRIPT2DOC_HEALTH_PORT are both {settings.port}, but /healthz and /metrics need a port "
        "of their own. Set SCRIPT2DOC_HEALTH_PORT to another one."
    )


def refused(error: OSError | UnicodeError, host: str, port: int, name: str) -> str:
    """Why nothing can listen there, and what to do. `name` is the setting of the port."""
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"{HOST} can't be used: there is no host named “{host}”. {_ANOTHER}"
    if number is None or number in _OF_THE_HOST:  # asyncio gives no number where none of several addresses would do
        return f"{HOST} can't be used: this machine doesn't have the address {host}. {_ANOTHER}"
    if number == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use, perhaps by Script2Doc itself. Stop whatever is using it, or set {name} to "
            "another port."
        )
    return f"Port {port} can't be used: {os.strerror(number)}. Set {name} to another port."


def unusable(host: str, port: int, name: str) -> str | None:
    """Tries to take the port for a moment; the same words where that can't be done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as aiohttp does when it serves
            tried.bind((host, port))
    except (OSError, UnicodeError) as error:
        return refused(error, host, port, name)
    return None
