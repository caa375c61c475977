"""The payloads that the app sends to the playground while tests run, kept to be checked by Slack's types."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.playground.backend import ApiCall

RECORDED_IN = "SLACK_PAYLOADS"
"""The variable that names the folder where payloads are kept; without it none are."""


@dataclass(frozen=True, order=True)
class Payload:
    """Blocks of a message, or a view."""

    type: str
    """Blocks or View."""
    json: str

    @classmethod
    def of(cls, kind: str, value: Any) -> Payload:
        value = json.loads(value) if isinstance(value, str) else value
        return cls(kind, json.dumps(value, sort_keys=True))


def record(calls: Iterable[ApiCall]) -> None:
    """Keeps what these calls showed, if payloads are to be kept."""
    if folder := os.environ.get(RECORDED_IN):
        lines = [json.dumps([payload.type, payload.json]) for payload in set(shown(calls))]
        (Path(folder) / f"{uuid4().hex}.jsonl").write_text("\n".join(lines))


def shown(calls: Iterable[ApiCall]) -> Iterator[Payload]:
    """The blocks and views that calls gave Slack."""
    for call in calls:
        for name, kind in (("blocks", "Blocks"), ("view", "View")):
            if value := call.args.get(name):
                yield Payload.of(kind, value)


def recorded(folder: Path) -> Iterator[Payload]:
    """What was kept in a folder."""
    for file in folder.glob("*.jsonl"):
        for line in filter(None, file.read_text().splitlines()):
            yield Payload(*json.loads(line))
