"""A Slack workspace on loopback: for trying the app with no Slack, and for tests."""

from bot.playground.events import Timing
from bot.playground.manifest import Manifest
from bot.playground.playground import Playground
from bot.playground.rates import Limits
from bot.playground.refusal import Refused
from bot.playground.workspace import HANG_SECONDS

__all__ = ["HANG_SECONDS", "Limits", "Manifest", "Playground", "Refused", "Timing"]
