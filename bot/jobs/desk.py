"""What the jobs of one process share."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.edits import Editor
from bot.settings import Settings
from bot.slack_files import SlackFiles
from bot.store import Store
from pipeline.run import Tools


@dataclass(frozen=True)
class Desk:
    """What the jobs of one process share."""

    client: AsyncWebClient
    files: SlackFiles
    editor: Editor
    store: Store
    tools: Tools
    settings: Settings
    worker: str
