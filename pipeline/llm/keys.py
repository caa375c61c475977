"""Checks a key before it is sent: whether it was copied correctly. No sentence here shows the key."""

from __future__ import annotations

_QUOTES = "\"'`“”„‘’«»"


def flaw(name: str, secret: str) -> str | None:
    """What is wrong with the spelling of a secret, and what to do; None if nothing looks wrong. `name` is the setting's
    name.

    >>> flaw("OPENAI_API_KEY", '"sk-1"')
    'OPENAI_API_KEY has quotation marks around it. Remove them.'
    """
    if secret[:1] in _QUOTES or secret[-1:] in _QUOTES:
        return f"{name} has quotation marks around it. Remove them."
    if secret.lower().startswith("bearer"):
        return f"{name} starts with “Bearer”. Remove that word."
    if any(character.isspace() for character in secret):
        return f"{name} contains a space or a line break. Copy it again in one piece."
    if not (secret.isascii() and secret.isprintable()):
        # RFC 9110, 5.5: it is sent in a header, which has only visible ASCII characters.
        return f"{name} contains a character that no key has, such as “…”. Copy all of it again."
    return None
