"""What all calls know of a server that one of them has given up."""

from __future__ import annotations

import pytest

from pipeline.errors import ModelError, ModelNotAllowed, ModelUnavailable
from pipeline.llm.patience import Patience

REFUSED = ModelNotAllowed("The model small isn't there for this key.")


def fails(patience: Patience, model: str, began: float) -> bool:
    """Whether a call of a job that began then fails at once."""
    try:
        patience.check(model, began)
    except ModelError:
        return True
    return False


@pytest.mark.parametrize(
    ("error", "of_others"),
    [(REFUSED, False), (ModelUnavailable(), True)],
    ids=["the model isn't allowed", "the server fails"],
)
def test_a_model_that_is_given_up_is_it_for_its_own_calls_and_a_server_for_all(error: ModelError, of_others: bool):
    patience = Patience(10.0, clock=lambda: 5.0)

    assert patience.gives_up("small", error, began=1.0) is of_others

    assert fails(patience, "small", began=5.0)
    assert fails(patience, "large", began=5.0) is of_others
    assert not fails(patience, "small", began=5.1), "a job that begins later tries anew"
