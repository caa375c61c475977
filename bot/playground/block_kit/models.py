"""The first sieve: a block has to survive parse → validate → to_dict of the SDK's own models unchanged."""

from __future__ import annotations

from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.playground.block_kit.problems import Problems

_KNOWN = frozenset(str(getattr(model, "type", "")) for model in Block.__subclasses__())


def check_model(block: dict[str, Any], pointer: str, problems: Problems) -> bool:
    """Whether Slack's models know the block's type and each of its fields."""
    try:
        model = Block.parse(block) if block.get("type") in _KNOWN else None
        if model is None:
            problems.add(f"unsupported type: {block.get('type')}", f"{pointer}/type")
            return False
        again = model.to_dict()
    except SlackObjectFormationError as error:
        problems.add(str(error), pointer)
        return False
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        # The models fail in all of these ways on a wrong shape: a missing field, a string for an object, …
        problems.add(f"failed to match all allowed schemas ({error})", pointer)
        return False
    before = len(problems.found)
    _compare(_meaningful(block), _meaningful(again), pointer, problems)
    return len(problems.found) == before


def _compare(given: Any, kept: Any, pointer: str, problems: Problems) -> None:
    if isinstance(given, dict) and isinstance(kept, dict):
        for key in sorted(set(given) - set(kept)):
            problems.add(f"no more fields allowed: {key}", pointer)
        for key in sorted(set(kept) - set(given)):
            problems.add(f"missing required field: {key}", pointer)
        for key in sorted(set(given) & set(kept)):
            _compare(given[key], kept[key], f"{pointer}/{key}", problems)
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        for index, (left, right) in enumerate(zip(given, kept, strict=True)):
            _compare(left, right, f"{pointer}/{index}", problems)
    elif given != kept:
        problems.add("failed to match all allowed schemas", pointer)


def _meaningful(value: Any) -> Any:
    """Without what says nothing (null, an empty string or list), which the models leave out."""
    if isinstance(value, dict):
        cleaned = {key: _meaningful(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [_meaningful(item) for item in value]
    return value
