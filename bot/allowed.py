"""Which workspaces and organizations may use the app, where its operator names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    ids: frozenset[str] = frozenset()
    """Of workspaces and organizations. Empty: all may."""

    def takes(self, team: str | None, enterprise: str | None) -> bool:
        """Whether a workspace may, by its own id or that of its organization."""
        return not self.ids or bool(self.ids & {team, enterprise})


ALL = Allowed()
