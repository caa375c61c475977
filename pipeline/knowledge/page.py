"""A page as it was read, its title and its blocks in order; and what else there may be in place of one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    """An item of a list, with its mark: "- …" or "3. …"."""
    TABLE = "table"
    """Rows as lines, cells parted by " | "."""
    CODE = "code"


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item, a table or a piece of code."""

    kind: BlockKind
    text: str
    level: int = 0
    """Of a heading, from 1; of an item, how deep it is nested, from 0."""


@dataclass(frozen=True)
class Extract:
    """What was found in a page's bytes."""

    title: str | None
    blocks: tuple[Block, ...]


class NoContent(Exception):
    """There is nothing to read in these bytes; the message says why, for a person."""


class Moved(Exception):
    """The page only says that it is elsewhere; the message is the address, which may be relative."""


@dataclass(frozen=True)
class Page:
    """What stands at one address, as text."""

    url: str
    """As it was asked for."""
    found_at: str
    """Where it was in the end, after redirects."""
    title: str | None
    fetched: str
    """When it was fetched, or last found unchanged: ISO 8601, UTC."""
    blocks: tuple[Block, ...]

    @property
    def words(self) -> int:
        return sum(len(block.text.split()) for block in self.blocks)


def blocks_to_json(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [asdict(block) for block in blocks]


def blocks_from_json(values: Any) -> tuple[Block, ...]:
    """The inverse of `blocks_to_json`. Raises ValueError, TypeError or KeyError for anything else."""
    return tuple(Block(BlockKind(v["kind"]), str(v["text"]), int(v["level"])) for v in values)


def page_to_bytes(page: Page, **more: Any) -> bytes:
    """A page for the cache, with what else has to be known of it."""
    return json.dumps({**asdict(page), **more}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def page_from_bytes(data: bytes) -> tuple[Page, dict[str, Any]]:
    """The inverse of `page_to_bytes`. Raises ValueError, TypeError or KeyError."""
    values = json.loads(data)
    blocks = blocks_from_json(values.pop("blocks"))
    page = Page(values.pop("url"), values.pop("found_at"), values.pop("title"), values.pop("fetched"), blocks)
    return page, values
