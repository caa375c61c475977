"""Which blocks and views Slack takes: its models, and the table of rules that its models miss."""

from bot.playground.block_kit.blocks import check_blocks, elements, read_blocks
from bot.playground.block_kit.views import read_view

__all__ = ["check_blocks", "elements", "read_blocks", "read_view"]
