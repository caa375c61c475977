"""What a Web API method answers when it doesn't do what was asked."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """`{"ok": false, "error": …}`, with the further fields that Slack gives beside the error."""

    def __init__(self, error: str, /, status: int = 200, headers: dict[str, str] | None = None, **fields: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.fields = fields

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.fields}
