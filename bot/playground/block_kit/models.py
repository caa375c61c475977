"""The first sieve: a block has to survive parse → validate → to_dict of the SDK's own models unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.playground.block_kit.problems import Problems

_KNOWN = frozenset(str(getattr(model, "type", "")) for model in Block.__subclasses__())


def check_model(block: dict[str, Any], pointer: str, problems: Problems) -> bool:
    """Whether Slack's models know the block's type and each of its fields."""
    wrong = _wrong(json.dumps(block))
    for what, where in wrong:
        problems.add(what, pointer + where)
    return not wrong


@lru_cache(maxsize=1000)  # the models take long, and a message that is edited has most of its blocks again
def _wrong(kept: str) -> tuple[tuple[str, str], ...]:
    """What is wrong with a block, and where in it."""
    block = json.loads(kept)
    try:
        model = Block.parse(block) if block.get("type") in _KNOWN else None
        if model is None:
            return ((f"unsupported type: {block.get('type')}", "/type"),)
        again = model.to_dict()
    except SlackObjectFormationError as error:
        return ((str(error), ""),)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        # The models fail in all of these ways on a wrong shape: a missing field, a string for an object, …
        return ((f"failed to match all allowed schemas ({error})", ""),)
    return tuple(_differences(_meaningful(block), _meaningful(again), ""))


def _differences(given: Any, kept: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(given, dict) and isinstance(kept, dict):
        for key in sorted(set(given) - set(kept)):
            yield f"no more fields allowed: {key}", at
        for key in sorted(set(kept) - set(given)):
            yield f"missing required field: {key}", at
        for key in sorted(set(given) & set(kept)):
            yield from _differences(given[key], kept[key], f"{at}/{key}")
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        for index, (left, right) in enumerate(zip(given, kept, strict=True)):
            yield from _differences(left, right, f"{at}/{index}")
    elif given != kept:
        yield "failed to match all allowed schemas", at


def _meaningful(value: Any) -> Any:
    """Without what says nothing (null, an empty string or list), which the models leave out."""
    if isinstance(value, dict):
        cleaned = {key: _meaningful(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [_meaningful(item) for item in value]
    return value
