"""What fails in the same way three times in a row isn't asked again."""

from __future__ import annotations

import pytest

from pipeline.errors import BudgetExceeded, ModelBusy, ModelError, ModelUnavailable
from pipeline.llm.streak import Streak


async def refuses(streak: Streak) -> bool:
    """Whether a question isn't asked any more."""
    try:
        await streak.enter()
    except ModelError:
        return True
    streak.leave()
    return False


@pytest.mark.parametrize(
    ("ends", "over"),
    [
        ("aaa", True),
        ("aa", False),
        ("aab", False),
        ("a.aa", False),  # a good answer in between
        ("a$a$a", True),  # tokens that were used up say nothing of the model
        ("$$$", False),
    ],
)
async def test_three_that_fail_alike_are_the_last(ends: str, over: bool):
    errors = {"a": ModelUnavailable(), "b": ModelBusy(), "$": BudgetExceeded()}
    streak = Streak()
    for end in ends:
        if end == ".":
            streak.good()
        else:
            streak.failed(errors[end])

    assert await refuses(streak) is over
