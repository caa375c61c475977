"""Encrypts the workspaces' tokens, so that who reads the database, or a backup of it, can't act as the app.

Fernet is AES-128-CBC with an HMAC (cryptography, "Fernet (symmetric encryption)"). Of several keys the first one
encrypts and all decrypt, so that a key can be replaced while both are set.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.store.errors import WrongKey


def new_key() -> str:
    """A key: 32 random bytes in URL-safe base64."""
    return Fernet.generate_key().decode()


def is_key(text: str) -> bool:
    """Whether a text has the form of a key."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


class TokenCipher:
    """Encrypts with the first of some keys, and decrypts with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._first = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, token: str) -> str:
        return self._first.encrypt(token.encode()).decode()

    def decrypt(self, encrypted: str) -> str:
        """Raises WrongKey."""
        try:
            return self._all.decrypt(encrypted.encode()).decode()
        except InvalidToken:
            raise WrongKey from None

    def opened(self, encrypted: str, *, within: int) -> str | None:
        """What was encrypted at most so many seconds ago; None for anything else."""
        try:
            return self._all.decrypt(encrypted.encode("utf-8", "replace"), ttl=within).decode()
        except InvalidToken:
            return None

    def is_current(self, encrypted: str) -> bool:
        """Whether the first key has encrypted it."""
        try:
            self._first.decrypt(encrypted.encode())
        except InvalidToken:
            return False
        return True
